"""Decisions on record: a person's, beside what the model had shown them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from scoring.access.place import has_keys
from scoring.api.access import who_asks
from scoring.api.body import parse, read_body
from scoring.api.limits import Assessments
from scoring.api.on_record import place_of
from scoring.api.one_journal import unrecorded
from scoring.api.parameters import PlainNumber, only_declared_parameters
from scoring.api.portfolio_handle import NotReadyError, PortfolioHandle
from scoring.api.problem import ProblemError, mistake_of, wrong_fields
from scoring.api.repeated import HEADER, MALFORMED, PARAMETER, answered_once, key_of
from scoring.api.v1 import NOBODY, WRONG, problems
from scoring.errors import UserError
from scoring.journal.decide import WrongOpinionError, is_named, record_opinion
from scoring.journal.desk import Desk
from scoring.journal.entry import Decided, Entry
from scoring.journal.free_text import LEAST_WORDS, LONGEST_NAME, LONGEST_WORDS, same_person, unwritable
from scoring.journal.once import Once, OtherContentError
from scoring.journal.opinion import MOTIVES, Motive, Opinion
from scoring.journal.store import Journal
from scoring.tables.records import LARGEST_KEY, FieldMistake, quotable, shown

T = TypeVar("T")
FAILED = "The journal could not be written; nothing is on record."
WANTED = "an object with the keys client, decided, why, model"
MOST_BYTES = 64 * 1024  # the longest reason, each of its signs escaped, takes 24 kB

Client = Annotated[PlainNumber | None, Query(ge=1, le=LARGEST_KEY, description="Only those about one client.")]
After = Annotated[PlainNumber, Query(ge=0, le=LARGEST_KEY, description="The last number of the page before.")]
Limit = Annotated[PlainNumber, Query(ge=1, le=100, description="How many entries at most.")]


def _not_empty(text: str) -> str:
    """The text; pydantic's own least length would refuse what UTF-8 cannot write, which only is another model (409)."""
    if not text:
        raise PydanticCustomError("string_too_short", "a text that is not empty")
    return text


class DecisionBody(BaseModel):
    """A person's decision about a client of the portfolio."""

    model_config = ConfigDict(extra="forbid", strict=True)
    client: int = Field(ge=1, le=LARGEST_KEY, description="The client's number.", examples=[900017])
    decided: Decided = Field(description="What the person decided.")
    why: str = Field(
        min_length=1,
        max_length=LONGEST_WORDS,
        description=f"Why, in the person's words; at least {LEAST_WORDS} characters where it needs a motive.",
        examples=["Bulletins de salaire vus."],
    )
    model: Annotated[str, AfterValidator(_not_empty)] = Field(
        description="Version of the model whose answer the person saw (`model` of the Assessment).",
        json_schema_extra={"minLength": 1},
    )
    motive: Motive | None = Field(
        default=None,
        description="Needed where the decision is not the one proposed; in the zone `review` none is.",
        examples=["income"],
    )
    adviser: str = Field(
        default="",
        max_length=LONGEST_NAME,
        description="Name of the person who decides, where the API asks for no key; else the key's name is it.",
        examples=["Anne Martin"],
    )


class DecisionEntry(BaseModel):
    """An entry of the journal."""

    number: int = Field(description="1 for the first entry; none is left out.")
    at: str = Field(description="When it was written, UTC.")
    kind: str = Field(
        description="`decision`; `shown`: the answer was shown; `retention`: older ones were removed by rule."
    )
    who: str = Field(description="Who wrote it, as the API knows them.")
    client: int | None = Field(description="Number of the client whom it is about; null for a retention.")
    model: str = Field(description="Version of the model that answered.")
    shown: dict[str, Any] = Field(
        description="What the person had before them. For a decision also its `motive`, its `adviser`, whether it "
        "`overrides` what was proposed, whether it `awaits_second` (it counts once another person has confirmed it), "
        "and the number of the entry that it `confirms`."
    )
    decided: str = Field(description="What the person decided.")
    why: str = Field(description="In the person's words.")
    previous: str = Field(description="Hash of the entry before.")
    hash: str = Field(description="SHA-256 of all the rest.")

    @classmethod
    def of(cls, entry: Entry) -> DecisionEntry:
        """An entry as it is sent."""
        return cls(**vars(entry), hash=entry.hash)


class Decisions(BaseModel):
    """Entries of the journal, a page at a time."""

    entries: list[DecisionEntry] = Field(description="Oldest first.")
    next: int | None = Field(description="The `after` of the next page; null on the last one.")


