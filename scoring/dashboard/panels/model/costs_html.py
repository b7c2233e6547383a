"""What tried costs would change, in people: of a thousand applications, and of each group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.cohorts.criteria import ZONES
from scoring.dashboard.panels.model.groups_html import error_table
from scoring.dashboard.render.html import esc, fine, table
from scoring.dashboard.render.terms import Say
from scoring.documents.written_numbers import share
from scoring.portfolio.decision_costs import Confusion, Outcomes
from scoring.portfolio.evaluation import FEWEST, GroupCalibration, KnownAnswers
from scoring.settings import Costs
from scoring.texts import Language, format_number
from scoring.texts.group_names import group_name, trait_name
from scoring.texts.parts import per_thousand


def thousand_html(columns: Mapping[str, tuple[float, Confusion]], costs: Costs, say: Say, language: Language) -> str:
    """Of a thousand applications whose outcome is known, who is decided how at some thresholds.

    Parameters
    ----------
    columns : mapping of str to (float, Confusion)
        What each threshold is called, the threshold, and the outcomes at it.
    costs : Costs
        That the last line counts with.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    people = [per_thousand(outcomes.counts.tolist()) for _, outcomes in columns.values()]
    lines = {
        "threshold": [share(threshold, language) for threshold, _ in columns.values()],
        "refused": [_number(caught + wrong, language) for caught, _, wrong, _ in people],
        "caught": [_number(caught, language) for caught, *_ in people],
        "wrong": [_number(wrong, language) for _, _, wrong, _ in people],
        "missed": [_number(missed, language) for _, missed, *_ in people],
        "cost": [format_number(outcomes.cost(costs), language, 1, trim=False) for _, outcomes in columns.values()],
    }
    rows = [(say(f"model.costs.{name}"), *cells) for name, cells in lines.items()]
    title = f"<h3>{esc(say('model.costs.thousand'))}</h3>"
    return title + table([say("model.costs.what"), *columns], rows) + fine(say("model.costs.thousand_note"))


def zones_line(zones: Mapping[str, int], say: Say, language: Language) -> str:
    """Of a thousand clients of the portfolio, how many are in each zone today."""
    people = per_thousand([zones.get(zone, 0) for zone in ZONES])
    return say("model.costs.zones", **{z: _number(n, language) for z, n in zip(ZONES, people, strict=True)})


def group_effect_html(
    groups: Sequence[GroupCalibration], answers: KnownAnswers, thresholds: tuple[float, float], say: Say,
    language: Language,
) -> str:  # fmt: skip
    """What moving the threshold does to each group: refused of those who repaid, granted of those in difficulty.

    Parameters
    ----------
    groups : sequence of GroupCalibration
        Which groups, in their order.
    answers : KnownAnswers
        Answers of the clients whose outcome is known.
    thresholds : tuple of float
        The one in place and the one that is tried.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    heads = [say(f"model.costs.{name}") for name in ("group", "wrong_now", "wrong_then", "missed_now", "missed_then")]
    tables = []
    for trait in dict.fromkeys(group.trait for group in groups):
        outcomes = answers.by(trait)
        names = [group.group for group in groups if group.trait == trait and group.group in outcomes]
        rows = [(group_name(n, language), *_group_cells(outcomes[n], thresholds, say, language)) for n in names]
        tables.append(error_table(trait_name(trait, language), heads, rows))
    title = f"<h3>{esc(say('model.costs.groups'))}</h3>"
    return title + "".join(tables) + fine(say("model.costs.groups_note"))


def _group_cells(outcomes: Outcomes, thresholds: tuple[float, float], say: Say, language: Language) -> list[str]:
    now, then = (outcomes.at(threshold) for threshold in thresholds)
    wrong, missed = (now.wrong_rate, then.wrong_rate), (now.missed_rate, then.missed_rate)
    few = say("model.groups.few")
    return [
        few if people < FEWEST or rate is None else share(rate, language)
        for rates, people in ((wrong, outcomes.repaid), (missed, outcomes.difficulties))
        for rate in rates
    ]


def _number(value: int, language: Language) -> str:
    return format_number(value, language)
