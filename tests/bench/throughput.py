"""A build of many documents, and the engine alone on the same texts.

    python tests/bench/throughput.py PAIRS [--documents 2000]

PAIRS holds NAME.tsv.gz, English TAB Korean. A document is about 25 lines of one of them in a row: a third in Korean, a third in
English, a third in both. Prints, of the build, how busy the cores were in its middle, its rate in each half, its highest memory
and the seconds of each stage; then how long the engine takes for all that was translated, with nothing else to do, and how
many of the build's CPU seconds went into other work. A machine that others use changes its speed from minute to minute: a
sample is translated before the build and at the end.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from jjak.align.mt.engines import load_translator
from jjak.align.mt.translator import LONGEST
from jjak.corpora.store.corpus import Corpus
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.build_log import BuildLogEntry
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.pipeline.stage_timer import STAGES
from jjak.workbench.pipeline.stages import WINDOW, Stages
from jjak.workbench.pipeline.translators import Translators
from jjak.workbench.settings import Settings

LINES = 25
SAMPLED = 1_500  # lines in either language that say how fast the machine is
MANUALS = frozenset({"msdocs_cpp_mt", "msdocs_powershell_mt", "debian_descriptions", "ui_messages", "msdocs_nuget_mt"})


def blocks(folder: Path) -> Iterator[list[tuple[str, str]]]:
    """Lines in a row, from all files in turn, so that the end of a run is like its beginning."""
    found: list[list[tuple[str, str]]] = []
    for path in sorted(folder.glob("*.tsv.gz")):
        if path.name.removesuffix(".tsv.gz") in MANUALS:
            continue
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows = ((first, second) for first, second, *_ in (line.rstrip("\n").split("\t") for line in file))
            while len(block := list(islice(rows, LINES))) == LINES:
                found.append(block)
    random.Random(11).shuffle(found)
    yield from found


def why_not(folder: Path) -> str:
    """Why a folder holds no pairs to build, empty where it holds some."""
    if not folder.is_dir():
        return f"{folder}: {'a file' if folder.exists() else 'not there'}; name the folder that holds NAME.tsv.gz"
    if next(blocks(folder), None) is None:
        return f"{folder}: no NAME.tsv.gz with {LINES} pairs or more, the manuals of {len(MANUALS)} sets left out"
    return ""


def write_documents(pairs: Path, folder: Path, count: int) -> int:
    """How many documents there are: as many as asked for, or as the pairs give."""
    at = 0
    for at, block in enumerate(islice(blocks(pairs), count), 1):
        for side, lang in enumerate(("en", "ko")):
            if at % 3 in (side, 2):
                suffix = f".{lang}.txt" if at % 3 == 2 else ".txt"
                (folder / f"{at:06}{suffix}").write_text("\n".join(row[side] for row in block) + "\n", encoding="utf-8")
    return at


class Load(threading.Thread):
    """Twice a second: the time, the CPU seconds of this process and of all, and how many documents are done."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.done, self.ended = 0, False
        self.samples: list[tuple[float, float, float, int]] = []

    def run(self) -> None:
        while not self.ended:
            self.samples.append((time.perf_counter(), time.process_time(), _machine(), self.done))
            time.sleep(0.5)

    def rates(self) -> tuple[float, float]:
        """Documents a second in the first and in the second half of all."""
        end = self.samples[-1]
        first = next(sample for sample in self.samples if sample[3] > 0)
        middle = next(sample for sample in self.samples if sample[3] >= (first[3] + end[3]) / 2)
        return tuple((b[3] - a[3]) / (b[0] - a[0]) for a, b in ((first, middle), (middle, end)))  # type: ignore[return-value]

    def busy(self) -> tuple[float, float]:
        """Cores that this process, and that all processes kept busy, between a quarter and three quarters of the time."""
        a, b = self.samples[len(self.samples) // 4], self.samples[len(self.samples) * 3 // 4]
        return (b[1] - a[1]) / (b[0] - a[0]), (b[2] - a[2]) / (b[0] - a[0])


def _machine() -> float:
    """Busy CPU seconds of the whole machine."""
    values = [int(value) for value in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    return (sum(values) - values[3] - values[4]) / 100


class Intervals:
    """When a function was running, in any thread."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self.found: list[tuple[float, float]] = []

    def __get__(self, owner: object, _: type | None = None) -> Callable[..., Any]:
        def timed(*given: Any) -> Any:
            start = time.perf_counter()
            try:
                return self._function(owner, *given)
            finally:
                self.found.append((start, time.perf_counter()))

        return timed

    def seconds(self) -> float:
        """Of the time when it ran at least once."""
        total, end = 0.0, 0.0
        for start, stop in sorted(self.found):
            total += max(0.0, stop - max(start, end))
            end = max(end, stop)
        return total


def timed_threads() -> dict[str, float]:
    """Have the threads that read and that align add up their CPU seconds, by what they do; the engine's have their own."""
    found: dict[str, float] = {}
    run = Stages._run

    def timed(self: Stages, job: Callable[[], None]) -> None:
        run(self, job)
        if job.__name__ in ("_reading", "_finishing"):
            found[job.__name__] = time.thread_time()

    Stages._run = timed  # type: ignore[method-assign]
    return found


Texts = dict[tuple[str, str], list[str]]  # by the way in which they are translated


def alone(texts: Texts, settings: Settings) -> tuple[float, int]:
    """Seconds of the engine for these texts, and how many pieces they are."""
    seconds, pieces = 0.0, 0
    for way, some in texts.items():
        translator = load_translator(*way, beam=settings.beam)
        sources = [part[:LONGEST] for part in translator.tokenizer.encode(some)]
        pieces += sum(map(len, sources))
        start = time.perf_counter()
        for at in range(0, len(sources), WINDOW):
            translator.engine.generate(sources[at : at + WINDOW], translator.search)
        seconds += time.perf_counter() - start
    return seconds, pieces


def translated(corpus: str) -> Texts:
    """Every text that the corpus has a translation of."""
    with sqlite3.connect(corpus) as connection:
        ways = connection.execute("SELECT DISTINCT source_lang, target_lang FROM translations").fetchall()
        query = "SELECT source FROM translations WHERE source_lang = ? AND target_lang = ?"
        return {(first, second): [text for (text,) in connection.execute(query, (first, second))] for first, second in ways}


def sample(pairs: Path) -> Texts:
    lines = [row for block in islice(blocks(pairs), SAMPLED // LINES) for row in block]
    return {("en", "ko"): [english for english, _ in lines], ("ko", "en"): [korean for _, korean in lines]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--documents", type=int, default=2_000)
    options = parser.parse_args()
    if wrong := why_not(options.pairs):
        parser.error(wrong)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        folder.mkdir()
        count = write_documents(options.pairs, folder, options.documents)
        settings = Settings()
        bitexts, _ = find_bitexts([folder], [], settings.languages)
        load = Load()
        some = sample(options.pairs)
        alone(some, settings)
        before = rate(alone(some, settings))

        def done(_: BuildLogEntry) -> None:
            load.done += 1

        translating = Intervals(Translators.translate)
        Translators.translate = translating  # type: ignore[method-assign,assignment]
        beside = timed_threads()
        with Corpus(f"{place}/c.db") as store:
            load.start()
            start, spent, main_thread = time.perf_counter(), time.process_time(), time.thread_time()
            summary = build(bitexts, store, settings, done)
            took, spent = time.perf_counter() - start, time.process_time() - spent
            main_thread = time.thread_time() - main_thread
            load.ended = True
            load.join()
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        rates, busy = load.rates(), load.busy()
        failed = f"{len(summary.failures)} failures"
        print(f"{count:,} documents, {summary.pair_count:,} pairs, {failed}: {took:.1f} s, peak {memory:,} MB")
        print(f"documents a second: first half {rates[0]:.2f}, second half {rates[1]:.2f} ({rates[1] / rates[0]:.2f})")
        print(f"cores busy in the middle: {busy[0]:.2f} by the build, {busy[1]:.2f} by everything on this machine")
        stages = {stage: summary.timer.seconds.get(stage, 0.0) for stage in STAGES}
        print("seconds of stages: " + ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in stages.items()))
        cpu = time.process_time()
        seconds, pieces = alone(translated(f"{place}/c.db"), settings)
        cpu = time.process_time() - cpu
        after = rate(alone(some, settings))
        own = translating.seconds()
        # as fast as the machine was, on average, before and after the build
        ideal = pieces / seconds * (before + after) / 2 / after
        print(f"the engine alone on a sample before and after: {before:,.0f} and {after:,.0f} pieces a second")
        print(f"{pieces:,} pieces: translating in the build {own:.1f} s, {pieces / own:,.0f} a second")
        print(f"    the engine alone afterwards {seconds:.1f} s, {pieces / seconds:,.0f} a second ({seconds / own:.2f});")
        print(f"    at the mean of the machine's speeds before and after {ideal:,.0f} ({pieces / own / ideal:.2f})")
        print(f"CPU seconds: the build {spent:.1f}, the engine alone {cpu:.1f} ({cpu / spent:.2f})")
        others = sum(beside.values()) + main_thread
        named = ", ".join(f"{job.strip('_')} {seconds:.1f}" for job, seconds in beside.items())
        print(f"    of the build's, beside translating {others:.1f}: {named}, storing {main_thread:.1f}")
        print(f"    the rest, translating, {spent - others:.1f}: the engine alone takes {cpu / (spent - others):.2f} of it")


def rate(measured: tuple[float, int]) -> float:
    return measured[1] / measured[0]


if __name__ == "__main__":
    main()
