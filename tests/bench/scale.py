"""How time and memory of aligning grow: `python tests/bench/scale.py BENCH_FOLDER [--most 1000000]`.

Long documents are FLORES development documents one after the other, with opus-mt's translation. Each time round their order
is another, and so is the alphabet of words of four letters or more, so that words are as rare as in a real text. Each size
runs in a process of its own; seconds are wall-clock from lines in memory to beads, features included, after compiling.
`--peer` adds galechurch, which is quadratic, and Vecalign's programme (sentweave), whose seconds are without the encoding: its
vectors are those of the lines before their alphabet was changed, and `--memory FILE.npz` keeps them.
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
import peers
from jjak.align.sentence.aligners import Texts, align
from vectors import VectorMemory

ROW = "{:>9} {:>9} {:>9} {:>9} {:>9}"
COMPILING = 1_000
"""Lines that each programme aligns before it is timed: fewer would not load what only long documents use."""

Run = Callable[[], int]
Maker = Callable[[Path, int, Path | None], Run]


def main(folder: Path, most: int, peer: bool, memory: Path | None) -> None:
    print(ROW.format("lines", "aligner", "s", "lines/s", "peak MB"))
    size = 1_000
    while size <= most:
        measured(ours, folder, size, memory)
        if peer and size <= 16_000 and find_spec("galechurch"):
            measured(galechurch, folder, size, memory)
        if peer and size <= 16_000 and find_spec("sentweave"):
            measured(vecalign, folder, size, memory)
        size = 16_000 if size == 10_000 else 100_000 if size == 16_000 else size * 10


def measured(maker: Maker, folder: Path, size: int, memory: Path | None) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_measured, args=(maker, folder, size, memory))
    process.start()
    process.join()


def _measured(maker: Maker, folder: Path, size: int, memory: Path | None) -> None:
    maker(folder, COMPILING, memory)()
    run = maker(folder, size, memory)
    began = time.perf_counter()
    run()
    spent = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(ROW.format(f"{size:,}", maker.__name__, f"{spent:.2f}", f"{size / spent:,.0f}", f"{peak:,}"), flush=True)


def document(folder: Path, size: int, *, recoded: bool = True) -> Texts:
    """About `size` lines of source, to the end of a document, one translation; recoded: with an alphabet of its own each time
    round."""
    cases = dev.flores(folder)
    chance = random.Random(size)
    source: list[str] = []
    target: list[str] = []
    forward: list[str] = []
    while len(source) < size:
        changed = "".join(chance.sample(ascii_lowercase, 26))
        table = str.maketrans(ascii_lowercase + ascii_uppercase, changed + changed.upper()) if recoded else {}
        for case in chance.sample(cases, len(cases)):
            if len(source) >= size:
                break
            source += case.texts.source
            forward += [_recoded(line, table) for line in case.texts.forward[0]]
            target += [_recoded(line, table) for line in case.texts.target]
    return Texts(source, target, [forward])


def _recoded(line: str, table: dict[int, str]) -> str:
    return " ".join(word.translate(table) if len(word) > 3 else word for word in line.split(" "))


def ours(folder: Path, size: int, _memory: Path | None) -> Run:
    texts = document(folder, size)
    return lambda: len(align(texts))


def galechurch(folder: Path, size: int, _memory: Path | None) -> Run:
    from galechurch import align as peer

    texts = document(folder, size)
    return lambda: len(peer(list(texts.source), list(texts.target), max_block_size=10**12).beads)


def vecalign(folder: Path, size: int, memory: Path | None) -> Run:
    texts, vectors = document(folder, size, recoded=False), VectorMemory(memory)
    blocks = [vectors.blocks(side, peers.LONGEST) for side in (texts.source, texts.target)]
    return lambda: len(peers.vecalign_of(*blocks))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, default=1_000_000)
    parser.add_argument("--peer", action="store_true")
    parser.add_argument("--memory", type=Path)
    given = parser.parse_args()
    main(given.folder, given.most, given.peer, given.memory)
