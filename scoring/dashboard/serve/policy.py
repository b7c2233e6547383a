"""What a browser may load and run for the page (Content-Security-Policy); docs/threats.md says why so much."""

from __future__ import annotations

from collections.abc import Sequence

# The short pages: a sentence or the form in which a key is given. They hold no script.
SENTENCE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)


def page_policy(nonce: str, hashes: Sequence[str] = ()) -> str:
    """The policy of the page itself.

    Parameters
    ----------
    nonce : str
        What the page's own inline scripts carry: a script that came in with somebody's data does not, and does not run.
    hashes : sequence of str
        Hashes of the scripts that a kernel puts into a frame, which cannot know the nonce.

    Examples
    --------
    >>> "script-src 'self' 'nonce-abc'" in page_policy("abc")
    True
    """
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", f"'nonce-{nonce}'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",  # a letter brings its typeface along
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'self'",
        )
    )
