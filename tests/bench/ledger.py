"""Where every character goes, for documents made at random: `python tests/bench/ledger.py [N] [--seed 1] [--processes 2]`.

Each reader of READERS is given N/len(READERS) texts of the pieces that it looks for, with hard ones among them, and half of the
texts are spoilt. With `--blocks` a block counts as one segment and no sentences are cut, which tries many times as many. What
is asserted of each: its account covers the text in order, and holds nothing that nobody spoke of. An importer is added as a
row, with what makes its files and what says of one which of its characters went nowhere.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import NamedTuple

from jjak.align.text.segmentation import segment_document
from jjak.seeds.errors import JjakError
from jjak.seeds.ledger import Fate, ledger
from jjak.seeds.reading import document_of
from spoiling import SIZES, spoilt, written
from targets import PAGE as NEWS

PLAIN = """\
- The committee agreed to plant trees
ㅇ 자급률을 25%로 높이는 것을 목표로 함
□ 추진 배경
① 나무란 줄기가 있는 식물을 말한다.
제1조(목적) 이 법은 숲을 보호한다.
KIM: Good evening and welcome
사회자: 어서 오십시오
A&amp;B &lt;숲&gt; &nbsp;물 &#8216;불&#8217; &middot; 끝.
broken \ufffd characters. And a sentence after them.
1. Introduction ................ 3
The committee met on Monday to consider the proposal that the
members had made in the spring, and it decided to put it off""".splitlines()
MARKDOWN = """\
# 나무 심기 #
---
title: x
```sh
~~~
<!-- 설명
-->
> 기다린다. [안내서](https://example.org)를 보십시오.
- [x] 물을 준다.
| 나무 | 값 \\| 원 |
|---|:-:|
[here]: https://example.org
<div align="center">
***
끝이 \\""".splitlines()


class Reader(NamedTuple):
    """name; made: a file of it, by chance; small: one of few pieces; lost: what of a file went nowhere, empty where all is
    accounted for."""

    name: str
    made: Callable[[random.Random], bytes]
    small: Callable[[random.Random], bytes]
    lost: Callable[[bytes, bool], Sequence[str]]


def _made(chance: random.Random, pieces: Sequence[str], sizes: Sequence[int] = SIZES) -> bytes:
    raw = written(pieces, chance, sizes).encode("utf-8", "ignore")
    marks = [piece.encode() for piece in pieces] + [b"\n", b"\n\n", b"\r\n", b"\xe2\x80\x8b"]
    return raw if chance.random() < 0.5 else spoilt([raw], marks, chance).decode("utf-8", "ignore").encode()


def _lost(raw: bytes, blocks: bool, name: str) -> list[str]:
    document = document_of(raw, name)
    spans = [block.span for block in document.blocks]
    parts = ledger(document.text, spans, document.apart) if blocks else segment_document(document).ledger
    assert "".join(document.text[slice(*part.span)] for part in parts) == document.text, "the account is not the text"
    return [document.text[slice(*part.span)] for part in parts if part.fate is Fate.UNACCOUNTED]


def _reader(name: str, pieces: Sequence[str], file: str = "x.txt") -> Reader:
    small = partial(_made, pieces=pieces, sizes=(1, 2, 3, 5))
    return Reader(name, partial(_made, pieces=pieces), small, partial(_lost, name=file))


READERS = (
    _reader("plain", PLAIN),
    _reader("markdown", MARKDOWN, "x.md"),
    _reader("news", [*NEWS, *PLAIN[:2]]),
)


def tried(at: int, numbers: range, seed: int, blocks: bool) -> tuple[Counter[str], list[str]]:
    """What came of the inputs of these numbers, and what was found wrong."""
    reader, found, wrong = READERS[at], Counter[str](), []
    for number in numbers:
        raw = reader.made(random.Random(f"{reader.name} {seed} {number}"))
        try:
            lost = reader.lost(raw, blocks)
        except JjakError as error:
            found[f"refused ({type(error).__name__})"] += 1
            continue
        except Exception as error:  # what it is, is the finding
            lost = [f"{type(error).__name__}: {error}"]
        found["lost something" if lost else "whole"] += 1
        if lost:
            wrong.append(f"{reader.name} {seed} {number}: {lost[0][:60]!r} of {raw[:200]!r}")
    return found, wrong


def main(count: int, seed: int, processes: int, only: str, blocks: bool) -> int:
    failed = 0
    with ProcessPoolExecutor(processes) as pool:
        for at, reader in enumerate(READERS):
            if only and reader.name != only:
                continue
            each, began = count if only else count // len(READERS), time.perf_counter()
            parts = [range(start, min(each, start + 500)) for start in range(0, each, 500)]
            found, wrong = Counter[str](), list[str]()
            for counts, lines in pool.map(partial(tried, at, seed=seed, blocks=blocks), parts):
                found += counts
                wrong += lines
            spent = time.perf_counter() - began
            said = ", ".join(f"{number:,} {what}" for what, number in sorted(found.items()))
            print(f"{reader.name:>9}: {each:,} documents, {each / spent:,.0f} a second; {said}", flush=True)
            for line in wrong[:5]:
                print(f"           {line}", flush=True)
            failed += len(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int, nargs="?", default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", choices=[reader.name for reader in READERS], default="")
    parser.add_argument("--blocks", action="store_true", help="do not cut blocks into sentences")
    given = parser.parse_args()
    sys.exit(main(given.documents, given.seed, given.processes, given.only, given.blocks))
