"""Findings in words: what the note says of fairness, drift and families depends on what the run found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.documents.conclusions import cost_verdict, law_price, price, price_short, stability_written
from scoring.documents.quality_sentences import candidate_name
from scoring.documents.run_facts import Facts
from scoring.features.catalogue import catalogue
from scoring.model.candidates import candidates
from scoring.texts.numbers import format_number, format_signed
from scoring.texts.sentences import words
from scoring.texts.words import Language

DUMMY, UNRESTRICTED, NO_AGE = "dummy", "unrestricted", "no_age"
DIFFERENCE_DECIMALS = 4  # of AUCs: candidates differ by a few thousandths


def compared(facts: Facts, language: Language) -> str:
    """What was compared before this model was chosen, which of it costs less, and what the rule makes of that."""
    if facts.compared.empty:
        return words("note.choice.not_compared", language)
    comparison = words("note.choice.found", language, count=len(facts.compared))
    return f"{comparison} {cost_verdict(cheaper_candidates(facts, language), language)} {rule_applied(facts, language)}"


def rule_applied(facts: Facts, language: Language) -> str:
    """The rule of the choice, what it names in this run and by how much, and whether that is what is served."""
    evidence, conclusion = _rule(facts, language)
    return f"{words('note.choice.rule', language)} {evidence} {conclusion}"


def _rule(facts: Facts, language: Language) -> tuple[str, str]:
    chosen, served = facts.recommended, facts.manifest.settings["candidate"]
    bounds = (format_signed(value, language, 1) for value in (chosen.difference, chosen.low, chosen.high))
    named = dict(zip(("difference", "low", "high"), bounds, strict=True))
    named |= {
        "candidate": candidate_name(chosen.candidate, language),
        "cheapest": candidate_name(chosen.cheapest, language),
    }
    evidence = words(
        f"note.choice.rule_{'cheapest' if chosen.candidate == chosen.cheapest else 'simplest'}", language, **named
    )
    serves = chosen.candidate == served
    return evidence, words("note.choice.rule_serves", language) if serves else _names_another(facts, language)


def _names_another(facts: Facts, language: Language) -> str:
    """That the rule names another than what is served, and what speaks for it all the same: its ranking, if clear."""
    named = facts.compared[facts.compared["candidate"] == facts.recommended.candidate]
    row = {name: float(named[name].iloc[0]) for name in ("difference", "difference_low", "difference_high")}
    if row["difference_high"] >= 0:
        return words("note.choice.rule_names_another", language)
    bounds = zip(("by", "least", "most"), ("difference", "difference_high", "difference_low"), strict=True)
    written = {name: format_number(-row[bound], language, 3, trim=False) for name, bound in bounds}
    return words("note.choice.rule_names_another_ranks_better", language, **written)


def cheaper_candidates(facts: Facts, language: Language) -> list[tuple[str, float, float, float]]:
    """Candidates that could be served and cost less than the served one: name, difference, low, high."""
    could_serve = {name for name, candidate in candidates().items() if candidate.is_served}
    return [
        (
            candidate_name(row["candidate"], language),
            *(float(row[name]) for name in ("cost_difference", "cost_low", "cost_high")),
        )  # type: ignore[misc]
        for row in _others(facts)
        if row["candidate"] in could_serve and row["cost_difference"] < 0
    ]


def chosen_title(facts: Facts, language: Language) -> str:
    """What the rule of the choice names, and whether that is what is served, as the title of a slide."""
    if facts.compared.empty:
        return words("note.choice.not_compared", language)
    chosen = facts.recommended.candidate
    key = "title_serves" if chosen == facts.manifest.settings["candidate"] else "title_names_another"
    return words(f"note.choice.{key}", language, candidate=candidate_name(chosen, language))


def compared_short(facts: Facts, language: Language) -> str:
    """The same for a slide: how many its picture shows, without the mean rate, and what the rule makes of them."""
    if facts.compared.empty:
        return words("note.choice.not_compared", language)
    evidence, conclusion = _rule(facts, language)
    rates = int((facts.compared["candidate"] == DUMMY).sum())
    key = "short_and_rate" if rates else "short"
    return words(f"note.choice.{key}", language, count=len(facts.compared) - rates, rule=f"{evidence} {conclusion}")


def _others(facts: Facts) -> list[dict[Any, Any]]:
    """The candidates that are not served and know something."""
    served = facts.manifest.settings["candidate"]
    return [row for row in facts.compared.to_dict("records") if row["candidate"] not in (served, DUMMY)]


def between(
    row: Mapping[Any, Any], names: tuple[str, str, str], language: Language, places: int = DIFFERENCE_DECIMALS
) -> str:
    """A difference and its interval, four decimals each, with their signs; what rounds to nothing has none.

    Parameters
    ----------
    row : mapping
        With the three numbers.
    names : tuple of str
        Names of the difference, its lower and its upper bound.
    language : str
        Language of the numbers.
    places : int, default 4
        Decimals.

    Examples
    --------
    >>> between({"a": 0.01, "b": -0.0003, "c": 0.03}, ("a", "b", "c"), "en")
    '+0.0100 (−0.0003 to +0.0300)'
    """
    value, low, high = (format_signed(float(row[name]), language, places) for name in names)
    return words("note.choice.between", language, value=value, low=low, high=high)


def quoted(label: str) -> str:
    r"""A label for a text that puts it between quotes: its own quotes become those of the second rank.

    Examples
    --------
    >>> quoted("Type de crédit, part «\u00a0Carte\u00a0»")
    'Type de crédit, part “Carte”'
    """
    return label.replace("“", "‘").replace("”", "’").replace("«\u00a0", "“").replace("\u00a0»", "”")


def unrestricted_price(facts: Facts, language: Language) -> str:
    """What the law's limits cost: the same trees with and without them; that it was not measured where it was not."""
    measured = facts.effects.get("law")
    if measured is None:
        return words("note.fairness.price_unknown", language)
    return law_price(-measured["difference"], -measured["high"], -measured["low"], language)


