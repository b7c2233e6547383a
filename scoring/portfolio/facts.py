"""What the card says of a client, as lines of a name and a value: pure, so that every client can be tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scoring.features.catalogue import catalogue
from scoring.features.revolving import CONTRACT, lacks
from scoring.texts import Language, format_number, format_value

Values = Mapping[str, float | str | None]
Line = tuple[str, str]

AGE, FAMILY, INCOME = "application_days_birth", "application_name_family_status", "application_name_income_type"
TERM = "application_implied_term"
EMPLOYED, BURDEN = "application_days_employed", "application_annuity_income_ratio"
LOANS, RUNNING = "bureau_rows_count", "bureau_active_rows_count"
ASKED, PAYMENTS, LATE = "previous_rows_count", "installments_rows_count", "installments_late_mean"

ASKS = (CONTRACT, "application_amt_credit", "application_amt_annuity", TERM, "application_amt_goods_price")
SITUATION = ("application_amt_income_total", BURDEN, INCOME, EMPLOYED, "application_name_housing_type")
HISTORY = ((LOANS, "bureau"), (ASKED, "previous"), (PAYMENTS, "installments"))

# What says nothing of this kind of client is left out, not shown as missing.
WITHOUT_A_JOB = frozenset({"Pensioner", "Unemployed"})
NO_FAMILY_STATUS = frozenset({None, "Unknown"})


@dataclass(frozen=True)
class Facts:
    """A client's lines.

    Parameters
    ----------
    values : mapping
        The client's features by name, as ``Portfolio.values`` gives them.
    language : {"fr", "en"}
        Language of the words.
    say : callable
        Gives the page's words by their key.
    absent : set of str
        Histories whose table is missing: nobody can tell whether the client has any.
    """

    values: Values
    language: Language
    say: Callable[..., str]
    absent: frozenset[str] = frozenset()

    def who(self) -> str:
        """Family status and age, as far as they are known: "Célibataire, 27 ans"."""
        age = self.values.get(AGE)
        clauses = [] if self.values.get(FAMILY) in NO_FAMILY_STATUS else [self._show(FAMILY)]
        if age is not None:
            clauses.append(self.say("card.age", age=self._show(AGE)))
        return self.say("card.and").join(clauses)

    def blocks(self) -> tuple[tuple[str, tuple[Line, ...]], ...]:
        """What is asked for, the situation, the history; each a list of names and values."""
        history = tuple(self._past(feature, source) for feature, source in HISTORY)
        return ("asks", self._lines(ASKS)), ("situation", self._lines(SITUATION)), ("history", history)

    def _lines(self, features: tuple[str, ...]) -> tuple[Line, ...]:
        held = (name for name in features if name in self.values and not lacks(name, self.values))
        return tuple((self.say(f"card.{name}"), self._value(name)) for name in held)

    def _value(self, feature: str) -> str:
        value = self.values[feature]
        if feature == EMPLOYED and value is None and self.values.get(INCOME) in WITHOUT_A_JOB:
            return self.say("card.no_job")
        return self._show(feature)

    def _past(self, feature: str, source: str) -> Line:
        name, count = self.say(f"card.{feature}"), _whole(self.values.get(feature))
        if source in self.absent:
            return name, self.say("card.absent")
        if not count:
            return name, self.say(f"card.{feature}_none")
        if feature == LOANS:
            return name, self._loans(count)
        return name, self._late(count) if feature == PAYMENTS else self._number(count)

    def _loans(self, count: int) -> str:
        if RUNNING not in self.values:
            return self._number(count)
        running = _whole(self.values[RUNNING])
        if count == 1:
            key = "card.running_only" if running else "card.running_ended"
        elif running == count:
            key = "card.running_all"
        else:
            key = "card.running_some" if running else "card.running_none"
        return self.say(key, n=self._number(count), running=self._number(running))

    def _late(self, count: int) -> str:
        """How many of the instalments were paid late; their share where some have no date of payment."""
        share = self.values.get(LATE)
        if not isinstance(share, float):
            return self.say("card.late_unknown", n=self._number(count))
        late = share * count
        late_text = (
            self._number(round(late)) if abs(late - round(late)) < 1e-6 else format_value(share, "ratio", self.language)
        )
        return self.say("card.late", some=late_text, n=self._number(count))

    def _number(self, count: int) -> str:
        return format_number(count, self.language)

    def _show(self, feature: str) -> str:
        return catalogue()[feature].show(self.values[feature], self.language)


def _whole(count: float | str | None) -> int:
    return round(count) if isinstance(count, float) else 0
