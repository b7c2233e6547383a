"""How many of a group are like the client, in words where a whole per cent would say something else."""

from __future__ import annotations

from scoring.texts import Language, format_value
from scoring.texts.sentences import page

LEAST = 0.005  # below it a whole per cent would be none


def like_share(share: float, language: Language) -> str:
    """A share of the group that has what the client has: "0 %" is said only in words.

    Parameters
    ----------
    share : float
        Of the group, 0 to 1.
    language : str
        Language of the words.

    Examples
    --------
    >>> like_share(0.274, "en"), like_share(0.004, "en"), like_share(0.0, "en")
    ('27%', 'less than 1%', 'none')
    """
    if share == 0:
        return page("compare.like_none", language)
    if share < LEAST:
        return page("compare.like_few", language, share=format_value(0.01, "ratio", language))
    return format_value(round(share, 2), "ratio", language)
