"""Finding translations among many documents: `python tests/bench/matching.py BENCH_FOLDER [--model NAME]`.

For each set of BENCH_FOLDER/docs all documents are shuffled and a fifth of the English ones is withheld; the Korean ones are
translated by the model (greedy). A pair is right when both files have one name.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from documents import lines
from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.engines import load_translator
from jjak.align.sentence.document_alignment import Text, match

ROUNDS = 5


def main(folder: Path, model: str) -> None:
    translator = load_translator("ko", "en", model=model, beam=1)

    def translate(texts: Sequence[str]) -> list[str]:
        return [translation.text for translation in translator(texts)]

    print(f"{'set':20} {'docs':>5} {'precision':>9} {'recall':>7} {'F1':>6} {'s':>6}   (mean of {ROUNDS} shuffles, {model})")
    for place in sorted((folder / "docs").iterdir()):
        if place.is_dir():
            print(row(place, translate), flush=True)


def row(place: Path, translate: Callable[[Sequence[str]], list[str]]) -> str:
    names = sorted(path.name.removesuffix(".ko.sent.txt") for path in place.glob("*.ko.sent.txt"))
    korean = {name: lines(place / f"{name}.ko.sent.txt") for name in names}
    sources = {name: Text(side, translate(side)) for name, side in korean.items()}
    targets = {name: Text(lines(place / f"{name}.en.sent.txt")) for name in names}
    right = found = wanted = 0
    began = time.perf_counter()
    for seed in range(ROUNDS):
        chance = random.Random(seed)
        left = chance.sample(names, len(names))
        kept = chance.sample(names, len(names) - len(names) // 5)
        pairs = match([sources[name] for name in left], [targets[name] for name in kept])
        right += sum(left[pair.source] == kept[pair.target] for pair in pairs)
        found, wanted = found + len(pairs), wanted + len(kept)
    spent = (time.perf_counter() - began) / ROUNDS
    precision, recall = right / max(1, found), right / wanted
    f1 = 2 * right / (found + wanted)
    return f"{place.name:20} {len(names):5} {precision:9.3f} {recall:7.3f} {f1:6.3f} {spent:6.1f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=EMBEDDED)
    given = parser.parse_args()
    main(given.folder, given.model)
