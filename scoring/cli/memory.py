"""``--memory``: the option that several commands have, and what they say of it in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from scoring.memory import VARIABLE, parse_budget, peak_memory, say_size

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
        typer.echo(f"memory: {say_size(peak_memory())} at the peak, {say_size(budget)} were given", err=True)
