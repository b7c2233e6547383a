"""French or English, as the caller asks by Accept-Language; and a problem's sentence in that language."""

from __future__ import annotations

import re
from functools import cache

from scoring.texts import Language, Words, languages
from scoring.texts.numbers import format_number, format_percent
from scoring.texts.words import flatten, make_words, read_texts

DEFAULT: Language = "en"
AS_CAME = ("got", "value")  # what a caller sent
BOUNDS = ("low", "high", "times", "ceiling")  # what was expected, of which decimals are written as the language does
VERBATIM = (
    "text",
    "field",
    "path",
    "name",
)  # the same, in marks or as a name: never looked up, never written otherwise
_SLOT = re.compile(r"(\{\w+\})")


def accepted(header: str) -> Language:
    """The language that an Accept-Language header prefers; English where it names neither.

    Examples
    --------
    >>> accepted("de, fr-CH;q=0.9, en;q=0.8"), accepted("fr;q=0, *"), accepted("en;q=0, *"), accepted("")
    ('fr', 'en', 'fr', 'en')
    """
    named: dict[str, float] = {}
    for part in header.split(","):
        tag, _, parameters = part.partition(";")
        primary = tag.strip().lower().partition("-")[0]
        named[primary] = max(named.get(primary, 0.0), _quality(parameters))
    at_hand = (*(name for name in named if name in languages()), DEFAULT, *languages())
    weights = {name: named.get(name, named.get("*", 0.0)) for name in at_hand}
    best = max(weights, key=weights.__getitem__)  # where they are wanted alike, the one named first
    return best if weights[best] else DEFAULT


def in_language(sentence: str, language: Language, texts: str = "problems") -> str:
    """A problem's sentence, written in English where it arises, in the language asked for.

    The sentence is recognised by the phrases of ``texts/problems.toml``, or of another file of ``texts``, and its parts
    are looked up in turn. What no phrase covers, such as a caller's own text, stays as it is.
    """
    for pattern, words in _phrases(texts):
        met = pattern.fullmatch(sentence)
        if met is not None:
            parts = {f"{{{name}}}": _part(name, value, language, texts) for name, value in met.groupdict().items()}
            pieces = _SLOT.split(words.say(language))
            return "".join(parts.get(piece, piece) for piece in pieces)
    return sentence


def _part(name: str, value: str, language: Language, texts: str) -> str:
    """What stands in a slot; in one called ``refusal`` what the import says of a column, in a request too."""
    if name in VERBATIM:
        return value
    sentence = in_language(value, language, "archives" if name == "refusal" else texts)
    is_number = sentence == value and name not in AS_CAME and language != DEFAULT
    if is_number and name in BOUNDS and re.fullmatch(r"\d+\.\d+", value):
        return format_number(float(value), language, len(value.partition(".")[2]))
    return _number(value, language) if is_number else sentence


def _number(text: str, language: Language) -> str:
    """A count or a share as the language writes it, where a part is nothing else."""
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+", text):
        return format_number(int(text.replace(",", "")), language)
    share = re.fullmatch(r"(\d+)%", text)
    return format_percent(int(share[1]) / 100, language) if share else text


def archive_in_language(sentence: str, language: Language) -> str:
    """Why an archive was refused, or its job failed, in the language asked for (``texts/archives.toml``)."""
    refused = in_language(sentence, language, "archives")
    return refused if refused != sentence else in_language(sentence, language)


def archive_words(sentence: str) -> Words:
    """The same in every language."""
    return make_words(Words, {language: archive_in_language(sentence, language) for language in languages()})


def _quality(parameters: str) -> float:
    """The weight among a language's parameters, 1 where there is none, 0 where it is none."""
    parts = (part.strip().lower().partition("=") for part in parameters.split(";"))
    value = next((value.strip() for name, _, value in parts if name.strip() == "q"), "1")
    return float(value) if re.fullmatch(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?", value) else 0.0


@cache
def _phrases(texts: str) -> tuple[tuple[re.Pattern[str], Words], ...]:
    """English patterns and their words, the first that fits counts."""
    return tuple((_pattern(words.en), words) for _, words in flatten(read_texts(texts)))


def _pattern(english: str) -> re.Pattern[str]:
    """A phrase as a pattern: what its braces stand for is a group of their name, of a letter for a single word."""
    parts = enumerate(_SLOT.split(english))
    texts = [_group(part[1:-1]) if place % 2 else re.escape(part) for place, part in parts]
    return re.compile("".join(texts), re.DOTALL)


def _group(name: str) -> str:
    sign = r"\S" if len(name) == 1 else "."
    return f"(?P<{name}>{sign}+?)"
