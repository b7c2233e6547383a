"""Every sentence that the page says of many clients, to be read aloud; and what nobody should have to read aloud.

    .venv/bin/python -m scripts.sentences --home HOME [--clients 300] [--most 300]

One example of each pattern is printed (numbers differ, words do not), then the offenders; it fails where there are any.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from html import unescape
from pathlib import Path

import ipywidgets as widgets
import numpy as np

from scoring.dashboard.page import Page
from scoring.dashboard.panels.base_state import SECTIONS
from scoring.portfolio import Portfolio
from scoring.settings import find_home
from scoring.texts import Language, languages

NUMBER = re.compile(r"\d[\d\u00a0\u202f.,]*")
APART = re.compile(
    r"</span>(?=<span)|</?(?:p|li|ol|ul|h\d|div|td|th|tr|table|section|dt|dd|summary|details|small|br|button)\b[^>]*>"
)
UNSEEN = re.compile(r'<svg.*?</svg>|<style.*?</style>|<iframe.*?</iframe>|<span role="tooltip".*?</span>', re.DOTALL)
ALONE = r"(?<![\d,.\u202f\u2212+])"
MANY = "clients|dossiers|informations|points|applications|pieces|loans|jours|ans|years|days|months"
TWICE = r"\b(?:entre|between) (\S+) (?:et|and) \1(?![\d.,])|(?:^|: )([^:;]+) (?:au lieu de|instead of) \2\.?$"
CODE = r"[{}]|\bNone\b|\bnan\b|\binf\b|XNA|XAP|365243|\b[a-z]+_[a-z_]+\b|\b[A-Z]{2,}_[A-Z]+"
# What a person would stumble on, by what is wrong with it.
STUMBLES = {
    "an empty place or a code": re.compile(CODE),
    "the same twice": re.compile(TWICE),
    "a colon after a colon": re.compile(r"^[^.;]*[\u00a0\w]:\s[^.;:]*[\u00a0\w]:\s"),
    "a number and its word": re.compile(rf"{ALONE}1[ \u00a0](?:{MANY})\b|{ALONE}0[ \u00a0](?:dossiers|jours|ans)\b"),
    "typography": re.compile(r"  |\( | \)|,,|\.\.(?!\.)|[^\d]\.,|;\.| ,|\(\)|«\u00a0\u00a0»|“”"),
    "a word that is nobody's": re.compile(r"au (?:max|min)imum \(|pèse fort\b|\btype \d|plus en cours|dispersion"),
}
FRENCH = re.compile(r"(?<![\u00a0\u202f])[;!?»%](?=\s|$)|(?<=\w) :|«(?!\u00a0)|n° ")


def patterns(portfolio: Portfolio, clients: Iterable[int]) -> dict[tuple[Language, str], str]:
    """One example of everything that the page says: by language and by its words, numbers left out."""
    page = Page(portfolio)
    examples: dict[tuple[Language, str], str] = {}
    for client in clients:
        page.state.find.open(int(client))
        for language in languages():
            page.state.language = language
            for text in _said(page):
                examples.setdefault((language, NUMBER.sub("#", text)), text)
    return examples


def offenders(examples: dict[tuple[Language, str], str]) -> list[tuple[str, Language, str]]:
    """What is wrong, in which language, in which sentence."""
    wrong = [
        (fault, language, text)
        for (language, _), text in examples.items()
        for fault, pattern in STUMBLES.items()
        if pattern.search(text)
    ]
    french = [("French typography", language, text) for (language, _), text in examples.items() if language == "fr"]
    return wrong + [found for found in french if FRENCH.search(found[2])]


def sample(clients: Sequence[int], most: int) -> list[int]:
    """So many clients, spread over all of them."""
    places = np.linspace(0, len(clients) - 1, min(most, len(clients))).round().astype(int)
    return [int(clients[place]) for place in places]


def _said(page: Page) -> Iterator[str]:
    """Everything that stands on the page, section by section, line by line."""
    for section in SECTIONS:
        page.state.section = section
        if section == "simulate":
            _simulate(page)
        for text in dict.fromkeys(_html(page.root)):
            plain = UNSEEN.sub("", text)
            lines = (re.sub(" +", " ", unescape(re.sub(r"<[^>]+>", "", part))).strip() for part in APART.split(plain))
            yield from (line for line in lines if len(line) > 1)


def _simulate(page: Page) -> None:
    """A smaller amount, where the client's request can be read."""
    simulate = page.state.simulate
    if simulate.start is not None:
        simulate.set_field("credit", 0.9 * simulate.start.request.credit)


def _html(widget: widgets.Widget) -> Iterator[str]:
    if isinstance(widget, widgets.HTML):
        yield widget.value
    for child in getattr(widget, "children", ()):
        yield from _html(child)


def main(given: Sequence[str] | None = None) -> int:
    """Print what is read aloud, then what is wrong with it."""
    parser = argparse.ArgumentParser(description="Print an example of every sentence of the page.")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--clients", type=int, default=300)
    asked = parser.parse_args(given)
    portfolio = Portfolio.open(find_home(asked.home))
    examples = patterns(portfolio, sample(portfolio.clients.tolist(), asked.clients))
    for (language, _), text in sorted(examples.items()):
        print(f"{language}  {text}")
    wrong = offenders(examples)
    for fault, language, text in wrong:
        print(f"WRONG ({fault}, {language}): {text}")
    print(f"{len(examples)} patterns, {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
