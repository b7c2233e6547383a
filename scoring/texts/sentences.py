"""The words of the page, the reports and the letters: one sentence a key, in every language, values put in by name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from scoring.texts.numbers import format_number, plural_form
from scoring.texts.words import Language, Words, flatten, read_texts


class Sentences:
    """The sentences of one folder of words, read when the first is asked for.

    Parameters
    ----------
    folder : str
        Below ``scoring/texts``.
    prefix : str, default ""
        What stands before every key that is asked for.

    Examples
    --------
    >>> page("header.client", "en", client=900017), words("frame.figure", "fr", number=3)
    ('Client 900017', 'Figure 3.')
    """

    def __init__(self, folder: str, prefix: str = "") -> None:
        self.folder, self.prefix = folder, prefix

    def __call__(self, key: str, language: Language, **values: object) -> str:
        """A sentence.

        Parameters
        ----------
        key : str
            Its dotted key in the folder's files.
        language : {"fr", "en"}
            Which words.
        **values
            What stands in its braces, ready to show; more than it needs may be given.

        Raises
        ------
        KeyError
            When nobody wrote this sentence, or it names a value that is not given.
        """
        return self.all()[f"{self.prefix}{key}"].say(language).format(**values)

    def __contains__(self, key: str) -> bool:
        """Whether somebody wrote this sentence."""
        return f"{self.prefix}{key}" in self.all()

    def all(self) -> Mapping[str, Words]:
        """Every sentence by its whole key.

        Examples
        --------
        >>> page.all()["tabs.compare"].fr
        'Comparer'
        """
        return sentences(self.folder)


@cache
def sentences(folder: str) -> Mapping[str, Words]:
    """Every sentence of the files in a folder of words, by its dotted key."""
    sentence_of: dict[str, Words] = {}
    for file in files("scoring.texts").joinpath(folder).iterdir():
        if file.name.endswith(".toml"):
            sentence_of |= flatten(read_texts(f"{folder}/{file.name.removesuffix('.toml')}"))
    return MappingProxyType(sentence_of)


page = Sentences("page")
words = Sentences("report")
notebook_words = Sentences("notebook")
letter_words = Sentences("letter", prefix="letter.")


def page_count(key: str, count: float, language: Language, **values: object) -> str:
    """A sentence of the page about so many: in the singular or the plural, ``{n}`` being the number.

    Parameters
    ----------
    key : str
        Dotted; the sentence stands under it as ``one`` and ``many``.
    count : float
        How many, rounded as it is said: with one decimal at most.
    language : {"fr", "en"}
        Which words.
    **values
        What stands in the other braces.

    Examples
    --------
    >>> page_count("records.instalments.count", 1, "en"), page_count("records.instalments.count", 0, "fr")
    ('1 instalment', '0 échéance')
    """
    form = plural_form(abs(count), language)
    return page(f"{key}.{form}", language, n=format_number(count, language, 1), **values)
