"""Where a server listens, and what it must ask of its callers there."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from scoring.errors import UserError
from scoring.ports import HOST

ANY = ("0.0.0.0", "::")
ASK = "Create a key first ('scoring keys create NAME --role service'), or leave --host and --behind-proxy out."
ENCRYPT = "Give --certificate and --private-key, or --behind-proxy where a proxy does TLS."


@dataclass(frozen=True)
class Door:
    """A server's place.

    Parameters
    ----------
    host : str
        The address it listens on.
    names : tuple of str
        Names under which callers reach it, beside this machine's.
    certificate, private_key : Path, optional
        The certificate of TLS and its key, in PEM.
    behind_proxy : bool
        Whether all callers come through a proxy that does TLS and names the caller in X-Forwarded-For.
    """

    host: str = HOST
    names: tuple[str, ...] = ()
    certificate: Path | None = None
    private_key: Path | None = None
    behind_proxy: bool = False

    @property
    def is_local(self) -> bool:
        """Whether only programs on this machine reach it, and none stands there for others."""
        return is_loopback(self.host) and not self.behind_proxy

    @property
    def has_tls(self) -> bool:
        """Whether it speaks TLS itself."""
        return self.certificate is not None

    @property
    def host_names(self) -> frozenset[str]:
        """Names to answer under, beside this machine's; without port, in small letters."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        address = () if self.host in ANY or is_loopback(self.host) else (host,)
        return frozenset(name.lower().removesuffix(".") for name in (*address, *self.names))


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own.

    Examples
    --------
    >>> [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "0.0.0.0", "192.0.2.1", "localhost.evil")]
    [True, True, True, False, False, False]
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_door(door: Door, asks_who: bool, *, ask: str = ASK, encrypt: str = ENCRYPT) -> None:
    """Refuse to open a door to other machines without asking who comes, or in the clear.

    Parameters
    ----------
    door : Door
        Where to listen.
    asks_who : bool
        Whether callers must prove who they are.
    ask, encrypt : str
        What to do where they need not, and where nothing is encrypted.

    Raises
    ------
    UserError
        That says what is missing.
    """
    if (door.certificate is None) != (door.private_key is None):
        raise UserError("Expected --certificate and --private-key together, got one of them.", "Name both files.")
    for file in (door.certificate, door.private_key):
        if file is not None and not file.is_file():
            raise UserError(f"{file}: expected a file in PEM, got none.", "Name the certificate and its key.")
    if door.is_local:
        return
    place = "a proxy" if is_loopback(door.host) else door.host
    if not asks_who:
        raise UserError(f"Expected callers through {place} to prove who they are, got no way to.", ask)
    if not (door.has_tls or door.behind_proxy):
        raise UserError(
            f"Expected encryption on {door.host}, got none: keys and clients' data would travel in the clear.",
            encrypt,
        )
    if door.host in ANY and not door.names:
        raise UserError(
            f"Expected the name under which callers reach {door.host}, got none.",
            "Give it, such as --name scoring.bank.",
        )
