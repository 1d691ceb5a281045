"""Texts that are like one another, found without comparing all with all: MinHash in bands, then the exact share.

A text is the set of its runs of five UTF-8 bytes: five letters, or about two syllables of Hangul. Two texts are near where
the shared part of both sets (Jaccard) is at least the threshold. Bands of MinHash values (Broder 1997; banding as in
Leskovec, Rajaraman & Ullman, chapter 3) give the candidates, and each candidate is compared exactly: what is found is right,
and what is missed is near the threshold. With 16 bands of 5 values a share of 0.7 is missed in 5 of 100 cases, 0.75 in
1.3, 0.8 in 0.2 and 0.9 in none of a million; below a threshold of 0.7 there are 20 bands of 4, which miss 0.6 in 6 of 100, 0.65
in 2 and 0.7 in 0.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

HASHES, GRAM = 80, 5
BANDS = ((0.7, 16), (0.0, 20))  # from which threshold, how many bands of all hashes
# Of many texts from one mould, all nearly alike, not every two are compared: at most STEPS are met in a band; of those that
# one band speaks for WEAK are compared, of those that fewer than SURE speak for TRIED, and of the others all.
STEPS, TRIED, WEAK, SURE = 4_000, 500, 50, 5
Ints = npt.NDArray[np.int64]

_chance = np.random.default_rng(20240229)
_A = (_chance.integers(1, 2**63, HASHES, dtype=np.uint64) << np.uint64(1)) | np.uint64(1)
_B = _chance.integers(0, 2**63, HASHES, dtype=np.uint64)


class _Index(NamedTuple):
    """The kept texts, `count` of them, in arrays with room for more.

    data: their bytes, one text after the other; ends: (n,) int64, where each ends; owners: (n,) int32, whose each is;
    keys: (n, bands) uint32; heads: (bands, slots) int32, the last text whose key falls in a slot, -1 for none; nexts:
    (n, bands) int32, the text before it in the same slot.
    """

    data: Any
    ends: Any
    owners: Any
    keys: Any
    nexts: Any
    heads: Any


class _Scratch(NamedTuple):
    """What is worked out of one text: grams, other: hashes of its runs, and of those of a text that it is compared with;
    least: the least value of each hash function; keys: one of each band; counts: weak candidates met, texts compared."""

    grams: Any
    other: Any
    least: Any
    keys: Any
    counts: Any


class Neighbours:
    """An index of texts that grows as it is asked."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        bands = next(bands for least, bands in BANDS if threshold >= least)
        self._count = 0
        self._longest = 1
        self._index = _Index(
            data=np.zeros(1 << 16, np.uint8),
            ends=np.zeros(1 << 10, np.int64),
            owners=np.zeros(1 << 10, np.int32),
            keys=np.zeros((1 << 10, bands), np.uint32),
            nexts=np.zeros((1 << 10, bands), np.int32),
            heads=np.full((bands, 1 << 11), -1, np.int32),
        )

    def new(self, texts: Sequence[str]) -> Ints:
        """For each text the number of an earlier text that it is near to, or -1; those that are near to none are kept."""
        joined, sizes = self._read(texts)
        self._room(len(joined), len(sizes))
        found = np.full(len(sizes), -1, np.int64)
        self._count = _find_or_keep(joined, sizes, self._index, self._count, self._scratch(), self._threshold, found)
        return found

    def like(self, texts: Sequence[str]) -> Ints:
        """For each text the number of a kept text that it is near to, or -1; nothing is added."""
        joined, sizes = self._read(texts)
        found = np.full(len(sizes), -1, np.int64)
        _find(joined, sizes, self._index, self._scratch(), self._threshold, found)
        return found

    def join(self, texts: Sequence[str], owners: npt.NDArray[np.int32], roots: npt.NDArray[np.int32]) -> None:
        """Unite the owners of near texts in `roots`, a forest: roots[i] is i's parent, a root is its own.

        All texts are kept but copies.
        """
        joined, sizes = self._read(texts)
        self._room(len(joined), len(sizes))
        self._count = _unite(joined, sizes, owners, self._index, self._count, self._scratch(), self._threshold, roots)

    def _read(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.uint8], Ints]:
        """The bytes of all texts, and how many each has."""
        raw = [text.encode("utf-8", "surrogatepass") for text in texts]
        sizes = np.fromiter(map(len, raw), np.int64, len(raw))
        self._longest = max(self._longest, int(sizes.max(initial=0)))
        return np.frombuffer(b"".join(raw), np.uint8), sizes

    def _scratch(self) -> _Scratch:
        grams, other = np.empty(self._longest, np.uint64), np.empty(self._longest, np.uint64)
        bands = self._index.keys.shape[1]
        return _Scratch(grams, other, np.empty(HASHES, np.uint64), np.empty(bands, np.uint32), np.zeros(2, np.int64))

    def _room(self, size: int, texts: int) -> None:
        old, count = self._index, self._count + texts
        used = int(old.ends[self._count - 1]) if self._count else 0
        index = old._replace(
            data=_grown(old.data, used + size),
            ends=_grown(old.ends, count),
            owners=_grown(old.owners, count),
            keys=_grown(old.keys, count),
            nexts=_grown(old.nexts, count),
        )
        if count > index.heads.shape[1]:
            width = 1 << (2 * count - 1).bit_length()
            index = index._replace(heads=np.full((len(index.heads), width), -1, np.int32))
            _rehash(index.keys, index.nexts, index.heads, self._count)
        self._index = index


