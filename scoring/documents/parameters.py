"""Parameters of notebooks: which there are, and values as typed turned into what each notebook expects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scoring.errors import UserError
from scoring.settings import Home

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = str | int | float | bool | None
HOME = "home"


def fit_parameters(
    sources: Sequence[Path], given: Sequence[tuple[str, str]], home: Home
) -> dict[Path, dict[str, Value]]:
    """The values that each notebook is given: the home, and those of the given values that it has a parameter for.

    Raises
    ------
    UserError
        When a name is a parameter of none of them, or a value is of another kind.
    """
    defaults_by_source = {source: defaults_of(source) for source in sources}
    _refuse_unknown([name for name, _ in given], defaults_by_source)
    fitted: dict[Path, dict[str, Value]] = {}
    for source, defaults in defaults_by_source.items():
        values: dict[str, Value] = {HOME: str(home.root)} if HOME in defaults else {}
        values |= {name: as_kind_of(defaults[name], name, text) for name, text in given if name in defaults}
        fitted[source] = values
    return fitted


def defaults_of(source: Path) -> dict[str, Value]:
    """The parameters of a notebook with their defaults, from its cell tagged ``parameters``.

    Raises
    ------
    UserError
        When the cell holds anything but plain values.
    """
    import ast

    import papermill

    defaults: dict[str, Value] = {}
    for name, parameter in papermill.inspect_notebook(str(source)).items():
        try:
            defaults[name] = ast.literal_eval(parameter["default"])
        except (SyntaxError, ValueError) as error:
            raise UserError(
                f"{source.name}: expected a plain value in the parameters' cell, got {name} = {parameter['default']}.",
                "Compute in another cell.",
            ) from error
    return defaults


def defaults_in(notebook: NotebookNode) -> dict[str, Value]:
    """The plain values that stand in the parameters' cell of a notebook in memory; what is computed is left out."""
    import ast

    cells = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    defaults: dict[str, Value] = {}
    for node in ast.parse("\n".join(cells)).body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        ):
            value = node.value.value
            if isinstance(value, str | int | float):
                defaults[node.targets[0].id] = value
    return defaults


def as_kind_of(default: Value, name: str, text: str) -> Value:
    """A typed text as the kind of value that the default is; a default of None stands for a whole number left out.

    Raises
    ------
    UserError
        When it cannot be one.

    Examples
    --------
    >>> as_kind_of(10.0, "missed_difficulty", "5"), as_kind_of(True, "age", "false"), as_kind_of(None, "folds", "4")
    (5.0, False, 4)
    """
    kinds: dict[type, tuple[str, Any]] = {
        bool: ("true or false", lambda typed: {"true": True, "false": False}[typed.lower()]),
        int: ("a whole number", int),
        float: ("a number", float),
        str: ("a text", str),
        type(None): ("a whole number or None", lambda typed: None if typed.lower() == "none" else int(typed)),
    }
    expected, convert = kinds[type(default)]
    try:
        value: Value = convert(text)
    except (ValueError, KeyError) as error:
        raise UserError(
            f"Parameter {name}: expected {expected}, got {text!r}.", f"The default is {default!r}."
        ) from error
    return value


def _refuse_unknown(names: Sequence[str], known: Mapping[Path, Mapping[str, Value]]) -> None:
    every = sorted({name for defaults in known.values() for name in defaults})
    for name in names:
        if name not in every:
            which = next(iter(known)).stem if len(known) == 1 else "the notebooks"
            raise UserError(f"No parameter {name} in {which}.", f"There are: {', '.join(every)}.")
        if name == HOME:
            raise UserError("The home is not given by -p.", "Write 'scoring --home FOLDER notebooks'.")


def named_pairs(words: list[str]) -> list[tuple[str, str]]:
    """``-p NAME VALUE`` again and again, as pairs.

    Raises
    ------
    UserError
        When it is anything else.
    """
    triples = [words[start : start + 3] for start in range(0, len(words), 3)]
    for triple in triples:
        if len(triple) != 3 or triple[0] not in ("-p", "--parameter"):
            raise UserError(f"Expected -p NAME VALUE, got {' '.join(triple)}.", "Write for instance '-p language fr'.")
    return [(name, value) for _, name, value in triples]
