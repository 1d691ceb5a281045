"""What speaks for and against each bead that is possible, before it is weighed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from jjak.align.sentence.candidates import Candidates
from jjak.align.sentence.embeddings import VectorSides, of_vector_blocks
from jjak.align.sentence.evidence import Reliance
from jjak.align.sentence.lattice import PAIRS, STEPS
from jjak.align.sentence.overlaps import Doubles, Shared, of_blocks, running, shared
from jjak.align.sentence.similarity import View, blocks
from jjak.align.text.ngrams import Codes, Floats, Longs, frequencies, renumbered, words

# of a pair; "per line" is the same figure once for every sentence of a side, so that a merge is paid as its parts would be
LIKENESS = (
    *("words", "words per line", "characters", "characters per line", "least covered line", "least covered by words"),
    *("matched words", "matched characters", "much matched by words", "much matched by characters"),
    *("unmatched words", "unmatched characters"),
)
FEATURES = (
    *LIKENESS,
    *("length deviation", "long deviation", "length ratio", "kept words", "lost words", "kept marks", "lost marks"),
    *("vectors", "vectors per line", "same field", "other field"),
)
KINDS = ("1-1", "1-2", "1-3", "1-4", "2-2", "2-3", "1-5", "3-3")  # "1-5" stands for longer ones too, the last for all others
NAMES = (*FEATURES, *KINDS, "omission", "omission mass")
COLUMN = {name: at for at, name in enumerate(NAMES)}
_PLACES = {(1, 1): 0, (1, 2): 1, (1, 3): 2, (1, 4): 3, (2, 2): 4, (2, 3): 5}
KIND = np.array([_PLACES.get((min(pair), max(pair)), 6 if min(pair) == 1 else 7) for pair in PAIRS])


def characters_of(lines: Sequence[str]) -> Doubles:
    """(n,) float64: characters of each line, white space left out."""
    return np.array([len(line) - line.count(" ") for line in lines], dtype=np.float64)


def comparable(first: Doubles, second: Doubles) -> tuple[Doubles, Doubles]:
    """Lengths of both sides' lines in characters of the text that is longer, whichever side that is."""
    ratio = (second.sum() + 1) / (first.sum() + 1)
    return first * max(1.0, ratio), second * max(1.0, 1 / ratio)


def kept_words(source: Codes, target: Codes) -> Shared:
    """What both texts themselves hold: numbers, names, Latin words.

    Words that the other text never has say nothing, and one that it has far less often ("die" in English) says little: in
    a long text every short word turns up on the other side by accident.
    """
    left, right, buckets = renumbered(words(source), words(target))
    first, second = frequencies(left, buckets=buckets), frequencies(right, buckets=buckets)
    total = len(left) + len(right) + 1
    weights = np.zeros(len(first), dtype=np.float32)
    both = np.flatnonzero((first > 0) & (second > 0))
    first, second = first[both], second[both]
    weights[both] = np.minimum(first, second) / np.maximum(first, second) * np.log(total / (first + second))
    return shared(left, right, weights)


