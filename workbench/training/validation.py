"""Scores of a model on development sets, by the engine that users have."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from jjak.align.mt.engines import load_translator
from jjak.eval.metrics import Score, corpus_score

METRICS = ("bleu", "chrf2")
VALIDATED = 200  # lines of a set that are translated at each validation

Rows = Sequence[tuple[str, str]]


def scores_of(
    model: str, languages: tuple[str, str], sets: Mapping[str, Rows], *, to: Sequence[int] = (0, 1), beam: int, threads: int
) -> dict[str, Score]:
    """Corpus scores by `SET FROM-TO METRIC`; `sets` hold rows in the order of `languages`, `to` says into which of them."""
    scores: dict[str, Score] = {}
    for name, rows in sets.items():
        for side in to if rows else ():
            source, target = languages[1 - side], languages[side]
            translator = load_translator(source, target, model=model, beam=beam, threads=threads)
            made = [translation.text for translation in translator([row[1 - side] for row in rows])]
            for metric in METRICS:
                score = corpus_score(metric, made, [row[side] for row in rows], target)
                scores[f"{name} {source}-{target} {metric}"] = score
    return scores


def sample(rows: Rows) -> Rows:
    """At most VALIDATED rows, from all over a set."""
    return rows[:: max(1, len(rows) // VALIDATED)][:VALIDATED]


@contextmanager
def passing_cache(folder: Path) -> Iterator[None]:
    """Models that are converted meanwhile leave nothing in the user's cache: each validation makes another one."""
    before = os.environ.get("JJAK_CACHE")
    os.environ["JJAK_CACHE"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["JJAK_CACHE"]
        else:
            os.environ["JJAK_CACHE"] = before
        shutil.rmtree(folder, ignore_errors=True)