def _grown(array: Any, needed: int) -> Any:
    if needed <= len(array):
        return array
    longer = np.zeros((max(needed, len(array) * 3 // 2), *array.shape[1:]), array.dtype)
    longer[: len(array)] = array
    return longer


@njit(cache=True, nogil=True)
def _rehash(keys, nexts, heads, count):  # type: ignore[no-untyped-def]
    mask = heads.shape[1] - 1
    for band in range(keys.shape[1]):
        for i in range(count):
            slot = keys[i, band] & mask
            nexts[i, band] = heads[band, slot]
            heads[band, slot] = i


@njit(cache=True, nogil=True)
def _grams(data, start, stop, out):  # type: ignore[no-untyped-def]
    """Hashes of the runs of GRAM bytes, sorted, each once; how many. A shorter text is one run."""
    count = max(1, stop - start - GRAM + 1)
    for at in range(count):
        value = np.uint64(14695981039346656037)  # FNV-1a
        for i in range(start + at, min(stop, start + at + GRAM)):
            value = (value ^ np.uint64(data[i])) * np.uint64(1099511628211)
        value ^= value >> np.uint64(33)
        value *= np.uint64(0xFF51AFD7ED558CCD)  # MurmurHash3's finaliser
        value ^= value >> np.uint64(33)
        out[at] = value
    found = np.sort(out[:count])
    unique = 0
    for i in range(count):
        if i == 0 or found[i] != found[i - 1]:
            out[unique] = found[i]
            unique += 1
    return unique


@njit(cache=True, nogil=True)
def _share(a, count_a, b, count_b):  # type: ignore[no-untyped-def]
    i = j = shared = 0
    while i < count_a and j < count_b:
        if a[i] == b[j]:
            shared += 1
            i += 1
            j += 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return shared / (count_a + count_b - shared)


@njit(cache=True, nogil=True)
def _root(roots, i):  # type: ignore[no-untyped-def]
    while roots[i] != i:
        roots[i] = roots[roots[i]]
        i = roots[i]
    return i


@njit(cache=True, nogil=True)
def _find_or_keep(texts, sizes, index, count, scratch, threshold, found):  # type: ignore[no-untyped-def]
    """`found` for each text as `new` says it; how many texts are kept now."""
    at = 0
    for t in range(len(sizes)):
        text = texts[at : at + sizes[t]]
        total = _sign(text, scratch)
        found[t] = _nearest(index, scratch, total, threshold)
        if found[t] < 0:
            count = _keep(index, count, text, scratch.keys, 0)
        at += sizes[t]
    return count


@njit(cache=True, nogil=True)
def _find(texts, sizes, index, scratch, threshold, found):  # type: ignore[no-untyped-def]
    """`found` for each text as `like` says it."""
    at = 0
    for t in range(len(sizes)):
        total = _sign(texts[at : at + sizes[t]], scratch)
        found[t] = _nearest(index, scratch, total, threshold)
        at += sizes[t]


@njit(cache=True, nogil=True)
def _unite(texts, sizes, owners, index, count, scratch, threshold, roots):  # type: ignore[no-untyped-def]
    """Unite the owners of near texts; how many texts are kept now."""
    at = 0
    for t in range(len(sizes)):
        text = texts[at : at + sizes[t]]
        total = _sign(text, scratch)
        if not _united(index, scratch, total, threshold, owners[t], roots):
            count = _keep(index, count, text, scratch.keys, owners[t])
        at += sizes[t]
    return count


@njit(cache=True, nogil=True)
def _sign(text, scratch):  # type: ignore[no-untyped-def]
    """The hashes and the keys of a text into `scratch`; how many hashes it has."""
    total = _grams(text, 0, len(text), scratch.grams)
    for k in range(len(_A)):
        best = np.uint64(0xFFFFFFFFFFFFFFFF)
        for g in range(total):
            value = scratch.grams[g] * _A[k] + _B[k]
            if value < best:
                best = value
        scratch.least[k] = best
    rows = len(_A) // len(scratch.keys)
    for band in range(len(scratch.keys)):
        key = np.uint64(band)
        for r in range(rows):
            key = (key ^ scratch.least[band * rows + r]) * np.uint64(0x9E3779B97F4A7C15)
            key ^= key >> np.uint64(29)
        scratch.keys[band] = np.uint32(key >> np.uint64(32))
    scratch.counts[:] = 0
    return total


@njit(cache=True, nogil=True)
def _nearest(index, scratch, total, threshold):  # type: ignore[no-untyped-def]
    """The first kept text that the one in `scratch` is near to, or -1."""
    mask = index.heads.shape[1] - 1
    for band in range(len(scratch.keys)):
        j = index.heads[band, scratch.keys[band] & mask]
        steps = 0
        while j >= 0 and steps < STEPS:
            steps += 1
            if _worth(index.keys, j, scratch, band) and _compared(index, j, scratch, total, threshold) >= threshold:
                return j
            j = index.nexts[j, band]
    return -1


@njit(cache=True, nogil=True)
def _united(index, scratch, total, threshold, owner, roots):  # type: ignore[no-untyped-def]
    """Unite `owner` with those of all near texts; whether one of these is a copy, after which no other is looked for."""
    mask = index.heads.shape[1] - 1
    for band in range(len(scratch.keys)):
        key = scratch.keys[band]
        j = index.heads[band, key & mask]
        steps = 0
        while j >= 0 and steps < STEPS:
            steps += 1
            if (
                index.keys[j, band] == key
                and _root(roots, owner) != _root(roots, index.owners[j])
                and _worth(index.keys, j, scratch, band)
            ):
                share = _compared(index, j, scratch, total, threshold)
                if share >= threshold:
                    a, b = _root(roots, owner), _root(roots, index.owners[j])
                    roots[max(a, b)] = min(a, b)
                    if share == 1.0:
                        return True
            j = index.nexts[j, band]
    return False


@njit(cache=True, nogil=True)
def _worth(keys, j, scratch, band):  # type: ignore[no-untyped-def]
    """Whether text j is to be compared: it is met in this band first, and is not one of too many that little speaks for."""
    if keys[j, band] != scratch.keys[band]:
        return False
    alike = 0
    for other in range(len(scratch.keys)):
        if keys[j, other] == scratch.keys[other]:
            if other < band:
                return False
            alike += 1
    if alike == 1:
        scratch.counts[0] += 1
        if scratch.counts[0] > WEAK:
            return False
    if alike < SURE and scratch.counts[1] >= TRIED:
        return False
    scratch.counts[1] += 1
    return True


@njit(cache=True, nogil=True)
def _compared(index, j, scratch, total, threshold):  # type: ignore[no-untyped-def]
    """The share of text j and the one in `scratch`; 0 where their sizes alone put it below the threshold."""
    start = index.ends[j - 1] if j else 0
    many = _grams(index.data, start, index.ends[j], scratch.other)
    if min(total, many) < threshold * max(total, many):
        return 0.0
    return _share(scratch.grams, total, scratch.other, many)


@njit(cache=True, nogil=True)
def _keep(index, count, text, keys, owner):  # type: ignore[no-untyped-def]
    """Put a text at the end of the index; how many it has now."""
    begin = index.ends[count - 1] if count else 0
    for i in range(len(text)):
        index.data[begin + i] = text[i]
    index.ends[count] = begin + len(text)
    index.owners[count] = owner
    mask = index.heads.shape[1] - 1
    for band in range(len(keys)):
        index.keys[count, band] = keys[band]
        slot = keys[band] & mask
        index.nexts[count, band] = index.heads[band, slot]
        index.heads[band, slot] = count
    return count + 1
