"""The keys of a home as a server holds them: read again when they change, each slow comparison made once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from scoring.access.keys import Key, key_holder, read_keys

Stamp = tuple[int, int, int, int]


@dataclass
class Keyring:
    """Who holds which key.

    A home without any key asks for none; once a server has seen one it asks for ever, whatever becomes of the file.

    Parameters
    ----------
    file : Path
        Where the keys are stored.
    required : bool
        Whether a key is asked for even where none was ever made.
    """

    file: Path
    required: bool = False
    _stamp: Stamp | None = None
    _keys: tuple[Key, ...] = ()
    _holders: dict[bytes, Key] = field(default_factory=dict)
    _pepper: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _lock: Lock = field(default_factory=Lock)

    def locked(self) -> bool:
        """Whether a key is asked for.

        Raises
        ------
        UserError
            When the keys cannot be read: then nobody is let in.
        """
        self._refresh()
        return self.required

    def remembered(self, given: str) -> Key | None:
        """Whose key it is, where it was looked at before."""
        self._refresh()
        key = self._holders.get(self._digest(given))
        return key if key is not None and key.is_active(datetime.now(UTC)) else None

    def holder(self, given: str) -> Key | None:
        """Whose key it is, by argon2; some fifty milliseconds of a processor."""
        self._refresh()
        stamp, keys = self._stamp, self._keys
        key = key_holder(keys, given, datetime.now(UTC))
        with self._lock:
            if key is not None and stamp == self._stamp:
                self._holders[self._digest(given)] = key
        return key

    def active(self, ident: str) -> Key | None:
        """The key of which this is the part that is no secret, where it still opens something.

        Raises
        ------
        UserError
            As :meth:`locked`.
        """
        self._refresh()
        now = datetime.now(UTC)
        return next((key for key in self._keys if key.ident == ident and key.is_active(now)), None)

    def _digest(self, given: str) -> bytes:
        """What is remembered instead of the key: of no use outside this process."""
        return hashlib.blake2b(given.encode("utf-8", "surrogatepass"), key=self._pepper, digest_size=32).digest()

    def _refresh(self) -> None:
        stamp = self._stamp_of_file()
        if stamp == self._stamp:
            return
        with self._lock:
            keys = read_keys(self.file)
            # Whose key is as it was need not prove it again: while somebody guesses, they could not.
            still_held = {digest: key for digest, key in self._holders.items() if key in keys}
            self._keys, self._stamp, self._holders = keys, stamp, still_held
            self.required = self.required or stamp is not None

    def _stamp_of_file(self) -> Stamp | None:
        try:
            status = self.file.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns, status.st_size, status.st_mode  # who may read it counts too
