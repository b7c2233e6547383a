"""One measure, one order: reasons, waterfall, its table, the lists and the Assessment never contradict each other."""

import math
import re
from functools import partial
from html import unescape

import pytest

from scoring.dashboard.panels.decision.reasons import reasons_html, sentences_html
from scoring.dashboard.panels.why.everyone import LISTED, everyone_html
from scoring.dashboard.panels.why.steps import shown_families
from scoring.dashboard.panels.why.waterfall import waterfall_html
from scoring.dashboard.render.weights import points_text, signed
from scoring.explain.assess import additivity_gap
from scoring.explain.families import base_points, in_points, whole_points
from scoring.explain.hundred import risk_of
from scoring.features.catalogue import catalogue
from scoring.portfolio import Portfolio
from scoring.texts import languages
from scoring.texts.sentences import page

CLIENTS = 60
UNKNOWN = ("non renseigné", "not known")


@pytest.fixture(scope="session")
def portfolio_of_world(world):
    return Portfolio.open(world)


@pytest.fixture(scope="session")
def assessed(portfolio_of_world):
    clients = portfolio_of_world.clients[:: max(1, len(portfolio_of_world.clients) // CLIENTS)]
    return [portfolio_of_world.assess(int(client)) for client in clients]


def words(language):
    return partial(page, language=language)


def plain(html):
    return unescape(re.sub(r"<[^>]+>", "", html))


def contradictions(assessment):
    """What is wrong with the order, sign, weight and sum of one client's families and reasons."""
    families = {family.features: family for family in assessment.families}
    sizes = [abs(family.contribution) for family in assessment.families]
    everything = math.fsum(family.contribution for family in assessment.families)
    if sizes != sorted(sizes, reverse=True):
        yield "order of families"
    if abs(everything + assessment.base_value - assessment.log_odds) > 1e-9 or additivity_gap(assessment) > 1e-9:
        yield "sum"
    if sorted(name for names in families for name in names) != sorted(c.feature for c in assessment.contributions):
        yield "a feature in no family, or in two"
    for side, reasons in (("raises", assessment.raises), ("lowers", assessment.lowers)):
        if [r.family for r in reasons] != [f for f in families if f in {r.family for r in reasons}]:
            yield f"order of {side}"
        for reason in reasons:
            family = families[reason.family]
            if (reason.contribution, reason.points, reason.headline) != (
                family.contribution,
                family.points,
                family.headline,
            ):
                yield f"{reason.feature}: not the family's measure"
            if (reason.contribution > 0) != (side == "raises") or reason.points * reason.contribution > 0:
                yield f"{reason.feature}: sign"


def test_families_and_reasons_never_contradict_each_other(assessed):
    found = [(assessment.client, fault) for assessment in assessed for fault in contradictions(assessment)]
    assert not found


def test_no_reason_is_what_is_not_known_or_what_is_usual(assessed):
    wrong = []
    for assessment in assessed:
        for reason in (*assessment.raises, *assessment.lowers):
            for language in languages():
                usual = reason.usual[language].partition("\u00a0(")[0].partition(" (")[0]
                if reason.value[language] == usual or any(word in reason.sentence[language] for word in UNKNOWN):
                    wrong.append((assessment.client, reason.sentence[language]))
    assert not wrong


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_view_says_the_same_points_in_the_same_order(assessed, portfolio_of_world, language):
    say, manifest = words(language), portfolio_of_world.manifest
    for assessment in assessed:
        count = shown_families(assessment.families)
        names = [family.headline[language] for family in assessment.families]
        points = [points_text(family.points, say, language) for family in assessment.families]
        fall = waterfall_html(assessment, manifest.reference, say, language)
        table = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td>', fall)[1 : count + 1]
        signs = [signed(family.points, language) for family in assessment.families]
        assert [(unescape(name), number) for name, number in table] == list(zip(names, signs, strict=True))[:count]
        here = everyone_html(assessment, manifest, say, language)
        listed = re.findall(r"<li>(.*?) <small>(.*?)</small></li>", here)[: min(LISTED, len(names))]
        assert [(unescape(name), text) for name, text in listed] == list(zip(names, points, strict=True))[:LISTED]
        reasons = [*assessment.raises, *assessment.lowers]
        short = reasons_html(assessment, manifest.reference, say, language)
        expected = [points_text(reason.points, say, language) for reason in reasons]
        assert [plain(text) for text in re.findall(r'class="points">(.*?)</span>', short)] == expected
        long = sentences_html(assessment, manifest.reference, say, language)
        assert re.findall(r"<small>\((.*?)\)", long) == expected


def test_the_waterfalls_points_add_up_to_the_score(assessed, portfolio_of_world):
    for assessment in assessed:
        fall = waterfall_html(assessment, portfolio_of_world.manifest.reference, words("en"), "en")
        rows = [number for _, number in re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td>', fall)]
        steps = [int(number.replace("\u2212", "-").replace(",", "")) for number in rows]
        end = base_points(assessment.log_odds)
        assert steps[0] == whole_points(base_points(assessment.base_value))
        assert sum(steps[:-1]) == whole_points(end)
        assert steps[-1] == assessment.score


def test_the_numbers_of_a_family_are_those_of_its_features(assessed):
    for assessment in assessed:
        shares = {part.feature: part.contribution for part in assessment.contributions}
        for family in assessment.families:
            assert family.contribution == pytest.approx(math.fsum(shares[name] for name in family.features), abs=1e-12)
            assert family.points == whole_points(in_points(family.contribution))


def test_an_interval_shown_holds_the_risk_shown(assessed):
    for assessment in assessed:
        risk = risk_of(assessment)
        if risk.low is not None:
            assert risk.low == 0 if risk.some == 0 else risk.low < risk.some
            assert risk.some < risk.high


def test_external_scores_are_one_family():
    external = [name for name, entry in catalogue().items() if entry.story == "application.external"]
    assert {"application_ext_source_1", "application_ext_source_2", "application_ext_source_3"} < set(external)
    assert len(external) == 6


def test_thin_files_are_never_refused_without_a_person(portfolio_of_world):
    assessed = [portfolio_of_world.assess(int(client)) for client in portfolio_of_world.clients]
    assert [a.client for a in assessed if a.thin_file and a.zone == "refuse"] == []
