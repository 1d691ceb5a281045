"""The structure of the code in counts: `python tests/bench/structure.py [FOLDER]`, the root of a clone.

For the house and for each room: how many places lie in it (wings, and modules that lie in none), how many floors they make
(a place stands above all that it imports), how many arrows run between them, and which modules import each other in a
circle. Every import counts, also those inside functions and those for type checkers alone.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOMS = ("seeds", "align", "corpora", "eval", "workbench")
Graph = dict[str, set[str]]


def modules(root: Path) -> dict[str, Path]:
    """Our modules by dotted name, without `jjak.`."""
    paths = sorted(path for room in ROOMS for path in (root / room).rglob("*.py"))
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


def imports(root: Path) -> Graph:
    """Which module imports which, each by its dotted name."""
    known = modules(root)
    return {name: {found for found in _imported(path, known) if found != name} for name, path in known.items()}


def _imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in (name.removeprefix("jjak.") for name in names):
            # `from room.wing import name` is of the module `name` where there is one, else of the wing's own
            yield from (each for each in (name, name.rpartition(".")[0]) if each in known)


def circles(graph: Graph) -> list[list[str]]:
    """The sets of modules that import each other in a circle (Tarjan 1972), each sorted."""
    found: list[list[str]] = []
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []

    def visit(name: str) -> None:
        number[name] = low[name] = len(number)
        stack.append(name)
        for other in sorted(graph[name]):
            if other not in number:
                visit(other)
                low[name] = min(low[name], low[other])
            elif other in stack:
                low[name] = min(low[name], number[other])
        if low[name] == number[name]:
            at = stack.index(name)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for name in graph:
        if name not in number:
            visit(name)
    return found


def places(graph: Graph, room: str = "") -> Graph:
    """The arrows between the rooms, or between the wings and loose modules of one room."""
    depth = 2 if room else 1
    found: Graph = {}
    for name, others in graph.items():
        if name.split(".")[0] == (room or name.split(".")[0]) and name != room:
            at = ".".join(name.split(".")[:depth])
            inside = {".".join(each.split(".")[:depth]) for each in others if not room or each.startswith(f"{room}.")}
            found.setdefault(at, set()).update(inside - {at})
    return found


def floors(graph: Graph) -> int:
    """How many floors there are where each place stands above all that it imports; circles stand on one floor."""
    heights: dict[str, int] = {}

    def height(name: str, above: frozenset[str]) -> int:
        if name not in heights:
            below = [height(other, above | {name}) for other in graph[name] if other in graph and other not in above]
            heights[name] = 1 + max(below, default=0)
        return heights[name]

    return max((height(name, frozenset()) for name in graph), default=0)


def main(root: Path) -> None:
    graph = imports(root)
    print(f"{'':10} {'places':>6} {'floors':>6} {'arrows':>6}   {len(graph)} modules")
    for room in ("", *ROOMS):
        inside = places(graph, room)
        arrows = sum(map(len, inside.values()))
        print(f"{room or 'house':10} {len(inside):6} {floors(inside):6} {arrows:6}")
    for circle in circles(graph):
        print(f"circle of {len(circle)}: {', '.join(circle)}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
