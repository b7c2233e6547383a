"""What code a result depends on: the modules that a module imports, within the package, and the libraries they use.

The modules are read, not imported. Comments, docstrings and blank lines do not count: they change no number.
"""

from __future__ import annotations

import ast
import importlib.metadata
import io
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from scoring.files.fingerprints import fingerprint

PACKAGE = "scoring"
DISTRIBUTIONS = {"sklearn": "scikit-learn"}  # where a library is not called like its module
NO_NUMBERS = ("annotated_types", "dataframely", "joblib", "pandas", "pydantic")  # libraries that change no number here

# Their code changes no number: what things are called, how mistakes are said, how files are kept, what is told.
WORDS_AND_FILES = (
    *("scoring.texts", "scoring.errors", "scoring.validation", "scoring.files", "scoring.progress"),
    *("scoring.light_kernel", "scoring.pipeline.versions"),
)


@dataclass(frozen=True)
class Code:
    """The modules of the package that some modules need, themselves included, and the libraries that these import."""

    modules: tuple[str, ...]
    libraries: tuple[str, ...]
    fingerprint: str

    def versions(self) -> str:
        """The libraries' installed versions, as ``name version, name version``."""
        return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in self.libraries)


@dataclass(frozen=True)
class Module:
    """What one module's text says: without comments, docstrings and blank lines, and what it imports but for types.

    ``imports`` are pairs: a module, and a name from it, empty where the module itself is imported.
    """

    essence: str
    imports: tuple[tuple[str, str], ...]


def code_of(*modules: str, without: tuple[str, ...] = WORDS_AND_FILES) -> Code:
    """The code that some modules need.

    Parameters
    ----------
    *modules : str
        Full names; of a package, all its modules.
    without : tuple of str
        Beginnings of the names of modules that are not followed.

    Examples
    --------
    >>> "scoring.features.aggregate" in code_of("scoring.features.bureau").modules
    True
    """
    root = Path(str(files(PACKAGE)))
    waiting = [name for module in modules for name in _members(root, module)]
    reached: dict[str, str] = {}
    libraries: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name == PACKAGE or name in reached or name.startswith(without):
            continue
        module = read_module(_file(root, name).read_text(encoding="utf-8"))
        reached[name] = module.essence
        for source, imported in module.imports:
            if source.split(".")[0] == PACKAGE:
                inner = f"{source}.{imported}"
                waiting.append(inner if imported and _file(root, inner).is_file() else source)
            else:
                libraries.add(source.split(".")[0])
    return Code(tuple(sorted(reached)), tuple(sorted(_distributions(libraries))), fingerprint(reached))


@cache
def read_module(source: str) -> Module:
    """A module's text, read.

    Examples
    --------
    >>> read_module('import os  # for paths')
    Module(essence='import os', imports=(('os', ''),))
    """
    tree = ast.parse(source)
    imports = {pair for node in _nodes(tree) for pair in _imported(node)}
    return Module(_essence(source, tree), tuple(sorted(imports)))


def _members(root: Path, module: str) -> list[str]:
    """A module, or a package's modules."""
    path = _file(root, module)
    if path.name != "__init__.py":
        return [module]
    below = (file.relative_to(path.parent).with_suffix("") for file in path.parent.rglob("*.py"))
    return [".".join([module, *(part for part in file.parts if part != "__init__")]) for file in below]


def _file(root: Path, module: str) -> Path:
    """Where a module's code lies."""
    path = root.joinpath(*module.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, but nothing below ``if TYPE_CHECKING``."""
    for node in ast.iter_child_nodes(tree):
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"):
            yield node
            yield from _nodes(node)


def _imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, "") for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield from ((node.module, alias.name) for alias in node.names)


def _distributions(libraries: Iterable[str]) -> Iterator[str]:
    for name in libraries:
        if name not in sys.stdlib_module_names and name not in NO_NUMBERS:
            yield DISTRIBUTIONS.get(name, name)


def _essence(source: str, tree: ast.Module) -> str:
    lines = source.splitlines()
    for row, column in _comments(source):
        lines[row - 1] = lines[row - 1][:column]
    for first, last in _docstrings(tree):
        lines[first - 1 : last] = [""] * (last - first + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip())


def _comments(source: str) -> list[tuple[int, int]]:
    if "#" not in source:
        return []
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.start for token in tokens if token.type == tokenize.COMMENT]


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, int]]:
    """First and last line of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                yield first.lineno, first.end_lineno or first.lineno
