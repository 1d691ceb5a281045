"""Splits of a corpus, such that no sentence of one has a copy or a near copy in another, and that stay as the corpus grows.

Where a document goes follows from the hash of its name alone, so a document that is in `test` stays there whatever is added.
By `document`, near-duplicates that lie in several splits are kept in the one that has most of them, and are left out of the
others. By `cluster`, each cluster of near-duplicates goes where the hash of its smallest member says, and documents are
not held together.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from jjak.align.text.normalization import comparison_key
from jjak.corpora.pair import Pair
from jjak.seeds.errors import CorpusError, SettingError, unknown

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

WAYS = ("document", "cluster")
NEAR = 0.6  # less than what a filter removes: a change of one word in a short sentence shares so much
OUT = 255  # the code of a pair that no split gets
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Split:
    """shares: of each split, summing to 1; by: what is kept together; threshold: from which two texts are near; seed: another
    one gives another split."""

    shares: Mapping[str, float]
    by: str = WAYS[0]
    threshold: float = NEAR
    seed: str = ""


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """Which split each pair goes to, in the order of the pairs. ids: (n,) uint64, codes: (n,) uint8, an index of `names` or
    OUT; clusters: how many there are; straddling: pairs that were left out since their near copies are in another split."""

    names: tuple[str, ...]
    ids: npt.NDArray[np.uint64]
    codes: npt.NDArray[np.uint8]
    documents: int
    clusters: int
    straddling: int


def shares_of(text: str) -> dict[str, float]:
    """The shares by name that `train=0.9,dev=0.05,test=0.05` says.

    Raises:
        SettingError: Where a part is no `NAME=SHARE`.
    """
    try:
        return {name.strip(): float(share) for name, _, share in (part.partition("=") for part in text.split(","))}
    except ValueError as error:
        example = "For example train=0.9,dev=0.05,test=0.05."
        raise SettingError("--split {text}: no number after =", example, text=text) from error


def checked(split: Split) -> Split:
    """`split`, or SettingError where it cannot be."""
    if split.by not in WAYS:
        raise unknown("way to split by", split.by, WAYS)
    total = sum(split.shares.values())
    if len(split.shares) < 2 or not abs(total - 1) <= 1e-6 or not all(share > 0 for share in split.shares.values()):
        raise SettingError(
            "The shares {shares} sum to {total:g}",
            "Give two or more, all over 0, that sum to 1: train=0.9,dev=0.05,test=0.05.",
            shares=", ".join(f"{n}={s:g}" for n, s in split.shares.items()),
            total=total,
        )
    if any(not name.isidentifier() or not name.isascii() for name in split.shares):
        raise SettingError("A split's name has letters, digits and _ only", "For example train, dev and test.")
    if len(split.shares) > 100:
        raise SettingError("{count} splits are too many", "Give at most 100.", count=len(split.shares))
    return split


def plan(pairs: Iterable[Pair], split: Split) -> SplitPlan:
    """Decide where each pair goes; reads the pairs once and keeps their texts without spaces and punctuation, no more."""
    import numpy as np

    from jjak.corpora.filters.minhash import Neighbours

    ids, documents = array("Q"), array("i")
    names: dict[str, int] = {}
    sides = [Neighbours(split.threshold), Neighbours(split.threshold)]
    roots: npt.NDArray[np.int32] = np.zeros(0, np.int32)
    stream = iter(pairs)
    while batch := list(islice(stream, AT_ONCE)):
        first = len(ids)
        ids.extend(number(pair.id) for pair in batch)
        documents.extend(names.setdefault(pair.name, len(names)) for pair in batch)
        roots = _longer(roots, len(ids))
        owners = np.arange(first, len(ids), dtype=np.int32)
        texts = [_texts(pair) for pair in batch]
        for side, near in enumerate(sides):
            near.join([text[side] for text in texts], owners, roots)
    del sides
    clusters = _settled(roots[: len(ids)])
    return _decided(np.array(ids, np.uint64), np.array(documents, np.int32), list(names), clusters, split)


def number(id_: str) -> int:
    """An id as a number of 64 bits."""
    try:
        return int(id_, 16)
    except ValueError:
        return _hash(id_)


def _texts(pair: Pair) -> tuple[str, str]:
    """The texts of both sides, the same language in the same place whichever way a pair goes."""
    texts = sorted(((pair.source.lang, pair.source.text), (pair.target.lang, pair.target.text)))
    return comparison_key(texts[0][1]), comparison_key(texts[1][1])


def _longer(roots: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int32]:
    if count <= len(roots):
        return roots
    import numpy as np

    size = max(count, len(roots) * 3 // 2, AT_ONCE)
    return np.concatenate([roots, np.arange(len(roots), size, dtype=np.int32)])


def _settled(roots: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The root of every pair."""
    import numpy as np

    while not np.array_equal(following := roots[roots], roots):
        roots = following
    return roots


