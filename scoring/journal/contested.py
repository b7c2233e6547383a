"""What stands in the journal of a contested piece of information: both values as they are, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scoring.features.catalogue import Entry, catalogue
from scoring.journal.entry import shown_of
from scoring.texts import Language

if TYPE_CHECKING:
    from scoring.what_if.contest import Contested

Value = float | str | None  # as a feature holds it


def contest_content(answer: Contested, held: Value, said_by: str, language: Language) -> dict[str, Any]:
    """What was shown, what is contested and by whom; both values as they are, and in the words that were read.

    Parameters
    ----------
    answer : Contested
        The case as it is, and as it would be answered with the corrected value.
    held : float, str or None
        What the file holds.
    said_by : str
        Who says that it is wrong.
    language : str
        Language of who puts it on record.
    """
    value, corrected = contested_in_words(catalogue()[answer.feature], held, answer.value, language)
    return {
        **shown_of(answer.before),
        "door": "page",
        "feature": answer.feature,
        "value": value,
        "corrected": corrected,
        "held": held,
        "claimed": answer.value,
        "said_by": " ".join(said_by.split()),
        "answer": shown_of(answer.after),
    }


def contested_in_words(entry: Entry, held: Value, claimed: Value, language: Language) -> tuple[str, ...]:
    """A datum and its correction as they are read: with a decimal more where both would read the same.

    Parameters
    ----------
    entry : Entry
        The catalogue's.
    held, claimed : float, str or None
        What the file holds (None where nothing), and what is said instead.
    language : str
        Language of the words.
    """
    texts = entry.show_beside((held, claimed), language)
    return texts if len(set(texts)) > 1 else entry.show_bounds((held, claimed), language)
