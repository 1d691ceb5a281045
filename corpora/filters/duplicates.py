"""Filters against texts that were there before: in the corpus, or in test sets that must stay unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jjak.align.text.normalization import comparison_key
from jjak.corpora.formats import Entry, Refused, Wanted, reader_of
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
    """A pair stays that is neither in the files of `with` nor like what is. threshold: 1 for exact copies only."""

    def __init__(self, files: Sequence[str] | str = (), threshold: float = THRESHOLD, sides: str = "either") -> None:
        self._compared, self._threshold = SIDES[_sides(sides)], float(threshold)
        self._files = [Path(one) for one in ([files] if isinstance(files, str) else files)]
        self._known: dict[tuple[str, str], list[Neighbours]] = {}

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
            texts = [self._compared(pair) for path in self._files for pair in _pairs(path, direction)]
            columns = list(zip(*texts, strict=True))
            self._known[direction] = [Neighbours(self._threshold) for _ in columns]
            for near, column in zip(self._known[direction], columns, strict=True):
                near.new(column)
        return self._known[direction]

    def accept(self, score: bool) -> bool:
        return not score


def _pairs(path: Path, direction: tuple[str, str]) -> Iterator[Pair]:
    """The rows of a test set; raises FormatError where it cannot be read."""
    wanted = Wanted(direction)
    if not path.exists():
        raise FormatError("{path}: no such file", "Check the path of the test set.", path=path)
    try:
        for entry in reader_of(path, wanted)[1](path, wanted):
            if isinstance(entry, Refused) and entry.row == 0:
                raise FormatError(
                    "{path}: {reason}", "Name the test sets as files that can be imported.", path=path, reason=entry.reason
                )
            if not isinstance(entry, Entry):
                continue
            texts = {entry.source[0]: entry.source, entry.target[0]: entry.target}
            yield bare(*(texts[language] for language in direction))
    except OSError as error:
        raise FormatError(
            "{path}: {reason}", "Check the path of the test set.", path=path, reason=error.strerror or str(error)
        ) from error
