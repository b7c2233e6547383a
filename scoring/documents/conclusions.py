"""Sentences that depend on what a run found: each is chosen by a rule from numbers, never written for one run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from scipy import stats

from scoring.documents.quality_sentences import points, points_word
from scoring.texts.numbers import format_number, format_percent, format_signed
from scoring.texts.sentences import words
from scoring.texts.words import Language, uncapitalised

UNUSUAL = 0.05  # a count this improbable, or less, is not put down to chance
SMALLEST_INDEX = 0.001
REPAYMENTS = frozenset({"POS_CASH_balance", "installments_payments", "credit_card_balance"})
BOUNDS = ("difference", "low", "high")


def calibration_parts(within: int, parts: int, level: float, language: Language) -> str:
    """In how many parts the announced probability lies within the observed rate's interval, and whether few do.

    Parameters
    ----------
    within, parts : int
        Parts whose interval holds the announced probability, of so many.
    level : float
        Confidence level of the intervals: the share of parts that would hold it by chance alone.
    language : str
        Language of the sentence.
    """
    is_few = float(stats.binom.cdf(within, parts, level)) < UNUSUAL
    expected = format_number(level * parts, language)
    key = "parts_few" if is_few else "parts_usual"
    return words(f"note.calibration.{key}", language, within=within, parts=parts, expected=expected)


def cost_verdict(cheaper: Sequence[tuple[str, float, float, float]], language: Language) -> str:
    """Whether another candidate that could be served costs less than the served model, and whether by chance.

    Parameters
    ----------
    cheaper : sequence of (name, difference, low, high)
        Those that cost less for 100 applications, with the paired interval of the difference.
    language : str
        Language of the sentence.
    """
    if not cheaper:
        return words("note.choice.cheapest", language)
    key = "clearly_cheaper" if any(high < 0 for *_, high in cheaper) else "cheaper_by_chance"
    each = [
        words(
            "note.choice.cost_of_one",
            language,
            candidate=name,
            **{bound: format_signed(value, language, 1) for bound, value in zip(BOUNDS, numbers, strict=True)},
        )
        for name, *numbers in cheaper
    ]
    return words(f"note.choice.{key}", language, candidates=words("note.choice.next", language).join(each))


def absent_tables(absent: Sequence[str], read: Collection[str], language: Language) -> str:
    """Which tables the data lack, and what that does to a decision.

    Parameters
    ----------
    absent : sequence of str
        Kaggle's names of the tables that are not there.
    read : collection of str
        Those of them that the model reads: it was trained where they were there.
    language : str
        Language of the sentence.
    """
    if not absent:
        return words("note.absent.none", language)
    names = ", ".join(uncapitalised(words(f"note.table.{name}", language)) for name in absent)
    return words("note.absent.read" if read else "note.absent.unread", language, tables=names)


def tables_in_words(present: Collection[str], language: Language) -> tuple[str, str]:
    """From how many tables the information comes, and what they tell: nothing of a table that is not there.

    Parameters
    ----------
    present : collection of str
        Kaggle's names of the tables that are there.
    language : str
        Language of the words.

    Examples
    --------
    >>> tables_in_words(["application_train", "bureau", "installments_payments"], "en")
    ('three tables', 'the application itself, loans at other lenders, and past repayments')
    """
    parts = {
        "application": True,
        "bureau": "bureau" in present and "bureau_balance" not in present,
        "bureau_followed": "bureau" in present and "bureau_balance" in present,
        "previous": "previous_application" in present,
        "repayments": bool(REPAYMENTS.intersection(present)),
    }
    names = [words(f"note.tables_in_words.{name}", language) for name, is_there in parts.items() if is_there]
    of_tables = words(f"note.tables_in_words.{len(present)}", language)
    if len(names) == 1:
        return of_tables, names[0]
    key = "pair" if len(names) == 2 else "several"
    return of_tables, words(f"note.tables_in_words.{key}", language, first=", ".join(names[:-1]), last=names[-1])


def stability_written(index: float, language: Language) -> str:
    """A stability index with three decimals; what would round to nothing is said to be below the smallest.

    Examples
    --------
    >>> stability_written(0.0004, "en"), stability_written(0.0123, "fr")
    ('below 0.001', '0,012')
    """
    if index < SMALLEST_INDEX:
        return words("note.drift.below", language, least=format_number(SMALLEST_INDEX, language, 3))
    return format_number(index, language, 3, trim=False)


def law_price(difference: float, low: float, high: float, language: Language) -> str:
    """What keeping to lawful features costs in AUC: how much more the same trees reach without the law's limits.

    Parameters as for :func:`price`.
    """
    return price("price", difference, low, high, language)


def price(kind: str, difference: float, low: float, high: float, language: Language) -> str:
    """What doing without something costs in AUC.

    Parameters
    ----------
    kind : {"price", "age"}
        What is done without: what the law forbids, or the age.
    difference, low, high : float
        How much more the AUC is with it, and its interval.
    language : str
        Language of the sentence.
    """
    key = "costs" if low > 0 else "gains" if high < 0 else "unclear"
    bounds = (abs(difference), low, high) if key == "costs" else (-difference, -high, -low)
    names = ("difference", "low", "high")
    written = {
        name: (format_number if key == "costs" else format_signed)(100 * value, language, 1, trim=False)
        for name, value in zip(names, bounds, strict=True)
    }
    return words(f"note.fairness.{kind}_{key}", language, points=points_word(100 * bounds[0], language), **written)


def price_short(kind: str, measured: Mapping[str, float], language: Language) -> str:
    """How the AUC changes where something is done without, in few words: for a slide.

    Parameters
    ----------
    kind : {"price", "age"}
        What is done without: what the law forbids, or the age.
    measured : mapping of str to float
        The AUC without it less the AUC with it: difference, low, high.
    language : str
        Language of the sentence.
    """
    written = {name: points(measured[name], language) for name in BOUNDS}
    word = points_word(100 * measured["difference"], language)
    return words(f"note.fairness.{kind}_short", language, points=word, **written)


def review_shares(
    band: float, reviewed: float, refused: float, refused_unseen: float, capacity: float, language: Language
) -> str:
    """How many cases go to people and why, and how the two refusal rates belong together; as written, parts add up.

    Parameters
    ----------
    band, reviewed : float
        Shares of the portfolio near the threshold, and sent to people for any cause.
    refused, refused_unseen : float
        Shares that the threshold refuses, and that are refused without a person's look.
    capacity : float
        Largest share that the band may hold.
    language : str
        Language of the sentence.
    """
    band, reviewed, refused, unseen = (round(value, 3) for value in (band, reviewed, refused, refused_unseen))
    numbers = {
        "band": band, "reviewed": reviewed, "refused": refused, "unseen": unseen,
        "seen": refused - unseen, "others": reviewed - band,
    }  # fmt: skip
    written = {name: format_percent(max(0.0, value), language, 1) for name, value in numbers.items()}
    most = format_percent(capacity, language, 1, trim=True)
    return words("note.calibration.review_shares", language, **written, capacity=most)