def _decided(
    ids: npt.NDArray[np.uint64],
    documents: npt.NDArray[np.int32],
    names: Sequence[str],
    clusters: npt.NDArray[np.int32],
    split: Split,
) -> SplitPlan:
    import numpy as np

    if split.by == "document":
        by_document = _codes(np.array([_placed(name, split.seed) for name in names], np.uint64), split)
        codes = by_document[documents] if len(names) else np.zeros(0, np.uint8)
        codes, straddling = _one_each(codes, clusters, list(split.shares.values()))
    else:
        salted = _mixed(ids ^ np.uint64(_hash(split.seed)))
        least = np.full(len(ids), np.iinfo(np.uint64).max, np.uint64)
        np.minimum.at(least, clusters, salted)
        # a second mixing, since the least of many is small
        codes, straddling = _codes(_mixed(least[clusters] + np.uint64(1)), split), 0
    return SplitPlan(tuple(split.shares), ids, codes, len(names), len(np.unique(clusters)), straddling)


def _codes(hashes: npt.NDArray[np.uint64], split: Split) -> npt.NDArray[np.uint8]:
    import numpy as np

    bounds = np.cumsum(list(split.shares.values()))
    places = hashes.astype(np.float64) / 2.0**64
    return np.minimum(np.searchsorted(bounds, places, "right"), len(bounds) - 1).astype(np.uint8)


def _one_each(
    codes: npt.NDArray[np.uint8], clusters: npt.NDArray[np.int32], shares: Sequence[float]
) -> tuple[npt.NDArray[np.uint8], int]:
    """Each cluster in the split that has most of it; how many pairs that leaves out.

    Where several have as much, the smallest split gets it: two near copies in train and in test cost train one pair of
    many, not test one of few.
    """
    import numpy as np

    order = sorted(range(len(shares)), key=lambda code: shares[code])
    votes = np.zeros((len(shares), len(codes)), np.int32)
    for row, code in enumerate(order):
        np.add.at(votes[row], clusters[codes == code], 1)
    winners = np.array(order, np.uint8)[votes.argmax(axis=0)]
    wrong = winners[clusters] != codes
    kept = codes.copy()
    kept[wrong] = OUT
    return kept, int(wrong.sum())


def assigned(pairs: Iterable[Pair], plan: SplitPlan) -> Iterator[tuple[str, Pair]]:
    """The same pairs again, each with its split; raises CorpusError where they are others than were planned for."""
    count = 0
    for count, pair in enumerate(pairs, 1):
        if count > len(plan.ids) or number(pair.id) != int(plan.ids[count - 1]):
            raise CorpusError("The corpus changed while it was exported", "Run the export again.")
        code = int(plan.codes[count - 1])
        if code != OUT:
            yield plan.names[code], pair
    if count != len(plan.ids):
        raise CorpusError("The corpus changed while it was exported", "Run the export again.")


def met(plan: SplitPlan, split: Split) -> dict[str, Any]:
    """How well the shares were met, and what it cost."""
    counts = {name: int((plan.codes == code).sum()) for code, name in enumerate(plan.names)}
    total = max(1, sum(counts.values()))
    return {
        "splits": {
            name: {"pairs": count, "share": round(count / total, 4), "wanted": split.shares[name]}
            for name, count in counts.items()
        },
        "left out": plan.straddling,
        "documents": plan.documents,
        "clusters": plan.clusters,
    }


def place_of(name: str, seed: str = "") -> float:
    """Where a document lies between 0 and 1, by its name alone: the first split has what lies below its share, and so on."""
    return _placed(name, seed) / 2.0**64


def _placed(name: str, seed: str) -> int:
    return _hash(f"{seed}\x1f{name}")


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:8], "big")


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """The finaliser of MurmurHash3: every bit of the input moves half of the bits of the output."""
    import numpy as np

    out = values.copy()
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        out ^= out >> np.uint64(33)
        out *= np.uint64(factor)
    return out ^ (out >> np.uint64(33))
