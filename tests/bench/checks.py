"""How many good pairs the gating checks hold up, and how many planted faults of numbers they find.

    python tests/bench/checks.py PAIRS.tsv[.gz] …      # Korean and English in two columns, either first

Use texts that the rules were not written on. What is planted: one figure of a number changed, a number dropped, two of its
figures swapped, and, told apart from these, two numbers that change places; the number is one of the texts' own, chosen by
a seeded draw, in pairs that no check holds up.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from jjak.corpora.checks.review_checks import errors, exchanged_numbers, lost_numbers

FIGURES = re.compile(r"(?<![\w.,:/·_-])(?<!&#)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d:/_·-])")
HANGUL = re.compile("[가-힣]")
Fault = Callable[[str, random.Random], str]


def changed(number: str, draw: random.Random) -> str:
    at = draw.choice([place for place, sign in enumerate(number) if sign.isdigit()])
    return number[:at] + draw.choice([sign for sign in "123456789" if sign != number[at]]) + number[at + 1 :]


def dropped(number: str, draw: random.Random) -> str:
    return ""


def swapped(number: str, draw: random.Random) -> str:
    places = [at for at in range(len(number) - 1) if number[at : at + 2].isdigit() and number[at] != number[at + 1]]
    places = [at for at in places if at or number[1] != "0"]
    if not places:
        return number
    at = draw.choice(places)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def pairs_of(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1:
                yield (cells[0], cells[1]) if HANGUL.search(cells[0]) else (cells[1], cells[0])


def wrong(source: str, target: str) -> bool:
    return any(lost_numbers(source, target)) or bool(exchanged_numbers(source, target))


def found(pairs: list[tuple[str, str]], fault: Fault, draw: random.Random) -> tuple[int, int]:
    """How many faults were planted, and how many are found."""
    planted = caught = 0
    for pair in pairs:
        side = draw.randrange(2)
        places = list(FIGURES.finditer(pair[side]))
        if not places:
            continue
        place = draw.choice(places)
        number = fault(place[0], draw)
        if number == place[0]:
            continue
        spoilt = pair[side][: place.start()] + number + pair[side][place.end() :]
        planted += 1
        caught += wrong(spoilt, pair[1]) if side == 0 else wrong(pair[0], spoilt)
    return planted, caught


def exchanged(pairs: list[tuple[str, str]], draw: random.Random) -> tuple[int, int]:
    """How many pairs have two numbers of one text that can change places, and in how many it is found that they did."""
    planted = caught = 0
    for pair in pairs:
        side = draw.randrange(2)
        places = list(FIGURES.finditer(pair[side]))
        if len({place[0] for place in places}) < 2:
            continue
        first = draw.choice(places)
        second = draw.choice([place for place in places if place[0] != first[0]])
        one, two = sorted((first, second), key=lambda place: place.start())
        text = pair[side]
        spoilt = text[: one.start()] + two[0] + text[one.end() : two.start()] + one[0] + text[two.end() :]
        planted += 1
        caught += wrong(spoilt, pair[1]) if side == 0 else wrong(pair[0], spoilt)
    return planted, caught


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--most", type=int, default=1500, help="pairs of each file, drawn by chance")
    options = parser.parse_args()
    draw = random.Random(4)
    good: list[tuple[str, str]] = []
    total = numbers = gated = 0
    for path in options.files:
        pairs = list(pairs_of(path))
        pairs = draw.sample(pairs, min(options.most, len(pairs)))
        lost = [wrong(*pair) for pair in pairs]
        stopped = [bool(errors(*pair)) for pair in pairs]
        total, numbers, gated = total + len(pairs), numbers + sum(lost), gated + sum(stopped)
        good += [pair for pair, one in zip(pairs, lost, strict=True) if not one]
        print(
            f"{path.name:32} {len(pairs):6,} pairs  numbers {sum(lost) / len(pairs):6.2%}"
            f"  all checks {sum(stopped) / len(pairs):6.2%}"
        )
    print(f"{'all':32} {total:6,} pairs  numbers {numbers / total:6.2%}  all checks {gated / total:6.2%}")
    faults: dict[str, Fault] = {"changed": changed, "dropped": dropped, "swapped": swapped}
    sums = [0, 0]
    for name, fault in faults.items():
        planted, caught = found(good, fault, draw)
        sums = [sums[0] + planted, sums[1] + caught]
        print(f"{name:10} {planted:6,} planted  {caught / max(1, planted):6.1%} found")
    print(f"{'all':10} {sums[0]:6,} planted  {sums[1] / max(1, sums[0]):6.1%} found")
    planted, caught = exchanged(good, draw)
    print(f"{'exchanged':10} {planted:6,} planted  {caught / max(1, planted):6.1%} found")


if __name__ == "__main__":
    main()
