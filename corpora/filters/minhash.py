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
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

THRESHOLD = 0.7
HASHES, GRAM = 80, 5
BANDS = ((0.7, 16), (0.0, 20))  # from which threshold, how many bands of all hashes
# Of many texts from one mould, all nearly alike, not every two are compared: at most STEPS are met in a band; of those that
# one band speaks for WEAK are compared, of those that fewer than SURE speak for TRIED, and of the others all.
STEPS, TRIED, WEAK, SURE = 4_000, 500, 50, 5
Ints = npt.NDArray[np.int64]

_chance = np.random.default_rng(20240229)
_A = (_chance.integers(1, 2**63, HASHES, dtype=np.uint64) << np.uint64(1)) | np.uint64(1)
_B = _chance.integers(0, 2**63, HASHES, dtype=np.uint64)


class Neighbours:
    """An index of texts that grows as it is asked."""

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        bands = next(bands for least, bands in BANDS if threshold >= least)
        self._count = 0
        self._data = np.zeros(1 << 16, np.uint8)
        self._ends = np.zeros(1 << 10, np.int64)
        self._keys = np.zeros((1 << 10, bands), np.uint32)
        self._next = np.zeros((1 << 10, bands), np.int32)
        self._heads = np.full((bands, 1 << 11), -1, np.int32)
        self._owners = np.zeros(1 << 10, np.int32)
        self._longest = 1

    def new(self, texts: Sequence[str]) -> Ints:
        """For each text the number of an earlier text that it is near to, or -1; those that are near to none are kept."""
        return self._run(texts, 0, np.zeros(0, np.int32), np.zeros(len(texts), np.int32))

    def like(self, texts: Sequence[str]) -> Ints:
        """For each text the number of a kept text that it is near to, or -1; nothing is added."""
        return self._run(texts, 2, np.zeros(0, np.int32), np.zeros(len(texts), np.int32))

    def join(self, texts: Sequence[str], owners: npt.NDArray[np.int32], roots: npt.NDArray[np.int32]) -> None:
        """Unite the owners of near texts in `roots`, a forest: roots[i] is i's parent, a root is its own."""
        self._run(texts, 1, roots, owners)

    def _run(self, texts: Sequence[str], mode: int, roots: npt.NDArray[np.int32], owners: npt.NDArray[np.int32]) -> Ints:
        raw = [text.encode("utf-8", "surrogatepass") for text in texts]
        self._room(sum(map(len, raw)), len(raw))
        begin = int(self._ends[self._count - 1]) if self._count else 0
        joined = np.frombuffer(b"".join(raw), np.uint8)
        sizes = np.fromiter(map(len, raw), np.int64, len(raw))
        found = np.full(len(raw), -1, np.int64)
        self._longest = max(self._longest, int(sizes.max(initial=0)))
        self._owners[self._count : self._count + len(raw)] = owners
        self._count = _add(
            joined,
            sizes,
            self._data,
            self._ends,
            begin,
            self._count,
            self._keys,
            self._next,
            self._heads,
            self._owners,
            owners,
            roots,
            _A,
            _B,
            self._threshold,
            self._longest,
            mode,
            found,
        )
        return found

    def _room(self, size: int, texts: int) -> None:
        used = int(self._ends[self._count - 1]) if self._count else 0
        self._data = _grown(self._data, used + size)
        self._ends = _grown(self._ends, self._count + texts)
        self._keys = _grown(self._keys, self._count + texts)
        self._next = _grown(self._next, self._count + texts)
        self._owners = _grown(self._owners, self._count + texts)
        if self._count + texts > self._heads.shape[1]:
            width = 1 << (2 * (self._count + texts) - 1).bit_length()
            self._heads = np.full((len(self._heads), width), -1, np.int32)
            _rehash(self._keys, self._next, self._heads, self._count)


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
def _add(  # type: ignore[no-untyped-def]
    texts,
    sizes,
    data,
    ends,
    begin,
    count,
    keys,
    nexts,
    heads,
    owned,
    owners,
    roots,
    factors,
    terms,
    threshold,
    longest,
    mode,
    found,
):
    """mode 0: find one, keep what has none; 1: unite with all, keep all but copies; 2: find one, keep nothing."""
    bands, mask = keys.shape[1], heads.shape[1] - 1
    rows = len(factors) // bands
    grams, other = np.empty(longest, np.uint64), np.empty(longest, np.uint64)
    least = np.empty(len(factors), np.uint64)
    wanted = np.empty(bands, np.uint32)
    at = 0
    for t in range(len(sizes)):
        size = sizes[t]
        total = _grams(texts, at, at + size, grams)
        for k in range(len(factors)):
            best = np.uint64(0xFFFFFFFFFFFFFFFF)
            for g in range(total):
                value = grams[g] * factors[k] + terms[k]
                if value < best:
                    best = value
            least[k] = best
        for band in range(bands):
            key = np.uint64(band)
            for r in range(rows):
                key = (key ^ least[band * rows + r]) * np.uint64(0x9E3779B97F4A7C15)
                key ^= key >> np.uint64(29)
            wanted[band] = np.uint32(key >> np.uint64(32))
        copy = False
        tried = weak = 0
        for band in range(bands):
            j = heads[band, wanted[band] & mask]
            steps = 0
            while j >= 0 and steps < STEPS and not copy and (mode == 1 or found[t] < 0):
                steps += 1
                known = keys[j, band] != wanted[band]
                known = known or (mode == 1 and _root(roots, owners[t]) == _root(roots, owned[j]))
                if not known:
                    alike = 0
                    for other_band in range(bands):
                        if keys[j, other_band] == wanted[other_band]:
                            # met in an earlier band already
                            known = known or other_band < band
                            alike += 1
                    weak += alike == 1
                    known = known or (alike == 1 and weak > WEAK) or (alike < SURE and tried >= TRIED)
                if not known:
                    tried += 1
                    start = ends[j - 1] if j else 0
                    many = _grams(data, start, ends[j], other)
                    if min(total, many) >= threshold * max(total, many):
                        share = _share(grams, total, other, many)
                        if share >= threshold:
                            found[t] = j
                            if mode == 1:
                                a, b = _root(roots, owners[t]), _root(roots, owned[j])
                                roots[max(a, b)] = min(a, b)
                                copy = share == 1.0
                j = nexts[j, band]
            if copy:
                break
        if (mode == 0 and found[t] < 0) or (mode == 1 and not copy):
            for i in range(size):
                data[begin + i] = texts[at + i]
            begin += size
            ends[count] = begin
            owned[count] = owners[t]
            for band in range(bands):
                keys[count, band] = wanted[band]
                slot = wanted[band] & mask
                nexts[count, band] = heads[band, slot]
                heads[band, slot] = count
            count += 1
        at += size
    return count
