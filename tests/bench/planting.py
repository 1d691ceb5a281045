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
