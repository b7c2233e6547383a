"""One meaning a name: files that stand side by side, and what types are called in signatures."""

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "scoring"
SHARED = ("Floats", "Ints", "Bools", "Say", "Progress", "Language")
PANELS = {"view.py", "state.py"}  # a panel is a folder with both


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_no_file_name_stands_twice_within_a_room():
    places = defaultdict(list)
    for file in modules():
        room, *_ = file.relative_to(PACKAGE).parts
        if file.name not in PANELS | {"__init__.py"}:
            places[room, file.name].append(str(file.relative_to(PACKAGE)))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


def test_no_file_is_longer_than_260_lines():
    lines = {str(file.relative_to(PACKAGE)): len(file.read_text(encoding="utf-8").splitlines()) for file in modules()}
    assert {file: count for file, count in lines.items() if count > 260} == {}


def test_a_capital_is_put_at_a_beginning_in_one_place():
    places = [
        str(file.relative_to(PACKAGE)) for file in modules() if "[:1].upper()" in file.read_text(encoding="utf-8")
    ]
    assert places == ["texts/words.py"]


def aliases(file: Path) -> list[tuple[str, str]]:
    """Types that a module gives a name: the name, and what it stands for."""
    return [
        (node.targets[0].id, ast.unparse(node.value))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if isinstance(node.value, ast.Subscript | ast.Name)
        if node.targets[0].id[0].isupper() and not node.targets[0].id.isupper()
    ]


def test_what_many_signatures_share_is_named_once():
    names, values = defaultdict(list), defaultdict(list)
    for file in modules():
        for name, value in aliases(file):
            place = f"{file.relative_to(PACKAGE)}: {name} = {value}"
            names[name].append(place)
            if value.startswith(("npt.", "Callable")):
                values[value].append(place)
    assert {value: places for value, places in values.items() if len(places) > 1} == {}
    assert [name for name in SHARED if len(names[name]) != 1] == []
