"""Look for contradictions between what different views say of the same client.

    .venv/bin/python -m scripts.scan --home HOME [--clients 600]

Reasons, waterfall, bars, lists and the HTTP API are read as people and programs get them and compared: order, sign,
weight, sums. The last line printed is one JSON object of counts; it fails where a contradiction was found.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from scoring.api.app import create_app
from scoring.dashboard.panels.decision.reasons import reasons_html, sentences_html
from scoring.dashboard.panels.why.steps import shown_families
from scoring.dashboard.panels.why.waterfall import waterfall_html
from scoring.dashboard.render.weights import points_text, signed
from scoring.explain.assess import additivity_gap
from scoring.explain.assessment import Assessment
from scoring.explain.elements import Reason
from scoring.explain.families import base_points, in_points, whole_points
from scoring.explain.hundred import risk_of
from scoring.explain.reasons import weight_of
from scoring.portfolio import Portfolio
from scoring.settings import Home, find_home
from scoring.texts import Language, languages, mark
from scoring.texts.sentences import page
from scripts.sentences import sample

ADDRESS = "http://127.0.0.1:8000"
EXACT = 1e-9
# What is counted, whether or not it occurs.
FAULTS = (
    "order",
    "sign",
    "weight",
    "sum",
    "not known as a reason",
    "usual as a reason",
    "said otherwise",
    "thin and refused",
    "outside its interval",
)
Fault = tuple[str, str]


def faults(assessment: Assessment, answer: dict[str, Any], portfolio: Portfolio) -> Iterator[Fault]:
    """What is wrong with one client: its kind, of :data:`FAULTS`, and where it was seen.

    Parameters
    ----------
    assessment : Assessment
        Of the client, as the page has it.
    answer : dict
        The same as the HTTP API gives it.
    portfolio : Portfolio
        Whose manifest says what is usual.
    """
    yield from _measure(assessment)
    yield from _answered(assessment, answer)
    for language in languages():
        yield from _drawn(assessment, portfolio, language)
        yield from _worded(assessment, portfolio, language)
    if assessment.thin_file and assessment.zone == "refuse":
        yield "thin and refused", "zone"
    risk = risk_of(assessment)
    near = assessment.comparable
    if risk.low is None or not near.low <= assessment.probability <= near.high:
        yield "outside its interval", f"{near.low:.4f} {assessment.probability:.4f} {near.high:.4f}"


def _measure(assessment: Assessment) -> Iterator[Fault]:
    """The families against their features, the reasons against the families."""
    shares = {part.feature: part.contribution for part in assessment.contributions}
    families = {family.features: family for family in assessment.families}
    sizes = [abs(family.contribution) for family in assessment.families]
    if sizes != sorted(sizes, reverse=True):
        yield "order", "families"
    whole = assessment.base_value + math.fsum(sizes_with_sign(assessment))
    if abs(whole - assessment.log_odds) > EXACT or additivity_gap(assessment) > EXACT:
        yield "sum", "families"
    if sorted(name for names in families for name in names) != sorted(shares):
        yield "sum", "features of families"
    for family in assessment.families:
        if abs(family.contribution - math.fsum(shares[name] for name in family.features)) > EXACT:
            yield "sum", family.name
        if family.points != whole_points(in_points(family.contribution)):
            yield "weight", family.name
    for side, reasons in (("raises", assessment.raises), ("lowers", assessment.lowers)):
        if [r.family for r in reasons] != [f for f in families if f in {r.family for r in reasons}]:
            yield "order", side
        for reason in reasons:
            yield from _reason(reason, families[reason.family].contribution, side)


def sizes_with_sign(assessment: Assessment) -> list[float]:
    """The contributions of the families, in their order."""
    return [family.contribution for family in assessment.families]


def _reason(reason: Reason, contribution: float, side: str) -> Iterator[Fault]:
    if reason.contribution != contribution or reason.points != whole_points(in_points(contribution)):
        yield "weight", reason.feature
    if reason.weight != weight_of(contribution):
        yield "weight", f"{reason.feature} in words"
    if (
        (reason.contribution > 0) != (side == "raises")
        or reason.side != side
        or reason.points * reason.contribution > 0
    ):
        yield "sign", reason.feature


def _answered(assessment: Assessment, answer: dict[str, Any]) -> Iterator[Fault]:
    """The API's families and reasons against the page's: the same, in the same order, to the last digit."""
    for name in ("families", "raises", "lowers"):
        here = [(one.feature, one.contribution, one.points, one.headline) for one in getattr(assessment, name)]
        there = [(one["feature"], one["contribution"], one["points"], one["headline"]) for one in answer[name]]
        if here != there:
            yield "order" if sorted(map(str, here)) == sorted(map(str, there)) else "weight", f"API, {name}"
    for key in ("score", "probability", "zone", "log_odds", "base_value"):
        if answer[key] != getattr(assessment, key):
            yield "weight", f"API, {key}"


def _drawn(assessment: Assessment, portfolio: Portfolio, language: Language) -> Iterator[Fault]:
    """Waterfall, its table and the bars of the decision, as they are drawn."""
    say, reference = partial(page, language=language), portfolio.manifest.reference
    fall = waterfall_html(assessment, reference, say, language)
    count = shown_families(assessment.families)
    table = [
        (unescape(name), points) for name, points in re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td>', fall)
    ]
    wanted = [(family.headline[language], signed(family.points, language)) for family in assessment.families][:count]
    if table[1 : count + 1] != wanted:
        yield "order", "table of the waterfall"
    steps = [int(points.replace("\u2212", "-").replace(mark("thousands", language), "")) for _, points in table]
    if sum(steps[:-1]) != whole_points(base_points(assessment.log_odds)) or steps[-1] != assessment.score:
        yield "sum", "waterfall"
    reasons = [*assessment.raises, *assessment.lowers]
    short = reasons_html(assessment, reference, say, language)
    points = [unescape(text) for text in re.findall(r'class="points">(.*?)</span>', short)]
    if points != [points_text(reason.points, say, language) for reason in reasons]:
        yield "weight", "bars"
    yield from _bars(short, reasons)
    long = sentences_html(assessment, reference, say, language)
    if re.findall(r"<small>\((.*?)\)", long) != points:
        yield "weight", "sentences"


def _bars(html: str, reasons: Sequence[Reason]) -> Iterator[Fault]:
    """A longer bar for more points, the same length for the same."""
    widths = [float(width) for width in re.findall(r'meter" aria-hidden="true"><i style="width:([\d.]+)%', html)]
    longest = max((abs(reason.points) for reason in reasons), default=0) or 1
    if widths != [round(100 * abs(reason.points) / longest, 1) for reason in reasons]:
        yield "weight", "length of bars"


def _worded(assessment: Assessment, portfolio: Portfolio, language: Language) -> Iterator[Fault]:
    """Reasons that say nothing (not known, the usual value), or say it otherwise than the client's file."""
    held = {datum.feature: datum.value for datum in portfolio.data_of(assessment.client, language)}
    for reason in (*assessment.raises, *assessment.lowers):
        if mark("not_known", language) in f"{reason.value[language]} {reason.sentence[language]}":
            yield "not known as a reason", reason.sentence[language]
        if reason.usual[language] and reason.value[language] == re.split(r"[\u00a0 ]\(", reason.usual[language])[0]:
            yield "usual as a reason", reason.sentence[language]
        in_file = held[reason.feature]
        is_known = in_file != mark("not_known", language)  # a history that is not there has its own words
        if is_known and not reason.value[language].startswith(in_file):
            yield "said otherwise", f"{reason.value[language]}, {in_file}"


