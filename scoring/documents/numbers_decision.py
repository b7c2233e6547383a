"""Numbers of the decision as the documents write them: costs, shares, zones, and their bootstrap intervals."""

from __future__ import annotations

from scoring.cohorts.criteria import ZONES
from scoring.documents.conclusions import review_shares
from scoring.documents.quality_sentences import committee_number
from scoring.documents.run_facts import Facts
from scoring.documents.written_numbers import number_between, share, share_between
from scoring.texts.numbers import format_number
from scoring.texts.parts import THOUSAND, per_thousand, percent_of_parts
from scoring.texts.sentences import words
from scoring.texts.words import Language

MARGIN = 5.0  # of a loan of 100 that is repaid: the lender's arithmetic in the note


def decision_numbers(facts: Facts, language: Language) -> dict[str, str]:
    """Threshold, costs, shares decided either way, and their intervals."""
    policy, costs = facts.manifest.policy, facts.costs
    here, granting, half = (facts.rule(name) for name in ("threshold", "grant_all", "half"))
    without = min(granting["cost"], facts.rule("refuse_all")["cost"])
    saved = 1 - here["cost"] / without
    zones = zip(ZONES, percent_of_parts(zone_counts(facts), language), strict=True)
    return {
        "threshold": share(policy.threshold, language),
        "review_low": share(policy.review_low, language),
        "review_high": share(policy.review_high, language),
        "missed": format_number(costs.missed_difficulty, language, 2),
        "wrong": format_number(costs.wrong_refusal, language, 2),
        "ratio": format_number(costs.missed_difficulty / costs.wrong_refusal, language, 2),
        "cost_model": format_number(here["cost"], language),
        "cost_grant": format_number(granting["cost"], language),
        "cost_half": format_number(half["cost"], language),
        "saved": share(saved, language),
        "if_granted": saving_if_granted(saved, 1 - facts.cost_if_granted / without, language),
        "caught": share(here["caught"], language),
        "refused": share(here["refused"], language),
        "wrongly": share(here["wrongly_refused"], language),
        "capacity": share(facts.manifest.settings["review_capacity"], language),
        "level": share(facts.manifest.interval_level, language),
        **_intervals(facts, language),
        **_lender(costs.missed_difficulty / costs.wrong_refusal, language),
        **dict(zones),
    }


def zone_counts(facts: Facts) -> tuple[int, ...]:
    """How many clients of the portfolio are in each zone, from grant to refusal."""
    return tuple(int((facts.clients["zone"] == zone).sum()) for zone in ZONES)


def saving_if_granted(saved: float, if_granted: float, language: Language) -> str:
    """What the saving would be if people granted all that they study; that it would stay, where it is written alike.

    Examples
    --------
    >>> saving_if_granted(0.402, 0.398, "en"), saving_if_granted(0.402, 0.35, "en")
    ('it would still be 40%', 'it would be 35%')
    """
    written = share(if_granted, language)
    key = "same" if written == share(saved, language) else "other"
    return words(f"note.metric.if_granted_{key}", language, saved_if_granted=written)


def review_finding(facts: Facts, language: Language) -> str:
    """Why so many applications go to people, and how the two refusal rates belong together."""
    clients, policy = facts.clients, facts.manifest.policy
    _, reviewed, unseen = (people / THOUSAND for people in per_thousand(zone_counts(facts)))
    return review_shares(
        band=float(policy.near_threshold(clients["probability"].to_numpy()).mean()),
        reviewed=reviewed,
        refused=float(clients["refused"].mean()),  # type: ignore[arg-type]
        refused_unseen=unseen,
        capacity=facts.training.review_capacity,
        language=language,
    )


def _intervals(facts: Facts, language: Language) -> dict[str, str]:
    """The numbers that a committee is told, each with the ends of its bootstrap interval."""
    texts: dict[str, str] = {}
    for name, stem in (("saved", "saved"), ("caught", "caught"), ("wrongly_refused", "wrongly"), ("precision", "")):
        interval = facts.intervals[name]
        value, low, high = share_between(interval.value, interval.low, interval.high, language)
        texts |= {f"{name}_low": low, f"{name}_high": high} | ({stem: value} if stem else {})
    cost, precision = facts.intervals["cost"], facts.intervals["precision"]
    between = number_between(cost.value, cost.low, cost.high, language)
    texts |= dict(zip(("cost_model", "cost_low", "cost_high"), between, strict=True))
    return texts | {"committee": committee_number(precision.value, precision.low, precision.high, language)}


def _lender(ratio: float, language: Language) -> dict[str, str]:
    """What a loan of 100 brings when it is repaid, and what it then costs in difficulty, at the stated ratio."""
    written = {"margin": MARGIN, "loss": ratio * MARGIN}
    return {f"lender_{name}": format_number(value, language, 1) for name, value in written.items()}