def decision_routes(handle: PortfolioHandle, workers: Assessments, journal: Callable[[], Journal]) -> APIRouter:
    """The routes of the journal; it is opened when first asked for."""
    routes = APIRouter(prefix="/v1", dependencies=[Depends(only_declared_parameters)])
    schema = {"schema": DecisionBody.model_json_schema()}

    @routes.post(
        "/decisions",
        tags=["Journal"],
        status_code=201,
        responses=problems(
            _400=MALFORMED,
            _404=NOBODY,
            _408="The body did not come in time.",
            _409="Another model answers now.",
            _413="The body is too large.",
            _415="The body is said to be something else than JSON.",
            _422=WRONG,
            _429="Too many are being answered; try again after Retry-After.",
            _500=FAILED,
        ),
        openapi_extra={
            "parameters": [PARAMETER],
            "requestBody": {"required": True, "content": {"application/json": schema}},
        },
    )
    async def decide(request: Request) -> DecisionEntry:
        """Put a decision on record, beside what the model says of the client; it is on the disk when this answers.

        One that is not the model's needs a motive. Where the lender's rules ask for four eyes, a grant against a
        proposed refusal counts once another person has granted it too: `shown.awaits_second` of the answer says so.
        A program that may send a decision again gives it an `Idempotency-Key`.
        """
        key = key_of(request.headers.get(HEADER))
        body = await read_body(request, most_bytes=MOST_BYTES, wanted=WANTED)
        who = who_asks(request.scope)
        return await workers.run(lambda: _record_once(handle, who, journal, key, _understood(parse(body))))

    @routes.get("/decisions", tags=["Journal"], responses=problems(_422=WRONG, _500=FAILED))
    def decisions(
        client: Client = None,
        after: After = 0,
        limit: Limit = 20,
    ) -> Decisions:
        """What is on record, oldest first."""
        with_next = _reading(lambda: journal().entries(client, after, limit + 1))
        page = with_next[:limit]
        following = page[-1].number if len(with_next) > limit else None
        return Decisions(entries=[DecisionEntry.of(entry) for entry in page], next=following)

    return routes


def _understood(given: Any) -> DecisionBody:
    if not isinstance(given, dict):
        raise wrong_fields([FieldMistake("body", WANTED, shown(given))])
    try:
        return DecisionBody.model_validate(dict(given))
    except ValidationError as error:
        raise wrong_fields(
            [mistake_of({**mistake, "loc": ("body", *mistake["loc"])}) for mistake in error.errors()]
        ) from error


def _record_once(
    handle: PortfolioHandle, who: str, journal: Callable[[], Journal], key: str, body: DecisionBody
) -> DecisionEntry:
    """Record a decision, unless the request that asks for it came before."""
    once = Once.of(key, body.model_dump()) if key else None
    desk = Desk(handle.home, who, journal, once, knows_people=has_keys(handle.home))
    return DecisionEntry.of(_reading(lambda: answered_once(desk, lambda: _record(handle, desk, body))))


def _record(handle: PortfolioHandle, desk: Desk, body: DecisionBody) -> Entry:
    portfolio = handle.portfolio()
    place_of(portfolio, body.client)
    assessment = portfolio.assess(body.client)
    if body.model != assessment.model:
        detail = f"Expected the model {quotable(body.model)} to answer, got {assessment.model}. Read /v1/model again."
        raise ProblemError(409, detail)
    if is_named(desk) and body.adviser and not same_person(body.adviser, desk.who):
        raise wrong_fields([FieldMistake("adviser", f"the key's name, {desk.who}", shown(body.adviser))])
    opinion = Opinion(body.decided, body.motive or "", body.why, body.adviser or desk.who)
    try:
        return _reading(lambda: record_opinion(desk, opinion, assessment, "api"))
    except WrongOpinionError as error:
        in_review = assessment.zone == "review"
        raise wrong_fields([_mistake(key, body, in_review=in_review) for key in error.keys]) from error


def _mistake(key: str, body: DecisionBody, *, in_review: bool) -> FieldMistake:
    """What is wrong in an opinion, as a field of the body; ``in_review`` the model proposes nothing."""
    names = ", ".join(f"'{name}'" for name in MOTIVES)
    if in_review:
        one_of = f"one of {names}, as the model proposes nothing here (zone review)"
        enough = f"{LEAST_WORDS} characters at least, as the model proposes nothing here (zone review)"
    else:
        one_of = f"one of {names}, as the decision is not the one proposed"
        enough = f"{LEAST_WORDS} characters at least, as the decision is not the one proposed"
    motive, why, adviser = shown(body.motive), shown(body.why), shown(body.adviser) if body.adviser else "none"
    return {
        "motive": FieldMistake("motive", one_of, motive),
        "words": FieldMistake("why", enough, why),
        "words_signs": FieldMistake("why", "a text without control signs", unwritable(body.why)),
        "adviser": FieldMistake("adviser", "the name of the person who decides, on one line", adviser),
        "login": FieldMistake("adviser", "a key of one's own, as two people must decide", "a name that was only typed"),
        "same_person": FieldMistake("adviser", "another person than the one who granted it first", "the same one"),
    }[key]


def _reading(work: Callable[[], T]) -> T:
    """What the work gives; a journal that fails is told, and nothing is answered as recorded."""
    try:
        return work()
    except (WrongOpinionError, OtherContentError, NotReadyError):
        raise
    except UserError as error:
        raise unrecorded(error) from error
