"""Filters against texts that were there before: in the corpus, or in test sets that must stay unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jjak.align.text.normalization import comparison_key
from jjak.corpora.filters import test_sets
from jjak.corpora.pair import Pair, bare
from jjak.seeds.errors import FormatError

if TYPE_CHECKING:
    from jjak.corpora.filters.minhash import Neighbours

THRESHOLD = 0.7  # of the runs of bytes that two near-duplicates share

# what is compared: both texts of a pair together, one of them, or each with its like
SIDES: Mapping[str, Callable[[Pair], tuple[str, ...]]] = {
    "both": lambda pair: (f"{comparison_key(pair.source.text)}\t{comparison_key(pair.target.text)}",),
    "source": lambda pair: (comparison_key(pair.source.text),),
    "target": lambda pair: (comparison_key(pair.target.text),),
    "either": lambda pair: (comparison_key(pair.source.text), comparison_key(pair.target.text)),
}
_RAW: Mapping[str, Callable[[Pair], tuple[str, ...]]] = {
    "both": lambda pair: (f"{pair.source.text}\t{pair.target.text}",),
    "source": lambda pair: (pair.source.text,),
    "target": lambda pair: (pair.target.text,),
    "either": lambda pair: (pair.source.text, pair.target.text),
}


def _sides(name: str) -> str:
    if name not in SIDES:
        raise ValueError(f"sides is '{name}'; there are: {', '.join(SIDES)}")
    return name


class Duplicates:
    """A pair stays that comes before its copies. normalise: whether case, spaces and punctuation are looked through."""

    def __init__(self, sides: str = "both", normalise: bool = True) -> None:
        self._texts = (SIDES if normalise else _RAW)[_sides(sides)]
        self._seen: set[int] = set()

    def score(self, pairs: Sequence[Pair]) -> Sequence[bool]:
        """Whether it was there before. 64 bits of a text stand for it."""
        return [self._new(self._texts(pair)) for pair in pairs]

    def _new(self, texts: tuple[str, ...]) -> bool:
        keys = [hash((at, text)) for at, text in enumerate(texts)]
        if any(key in self._seen for key in keys):
            return True
        self._seen.update(keys)
        return False

    def accept(self, score: bool) -> bool:
        return not score


class NearDuplicates:
    """A pair stays that comes before those that are like it: that share `threshold` of their runs of five bytes."""

    def __init__(self, threshold: float = THRESHOLD, sides: str = "both") -> None:
        from jjak.corpora.filters.minhash import Neighbours

        self._texts = SIDES[_sides(sides)]
        self._near = [Neighbours(float(threshold)) for _ in range(2 if sides == "either" else 1)]

    def score(self, pairs: Sequence[Pair]) -> Sequence[bool]:
        texts = [self._texts(pair) for pair in pairs]
        found = [near.new([one[at] for one in texts]) for at, near in enumerate(self._near)]
        return [any(row) for row in zip(*(column >= 0 for column in found), strict=True)]

    def accept(self, score: bool) -> bool:
        return not score


class Overlap:
    """A pair stays that is neither in the files of `with` nor like what is. threshold: 1 for exact copies only.

    A file may hold pairs or lines of one language (`corpora.filters.test_sets`); with `sides` both it must hold pairs.
    """

    def __init__(self, files: Sequence[str] | str = (), threshold: float = THRESHOLD, sides: str = "either") -> None:
        self._compared, self._threshold, self._sides = SIDES[_sides(sides)], float(threshold), sides
        self._files = [Path(one) for one in ([files] if isinstance(files, str) else files)]
        if not self._files:
            raise ValueError("with names no test set; for example overlap={with: flores.tsv}")
        for path in self._files:
            if not path.exists():
                raise FormatError("{path}: no such file", "Check the path of the test set.", path=path)
        self._known: dict[tuple[str, str], list[Neighbours]] = {}

    @property
    def files(self) -> Mapping[str, str]:
        """SHA-256 of each test set, by its path as it was given."""
        return {str(path): test_sets.digest(path) for path in self._files}

    def score(self, pairs: Sequence[Pair]) -> Sequence[bool]:
        found = [False] * len(pairs)
        directions = [(pair.source.lang, pair.target.lang) for pair in pairs]
        for direction in dict.fromkeys(directions):
            rows = [row for row, one in enumerate(directions) if one == direction]
            texts = [self._compared(pairs[row]) for row in rows]
            for at, near in enumerate(self._near(direction)):
                for row, like in zip(rows, near.like([one[at] for one in texts]), strict=True):
                    found[row] = found[row] or bool(like >= 0)
        return found

    def _near(self, direction: tuple[str, str]) -> list[Neighbours]:
        """The test sets' texts, source and target as in `direction`."""
        from jjak.corpora.filters.minhash import Neighbours

        if direction not in self._known:
            columns = self._columns(direction)
            self._known[direction] = [Neighbours(self._threshold) for _ in columns]
            for near, column in zip(self._known[direction], columns, strict=True):
                near.new(column)
        return self._known[direction]

    def _columns(self, direction: tuple[str, str]) -> list[list[str]]:
        """What is compared of the test sets, as `_compared` orders it, without texts that are not there."""
        columns: list[list[str]] = [[] for _ in range(2 if self._sides == "either" else 1)]
        for path in self._files:
            found = 0
            for row in test_sets.rows_of(path, direction):
                there = _there(row, self._sides)
                keys = self._compared(bare((direction[0], row.source), (direction[1], row.target)))
                for column, key, is_there in zip(columns, keys, there, strict=True):
                    if is_there:
                        column.append(key)
                        found += 1
            if not found:
                raise FormatError(
                    "{path}: no {sides} text to compare in {source}–{target}",
                    "Lines of one language can be compared with sides: either, source or target.",
                    path=path,
                    sides=self._sides,
                    source=direction[0],
                    target=direction[1],
                )
        return columns

    def accept(self, score: bool) -> bool:
        return not score


def _there(row: test_sets.TextRow, sides: str) -> tuple[bool, ...]:
    """Whether a row of a test set has each text that is compared."""
    source, target = bool(row.source.strip()), bool(row.target.strip())
    return {"both": (source and target,), "source": (source,), "target": (target,), "either": (source, target)}[sides]
