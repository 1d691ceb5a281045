"""Taking pairs and reports out through the browser: forms made from the commands' own options, and the commands do it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from seeds.errors import FormatError, SettingError
from workbench.review.jobs import Job
from workbench.review.realign import Stopped

# of the machine that serves, not of whoever sits before the browser; a filter may name a file of it
_LEFT_OUT = frozenset({"out", "corpus", "help", "quiet", "as_json", "filters"})
_PATHS = (click.Path, click.File)
POLL = 0.2  # seconds between two looks at whether a command is done


@dataclass(frozen=True, slots=True)
class Field:
    """An option of a command as a field of a form. form: `choice`, `flag`, `number` or `text`."""

    name: str
    option: str
    form: str
    help: str
    choices: tuple[str, ...] = ()
    default: str = ""


def commands() -> dict[str, click.Command]:
    from workbench.commands.exchange import export
    from workbench.commands.pages import report

    return {"export": export, "report": report}


def fields_of(command: click.Command, choices: Mapping[str, Sequence[str]]) -> list[Field]:
    """The options that a browser may set: none that is a path of this machine. choices: known values by option."""
    found = []
    for parameter in command.params:
        if not isinstance(parameter, click.Option) or parameter.name in _LEFT_OUT or isinstance(parameter.type, _PATHS):
            continue
        option = max(parameter.opts, key=len)
        known = choices.get(option, ())
        if isinstance(parameter.type, click.Choice):
            known = tuple(map(str, parameter.type.choices))
        form = "choice" if known else "flag" if parameter.is_flag else "number" if _number(parameter.type) else "text"
        default = (
            "" if parameter.default is None or not isinstance(parameter.default, str | int | float) else str(parameter.default)
        )
        found.append(
            Field(str(parameter.name), option, form, parameter.help or "", tuple(known), "" if form == "flag" else default)
        )
    return found


def _number(kind: object) -> bool:
    return isinstance(kind, click.types.IntParamType | click.types.FloatParamType)


def arguments(fields: Sequence[Field], values: Mapping[str, str]) -> list[str]:
    """The command line of a filled form; raises SettingError at a field that is none, or a value that is no choice."""
    known = {field.name: field for field in fields}
    given: list[str] = []
    for name, value in values.items():
        field = known.get(name)
        if field is None:
            raise SettingError(f"There is no option '{name}' here", "Reload the page.")
        if field.choices and value and value not in field.choices:
            raise SettingError(f"{field.option}: no '{value}'", f"There are: {', '.join(field.choices)}.")
        if "\x00" in value:
            raise SettingError(f"{field.option}: a character that no option can hold", "Remove it.")
        if field.form == "flag":
            given += [field.option] if value else []
        elif value:
            given.append(f"{field.option}={value}")
    return given


def formats() -> list[str]:
    from corpora.formats import FORMATS

    return sorted(FORMATS)


class Outputs:
    """Files that commands made, in a folder of this server's."""

    def __init__(self, corpus: str) -> None:
        self._corpus = corpus
        self._folder = Path(tempfile.mkdtemp(prefix="jjak-outputs-"))

    def make(self, command: str, suffix: str, given: Sequence[str], job: Job) -> str:
        """Run a command into a file of its own; the line that it says when done. Raises FormatError where it fails."""
        folder = self._folder / job.id
        folder.mkdir()
        out = folder / f"{'pairs' if command == 'export' else 'report'}.{suffix}"
        code = "from workbench.cli import main; main()"
        call = [sys.executable, "-c", code, command, str(out), f"--corpus={self._corpus}", *given]
        log = folder / "log"
        with log.open("wb") as said, subprocess.Popen(call, stdout=said, stderr=said, stdin=subprocess.DEVNULL) as process:
            try:
                while process.poll() is None:
                    job.tell(command, 0, 0)
                    time.sleep(POLL)
            except Stopped:
                process.kill()
                raise
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        line = lines[-1] if lines else ""
        if process.returncode:
            first, *rest = [line.removeprefix("error: ").strip() for line in lines] or ["failed"]
            raise FormatError(first.replace(str(folder), ""), rest[0] if rest else "")
        job.file = out if out.is_file() else _packed(out)
        return line.replace(f"{folder}/", "")

    def close(self) -> None:
        import shutil

        shutil.rmtree(self._folder, ignore_errors=True)


def _packed(out: Path) -> Path | None:
    """A format that is several files (or a folder) as one."""
    import zipfile

    parts = sorted(path for path in out.parent.rglob("*") if path.is_file() and path.name != "log")
    if not parts:
        return None
    packed = out.parent / "pairs.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, part.relative_to(out.parent))
    return packed


def preview(counts: Mapping[str, Any]) -> list[tuple[str, list[tuple[str, int]]]]:
    """The pairs that there are to take out, by status, origin, kind and direction."""
    return [(name, sorted(counts[name].items())) for name in ("status", "origin", "kind", "direction") if counts[name]]
