"""Refuse what is of the wrong kind or out of bounds, in a sentence that names the field.

Kinds and bounds stand in the annotations of plain dataclasses; pydantic compares them with what comes in. It is
imported when something does not fit as it stands, and only then: it would make a visitor's kernel 6 MB heavier.
"""

from __future__ import annotations

import dataclasses
import json
import math
import operator
import typing
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, cast, get_args, get_origin

from annotated_types import Interval

from scoring.annotation_words import SIMPLE, expected, is_union
from scoring.errors import UserError

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails, ValidationError

T = TypeVar("T")
Positive = Annotated[float, Interval(gt=0)]
OpenShare = Annotated[float, Interval(gt=0, lt=1)]
Share = Annotated[float, Interval(ge=0, le=1)]
Count = Annotated[int, Interval(ge=0)]

LONGEST = 60  # characters of a value that is repeated to whoever wrote it


class Checked:
    """Base of dataclasses that come from files or from callers: exact kinds, no unknown field, no NaN or infinity.

    Dataclasses nested in one are held to the same.
    """

    __pydantic_config__: ClassVar[Any] = {"strict": True, "extra": "forbid", "allow_inf_nan": False}


def check_fields(record: Checked) -> None:
    """Compare a dataclass's fields with their annotations; called from its ``__post_init__``.

    What is kept is Python's own, of the annotated kind: 10 and numpy's 10.0 are one cost, with one fingerprint.

    Raises
    ------
    UserError
        With the first field that does not fit, what was expected, and its default as the remedy.
    """
    kind: Any = type(record)
    for field in dataclasses.fields(kind):
        value = check(field.name, getattr(record, field.name), _hints(kind)[field.name], _default_remedy(field))
        object.__setattr__(record, field.name, value)


def check(name: str, value: Any, kind: Any, remedy: str) -> Any:
    """Compare one value with an annotation, and give it as that has it: a whole number as a float where one is wanted.

    Parameters
    ----------
    name : str
        What the caller calls it.
    value : Any
        As given; a number of numpy counts as Python's.
    kind : type or Annotated
        Expected kind and bounds.
    remedy : str
        What to do, as an instruction.

    Raises
    ------
    UserError
        When it does not fit.
    """
    plain = value.item() if getattr(value, "shape", None) == () and hasattr(value, "item") else value
    if _fits_plainly(plain, kind):
        return plain
    from pydantic import ValidationError

    try:
        return _adapter(kind).validate_python(plain)
    except ValidationError as error:
        raise UserError(f"{_mistake(error, kind, name)}.", remedy) from error


def _fits_plainly(value: Any, kind: Any) -> bool:
    """Whether it is a number, text or switch of exactly this kind, within its bounds: then nobody else is asked."""
    bare, *bounds = get_args(kind) if get_origin(kind) is Annotated else (kind,)
    if bare not in SIMPLE or type(value) is not bare or not all(isinstance(bound, Interval) for bound in bounds):
        return False
    finite = bare is not float or math.isfinite(value)
    return finite and all(_within(value, bound) for bound in bounds)


def _within(value: float, bound: Interval) -> bool:
    limits = ((bound.gt, operator.gt), (bound.ge, operator.ge), (bound.lt, operator.lt), (bound.le, operator.le))
    return all(limit is None or holds(value, limit) for limit, holds in limits)


def parse(kind: type[T], content: object, remedy: str, name: str = "") -> T:
    """What a JSON file holds, as the dataclass, TypedDict or mapping it should be.

    Parameters
    ----------
    kind : type
        Kind of the result.
    content : object
        As ``json`` reads it.
    remedy : str
        What to do when it does not fit, as an instruction.
    name : str
        Name of the file, said first.

    Raises
    ------
    UserError
        With the first field that does not fit.
    """
    from pydantic import ValidationError

    try:
        record: T = _adapter(cast(Any, kind)).validate_json(json.dumps(content))
    except ValidationError as error:
        raise UserError(f"{_mistake(error, kind, name)}.", remedy) from error
    except UserError as error:  # a field checked by the dataclass itself
        raise UserError(f"{name}: {error.got}", remedy) from error
    return record


def rebuild(kind: type[T], content: object, remedy: str, name: str = "") -> T:
    """The same from a file whose checksum is right: as this package wrote it, so that only names are compared.

    Without pydantic, for a visitor's kernel.

    Raises
    ------
    UserError
        When fields lack or are not known, as :func:`parse` says; then another version wrote it.
    """
    try:
        record: T = _rebuilt(kind, content)
    except (KeyError, TypeError):
        return parse(kind, content, remedy, name)
    return record


def _rebuilt(kind: Any, content: Any) -> Any:
    kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if dataclasses.is_dataclass(kind):
        return _rebuilt_record(kind, content)
    if isinstance(content, dict) and get_args(kind):
        return {key: _rebuilt(get_args(kind)[-1], value) for key, value in content.items()}
    if isinstance(content, list) and kind is not Any:
        lists = [choice for choice in (kind, *get_args(kind)) if get_origin(choice) is tuple]
        return tuple(_rebuilt(get_args(lists[0])[0], value) for value in content)
    return content


def _rebuilt_record(kind: Any, content: dict[str, Any]) -> Any:
    """A dataclass whose fields are set, not checked."""
    record, hints = object.__new__(kind), _hints(kind)
    for field in dataclasses.fields(kind):
        if field.name in content:
            value = _rebuilt(hints[field.name], content[field.name])
        elif field.default is not dataclasses.MISSING:
            value = field.default
        else:
            raise KeyError(field.name)
        object.__setattr__(record, field.name, value)
    if set(content) - set(hints):
        raise KeyError(*set(content) - set(hints))
    return record


def _mistake(error: ValidationError, kind: Any, name: str) -> str:
    """The first mistake, as ``file: field: expected ..., got ...``."""
    detail = error.errors(include_url=False)[0]
    steps = list(_steps(kind, detail["loc"]))
    kinds = [kind, kind, *(step_kind for _, step_kind in steps)]
    field = ".".join(step for step, _ in steps)
    return ": ".join(part for part in (name, field, _difference(detail, *kinds[-2:])) if part)


def _difference(detail: ErrorDetails, parent: Any, wanted: Any) -> str:
    if detail["type"] == "missing":
        return f"expected {expected(wanted)}, got none"
    if detail["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"expected one of {', '.join(_hints(parent))}, got a name that is none of them"
    value = repr(detail["input"])
    return f"expected {expected(wanted)}, got {value if len(value) <= LONGEST else value[:LONGEST] + '…'}"


def _steps(kind: Any, location: tuple[int | str, ...]) -> Iterator[tuple[str, Any]]:
    """Each field on the way to a mistake, with its annotation; the branches of a union are no fields."""
    for part in location:
        if is_union(kind):
            return
        kind = _inside(kind, part)
        yield str(part), kind


def _inside(kind: Any, part: int | str) -> Any:
    bare = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if isinstance(bare, type) and not get_origin(bare):
        return _hints(bare).get(str(part), object)
    inner = [choice for choice in get_args(bare) if choice is not Ellipsis]
    return inner[-1] if inner else object


def _default_remedy(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING or field.default is None:
        return "Leave it out to take the default."
    return f"Take for instance {field.default!r}, the default."


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The fields of a dataclass or TypedDict with their annotations."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return {name: hint for name, hint in hints.items() if get_origin(hint) is not ClassVar}


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    # A dataclass brings its own configuration; pydantic takes none beside it.
    return TypeAdapter(kind, config=None if dataclasses.is_dataclass(kind) else Checked.__pydantic_config__)
