"""Pairs for the benchmarks of import, filters and export, made from real ones.

`python tests/bench/corpus_pairs.py PAIRS_FOLDER OUT.tmx [--pairs 1000000] [--planted 0.05]` takes the sentences of
`PAIRS_FOLDER/*.tsv.gz` (English, tab, Korean) and, when they are used up, joins two neighbours to a new one. A share of the
pairs is planted: a copy of an earlier pair of another document with one small change on each side. OUT.tmx has documents of 50
pairs; `OUT.tmx.truth` holds, a line for each planted pair, its number and the number of its original, from 1.
"""

from __future__ import annotations

import argparse
import gzip
import random
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

DOCUMENT = 50  # pairs
LEAST = 30  # characters of the English side of what is copied; one change of a shorter text makes another text of it
WORDS = {"en": ["new", "old", "other", "small", "last"], "ko": ["새로운", "다른", "작은", "지난", "오래된"]}
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header creationtool="bench" creationtoolversion="1"'
    ' segtype="sentence" o-tmf="none" adminlang="en" srclang="en" datatype="plaintext"/>\n<body>\n'
)


def real(folder: Path) -> Iterator[tuple[str, str]]:
    """(English, Korean) of every file by name, and after them neighbours joined, so that there are always more."""
    files = sorted(folder.glob("*.tsv.gz"))
    for step in range(100):
        for file in files:
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                rows = [tuple(line.rstrip("\n").split("\t")[:2]) for line in lines if line.count("\t") == 1]
            if step == 0:
                yield from rows
            else:
                for at in range(len(rows) - step):
                    a, b = rows[at], rows[at + step]
                    yield f"{a[0]} {b[0]}", f"{a[1]} {b[1]}"


def changed(text: str, lang: str, chance: random.Random) -> str:
    """One small change: case and marks, a word more or less, a letter, or a number."""
    words = text.split()
    kind = chance.randrange(5)
    if kind == 0:
        return text.upper().rstrip(".!?。") + " !"
    if kind == 1:
        words.insert(chance.randrange(len(words) + 1), chance.choice(WORDS[lang]))
    elif kind == 2 and len(words) > 8:
        del words[chance.randrange(len(words))]
    elif kind == 3:
        at = chance.randrange(len(text))
        return text[:at] + chance.choice("abcdefgh가나다라마") + text[at + 1 :]
    else:
        words.append(str(chance.randrange(10, 100)))
    return " ".join(words)


def make(folder: Path, out: Path, pairs: int, planted: float, seed: int = 1) -> None:
    chance = random.Random(seed)
    source = real(folder)
    pool: list[tuple[int, str, str]] = []
    with out.open("w", encoding="utf-8") as tmx, Path(f"{out}.truth").open("w") as truth:
        tmx.write(HEAD)
        for number in range(1, pairs + 1):
            original = 0
            if chance.random() < planted and len(pool) > 1_000:
                original, english, korean = pool[chance.randrange(len(pool))]
                english, korean = changed(english, "en", chance), changed(korean, "ko", chance)
                truth.write(f"{number}\t{original}\n")
            else:
                english, korean = next(source)
                if len(english) >= LEAST and len(korean) >= LEAST // 2 and chance.random() < 0.2:
                    pool.append((number, english, korean))
            tmx.write(_unit(number, english, korean))
        tmx.write("</body></tmx>\n")


def _unit(number: int, english: str, korean: str) -> str:
    document = f"d{(number - 1) // DOCUMENT:06}"
    sides = "".join(
        f'<tuv xml:lang="{lang}"><seg>{escape(_sound(text))}</seg></tuv>' for lang, text in (("en", english), ("ko", korean))
    )
    return f'<tu tuid="{number}"><prop type="x-document">{document}</prop>{sides}</tu>\n'


def _sound(text: str) -> str:
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff") or "-"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--planted", type=float, default=0.05)
    given = parser.parse_args()
    make(given.folder, given.out, given.pairs, given.planted)
