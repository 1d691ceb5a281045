"""How time and memory of aligning and scoring grow where translations are there: `python tests/bench/growth.py BENCH_FOLDER`.

Sentences are those of FLORES development documents, one after the other, each time round with another alphabet and order (as in
`scale.py`), with opus-mt's translation of the Korean and nllb's of the English. They are one document, or documents of 25. From
translations in memory to pairs with their scores, after compiling; each size runs in a process of its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import documents as dev
from jjak.align.mt.translator import Translation
from jjak.align.text.segmentation import Segment
from jjak.seeds.document import Document, Kind, Span
from jjak.workbench.pipeline.bitext_builder import linked
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.settings import Settings
from scale import _recoded as recoded

ROW = "{:>9} {:>14} {:>8} {:>8} {:>8} {:>11} {:>8}"
SHORT = 25
Line = tuple[str, str, str, str]  # Korean, English, and the translation of each


def pieces(folder: Path) -> Iterator[list[Line]]:
    """Documents for ever, line by line; a bead of several lines is left out, so that they can be cut anywhere."""
    chance = random.Random(7)
    cases = dev.flores(folder, ("opusmt",), ("nllb",))
    while True:
        changed = "".join(chance.sample(ascii_lowercase, 26))
        table = str.maketrans(ascii_lowercase + ascii_uppercase, changed + changed.upper())
        for case in chance.sample(cases, len(cases)):
            source, target = case.texts.source, case.texts.target
            forward, backward = case.texts.forward[0], case.texts.backward[0]
            yield [
                (source[s[0]], recoded(target[t[0]], table), recoded(forward[s[0]], table), backward[t[0]])
                for s, t in case.gold
                if len(s) == len(t) == 1
            ]


def documents(folder: Path, size: int, length: int) -> Iterator[list[Line]]:
    lines = (line for piece in pieces(folder) for line in piece)
    for start in range(0, size, length):
        yield list(islice(lines, min(length, size - start)))


def finish(lines: list[Line], clock: StageTimer) -> int:
    """Align and score a document, and how many pairs that gives."""
    sides = [Document(name, name, "") for name in ("ko", "en")]
    segments = [
        [Segment(lang, at, Kind.TEXT, lang, line[side], Span(0, len(line[side]))) for at, line in enumerate(lines)]
        for side, lang in enumerate(("ko", "en"))
    ]
    made = [[Translation(line[side], "m", "1", -1.0) for line in lines] for side in (2, 3)]
    _, pairs = linked(sides, segments, made, Settings(), clock)
    return len(pairs)


def measured(folder: Path, size: int, length: int) -> None:
    finish(next(documents(folder, 200, 200)), StageTimer())
    there = list(documents(folder, size, length))
    clock = StageTimer()
    start = time.perf_counter()
    pairs = sum(finish(lines, clock) for lines in there)
    took = time.perf_counter() - start
    assert pairs > 0.8 * size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    what = "one document" if length == size else f"{len(there):,} of {length}"
    stages = [f"{clock.seconds[stage]:.2f}" for stage in ("align", "score")]
    print(ROW.format(f"{size:,}", what, *stages, f"{took:.2f}", f"{size / took:,.0f}", f"{peak:,}"), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=1_000_000)
    options = parser.parse_args()
    print(ROW.format("sentences", "as", "align s", "score s", "all s", "sentences/s", "peak MB"))
    size = 1_000
    while size <= options.most:
        for length in (size, SHORT):
            process = multiprocessing.get_context("spawn").Process(target=measured, args=(options.folder, size, length))
            process.start()
            process.join()
        size *= 10


if __name__ == "__main__":
    main()
