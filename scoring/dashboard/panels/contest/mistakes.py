"""What is wrong in a field of the contest's form, in words."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.texts import Language, TypedNumberError
from scoring.texts.sentences import page
from scoring.what_if.contest import Range, typed_unit, written_end


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a field, ready to be said in either language."""

    field: str
    key: str
    mistake: TypedNumberError | None = None
    limits: Range | None = None

    def say(self, feature: str, language: Language) -> str:
        """The sentence."""
        if self.mistake is not None:
            return self.mistake.words.say(language)
        if self.limits is None:
            return page(f"contest.wrong.{self.key}", language)
        kind, _ = typed_unit(feature)
        low, high = (written_end(end, kind, language) for end in (self.limits.low, self.limits.high))
        return page(f"contest.wrong.{'range_above' if self.limits.above else 'range'}", language, low=low, high=high)
