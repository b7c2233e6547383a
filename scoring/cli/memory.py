"""``--memory``: the option that several commands have, and what they say of it in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from scoring.memory import VARIABLE, format_size, parse_budget, peak_memory

Memory = Annotated[str | None, typer.Option("--memory", envvar=VARIABLE, help="Memory to take at most, such as 2GB.")]


@contextmanager
def within(memory: str | None) -> Iterator[int | None]:
    """The budget in bytes; in the end, where there is one, how much of it was taken.

    Raises
    ------
    UserError
        When the text is no size.
    """
    budget = parse_budget(memory)
    yield budget
    if budget is not None:
        typer.echo(f"memory: {format_size(peak_memory())} at the peak, {format_size(budget)} were given", err=True)