def scan(home: Home, most: int) -> tuple[dict[str, int], list[tuple[int, Fault]]]:
    """Counts of clients and faults of a home, and every fault with its client."""
    portfolio, ask = Portfolio.open(home), TestClient(create_app(home), base_url=ADDRESS)
    found: list[tuple[int, Fault]] = []
    counted: Counter[str] = Counter()
    clients = sample(portfolio.clients.tolist(), most)
    for client in clients:
        assessment = portfolio.assess(client)
        answer = ask.get(f"/v1/clients/{client}/assessment").raise_for_status().json()
        found += [(client, fault) for fault in faults(assessment, answer, portfolio)]
        counted["reasons"] += len(assessment.raises) + len(assessment.lowers)
        counted["thin"] += assessment.thin_file
        counted["refused"] += assessment.zone == "refuse"
    faulty = Counter(kind for _, (kind, _) in found)
    return {"clients": len(clients), **counted, **{kind: faulty[kind] for kind in FAULTS}}, found


def main(given: Sequence[str] | None = None) -> int:
    """Scan, print what contradicts itself, then the counts."""
    parser = argparse.ArgumentParser(description="Look for contradictions between views of the same client.")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--clients", type=int, default=600)
    asked = parser.parse_args(given)
    counts, found = scan(find_home(asked.home), asked.clients)
    for client, (kind, where) in found:
        print(f"{client}: {kind}: {where}")
    print(json.dumps(counts))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
