"""Taking pairs and reports out through the browser: the commands do it, each in a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from jjak.seeds.errors import FormatError
from jjak.seeds.message import Message, message
from jjak.workbench.editing.realign import Stopped
from jjak.workbench.messages.catalogue import localized
from jjak.workbench.terminal import ERROR
from jjak.workbench.web.forms import CommandForm
from jjak.workbench.web.jobs import Job
from jjak.workbench.web.temporary_folder import TemporaryFolder

POLL = 0.2  # seconds between two looks at whether a command is done
COUNTING = 2  # previews at a time
WAITING = 10  # previews that are counted or wait
KEPT = 24 * 3600  # seconds that a file waits to be fetched
APART = 4  # files that are given one by one; more are packed
_CODE = "from jjak.workbench.cli import main; main()"


class ExportJobs:
    """Files that commands made, in a folder of this server's."""

    def __init__(self, corpus: str) -> None:
        self._corpus = corpus
        self._temporary = TemporaryFolder("jjak-outputs-")
        self._folder = self._temporary.path
        self._waiting = 0
        self._counting = asyncio.Semaphore(COUNTING)

    def make(self, form: CommandForm, job: Job, lang: str) -> str:
        """Run a command into a file of its own; the line that it says when done. Raises FormatError where it fails."""
        folder = self._folder / job.id
        made = folder / "made"
        made.mkdir(parents=True)
        out = made / f"{'pairs' if form.command == 'export' else 'report'}.{form.suffix}"
        more = []
        for option, text in form.files.items():
            given = folder / option.strip("-")
            given.write_text(text, encoding="utf-8", errors="replace")
            more.append(f"{option}={given}")
        log = folder / "log"
        with (
            log.open("wb") as said,
            subprocess.Popen(
                self._call(form, str(out), *more), stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=self._told(lang)
            ) as process,
        ):
            try:
                while process.poll() is None:
                    job.tell("", 0, 0)
                    time.sleep(POLL)
            except Stopped:
                process.kill()
                raise
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        job.files = _files(made)
        if process.returncode and not job.files:
            raise _failure(lines, folder, lang)
        # an export that left some pairs out has made its file, and names them
        job.problems = [line.replace(f"{made}/", "") for line in lines[:-1]] if process.returncode else []
        return lines[-1].replace(f"{made}/", "") if lines else ""

    def _call(self, form: CommandForm, out: str, *more: str) -> list[str]:
        return [sys.executable, "-c", _CODE, form.command, out, *form.given, *more]

    def _told(self, lang: str) -> dict[str, str]:
        """The environment of a command: the corpus, whose address may hold a password, and the language of what it says."""
        return {**os.environ, "JJAK_CORPUS": self._corpus, "LANGUAGE": lang, "PYTHONIOENCODING": "utf-8"}

    async def count(self, form: CommandForm, gone: Callable[[], Awaitable[bool]], lang: str) -> dict[str, Any] | None:
        """What an export would do, as its `--dry-run` says; None where whoever asked has `gone` meanwhile.

        Raises FormatError where the command fails.
        """
        call = self._call(form, f"pairs.{form.suffix}", "--dry-run", "--json")
        if self._waiting >= WAITING:
            raise FormatError("Too many previews are being counted", "Wait a moment, and change the form again.")
        self._waiting += 1
        try:
            return await self._counted(call, gone, lang)
        finally:
            self._waiting -= 1

    async def _counted(self, call: list[str], gone: Callable[[], Awaitable[bool]], lang: str) -> dict[str, Any] | None:
        pipe = asyncio.subprocess.PIPE
        async with self._counting:
            if await gone():
                return None
            process = await asyncio.create_subprocess_exec(
                *call, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe, env=self._told(lang)
            )
            reading = asyncio.ensure_future(process.communicate())
            try:
                while not (await asyncio.wait([reading], timeout=POLL))[0]:
                    if await gone():
                        return None
            finally:
                if process.returncode is None:
                    process.kill()
                said, wrong = await reading
        try:
            found: dict[str, Any] = json.loads(said)
        except ValueError:
            raise _failure(wrong.decode("utf-8", "replace").strip().splitlines(), self._folder, lang) from None
        return found

    def close(self) -> None:
        self._temporary.close()

    def tidy(self, jobs: Sequence[Job]) -> None:
        """Take away what was made over a day ago, and what no job knows any more."""
        known = {job.id: job for job in jobs}
        for folder in self._folder.iterdir():
            job = known.get(folder.name)
            if folder.is_dir() and (job is None or (not job.active and time.time() - folder.stat().st_mtime > KEPT)):
                shutil.rmtree(folder, ignore_errors=True)
                if job is not None:
                    job.files = []


def _failure(lines: Sequence[str], folder: Path, lang: str) -> FormatError:
    """What a command said; it is in the reader's language already."""
    first, *rest = [line.removeprefix(f"{localized(ERROR, lang)}: ").strip() for line in lines] or [""]
    what = Message(first.replace(str(folder), "")) if first else message("The command failed")
    return FormatError(what, Message(rest[0] if rest else ""))


def _files(made: Path) -> list[Path]:
    """What a command made, one by one, or packed where that is many files or a folder."""
    import zipfile

    # what a killed command left is called `.NAME.part`
    parts = sorted(path for path in made.rglob("*") if path.is_file() and "/." not in f"/{path.relative_to(made)}")
    if len(parts) <= APART and all(path.parent == made for path in parts):
        return parts
    packed = made.parent / "pairs.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, part.relative_to(made))
    return [packed]