def age_price(facts: Facts, language: Language) -> str:
    """What doing without the age costs: the same trees with and without it; why there is no figure without one."""
    if not facts.training.switches.age:
        return words("note.fairness.age_off", language)
    measured = facts.effects.get("age")
    if measured is None:
        return words("note.fairness.age_unknown", language)
    return price("age", -measured["difference"], -measured["high"], -measured["low"], language)


def law_price_short(facts: Facts, language: Language) -> str:
    """What the law's limits do to the AUC, for a slide; that it was not measured where it was not."""
    measured = facts.effects.get("law")
    return unrestricted_price(facts, language) if measured is None else price_short("price", measured, language)


def age_price_short(facts: Facts, language: Language) -> str:
    """What doing without the age does to the AUC, for a slide; why there is no figure without one."""
    measured = facts.effects.get("age") if facts.training.switches.age else None
    return age_price(facts, language) if measured is None else price_short("age", measured, language)


def age_verdict(facts: Facts, language: Language) -> str:
    """Where the age serves and doing without it was not measured to cost anything: that the lender must say why."""
    measured = facts.effects.get("age") if facts.training.switches.age else None
    is_dear = measured is None or -measured["high"] > 0
    return "" if is_dear else words("note.fairness.age_verdict", language)


def drift_finding(facts: Facts, language: Language) -> str:
    """What the stability of the score and of the strongest features says."""
    moved = facts.moved
    if moved.empty:
        return words("note.drift.none", language)
    score, others = moved[moved["name"] == "score"].iloc[0], moved[moved["name"] != "score"]
    counts = others["reading"].value_counts()
    numbers = {"looked": len(others), "moved": int(counts.get("moved", 0)), "watch": int(counts.get("watch", 0))}
    key = "some_moved" if numbers["moved"] + numbers["watch"] else "none_moved"
    beyond = others.loc[others["reading"] == "stable", "name"].tolist()
    return words(
        "note.drift.found",
        language,
        n=format_number(facts.known.height, language),
        new=format_number(facts.clients.height - facts.known.height, language),
        score_index=stability_written(float(score["index"]), language),
        score_reading=reading(score["reading"], language),
        variables=words(f"note.drift.{key}", language, **numbers) + beyond_chance(beyond, language),
    )


def beyond_chance(names: Sequence[str], language: Language) -> str:
    """That features stay below the limits and move more than by chance all the same; empty where none does.

    Parameters
    ----------
    names : sequence of str
        Such features, the one with the highest index first.
    language : str
        Language of the sentence, which follows another one.
    """
    if not names:
        return ""
    label = quoted(catalogue()[names[0]].label.say(language))
    key = "beyond_one" if len(names) == 1 else "beyond_several"
    return words(f"note.drift.{key}", language, n=len(names), label=label)


def reading(read: str, language: Language) -> str:
    """A reading of the stability index in words."""
    return words(f"note.reading.{'chance' if read == 'as by chance' else read}", language)


def theme_shares(importance: Mapping[str, float]) -> list[tuple[str, float]]:
    """Each family's share of all that weighs, largest first."""
    weights: dict[str, float] = defaultdict(float)
    for name, weight in importance.items():
        weights[catalogue()[name].theme] += weight
    whole = sum(weights.values())
    return sorted(((name, weight / whole) for name, weight in weights.items()), key=lambda pair: -pair[1])
