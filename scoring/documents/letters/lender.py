"""Who writes a letter: name, address and contact, from one TOML file that the lender changes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any

from annotated_types import MinLen

from scoring.errors import UserError
from scoring.settings import Home
from scoring.texts import Language
from scoring.texts.words import BASE_LANGUAGES
from scoring.validation import Checked, check_fields, parse, rebuild

FILE = "lender.toml"
LONGEST = 120  # characters of a line on paper
REMEDY = "Write it as in the file that comes with the package (scoring/documents/letters/lender.toml)."

Line = Annotated[str, MinLen(1)]
InLanguages = Mapping[str, Line]


@dataclass(frozen=True)
class Lender(Checked):
    """Who writes, as it stands on the letter.

    Parameters
    ----------
    name : str
        Name of the lender.
    address : tuple of str
        Lines; none where the branch writes its own by hand.
    service, contact, reply_within : mapping of language to str
        The service that writes; whom the client writes to; how soon they are answered. French and English at least.

    Raises
    ------
    UserError
        When a field is empty, too long for a line, or lacks a language.
    """

    name: Line
    address: tuple[Line, ...]
    service: InLanguages
    contact: InLanguages
    reply_within: InLanguages

    def __post_init__(self) -> None:
        check_fields(self)
        texts = {"name": self.name, **{f"address, line {n}": line for n, line in enumerate(self.address, 1)}}
        for field in ("service", "contact", "reply_within"):
            words: Mapping[str, str] = getattr(self, field)
            for language in BASE_LANGUAGES:
                if language not in words:
                    raise UserError(f"{field}: expected a text for '{language}', got none.", REMEDY)
            texts |= {f"{field}.{language}": text for language, text in words.items()}
        for field, text in texts.items():
            _refuse_unprintable(field, text)

    def say(self, field: str, language: Language) -> str:
        """One of the texts in a language; in English where the lender wrote none in it."""
        words: Mapping[str, str] = getattr(self, field)
        return words.get(language, words[BASE_LANGUAGES[-1]])


def read_lender(home: Home, given: Path | None = None) -> Lender:
    """The lender as the home's ``lender.toml`` says, or the file that the caller names, or the package's own.

    Raises
    ------
    UserError
        When the file cannot be read, is no TOML, or a field does not fit: file, field, expected and got.
    """
    file_of_home = home.root / FILE
    if given is None and not file_of_home.exists():
        return rebuild(Lender, tomllib.loads(_shipped()), REMEDY, FILE)  # ours: pydantic stays out of kernels
    file = given or file_of_home
    return parse(Lender, _read(file), REMEDY, file.name)


def _shipped() -> str:
    return files("scoring.documents.letters").joinpath(FILE).read_text(encoding="utf-8")


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{file.name}: expected a file of text that can be read, got {_why(error)}.", REMEDY) from error
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{file.name}: expected TOML, got something else ({error}).", REMEDY) from error


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or "bytes that are no UTF-8").lower()


def _refuse_unprintable(field: str, text: str) -> None:
    if not text.strip() or not text.isprintable():
        raise UserError(f"{field}: expected one line of text, got {text[:40]!r}.", REMEDY)
    if len(text) > LONGEST:
        raise UserError(f"{field}: expected at most {LONGEST} characters, got {len(text)}.", REMEDY)
