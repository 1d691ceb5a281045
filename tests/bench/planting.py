"""Documents whose target sentences were moved, or whose neighbouring lines were joined; gold and translations follow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents import Case
from jjak.align.sentence.beads import BeadIndices

SWAP, DISTANT, PARAGRAPH = "swap", "distant", "paragraph"
MOVES = (SWAP, DISTANT, PARAGRAPH)
SHARE = {SWAP: 0.04, DISTANT: 0.02, PARAGRAPH: 0.04}  # of the gold beads that are moved


@dataclass(frozen=True)
class Planted:
    """case: with its lines moved; moved: the gold beads that stand where they did not stand; both of two that were swapped."""

    case: Case
    moved: frozenset[BeadIndices]


def planted(case: Case, move: str, seed: int = 5) -> Planted:
    """`case` with target sentences moved: neighbours swapped, one 3 to 30 lines away, or paragraphs of 3 to 8 lines."""
    chance = random.Random(f"{case.name} {move} {seed}")
    blocks = _blocks(case)
    wanted, moved, taken = max(1.0, SHARE[move] * len(case.gold)), set[int](), set[int]()
    order = list(range(len(blocks)))
    for _ in range(40 * len(blocks)):
        if len(moved) >= wanted:
            break
        first, stop, to = _draw(blocks, move, chance)
        span = set(range(min(first, to) - 1, max(stop, to) + 1))
        if stop > len(blocks) or not 0 <= to <= len(blocks) or span & taken or not all(_movable(b) for b in blocks[first:stop]):
            continue
        if move == SWAP and not _movable(blocks[stop]):
            continue
        taken |= span
        moved |= set(range(first, stop + 1 if move == SWAP else stop))
        order = _moved(order, first, stop, to)
    return _placed(case, blocks, order, moved, move)


def _blocks(case: Case) -> list[BeadIndices]:
    """The gold beads in order of the target, and a block for every line that is in none."""
    held = {j for _, target in case.gold for j in target}
    beads = [bead for bead in case.gold if bead[1]] + [((), (j,)) for j in range(len(case.texts.target)) if j not in held]
    return sorted(beads, key=lambda bead: bead[1])


def _movable(block: BeadIndices) -> bool:
    source, target = block
    return bool(source) and all(side[-1] - side[0] + 1 == len(side) for side in (source, target))


def _draw(blocks: Sequence[BeadIndices], move: str, chance: random.Random) -> tuple[int, int, int]:
    """Which blocks go, and before which one."""
    first = chance.randrange(len(blocks) - 1)
    if move == SWAP:
        return first, first + 1, min(first + 2, len(blocks))
    lines, stop = chance.randint(3, 8) if move == PARAGRAPH else 1, first
    while stop < len(blocks) and sum(len(target) for _, target in blocks[first:stop]) < lines:
        stop += 1
    away = chance.randint(3, 30)
    return first, stop, stop + away if chance.random() < 0.5 else first - away


def _moved(order: list[int], first: int, stop: int, to: int) -> list[int]:
    """`order` with the blocks first..stop before block `to`; spans of moves do not overlap, so places are still numbers."""
    going = order[first:stop]
    left = [at for at in order if at not in set(going)]
    place = to if to <= first else to - len(going)
    return left[:place] + going + left[place:]


def _placed(case: Case, blocks: Sequence[BeadIndices], order: Sequence[int], moved: set[int], move: str) -> Planted:
    lines = [j for at in order for j in blocks[at][1]]
    place = {j: at for at, j in enumerate(lines)}

    def follow(bead: BeadIndices) -> BeadIndices:
        return bead[0], tuple(sorted(place[j] for j in bead[1]))

    texts = case.texts
    changed = replace(
        texts,
        target=[texts.target[j] for j in lines],
        backward=[[side[j] for j in lines] for side in texts.backward],
        fields=None,
    )
    gold = tuple(follow(bead) for bead in case.gold)
    return Planted(
        replace(case, name=f"{case.name} {move}", texts=changed, gold=gold), frozenset(follow(blocks[k]) for k in moved)
    )


@dataclass(frozen=True)
class Joined:
    """case: with neighbouring lines of one side joined; units: of either side, for each line the lines of before that it is of,
    and the characters at which each of them begins."""

    case: Case
    units: tuple[list[list[tuple[int, int]]], list[list[tuple[int, int]]]]
    gold: tuple[BeadIndices, ...]


def joined(case: Case, side: int, share: float = 0.2, seed: int = 7) -> Joined:
    """`case` with `share` of the neighbours of the source (0) or the target (1) joined, and their translations; gold speaks of
    the lines as they were."""
    chance = random.Random(f"{case.name} joined {side} {seed}")
    texts = case.texts
    lines = (texts.source, texts.target)[side]
    groups: list[list[int]] = []
    for at in range(len(lines)):
        if groups and len(groups[-1]) == 1 and chance.random() < share:
            groups[-1].append(at)
        else:
            groups.append([at])
    units: list[list[tuple[int, int]]] = []
    for group in groups:
        begins, length = [], 0
        for at in group:
            begins.append((at, length))
            length += len(lines[at]) + 1
        units.append(begins)

    def put(text: Sequence[str]) -> list[str]:
        return [" ".join(text[at] for at in group) for group in groups]

    plain = [[(at, 0)] for at in range(len((texts.target, texts.source)[side]))]
    if side == 0:
        changed = replace(texts, source=put(texts.source), forward=[put(each) for each in texts.forward], fields=None)
        return Joined(replace(case, texts=changed), (units, plain), case.gold)
    changed = replace(texts, target=put(texts.target), backward=[put(each) for each in texts.backward], fields=None)
    return Joined(replace(case, texts=changed), (plain, units), case.gold)