def features(
    beads: Candidates,
    views: Sequence[View],
    kept: Shared,
    signs: Shared,
    lengths: tuple[Doubles, Doubles],
    masses: tuple[Doubles, Doubles],
    reliance: Reliance,
    vectors: VectorSides | None = None,
    fields: tuple[Sequence[str], Sequence[str]] | None = None,
) -> tuple[Floats, Doubles]:
    """(k, NAMES) float32 of each bead, and (k,) float64, how far its likeness is believed, 0..1.

    kept, signs: the words and the marks that both texts hold themselves; lengths: of their lines, comparable; masses: of the
    grams of each line, 1 for a usual one; fields: for each line what it is in its page, empty for running text.
    """
    pairs = np.flatnonzero(beads.types < len(PAIRS))
    rows, columns, types = beads.rows[pairs], beads.columns[pairs], beads.types[pairs]
    sizes = STEPS[types]
    found = np.zeros((len(beads.types), len(NAMES)), dtype=np.float32)
    said, known = blocks(rows, columns, types, views)
    found[pairs, : len(LIKENESS)] = _likeness(said, sizes.sum(1) / 2, reliance.scale)
    at = COLUMN["length deviation"]
    found[pairs, at : at + 3] = _lengths(rows, columns, sizes, *lengths)
    found[pairs, at + 3 : at + 5] = _kept(rows, columns, sizes, kept)
    found[pairs, at + 5 : at + 7] = _kept(rows, columns, sizes, signs)
    if vectors is not None:
        alike = of_vector_blocks(rows, columns, types, vectors)
        at = COLUMN["vectors"]
        found[pairs, at : at + 2] = np.stack([alike, alike * (sizes.sum(1) / 2)], 1)
    if fields is not None:
        found[pairs, COLUMN["same field"]], found[pairs, COLUMN["other field"]] = _fields(rows, columns, sizes, fields)
    found[pairs, len(FEATURES) + KIND[types]] = 1
    believed = np.zeros(len(beads.types))
    believed[pairs] = np.where(known > 0, _mean(rows, columns, sizes, (reliance.left, reliance.right)), 0)
    found[beads.types >= len(PAIRS), COLUMN["omission"]] = 1
    for side, (mass, trust) in enumerate(zip(masses, (reliance.left, reliance.right), strict=True)):
        gone = np.flatnonzero(beads.types == len(PAIRS) + side)
        lines = (beads.rows, beads.columns)[side][gone]
        found[gone, COLUMN["omission mass"]], believed[gone] = mass[lines], trust[lines]
    return found, believed


def _likeness(said: Floats, half: Doubles, scale: float) -> Floats:
    """(k, LIKENESS) of (k, 2, BLOCK): words and characters side by side."""
    alike, least, matched = (said[:, :, at] * scale for at in range(3))
    much = np.log1p(4 * np.maximum(matched, 0))
    once = [alike[:, 0], alike[:, 0] * half, alike[:, 1], alike[:, 1] * half, least[:, 1], least[:, 0]]
    return np.stack([*once, *matched.T, *much.T, *said[:, :, 3].T], 1).astype(np.float32)


def _between(total: Doubles, starts: Longs, sizes: Longs) -> Doubles:
    sums: Doubles = total[starts + sizes] - total[starts]
    return sums


def _lengths(rows: Longs, columns: Longs, sizes: Longs, first: Doubles, second: Doubles) -> Floats:
    """(k, 3): squared deviation from the ratio of the whole texts, in two caps, and the logarithm of the ratio."""
    left = _between(running(first), rows, sizes[:, 0])
    right = _between(running(second), columns, sizes[:, 1])
    far = np.where((left > 0) & (right > 0), (right - left) ** 2 / np.maximum((left + right) / 2, 1), 50.0)
    apart = np.minimum(2.0, np.abs(np.log((right + 4) / (left + 4))))
    return np.stack([np.minimum(far / 4, 4.0), np.minimum(far / 12, 12.0), apart], 1).astype(np.float32)


def _kept(rows: Longs, columns: Longs, sizes: Longs, kept: Shared) -> Floats:
    """(k, 2): the weight of words, or marks, that both blocks hold themselves, and of those that one lacks."""
    common, _ = of_blocks(rows, columns, sizes, kept)
    mass = _between(kept.left_mass, rows, sizes[:, 0]) + _between(kept.right_mass, columns, sizes[:, 1])
    return np.stack([np.log1p(common), np.log1p(np.maximum(0, mass - 2 * common))], 1).astype(np.float32)


def _mean(rows: Longs, columns: Longs, sizes: Longs, values: tuple[Doubles, Doubles]) -> Doubles:
    """(k,) the mean over the lines of each bead."""
    total = _between(running(values[0]), rows, sizes[:, 0]) + _between(running(values[1]), columns, sizes[:, 1])
    mean: Doubles = total / sizes.sum(1)
    return mean


def _fields(
    rows: Longs, columns: Longs, sizes: Longs, fields: tuple[Sequence[str], Sequence[str]]
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which beads link two lines of one field, and which mix a field with something else."""
    numbers = {name: at for at, name in enumerate(["", *sorted({name for side in fields for name in side if name})])}
    left, right = (np.array([numbers[name] for name in side], dtype=np.int64) for side in fields)
    some = _between(running(left > 0), rows, sizes[:, 0]) + _between(running(right > 0), columns, sizes[:, 1]) > 0
    same = some & (sizes.sum(1) == 2) & (left[rows] == right[columns])
    return same, some & ~same
