"""Keys: made once and shown once, stored as argon2 hashes in a file of the home that only its owner reads."""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from scoring.access.place import FILE, keys_file
from scoring.access.roles import Role, Scope, may
from scoring.errors import UserError
from scoring.files import write_errors_as_user_errors
from scoring.settings import Home

OWNER_ONLY, OWNER_FOLDER = 0o600, 0o700
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
KEY = re.compile(r"pad_(?P<ident>[0-9a-f]{12})_(?P<secret>[A-Za-z0-9_-]{43})")
LONGEST_DAYS = 36_500
# What an unknown key is compared with, so that it takes as long as a known one.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$gSbQ+xWLVi4bFv7+lBDr2Q$3/twupz/zgiMuJb9y6Jh2uLhzQm21stLgRaSfTrvVw0"


@dataclass(frozen=True)
class Key:
    """A key as it is stored; the key itself is not.

    Parameters
    ----------
    name : str
        Who holds it; stands in the journal.
    role : Role
        What its holder may do.
    ident : str
        The part of the key by which it is found, no secret.
    hash : str
        argon2id of the whole key.
    created, expires, revoked : str
        UTC, ISO 8601; empty where it never expires, or is not revoked.
    """

    name: str
    role: Role
    ident: str
    hash: str
    created: str
    expires: str = ""
    revoked: str = ""

    def is_active(self, now: datetime) -> bool:
        """Whether it opens anything at a moment."""
        return not self.revoked and (not self.expires or now < datetime.fromisoformat(self.expires))


def read_keys(file: Path) -> tuple[Key, ...]:
    """All keys ever made, revoked ones included; none where there is no file.

    Raises
    ------
    UserError
        When the file is damaged, or others than its owner may read it.
    """
    try:
        mode = file.stat().st_mode
        content = json.loads(file.read_text(encoding="utf-8"))
        keys = tuple(Key(**{**entry, "role": Role(entry["role"])}) for entry in content["keys"])
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError(
            f"{FILE}: expected the keys of this home, got a damaged file.",
            "Put back a copy of it, or delete it and create all keys anew with 'scoring keys create'.",
        ) from error
    if stat.S_IMODE(mode) & 0o077:
        raise UserError(f"{FILE}: expected a file that its owner alone may read.", f"Run 'chmod 600 {file}'.")
    return keys


def has_active_key(home: Home) -> bool:
    """Whether some key opens a home's doors now.

    Raises
    ------
    UserError
        As :func:`read_keys`.
    """
    now = datetime.now(UTC)
    return any(key.is_active(now) for key in read_keys(keys_file(home)))


def has_key_for(home: Home, scope: Scope) -> bool:
    """Whether some key that is active now allows something; raises as :func:`read_keys`."""
    now = datetime.now(UTC)
    return any(key.is_active(now) and may(key.role, scope) for key in read_keys(keys_file(home)))


def create_key(home: Home, name: str, role: Role, days: int | None = None) -> str:
    """Make a key and store its hash; the key is given here and never again.

    Parameters
    ----------
    home : Home
        Whose doors it opens.
    name : str
        Who will hold it.
    role : Role
        What its holder may do.
    days : int, optional
        After how many days it expires; never by default.

    Raises
    ------
    UserError
        When the name is taken or no name, or the home cannot be written.
    """
    if not NAME.fullmatch(name):
        raise UserError(
            f"Expected a name of small letters, digits, dots and hyphens, got {name[:60]!r}.",
            "Name who holds the key, such as branch-7.",
        )
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise UserError(f"--days: expected 1 to {LONGEST_DAYS:,}, got {days}.", "Leave it out for a key without end.")
    ident = secrets.token_hex(6)
    key = f"pad_{ident}_{secrets.token_urlsafe(32)}"
    now = datetime.now(UTC)
    expires = "" if days is None else _moment(now + timedelta(days=days))
    with _changing(home) as keys:
        if any(other.name == name for other in keys):
            remedy = "Choose another name: entries of the journal may bear this one."
            raise UserError(f"A key named {name} was made before.", remedy)
        keys.append(Key(name, role, ident, PasswordHasher().hash(key), _moment(now), expires))
    return key


def revoke_key(home: Home, name: str) -> Key:
    """Have a key open nothing any more; servers that run notice at once.

    Raises
    ------
    UserError
        When there is no such key, or it was revoked before.
    """
    with _changing(home) as keys:
        place = next((place for place, key in enumerate(keys) if key.name == name), None)
        if place is None:
            raise UserError(f"No key is named {name[:60]}.", "'scoring keys list' names them.")
        if keys[place].revoked:
            raise UserError(f"The key {name} was revoked before.", "There is nothing to do.")
        keys[place] = replace(keys[place], revoked=_moment(datetime.now(UTC)))
        return keys[place]


def key_holder(keys: tuple[Key, ...], given: str, now: datetime) -> Key | None:
    """The active key that a caller's text is; None where it is none. Takes as long for any text of the right form."""
    parts = KEY.fullmatch(given)
    if parts is None:
        return None
    key = next((key for key in keys if key.ident == parts["ident"]), None)  # no secret: only finds the hash
    try:
        PasswordHasher().verify(key.hash if key else NOBODY, given)
    except (VerificationError, InvalidHashError):
        return None
    return key if key is not None and key.is_active(now) else None


@contextmanager
def _changing(home: Home) -> Iterator[list[Key]]:
    """The keys, to be changed by one process at a time; written whole at the end of the block."""
    import fcntl

    file = keys_file(home)
    with write_errors_as_user_errors(FILE):
        file.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
        lock = os.open(file.parent / ".lock", os.O_CREAT | os.O_RDWR, OWNER_ONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        keys = list(read_keys(file))
        yield keys
        _write(file, {"keys": [asdict(key) for key in keys]})
    finally:
        os.close(lock)


def _write(file: Path, content: dict[str, Any]) -> None:
    """Write the file whole, on the disk, and never for an instant readable by others."""
    temporary = file.with_name(f".{FILE}.{os.getpid()}")
    with write_errors_as_user_errors(FILE):
        temporary.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY), "w") as written:
                json.dump(content, written, indent=2)
                written.flush()
                os.fsync(written.fileno())
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
