"""The development documents with their gold and their machine translations, and rougher copies of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jjak.align.sentence.aligners import Texts
from jjak.align.sentence.beads import BeadIndices, parse_beads

GOOGLE = ("google",)
ALL_FORWARD = ("google", "europarlfull", "europarllight", "SACunidir")
ALL_BACKWARD = ("google", "europarlfull", "europarllight")


@dataclass(frozen=True)
class Case:
    """One document: its texts and translations, and its gold."""

    name: str
    texts: Texts
    gold: tuple[BeadIndices, ...]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def gold(path: Path) -> tuple[BeadIndices, ...]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple((tuple(source), tuple(target)) for source, target in parse_beads(lines, path.name))


def read(stem: Path, source: str, target: str, forward: Sequence[str] = (), backward: Sequence[str] = ()) -> Case:
    """The document `stem.source`, `stem.target`, `stem.gold` with translations `stem.source-target.SYSTEM`."""

    def side(suffix: str) -> list[str]:
        return lines(stem.parent / f"{stem.name}.{suffix}")

    texts = Texts(
        side(source),
        side(target),
        [side(f"{source}-{target}.{system}") for system in forward],
        [side(f"{target}-{source}.{system}") for system in backward],
    )
    return Case(stem.name, texts, gold(stem.parent / f"{stem.name}.gold"))


def textberg(folder: Path, forward: Sequence[str] = GOOGLE, backward: Sequence[str] = ()) -> list[Case]:
    return [read(folder / "textberg-dev" / "dev", "de", "fr", forward, backward)]


def flores(folder: Path, forward: Sequence[str] = ("opusmt",), backward: Sequence[str] = ()) -> list[Case]:
    stems = sorted((folder / "flores-dev").glob("*.gold"), key=lambda path: (len(path.name), path.name))
    return [read(path.with_suffix(""), "ko", "en", forward, backward) for path in stems]


def novels(folder: Path) -> list[Case]:
    return [read(folder / "zh-en" / f"novel{at}", "zh", "en", GOOGLE) for at in range(1, 7)]


def magazine(folder: Path) -> list[Case]:
    return [read(folder / "zh-en" / "magazine", "en", "zh", GOOGLE)]


def documents(folder: Path) -> list[Case]:
    """The whole documents, Korean first; a gold bead is a unit of several sentences."""
    return [_document(path) for path in sorted((folder / "docs").glob("*/*.sent.gold.tsv"))]


def _document(path: Path) -> Case:
    stem = path.name.removesuffix(".sent.gold.tsv")
    sides = [path.with_name(f"{stem}.{lang}.sent.txt").read_text(encoding="utf-8").splitlines() for lang in ("ko", "en")]
    rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines() if row]
    units = [tuple(tuple(map(int, side.split(","))) if side else () for side in row) for row in rows]
    return Case(f"{path.parent.name}/{stem}", Texts(*sides), tuple((ko, en) for en, ko in units))


def parts(case: Case, count: int) -> list[Case]:
    """`case` in about `count` equal pieces, cut where no gold bead is cut."""
    beads = [bead for bead in case.gold if bead[0] and bead[1]]
    size = len(case.texts.source)
    cuts = [(0, 0)]
    clean = [(s[-1] + 1, t[-1] + 1) for s, t in beads]
    clean = [(i, j) for i, j in clean if all((max(s) < i) == (min(s) < i) == (max(t) < j) == (min(t) < j) for s, t in beads)]
    for k in range(1, count):
        cuts.append(min(clean, key=lambda cut: abs(cut[0] - k * size / count)))
    cuts.append((size, len(case.texts.target)))
    return [_piece(case, cuts[k], cuts[k + 1], k) for k in range(count)]


def _piece(case: Case, start: tuple[int, int], stop: tuple[int, int], number: int) -> Case:
    (i, j), (x, y) = start, stop
    inside = [b for b in case.gold if all(i <= k < x for k in b[0]) and all(j <= k < y for k in b[1])]
    beads = tuple((tuple(k - i for k in s), tuple(k - j for k in t)) for s, t in inside)
    forward = [side[i:x] for side in case.texts.forward]
    backward = [side[j:y] for side in case.texts.backward]
    return Case(f"{case.name}/{number}", Texts(case.texts.source[i:x], case.texts.target[j:y], forward, backward), beads)


def deleted(case: Case, share: float, seed: int = 3) -> Case:
    """`case` with `share` of the lines of either side gone, alone and in runs; gold and translations follow."""
    if not share:
        return case
    chance, texts = random.Random(f"{case.name} {share} {seed}"), case.texts
    rows = _left(len(texts.source), share, chance)
    columns = _left(len(texts.target), share, chance)
    forward = [[side[i] for i in rows] for side in texts.forward]
    backward = [[side[j] for j in columns] for side in texts.backward]
    changed = replace(texts, source=[texts.source[i] for i in rows], target=[texts.target[j] for j in columns])
    places = {i: at for at, i in enumerate(rows)}, {j: at for at, j in enumerate(columns)}
    beads: list[BeadIndices] = []
    for bead in case.gold:
        source, target = (tuple(place[at] for at in side if at in place) for side, place in zip(bead, places, strict=True))
        beads += [(source, target)] if source and target else [((i,), ()) for i in source] + [((), (j,)) for j in target]
    changed = replace(changed, forward=forward, backward=backward)
    return replace(case, name=f"{case.name} {share:.0%} gone", texts=changed, gold=tuple(beads))


def _left(size: int, share: float, chance: random.Random) -> list[int]:
    """The lines that stay."""
    gone: set[int] = set()
    while len(gone) < round(size * share):
        begin = chance.randrange(size)
        gone.update(range(begin, min(size, begin + chance.choice((1, 1, 1, 2, 3, 5)))))
    return [at for at in range(size) if at not in gone]


def worse(case: Case, share: float, seed: int = 1) -> Case:
    """`case` with `share` of the words of its translations left out or taken from another line: a bad translation."""
    chance = random.Random(f"{case.name} {seed}")

    def spoiled(side: Sequence[str]) -> list[str]:
        words = [word for line in side for word in line.split()]
        return [" ".join(_spoiled(line.split(), words, share, chance)) for line in side]

    texts = case.texts
    changed = replace(texts, forward=[spoiled(s) for s in texts.forward], backward=[spoiled(s) for s in texts.backward])
    return replace(case, name=f"{case.name} worse", texts=changed)


def _spoiled(line: Sequence[str], words: Sequence[str], share: float, chance: random.Random) -> Iterator[str]:
    for word in line:
        if chance.random() >= share:
            yield word
        elif chance.random() < 0.5:
            yield chance.choice(words)


def gaps(case: Case, share: float, seed: int = 2) -> Case:
    """`case` with `share` of its lines left untranslated."""
    chance = random.Random(f"{case.name} {seed}")

    def thinned(sides: Sequence[Sequence[str]]) -> list[list[str]]:
        return [["" if chance.random() < share else line for line in side] for side in sides]

    texts = replace(case.texts, forward=thinned(case.texts.forward), backward=thinned(case.texts.backward))
    return replace(case, name=f"{case.name} gaps", texts=texts)


def shuffled(case: Case, share: float = 1.0, seed: int = 4) -> Case:
    """`case` with `share` of the lines of its translations exchanged with each other."""
    chance = random.Random(f"{case.name} {seed}")

    def mixed(side: Sequence[str]) -> list[str]:
        places = [at for at in range(len(side)) if chance.random() < share]
        exchanged = dict(zip(places, chance.sample(places, len(places)), strict=True))
        return [side[exchanged.get(at, at)] for at in range(len(side))]

    texts = case.texts
    changed = replace(texts, forward=[mixed(s) for s in texts.forward], backward=[mixed(s) for s in texts.backward])
    return replace(case, name=f"{case.name} shuffled", texts=changed)


def untranslated(case: Case) -> Case:
    texts = case.texts
    changed = replace(texts, forward=[[""] * len(s) for s in texts.forward], backward=[[""] * len(s) for s in texts.backward])
    return replace(case, name=f"{case.name} untranslated", texts=changed)


def foreign(case: Case) -> Case:
    """`case` with each side as its own translation: text in the wrong language."""
    texts = case.texts
    changed = replace(texts, forward=[texts.source] * len(texts.forward), backward=[texts.target] * len(texts.backward))
    return replace(case, name=f"{case.name} foreign", texts=changed)


SPOILED = {"shuffled": shuffled, "half": lambda case: shuffled(case, 0.5), "empty": untranslated, "foreign": foreign}
