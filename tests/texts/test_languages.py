"""A third language is one folder of texts: no line of code names it, and every room then speaks it."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from traitlets import TraitError

from scoring.dashboard.panels.base_state import BaseState
from scoring.texts import format_number, format_percent, format_signed, format_value, languages
from scoring.texts.words import BASE_LANGUAGES, flatten

PACKAGE = Path(__file__).resolve().parents[2] / "scoring"
TEXTS = PACKAGE / "texts"
MARKS = {"decimal": "·", "thousands": "_", "percent": " pc", "singular": "only_one"}


def translated(entries: dict) -> dict:
    """Every entry that has words, in the new language alone."""
    below = {key: translated(value) for key, value in entries.items() if isinstance(value, dict)}
    return below | ({"xx": f"xx {entries['en']}"} if set(BASE_LANGUAGES) <= set(entries) else {})


def as_toml(entries: dict, prefix: str = "") -> str:
    own = "".join(f"{key} = {json.dumps(value)}\n" for key, value in entries.items() if not isinstance(value, dict))
    parts = [f"[{prefix}]\n{own}" if own and prefix else own]
    for key, value in entries.items():
        if isinstance(value, dict):
            parts.append(as_toml(value, f"{prefix}.{json.dumps(key)}" if prefix else json.dumps(key)))
    return "\n".join(parts)


@pytest.fixture(scope="module")
def third_language(tmp_path_factory):
    """``(code) -> what it printed``: runs on a copy of the package with one folder more, ``texts/xx``."""
    copy = tmp_path_factory.mktemp("third") / "scoring"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for file in sorted(TEXTS.rglob("*.toml")):
        words = translated(tomllib.loads(file.read_text(encoding="utf-8")))
        if file.name == "marks.toml":
            words |= {key: {"xx": value} for key, value in MARKS.items()}
        target = copy / "texts" / "xx" / file.relative_to(TEXTS)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_toml(words), encoding="utf-8")

    def run(code: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=copy.parent, env={"PYTHONPATH": str(copy.parent)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run


def test_a_folder_of_texts_is_a_language(third_language):
    assert third_language("from scoring.texts import languages; print(*languages())") == "fr en xx"
    assert languages() == ("fr", "en")


def test_columns_levels_pages_and_documents_speak_it(third_language):
    printed = third_language(
        "from scoring.texts import columns, level, source, theme; from scoring.texts.sentences import page\n"
        "from scoring.texts.sentences import words; from scoring.features.catalogue import catalogue\n"
        "print(columns()['application']['AMT_CREDIT'].say('xx'), level('application', 'NAME_CONTRACT_TYPE', "
        "'Cash loans', 'xx'), theme('repayment', 'xx'), page('tabs.compare', 'xx'), words('frame.yes', 'xx'), "
        "catalogue()['application_amt_credit'].label.say('xx'), sep='|')"
    )
    assert [text[:3] for text in printed.split("|")] == ["xx "] * 6


def test_numbers_take_its_marks(third_language):
    code = (
        "from scoring.texts import *\n"
        "print(format_number(1234.5, 'xx', 1), format_percent(.052, 'xx', 1), format_value(300, 'days', 'xx'), "
        "format_value(None, 'amount', 'xx'), per_hundred(.08, 'xx'), sep='|')"
    )
    assert third_language(code).replace("\u00a0", " ") == (
        "1_234·5|5·2 pc|10 xx months|xx not known|xx about 8 applications in 100"
    )


def test_reasons_criteria_and_the_pages_state_know_it(third_language):
    printed = third_language(
        "from scoring.cohorts.criteria import Criterion, CriterionError, check\n"
        "from scoring.dashboard.panels.base_state import BaseState\n"
        "state = BaseState(None)\n"
        "seen = [state.language]\n"
        "for _ in range(3): state.switch_language(); seen.append(state.language)\n"
        "print(*seen, sep=' ', end='|')\n"
        "try: check(Criterion('bureau_rows_count', low=3.0, high=1.0))\n"
        "except CriterionError as mistake: print(mistake.words.say('xx')[:3], end='|')\n"
    )
    assert printed == "fr en xx fr|xx |"


def test_no_code_outside_the_texts_asks_which_language_it_is():
    asked = re.compile(r"""(==|!=|in)\s*\(?["'](fr|en)["']|\["(fr|en)"\]|\.(fr|en)\.format""")
    offenders = [
        f"{file.relative_to(PACKAGE)}:{number}: {line.strip()}"
        for file in sorted(PACKAGE.rglob("*.py"))
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1)
        if asked.search(line) and ">>>" not in line and file.name != "words.py"
    ]
    assert offenders == []


def test_an_unfinished_translation_falls_back_to_english(third_language):
    code = "from scoring.texts import Words; print(Words(fr='a', en='b', others={'yy': 'c'}).say('xx'))"
    assert third_language(code) == "b"


def test_the_state_refuses_a_language_there_are_no_texts_for():
    state = BaseState(None)
    with pytest.raises(TraitError, match="expected one of fr, en, got 'de'"):
        state.language = "de"
    assert state.language == "fr"


def test_every_mark_is_there_in_both_languages():
    marks = dict(flatten(tomllib.loads((TEXTS / "marks.toml").read_text(encoding="utf-8"))))
    assert {words.say(language) for key, words in marks.items() for language in ("fr", "en") if key == "singular"} == {
        "under_two", "only_one",
    }  # fmt: skip
    assert [key for key, words in marks.items() if not (words.fr and words.en)] == []


@pytest.mark.parametrize(
    ("value", "decimals", "french", "english"),
    [
        (-0.0003, 3, "0,000", "0.000"),
        (0.0003, 3, "0,000", "0.000"),
        (-0.0003, 4, "−0,0003", "−0.0003"),
        (0.0005, 3, "+0,001", "+0.001"),
        (-0.0005, 3, "−0,001", "−0.001"),
        (0.0, 1, "0,0", "0.0"),
        (1234.5, 1, "+1\u00a0234,5", "+1,234.5"),
    ],
)
def test_a_difference_has_its_sign_and_none_where_it_rounds_to_nothing(value, decimals, french, english):
    assert (format_signed(value, "fr", decimals), format_signed(value, "en", decimals)) == (french, english)


def test_percentages_and_numbers_agree_with_the_values_units():
    for share in (0.0, 0.052, 0.5, 1.0):
        assert format_percent(share, "fr", 0 if share >= 0.1 else 1, trim=True) == format_value(share, "ratio", "fr")
    assert format_number(1.5, "fr", 1) + "\u00a0%" == format_percent(0.015, "fr", 1)
