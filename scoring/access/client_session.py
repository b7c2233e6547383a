"""A browser that was given to one client: who gave it, whose file it shows, until when."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_CLIENT = 18  # digits; more do not fit into 64 bits
MINUTES = 60
PREFIX = "client-mode"


@dataclass(frozen=True)
class ClientSession:
    """What a browser in client mode may see: one client's own page.

    Parameters
    ----------
    client : str
        The client's number, in digits.
    ident : str
        Identifier of the adviser who opened it, as the door knows them; empty where it asks nobody.
    until : int
        Unix seconds; 0 where it lasts until the adviser takes the browser back.
    """

    client: str
    ident: str = ""
    until: int = 0

    @property
    def owner(self) -> str:
        """As the owner of kernels: another one than the adviser, whose kernels it must not reach."""
        return f"{PREFIX} {self.ident} {self.client} {self.until}"

    def lasts(self, now: float) -> bool:
        """Whether it still shows anything."""
        return not self.until or now < self.until

    @staticmethod
    def of(owner: str) -> ClientSession | None:
        """The session that an owner's text is; None where it is none.

        Examples
        --------
        >>> session = ClientSession("900017", "ab12", 60)
        >>> ClientSession.of(session.owner) == session, ClientSession.of("ab12"), ClientSession.of("client-mode a b 0")
        (True, None, None)
        """
        match owner.split(" "):
            case [prefix, ident, client, until] if prefix == PREFIX and is_client(client) and is_seconds(until):
                return ClientSession(client, ident, int(until))
        return None


def is_client(text: str) -> bool:
    """Whether a text is a whole client's number and nothing else.

    Examples
    --------
    >>> [is_client(text) for text in ("900017", "", "9 1", "-1", "٣", "1" * 19)]
    [True, False, False, False, False, False]
    """
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_CLIENT


def is_seconds(text: str) -> bool:
    """Whether a text is a moment in whole Unix seconds."""
    return is_client(text)
