"""What /v1 answers beside the Assessment itself."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from scoring.api.answers import ClientRow
from scoring.cohorts.group_cache import Kind
from scoring.explain.assessment import Assessment

NoticeCode = Literal[
    "known_client",
    "repeated_month",
    "repeated_row",
    "months_with_gaps",
    "months_without_beginning",
    "months_without_end",
    "numbers_with_gaps",
    "numbers_without_beginning",
    "instalments_without_end",
    "row_before_decision",
    "first_due_elsewhere",
    "instalment_on_two_days",
    "payment_in_place_of_due",
    "loan_not_granted",
    "loan_without_months",
    "due_without_months",
    "card_without_months",
    "loan_without_instalments",
    "card_without_instalments",
    "score_above_ceiling",
    "score_in_hundredths",
]


class Notice(BaseModel):
    """What a caller may not expect of an answer."""

    code: NoticeCode = Field(description="Names the notice.")
    message: str = Field(description="The notice in a sentence.")


class ApplicationAnswer(BaseModel):
    """What is answered about an application, or about changes to a known client's."""

    assessment: Assessment = Field(description="The one answer about the application as it was sent or changed.")
    before: Assessment | None = Field(description="The client's application as it is; null where none was changed.")
    notices: list[Notice] = Field(description="What may not be expected; empty where nothing.")


class ClientList(BaseModel):
    """Clients by their number, a page at a time."""

    total: int = Field(description="How many clients were asked for in all.", examples=[20000])
    clients: list[ClientRow] = Field(description="In ascending order of their numbers.")
    next: int | None = Field(description="The `after` of the next page; null on the last one.", examples=[900020])


class SimilarGroup(BaseModel):
    """A group to compare a client with, and what happened to it."""

    kind: Kind = Field(description="Which group was asked for.")
    rule: dict[str, str] = Field(description="Who belongs to it, in French and English.")
    relaxed: bool = Field(description="Whether the first rule found too few, so that a wider one is used.")
    n: int = Field(description="How many clients belong to it, the client among them.")
    known: int = Field(description="Of how many the outcome is known.")
    difficulties: int = Field(description="How many of those had a payment difficulty.")
    rate: float | None = Field(description="Their observed rate, 0 to 1; null where fewer than 100 outcomes are known.")
    low: float | None = Field(description="Lower end of the interval of that rate, 0 to 1 (Wilson).")
    high: float | None = Field(description="Upper end of that interval, 0 to 1.")


class Compared(BaseModel):
    """One variable of the client beside the group."""

    feature: str = Field(description="Its name in the catalogue.")
    value: float | str | None = Field(description="The client's value; null where the file does not know it.")
    median: float | str | None = Field(description="The group's median, or its most frequent text.")
    share: float | None = Field(description="For texts, the share of the group that has the client's; else null.")


class Similar(BaseModel):
    """A client beside similar clients."""

    client: int = Field(description="The client's number.")
    group: SimilarGroup = Field(description="Whom the client is compared with.")
    variables: list[Compared] = Field(description="Twelve variables: those of the reasons, then the basics.")


class DatumAnswer(BaseModel):
    """One variable of a client's own data, in the language asked for."""

    feature: str = Field(description="Its name in the catalogue.")
    theme: str = Field(description="What it is about.")
    label: str = Field(description="What it is called.")
    value: str = Field(description="Its value in words.")
    usual: str = Field(description="What is usual, in words; empty where nothing is.")
    source: str = Field(description="Where it comes from.")
    used: bool = Field(description="Whether the model reads it.")
    barred: bool = Field(description="Whether a rule forbids the model to read it.")
    raw: float | str | None = Field(description="The value as a number or a text; null where it is not known.")
    applies: bool = Field(description="Whether this kind of loan has it: revolving credit has no duration, no price.")


class Alive(BaseModel):
    """Whether the process answers at all."""

    status: Literal["alive"] = Field(default="alive", description="`alive`: the process answers; see `/ready`.")
