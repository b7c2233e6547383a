"""Docstrings say what they must: the parameters that there are, what is raised, and all of it on the public pages."""

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import scoring
from scripts.api_pages import MODULES

PACKAGE = Path(scoring.__file__).resolve().parent
HEADINGS = ("Parameters", "Returns", "Raises", "Notes", "Examples", "Attributes", "Yields", "Warns", "See Also")
NAMES = re.compile(r"^\*{0,2}\w+(, \*{0,2}\w+)*( : .+)?$")
ELSEWHERE = re.compile(r"\b(as|as for|see|like) :(func|meth|class|data|mod):|[Pp]arameters", re.IGNORECASE)
TYPER = ("cli", "commands.py")  # a command's parameters say what they are where they are declared: --help reads it
MANY = 4

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function, str]]:
    """Every public function and method of the package: where it stands, itself, and its docstring."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            inside = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
            for function in inside:
                if isinstance(function, Function) and not function.name.startswith("_"):
                    place = f"{file.relative_to(PACKAGE).as_posix()}: {function.name}"
                    yield place, function, ast.get_docstring(function) or ""


def parameters(function: Function) -> list[str]:
    given = function.args
    names = [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    names += [argument.arg for argument in (given.vararg, given.kwarg) if argument]
    return [name for name in names if name not in ("self", "cls")]


def section(docstring: str, heading: str) -> str:
    """What stands under a heading, up to the next one; empty where there is none."""
    parts = re.split(rf"^({'|'.join(HEADINGS)})\n-+$", docstring, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(heading, "")


def named(docstring: str, heading: str = "Parameters") -> list[str]:
    lines = section(docstring, heading).splitlines()
    return [name.strip("* ") for line in lines if NAMES.match(line) for name in line.split(" : ")[0].split(",")]


def raised(function: Function) -> set[str]:
    """What a function itself raises for its caller to mend."""
    nested = {
        id(inner)
        for node in ast.walk(function)
        if isinstance(node, Function) and node is not function
        for inner in ast.walk(node)
    }
    raises = [node for node in ast.walk(function) if isinstance(node, ast.Raise) and id(node) not in nested]
    calls = [node.exc for node in raises if isinstance(node.exc, ast.Call)]
    return {ast.unparse(call.func) for call in calls} & {"UserError", "ValueError", "TypeError"}


def is_command(place: str) -> bool:
    return any(part in place.split(":")[0].split("/") for part in TYPER)


def test_a_docstring_names_the_parameters_that_there_are():
    wrong = {
        place: (named(docstring), parameters(function))
        for place, function, docstring in functions()
        if section(docstring, "Parameters") and sorted(named(docstring)) != sorted(parameters(function))
    }
    assert wrong == {}


def test_what_a_function_raises_stands_in_its_docstring():
    silent = {
        place: raised(function)
        for place, function, docstring in functions()
        if raised(function) and not is_command(place) and "raises as" not in docstring.lower()
        if any(error not in section(docstring, "Raises") for error in raised(function))
    }
    assert silent == {}


def test_functions_of_many_parameters_say_what_each_is():
    silent = [
        place
        for place, function, docstring in functions()
        if len(parameters(function)) >= MANY and not section(docstring, "Parameters")
        if not ELSEWHERE.search(docstring)
        if not is_command(place)
    ]
    assert silent == []


def shown() -> Iterator[tuple[str, object]]:
    """Functions, methods and classes on the pages that ``make docs`` writes."""
    for module in map(import_module, MODULES[1:]):
        for name, member in vars(module).items():
            if not name.startswith("_") and getattr(member, "__module__", "") == module.__name__:
                yield f"{module.__name__}.{name}", member
                if inspect.isclass(member):
                    for kind in member.__mro__:
                        if kind.__module__.startswith("scoring."):
                            yield from ((f"{kind.__name__}.{key}", value) for key, value in vars(kind).items())


def test_the_public_pages_name_every_field_of_a_record():
    silent = {}
    for name, member in shown():
        if inspect.isclass(member) and dataclasses.is_dataclass(member):
            stated = {*named(inspect.getdoc(member) or ""), *named(inspect.getdoc(member) or "", "Attributes")}
            lacking = [field.name for field in dataclasses.fields(member) if field.name not in stated]
            silent |= {name: lacking} if lacking else {}
    assert silent == {}


def test_the_public_pages_name_every_parameter():
    silent = []
    for name, member in [*shown(), *((name, getattr(scoring, name)) for name in scoring.__all__)]:
        function = getattr(member, "__func__", member)
        if not inspect.isfunction(function) or name.rpartition(".")[2].startswith("_"):
            continue
        wanted = [key for key in inspect.signature(function).parameters if key not in ("self", "cls")]
        if wanted and not named(inspect.getdoc(function) or ""):
            silent.append(name)
    assert sorted(set(silent)) == []
