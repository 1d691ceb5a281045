"""Who hears what becomes of each document of a build: the batch that counts it, and a log, a bar, or nobody."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jjak.seeds.json_values import finite
from jjak.seeds.message import Message
from jjak.workbench.pipeline.batch import Batch
from jjak.workbench.pipeline.build_log import BuildLogEntry, now
from jjak.workbench.terminal import progress, said, show_note

WHOLE = ("documents", "passed", "failed", "failures")  # lists of names, which the log has line by line


@dataclass(frozen=True, slots=True)
class BuildListener:
    """batch: counts all; log: whether each has a line on standard error; silent: whether there is no bar."""

    batch: Batch
    log: bool
    silent: bool

    def on_built(self, entry: BuildLogEntry) -> None:
        self.batch.count(entry)
        self._line({"event": "document", **entry.table()})

    def on_end(self, found: Mapping[str, Any]) -> None:
        """What came of all, as JSON, without the names."""
        counts = {name: value for name, value in found.items() if name not in WHOLE}
        left_out = found["left_out"]["lines"]
        self._line({"event": "build", "time": now(), **counts, "left_out": left_out, "failures": len(found["failures"])})

    def on_note(self, text: Message) -> None:
        """What a person should know of the run."""
        self._line({"event": "note", "text": str(text)})
        if not (self.silent or self.log):
            show_note(text)

    def _line(self, table: Mapping[str, Any]) -> None:
        if self.log:
            print(json.dumps(finite(table), ensure_ascii=False, allow_nan=False), file=sys.stderr, flush=True)

    @contextmanager
    def bar(self, total: int, what: Message) -> Iterator[tuple[Callable[[BuildLogEntry], None], Callable[[str], None]]]:
        """What to call with what became of a document, and with the name of what else is counted."""
        with progress(total, said(what), quiet=self.silent or self.log) as done:

            def on_built(entry: BuildLogEntry) -> None:
                self.on_built(entry)
                done(entry.name)

            yield on_built, done
