"""How time and memory of aligning grow: `python tests/bench/scale.py BENCH_FOLDER [--most 1000000]`.

Long documents are FLORES development documents one after the other, with opus-mt's translation. Each time round their order
is another, and so is the alphabet of words of four letters or more, so that words are as rare as in a real text. Each size
runs in a process of its own; seconds are wall-clock from lines in memory to beads, features included, after compiling.
`--peer` adds galechurch, which is quadratic.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase

import documents as dev
from jjak.align.sentence.aligners import Texts, align

ROW = "{:>9} {:>9} {:>9} {:>9} {:>9}"


def main(folder: Path, most: int, peer: bool) -> None:
    print(ROW.format("lines", "aligner", "s", "lines/s", "peak MB"))
    size = 1_000
    while size <= most:
        measured(ours, folder, size)
        if peer and size <= 16_000 and find_spec("galechurch"):
            measured(galechurch, folder, size)
        size = 16_000 if size == 10_000 else 100_000 if size == 16_000 else size * 10


def measured(run: Callable[[Texts], int], folder: Path, size: int) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(run, folder, size))
    process.start()
    process.join()


def _measured(run: Callable[[Texts], int], folder: Path, size: int) -> None:
    run(document(folder, 60))
    texts = document(folder, size)
    began = time.perf_counter()
    run(texts)
    spent = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    count = len(texts.source)
    print(ROW.format(f"{count:,}", run.__name__, f"{spent:.2f}", f"{count / spent:,.0f}", f"{peak:,}"), flush=True)


def document(folder: Path, size: int) -> Texts:
    """About `size` lines of source, one translation."""
    cases = dev.flores(folder)
    chance = random.Random(size)
    source: list[str] = []
    target: list[str] = []
    forward: list[str] = []
    while len(source) < size:
        changed = "".join(chance.sample(ascii_lowercase, 26))
        table = str.maketrans(ascii_lowercase + ascii_uppercase, changed + changed.upper())
        for case in chance.sample(cases, len(cases)):
            source += case.texts.source
            forward += [_recoded(line, table) for line in case.texts.forward[0]]
            target += [_recoded(line, table) for line in case.texts.target]
    return Texts(source[:size], target, [forward[:size]])


def _recoded(line: str, table: dict[int, str]) -> str:
    return " ".join(word.translate(table) if len(word) > 3 else word for word in line.split(" "))


def ours(texts: Texts) -> int:
    return len(align(texts))


def galechurch(texts: Texts) -> int:
    from galechurch import align as peer

    return len(peer(list(texts.source), list(texts.target), max_block_size=10**12).beads)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--peer", action="store_true")
    given = parser.parse_args()
    main(given.folder, given.most, given.peer)
