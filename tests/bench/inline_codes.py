"""Tags put into translations by attention, beside where people put them, and beside the texts' lengths alone.

    python tests/bench/inline_codes.py PAIRS [--model NAME]

PAIRS has English TAB Korean, both with tags as in HTML. The tags are taken out of both; the model's attention over the text and
the person's own translation says where they go. Per pair of tags: characters within both the person's and ours, twice over
the sum (F1), and how many are at the person's very place.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

from jjak.align.mt.decoding import marian
from jjak.align.mt.engines import load_translator
from jjak.align.mt.inline_codes import Code, by_length, parted, placed_codes
from jjak.align.mt.translator import Translator

Placer = Callable[[str, list[Code], str], list[Code]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--model", default="jjak-ko-en")
    given = parser.parse_args()
    rows = [line.split("\t") for line in given.pairs.read_text(encoding="utf-8").splitlines()]
    print("| from | placed by | pairs of tags | F1 | at the very place |\n|---|---|---|---|---|")
    for source, target, order in (("ko", "en", (1, 0)), ("en", "ko", (0, 1))):
        pairs = [(parted(row[order[0]]), parted(row[order[1]])) for row in rows]
        for name, way in _ways(load_translator(source, target, model=given.model)).items():
            scores = list(_scores(pairs, way))
            exact = sum(score == 1 for score in scores) / len(scores)
            print(f"| {source} | {name} | {len(scores)} | {sum(scores) / len(scores):.3f} | {exact:.0%} |")


def _ways(translator: Translator) -> dict[str, Placer]:
    own, engine = marian(translator)
    return {
        "length": lambda text, codes, other: [by_length(code, text, other) for code in codes],
        "attention": lambda text, codes, other: placed_codes(own, engine, text, codes, other)[0],
    }


def _scores(pairs: Iterable[tuple[tuple[str, list[Code]], tuple[str, list[Code]]]], way: Placer) -> Iterable[float]:
    """F1 of each pair of tags that encloses some of the text on both sides, not the whole."""
    for (text, codes), (other, theirs) in pairs:
        of = {code.opening: code for code in theirs}
        if len(of) < len(theirs):
            continue  # two tags that are written alike could be exchanged
        for code, ours in zip(codes, way(text, codes, other), strict=True):
            person = of.get(code.opening)
            if person is None or not 0 < person.stop - person.start < len(other) or code.stop - code.start in (0, len(text)):
                continue
            both = max(0, min(person.stop, ours.stop) - max(person.start, ours.start))
            yield 2 * both / max(1, person.stop - person.start + ours.stop - ours.start)


if __name__ == "__main__":
    main()
