"""Sentence pairs as packed piece ids, and the order in which training sees them.

A packed file is made once and is all that training reads: it can be sent to another machine, and the order of the batches
depends on nothing but its contents, the seed and the epoch, so that a run resumes to the step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from jjak.align.mt.vocabulary import SpecialPieces

Ids = npt.NDArray[np.int32]
POOL = 64  # batches that are sorted by length together


@dataclass(frozen=True, slots=True)
class Packed:
    """Pairs of piece ids in two languages.

    ids: for each language all ids one after the other; ends: for each language (n + 1,) int64 offsets into ids;
    share: (n,) float32, how often a pair is seen in an epoch (1 = once).
    """

    languages: tuple[str, str]
    ids: tuple[Ids, Ids]
    ends: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
    share: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.share)

    def lengths(self, side: int) -> npt.NDArray[np.int64]:
        return np.diff(self.ends[side])

    def row(self, side: int, index: int) -> Ids:
        return self.ids[side][self.ends[side][index] : self.ends[side][index + 1]]

    def save(self, path: Path) -> None:
        first, second = self.languages
        with path.open("wb") as file:
            np.savez_compressed(
                file,
                languages=np.array([first, second]),
                ids0=self.ids[0],
                ids1=self.ids[1],
                ends0=self.ends[0],
                ends1=self.ends[1],
                share=self.share,
            )

    @classmethod
    def load(cls, path: Path) -> Packed:
        with np.load(path) as data:
            first, second = (str(name) for name in data["languages"])
            return cls((first, second), (data["ids0"], data["ids1"]), (data["ends0"], data["ends1"]), data["share"])


def pack(languages: tuple[str, str], sides: tuple[list[list[int]], list[list[int]]], share: Sequence[float]) -> Packed:
    """Pack equally many rows of ids in both languages; raises ValueError where their numbers differ."""
    if not len(sides[0]) == len(sides[1]) == len(share):
        raise ValueError(f"{len(sides[0])} rows of {languages[0]}, {len(sides[1])} of {languages[1]}, {len(share)} shares")
    flat = [np.fromiter((i for row in side for i in row), dtype=np.int32) for side in sides]
    ends = [np.concatenate([[0], np.cumsum([len(row) for row in side], dtype=np.int64)]) for side in sides]
    return Packed(languages, (flat[0], flat[1]), (ends[0], ends[1]), np.asarray(share, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Batch:
    """source: (b, s) int64 with tag and `</s>`; target: (b, t) int64 with `</s>`; both padded with `pad`.

    to: which of the two languages the targets are in; one batch translates one way.
    """

    source: npt.NDArray[np.int64]
    target: npt.NDArray[np.int64]
    to: int


def epoch(packed: Packed, number: int, *, seed: int, tokens: int, marks: SpecialPieces) -> Iterator[Batch]:
    """The batches of epoch `number`, every pair in every direction by its share.

    tokens: about how many target pieces, padding included, a batch holds.
    """
    generator = np.random.default_rng((seed, number))
    whole = np.floor(packed.share + generator.random(len(packed))).astype(np.int64)
    rows = np.repeat(np.arange(len(packed)), whole)
    examples = np.concatenate([np.stack([rows, np.full_like(rows, to)], 1) for to in marks.tags])
    generator.shuffle(examples)
    mean = float(np.mean(packed.lengths(0)) + np.mean(packed.lengths(1))) / 2 + 2
    pool = max(1, int(POOL * tokens / mean))
    for start in range(0, len(examples), pool):
        batches = list(_batches(packed, examples[start : start + pool], tokens))
        generator.shuffle(batches)
        for to, chosen in batches:
            yield _batch(packed, chosen, to, marks)


def _batches(packed: Packed, examples: npt.NDArray[np.int64], tokens: int) -> Iterable[tuple[int, npt.NDArray[np.int64]]]:
    for to in (0, 1):
        rows = examples[examples[:, 1] == to, 0]
        target, source = packed.lengths(to)[rows] + 1, packed.lengths(1 - to)[rows] + 2
        order = np.lexsort((source, np.maximum(source, target)))
        widest, begin = 0, 0
        for at, row in enumerate(order):
            widest = max(widest, int(target[row]), int(source[row]))
            if (at - begin + 1) * widest > tokens and at > begin:
                yield to, rows[order[begin:at]]
                begin, widest = at, max(int(target[row]), int(source[row]))
        if len(order):
            yield to, rows[order[begin:]]


def _batch(packed: Packed, rows: npt.NDArray[np.int64], to: int, marks: SpecialPieces) -> Batch:
    source = _padded(packed, 1 - to, rows, marks.tags[to], marks.ends[0], marks.pad)
    return Batch(source, _padded(packed, to, rows, (), marks.ends[1], marks.pad), to)


def _padded(
    packed: Packed, side: int, rows: npt.NDArray[np.int64], tag: tuple[int, ...], end: int, pad: int
) -> npt.NDArray[np.int64]:
    """(rows, longest): tag, pieces and end of each row, then padding; without a loop, for which a GPU would have to wait."""
    starts = packed.ends[side][rows]
    lengths = packed.ends[side][rows + 1] - starts
    first, widest = len(tag), int(lengths.max())
    places = np.arange(widest)
    real = places < lengths[:, None]
    table = np.full((len(rows), first + widest + 1), pad, dtype=np.int64)
    table[:, :first] = tag
    table[:, first:-1][real] = packed.ids[side][(starts[:, None] + places)[real]]
    table[np.arange(len(rows)), first + lengths] = end
    return table
