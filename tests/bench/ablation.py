"""What each ingredient of the translation aligner is worth: `python tests/bench/ablation.py BENCH_FOLDER`.

Weights are learned anew without the ingredient on three of the four sets of `fit.py` and scored on the fourth, as it is and
with 15 % of its lines deleted. What is no weight is left out of the aligner itself.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

import documents as dev
import fit
from jjak.align.sentence.features import COLUMN
from jjak.align.sentence.fit import LEARNED

WITHOUT: dict[str, tuple[str, ...]] = {
    "nothing left out": (),
    "words": ("words", "words per line", "least covered by words", "matched words", "much matched by words", "unmatched words"),
    "characters": (
        *("characters", "characters per line", "least covered line"),
        *("matched characters", "much matched by characters", "unmatched characters", "omission mass"),
    ),
    "once per sentence": ("words per line", "characters per line"),
    "the least covered line": ("least covered line", "least covered by words"),
    "matched mass": ("matched words", "matched characters", "much matched by words", "much matched by characters"),
    "unmatched mass": ("unmatched words", "unmatched characters", "omission mass"),
    "lengths": ("length deviation", "long deviation", "length ratio"),
    "numbers and names": ("kept words", "lost words"),
    "marks": ("kept marks", "lost marks"),
    "one cost for each run of omissions": ("opening", "switch"),
}
CHANGED: dict[str, tuple[str, Callable[..., Any] | float]] = {
    "adaptation to the document": ("jjak.align.sentence.belief.adapted", lambda _beads, _found, seen, _most=0.0: seen),
    "likeness brought to a usual scale": ("jjak.align.sentence.observation.scale_of", lambda _: 1.0),
    "lengths where translations are no surer": ("jjak.align.sentence.belief.SHARED", 1.0),
    "the path of expected beads": ("jjak.align.sentence.belief.TAKEN", 0.5),
    "rarity of words": ("jjak.align.sentence.similarity.rarity", lambda *_: np.ones(1 << 20, dtype=np.float32)),
}


def main(folder: Path) -> None:
    sets = fit.learnable(folder)
    assert all(name in (*COLUMN, *LEARNED) for names in WITHOUT.values() for name in names)
    print(f"{'without':42}", *(f"{name:>10} {'15 % gone':>10}" for name in sets))
    learner = fit.Learner(sets)
    for title, names in WITHOUT.items():
        report(title, learner, names)
    for title, (place, instead) in CHANGED.items():
        with patch(place, instead):
            report(title, fit.Learner(sets), ())


def report(title: str, learner: fit.Learner, without: tuple[str, ...]) -> None:
    print(f"{title:42}", end="", flush=True)
    for left, cases in learner.sets.items():
        for share in (0.0, 0.15):
            counts = fit.scored(learner, "translation", left, [dev.deleted(case, share) for case in cases], without)
            print(f" {counts.f1:10.3f}", end="", flush=True)
    print()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
