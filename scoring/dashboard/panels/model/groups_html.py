"""Whether the model errs as often for everyone: error rates by group, with their intervals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scoring.dashboard.render.html import esc, fine
from scoring.dashboard.render.terms import Say
from scoring.documents.quality_sentences import gaps_finding, groups_apart
from scoring.documents.written_numbers import share, share_between
from scoring.portfolio.evaluation import CAUGHT, FEWEST, WRONG, Evaluation, GroupCalibration, GroupRate
from scoring.texts import Language, format_number
from scoring.texts.group_names import TRAITS, group_name, trait_name

COLUMNS = ("group", "people", "wrong", "missed", "announced")


def groups_html(evaluation: Evaluation, say: Say, language: Language) -> str:
    """Findings first, then a table a trait: refused wrongly, missed, announced beside observed.

    Parameters
    ----------
    evaluation : Evaluation
        Evaluation of the served model.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    named = [
        (group_name(gap.group, language), group_name(gap.reference, language), gap.gap, gap.clear)
        for gap in evaluation.gaps
    ]
    outside = [group_name(group.group, language) for group in evaluation.groups if not group.fits]
    findings = [gaps_finding(named, language), groups_apart(outside, len(evaluation.groups), language)]
    lines = "".join(f"<p>{esc(line)}</p>" for line in (*findings, say("model.groups.why")))
    tables = "".join(_table(trait, evaluation, say, language) for trait in TRAITS)
    note = fine(say("model.groups.note", fewest=FEWEST))
    return f"<section><h2>{esc(say('model.groups.title'))}</h2>{lines}{tables}{note}</section>"


def error_table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a name that becomes, on a telephone, a list of rows with the columns' names in each."""
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in heads)
    body = "".join(_row(heads, cells) for cells in rows)
    columns = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<table class="pad-errors"><caption>{esc(caption)}</caption>{columns}</table>'


def _row(heads: Sequence[str], cells: Sequence[str]) -> str:
    first, *others = (esc(cell) for cell in cells)
    named = zip(heads[1:], others, strict=True)
    columns = "".join(f'<td data-name="{esc(name)}">{cell}</td>' for name, cell in named)
    return f'<tr><th scope="row">{first}</th>{columns}</tr>'


def _table(trait: str, evaluation: Evaluation, say: Say, language: Language) -> str:
    groups = [group for group in evaluation.groups if group.trait == trait]
    if not groups:
        return ""
    rates = {(rate.group, rate.measure): rate for rate in evaluation.rates if rate.trait == trait}
    heads = [say(f"model.groups.{name}") for name in COLUMNS]
    rows = (_cells(group, rates.get((group.group, WRONG)), rates.get((group.group, CAUGHT)), say, language)
            for group in groups)  # fmt: skip
    return error_table(trait_name(trait, language), heads, rows)


def _cells(
    group: GroupCalibration, wrong: GroupRate | None, caught: GroupRate | None, say: Say, language: Language
) -> tuple[str, ...]:
    missed = (1 - caught.rate, 1 - caught.high, 1 - caught.low) if caught is not None else None
    means = {name: share(getattr(group, name), language) for name in ("announced", "observed")}
    pair = say("model.groups.pair", **means)
    return (
        group_name(group.group, language),
        format_number(group.n, language),
        _between((wrong.rate, wrong.low, wrong.high) if wrong is not None else None, say, language),
        _between(missed, say, language),
        pair if group.fits else f"{pair} {say('model.groups.apart')}",
    )


def _between(values: tuple[float, float, float] | None, say: Say, language: Language) -> str:
    """A rate with its interval; that there are too few people for one."""
    if values is None:
        return say("model.groups.few")
    value, low, high = share_between(*values, language)
    return say("model.groups.rate", value=value, low=low, high=high)
