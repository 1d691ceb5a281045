"""What each ingredient of the translation aligner is worth: `python tests/bench/ablation.py BENCH_FOLDER`.

Weights are learned anew without the ingredient on two thirds of the documents of `fit.py` and scored on the last third.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np

import fit
from jjak.align.sentence.features import FEATURES
from jjak.align.sentence.lattice import PAIRS

LEARNED = (*fit.SHARED, *fit.TRANSLATED)
WITHOUT = {
    "nothing left out": (),
    "words": ("words", "words per line"),
    "characters": ("characters", "characters per line"),
    "once per sentence": ("words per line", "characters per line"),
    "once per bead": ("words", "characters"),
    "least covered line": ("least covered line",),
    "lengths": ("length deviation", "length ratio"),
    "numbers and names": ("kept words", "lost words"),
    "omission's own evidence": ("omission length", "omission likeness"),
    "openings": ("opening",),
}
CHANGED: dict[str, tuple[str, Callable[..., object]]] = {
    "adaptation to the document": ("jjak.align.sentence.crf_aligner.adapted", lambda _, weights: weights),
    "rarity of words": ("jjak.align.sentence.similarity.rarity", lambda *_: np.ones(1 << 20, dtype=np.float32)),
    "overlap by chance": ("jjak.align.sentence.similarity._chance", lambda *_: np.zeros(len(PAIRS))),
}


def main(folder: Path) -> None:
    groups = fit.groups(folder)
    assert all(name in (*FEATURES, *LEARNED) for names in WITHOUT.values() for name in names)
    for title, names in WITHOUT.items():
        print(f"without {title}", flush=True)
        fit.crossed(groups, tuple(name for name in LEARNED if name not in names))
    for title, (place, instead) in CHANGED.items():
        print(f"without {title}", flush=True)
        with patch(place, instead):
            fit.crossed(fit.groups(folder), LEARNED)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
