"""The lender's rules for decisions: whether a second person must confirm a loan granted against a refusal."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from scoring.errors import UserError
from scoring.settings import Home
from scoring.validation import Checked, parse

FILE = "opinions.toml"
REMEDY = "Write 'four_eyes = true' or 'four_eyes = false', or remove the file."


@dataclass(frozen=True)
class OpinionRules(Checked):
    """``four_eyes``: a loan granted against a proposed refusal counts once a second person has confirmed it."""

    four_eyes: bool = False


def read_rules(home: Home) -> OpinionRules:
    """The rules that the home's ``opinions.toml`` states; those that hold without it where it is not there.

    Raises
    ------
    UserError
        When the file cannot be read or says something else.
    """
    file = home.root / FILE
    if not file.exists():
        return OpinionRules()
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UserError(f"{FILE}: expected TOML, got something else ({str(error)[:120]}).", REMEDY) from error
    return parse(OpinionRules, content, REMEDY, FILE)
