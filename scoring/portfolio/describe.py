"""A client's own data, ready to read: for the page and for whoever takes it home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from scoring.explain.families import lacking_history
from scoring.explain.sources import sources
from scoring.features.catalogue import catalogue
from scoring.features.revolving import lacks
from scoring.model.manifest import Manifest
from scoring.portfolio.facts import INCOME, WITHOUT_A_JOB
from scoring.settings import Switches
from scoring.texts import Language, mark, reason_words, source, theme

if TYPE_CHECKING:
    import pandas as pd


class Datum(NamedTuple):
    """One variable of a client.

    In words its theme, what it is called, its value, what is usual and its source; then whether the model reads
    it, whether a rule forbids it to, its name, its value as the portfolio holds it, and whether it says anything of
    this client's kind of loan.
    """

    theme: str
    label: str
    value: str
    usual: str
    source: str
    used: bool = True
    barred: bool = False
    feature: str = ""
    raw: float | str | None = None
    applies: bool = True


IN_WORDS = ("theme", "label", "value", "usual", "source", "used")
CAR, OF_A_CAR = "application_flag_own_car", frozenset({"application_own_car_age"})
OF_A_JOB = frozenset({"application_days_employed", "application_occupation_type", "application_organization_type"})


def describe(
    values: Mapping[str, float | str | None],
    manifest: Manifest,
    language: Language,
    absent_sources: Sequence[str] = (),
) -> tuple[Datum, ...]:
    """One entry a variable: the application's, then those of each history.

    Parameters
    ----------
    values : mapping
        The client's features by name.
    manifest : Manifest
        Manifest of the model: what it reads, what it may read, what is usual.
    language : {"fr", "en"}
        Language of every text.
    absent_sources : sequence of str
        Histories whose table is missing: nobody can tell whether the client has any.
    """
    switches = Switches(**manifest.settings["switches"])
    data = (_datum(name, value, manifest, switches, language) for name, value in values.items() if _is_own(name))
    states = {known.name: known.state for known in sources(values, absent_sources)}
    aimless = pointless(values)
    told = (datum if datum.raw is not None else _why_unknown(datum, states, aimless, language) for datum in data)
    return tuple(_without(datum, language) if lacks(datum.feature, values) else datum for datum in told)


def pointless(values: Mapping[str, float | str | None]) -> frozenset[str]:
    """What nobody can know of this client: the age of a car they do not have, the job of someone without one.

    Examples
    --------
    >>> pointless({"application_flag_own_car": 0.0, "application_name_income_type": "Working"})
    frozenset({'application_own_car_age'})
    """
    no_car, no_job = values.get(CAR) == 0, values.get(INCOME) in WITHOUT_A_JOB
    return (OF_A_CAR if no_car else frozenset()) | (OF_A_JOB if no_job else frozenset())


def as_frame(data: Sequence[Datum]) -> pd.DataFrame:
    """The same as a frame, one row a variable; pandas is imported for those who ask for it only."""
    import pandas as pd

    return pd.DataFrame([[getattr(datum, name) for name in IN_WORDS] for datum in data], columns=list(IN_WORDS))


def _datum(name: str, value: float | str | None, manifest: Manifest, switches: Switches, language: Language) -> Datum:
    entry, seen = catalogue()[name], manifest.reference.get(name)
    typical = seen.typical if seen is not None else None
    value_text, usual = entry.show_beside((value, typical), language)
    return Datum(
        theme=theme(entry.theme, language),
        label=entry.label.say(language),
        value=value_text,
        usual=usual if typical is not None else "",
        source=source(entry.feature.source, language),
        used=name in manifest.features,
        barred=not entry.allowed(switches),
        feature=name,
        raw=value,
    )


def _without(datum: Datum, language: Language) -> Datum:
    """What this kind of loan does not have; ``raw`` is still what the row holds."""
    return datum._replace(value=mark("not_applicable", language), usual="", applies=False)


def _why_unknown(datum: Datum, states: Mapping[str, str], aimless: frozenset[str], language: Language) -> Datum:
    """A datum without a value: that the client has no such history, no car or no job, where that is why."""
    if datum.feature in aimless:
        return datum._replace(value=mark("not_applicable", language), usual="")
    history = lacking_history(datum.feature, states)
    return datum._replace(value=reason_words()[f"none_{history}_short"].say(language)) if history else datum


def _is_own(name: str) -> bool:
    """Whether a variable speaks of the client, and not of other people around them."""
    return catalogue()[name].protected != "social"
