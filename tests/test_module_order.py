"""No module is in a circle of imports, and inside a room each wing imports only from the wings before it.

Every import counts: those inside functions and those that only a type checker follows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOMS = ("seeds", "align", "corpora", "eval", "workbench")
# of workbench, the lowest first; what stands on one line may not know each other
WORKBENCH = (
    ("messages",),
    ("settings", "terminal"),
    ("axis", "interchange", "installed_models", "installation", "templates"),
    ("editing",),
    ("pipeline",),
    ("training", "report"),
    ("web",),
    ("commands",),
    ("cli",),
)


def modules(root: Path) -> dict[str, Path]:
    """Each module of ours by its name, a package by the name of its folder."""
    found = {}
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(("jjak", *(parts[:-1] if parts[-1] == "__init__" else parts)))] = path
    return found


def imported(name: str, path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules of ours that a module imports, wherever in its text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                # `from jjak.workbench.web import api` means a module where there is one of this name
                whole = f"{node.module}.{alias.name}"
                found = whole if whole in known else node.module
                if found in known and found != name:
                    yield found


@pytest.fixture(scope="module")
def graph(root: Path) -> dict[str, set[str]]:
    """Each module with those that it imports."""
    known = modules(root)
    return {name: set(imported(name, path, known)) for name, path in known.items()}


def circle(arrows: Mapping[str, set[str]]) -> list[str]:
    """The modules of one circle, in order; none where there is no circle."""
    done: set[str] = set()

    def walk(name: str, way: list[str]) -> list[str]:
        if name in way:
            return [*way[way.index(name) :], name]
        if name in done:
            return []
        for other in sorted(arrows.get(name, ())):
            if found := walk(other, [*way, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(arrows) if (found := walk(name, []))), [])


def test_no_module_is_in_a_circle(graph: dict[str, set[str]]) -> None:
    assert not circle(graph)


def test_a_circle_is_found_wherever_it_is() -> None:
    assert circle({"a": {"b"}, "b": {"c", "d"}, "c": set(), "d": {"b"}}) == ["b", "d", "b"]
    assert not circle({"a": {"b", "c"}, "b": {"c"}, "c": set()})


@pytest.mark.parametrize("at", range(len(WORKBENCH)))
def test_a_wing_of_the_workbench_imports_only_from_those_before_it(graph: dict[str, set[str]], at: int) -> None:
    allowed = {wing for some in WORKBENCH[:at] for wing in some}
    wrong = []
    for name, others in graph.items():
        room, wing = [*name.split(".")[1:3], ""][:2]
        if room != "workbench" or wing not in WORKBENCH[at]:
            continue
        places = {other.split(".")[2] for other in others if other.startswith("jjak.workbench.")}
        wrong += [f"{name} imports from {place}" for place in sorted(places - allowed - {wing})]
    assert not wrong


def test_every_wing_of_the_workbench_has_its_place(root: Path) -> None:
    there = {path.stem for path in (root / "workbench").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert there - {"__init__"} == {wing for some in WORKBENCH for wing in some}
