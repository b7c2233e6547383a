"""What every part of the file says with: the page's words, counts, values and levels in one language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.days import DAYS_IN_MONTH
from scoring.texts import Language, format_bounds, format_number, format_value, level
from scoring.texts.sentences import page, page_count


@dataclass(frozen=True)
class RecordWords:
    """The page's words about records, in one language."""

    language: Language

    def say(self, key: str, **values: object) -> str:
        """A sentence about records."""
        return page(f"records.{key}", self.language, **values)

    def count(self, key: str, count: int, **values: object) -> str:
        """A sentence about so many records."""
        return page_count(f"records.{key}", count, self.language, **values)

    def number(self, number: int) -> str:
        """A whole number."""
        return format_number(number, self.language)

    def amount(self, amount: float | None) -> str:
        """An amount, without currency."""
        return format_value(amount, "amount", self.language)

    def share(self, share: float | None) -> str:
        """A share in per cent."""
        return format_value(share, "ratio", self.language)

    def days(self, days: float) -> str:
        """So many days, in the unit in which people say them."""
        return format_value(abs(days), "days", self.language)

    def when(self, days: float) -> str:
        """A day, as far from this application as it is."""
        return format_value(days, "days_ahead", self.language) if round(days) else self.say("today")

    def relative_days(self, days: Sequence[float]) -> tuple[str, ...]:
        """Days on a line of time, all in one unit and short: a decimal where a sentence tells years and months."""
        texts = format_bounds(days, "days_ahead", self.language)
        return tuple(text if round(day) else self.say("today") for day, text in zip(days, texts, strict=True))

    def month(self, month: int) -> str:
        """A month before this application."""
        return self.say("last_month") if month >= -1 else self.say("months_ago", n=self.number(-month))

    def month_in_sentence(self, month: int) -> str:
        """The same in a sentence of its own: in years from where everything else is said in years."""
        return self.say("last_month") if month >= -1 else self.when(month * DAYS_IN_MONTH)

    def level(self, source: str, column: str, raw: str | None) -> str:
        """A category's level; what it is called where it is not known."""
        return self.say("unknown") if raw is None else level(source, column, raw, self.language)

    def joined(self, parts: list[str]) -> str:
        """Short facts in one line."""
        return self.say("and").join(part for part in parts if part)
