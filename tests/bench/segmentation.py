"""Sentences against a gold standard: ours, and kiwipiepy, kss, sentencex and pySBD alone.

    python tests/bench/segmentation.py [FOLDER] [--half a|b] [--peers PYTHON] [--errors]

FOLDER holds KIND.LANG.jsonl (`tests/bench/gold_sentences` where none is given; its README says what a segment is). Rules
are looked for on half a; half b is measured only, and `--errors` shows half a alone. PYTHON is an interpreter with kss and
pysbd, as of `python -m venv peers && peers/bin/pip install kss pysbd`; without it these two are left out.

`document`: `segment_document` over the text as the plain reader reads it. The others are given the same blocks, each as one
line without a break in it, and no headline is split for any of them: so only cutting differs. `lines` in front of a name:
given the whole text with its line breaks, and cut at these too, which is what a user of that library alone would do.

exact: segments whose both ends are right, in percent; cuts: ends inside the texts. Ends are counted in characters without white
space, as the gold holds them. Speed is in gold sentences a second, one process, after one text to load.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from jjak.align.text.segmentation import WHOLE, segment_document
from jjak.align.text.sentences import split
from jjak.seeds.document import Document, fold
from jjak.seeds.readers.plain import read_plain

Splitter = Callable[[str, str], list[str]]
PEER = """
import json, sys, time
texts, name = json.load(sys.stdin)
if name == "kss":
    import logging; logging.disable(logging.CRITICAL)
    import kss
    cut = lambda text, lang: kss.split_sentences(text, backend="punct" if lang != "ko" else "auto", strip=False, num_workers=1)
else:
    import pysbd
    made = {lang: pysbd.Segmenter(language=lang, clean=False) for lang in ("en",)}
    cut = lambda text, lang: made["en"].segment(text)
cut(*texts[0])
start = time.perf_counter()
found = [[str(piece) for piece in cut(text, lang)] for text, lang in texts]
json.dump([found, time.perf_counter() - start], sys.__stdout__)
"""


@dataclass(frozen=True)
class Gold:
    id: str
    kind: str
    lang: str
    text: str
    segments: tuple[str, ...]

    @property
    def ends(self) -> list[int]:
        return list(accumulate(_size(segment) for segment in self.segments))


def _size(text: str) -> int:
    return len("".join(text.split()))


def read_gold(folder: Path, half: str) -> list[Gold]:
    rows = [json.loads(line) for file in sorted(folder.glob("*.jsonl")) for line in file.open(encoding="utf-8")]
    kept = [row for row in rows if row["id"].startswith(f"{half}-")]
    return [Gold(row["id"], row["kind"], row["lang"], row["text"], tuple(row["segments"])) for row in kept]


def document_of(gold: Gold) -> Document:
    """As the plain reader reads it, which the others leave to readers of their own (numbers and times of subtitles)."""
    return Document(gold.id, f"{gold.id}.txt", gold.text, {"reader": "plain"}, *read_plain(gold.text))


def ours(gold: Gold) -> list[int]:
    """The ends of our segments; what is left out between two of them is a piece of its own."""
    ends: set[int] = set()
    for part in segment_document(document_of(gold), ("ko", "en")).segments:
        ends |= {_size(gold.text[: part.span.start]), _size(gold.text[: part.span.stop])}
    return sorted((ends | {_size(gold.text)}) - {0})


def by_blocks(gold: Gold) -> list[tuple[str, bool]]:
    """The texts of the blocks, and whether they may be split."""
    document = document_of(gold)
    return [(fold(document.text, block.span).text, block.kind not in WHOLE) for block in document.blocks]


def by_lines(gold: Gold) -> list[tuple[str, bool]]:
    return [(gold.text, True)]


def ends_of(pieces: Iterable[str], lines: bool) -> list[int]:
    parts = [part for piece in pieces for part in (piece.splitlines() if lines else [piece])]
    return sorted(set(accumulate(_size(part) for part in parts)) - {0})


def kiwi_alone() -> Splitter:
    from kiwipiepy import Kiwi

    kiwi = Kiwi(num_workers=1)
    return lambda text, lang: [text[part.start : part.end] for part in kiwi.split_into_sents(text)]


def sentencex_alone() -> Splitter:
    import sentencex

    return lambda text, lang: [str(part) for part in sentencex.segment(lang, text)]


def measured(
    golds: Sequence[Gold], texts: Callable[[Gold], list[tuple[str, bool]]], cut: Splitter
) -> tuple[list[list[int]], float]:
    cut("가. 나.", "ko"), cut("A. B.", "en")  # loads it
    found, seconds = [], 0.0
    for gold in golds:
        pieces: list[str] = []
        for text, may in texts(gold):
            start = time.perf_counter()
            pieces += cut(text, gold.lang) if may else [text]
            seconds += time.perf_counter() - start
        found.append(ends_of(pieces, texts is by_lines))
    return found, seconds


def measured_elsewhere(
    python: str, name: str, golds: Sequence[Gold], texts: Callable[[Gold], list[tuple[str, bool]]]
) -> tuple[list[list[int]], float]:
    asked = [(text, gold.lang) for gold in golds for text, may in texts(gold) if may]
    done = subprocess.run([python, "-c", PEER], input=json.dumps([asked, name]), capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{python}: {name}: {done.stderr.strip().splitlines()[-1:]}; install it there: pip install {name}")
    answers, seconds = json.loads(done.stdout[done.stdout.index("[[") :])
    answered = iter(answers)
    found = []
    for gold in golds:
        pieces = [piece for text, may in texts(gold) for piece in (next(answered) if may else [text])]
        found.append(ends_of(pieces, texts is by_lines))
    return found, seconds


def rows_of(golds: Sequence[Gold], python: str | None) -> Iterator[tuple[str, list[list[int]], float]]:
    split("가. 나.", "ko"), split("A. B.", "en")  # loads both
    start = time.perf_counter()
    found = [ours(gold) for gold in golds]
    yield "ours, document", found, time.perf_counter() - start
    yield "ours, split", *measured(golds, by_blocks, split)
    for mode, texts in (("", by_blocks), ("lines ", by_lines)):
        yield f"{mode}kiwipiepy", *measured(golds, texts, kiwi_alone())
        yield f"{mode}sentencex", *measured(golds, texts, sentencex_alone())
        for name in ("kss", "pysbd") if python else ():
            yield f"{mode}{name}", *measured_elsewhere(str(python), name, golds, texts)


def tally(gold: Gold, ends: Sequence[int]) -> Counter[str]:
    right, last = set(gold.ends), gold.ends[-1]
    spans = set(zip([0, *gold.ends], gold.ends, strict=False))
    given = set(zip([0, *ends], ends, strict=False))
    inner, cuts = right - {last}, set(ends) - {last}
    return Counter(
        gold=len(spans), given=len(given), same=len(spans & given), cuts=len(inner), made=len(cuts), hit=len(inner & cuts)
    )


def f1(hit: int, given: int, gold: int) -> float:
    return 200 * hit / (given + gold) if given + gold else 100.0


def show(golds: Sequence[Gold], python: str | None) -> None:
    groups = sorted({(gold.kind, gold.lang) for gold in golds})
    print(f"{len(golds)} texts, {sum(len(gold.segments) for gold in golds)} segments; exact F1 by kind and language")
    heads = " ".join(f"{kind[:6]}.{lang:<2}" for kind, lang in groups)
    print(f"{'':18} {heads}       ko       en      all    P/R    cuts F1  sentences/s")
    for name, found, seconds in rows_of(golds, python):
        sums: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        for gold, ends in zip(golds, found, strict=True):
            for group in ((gold.kind, gold.lang), (gold.lang,), ()):
                sums[group] += tally(gold, ends)
        cells = [
            f1(sums[group]["same"], sums[group]["given"], sums[group]["gold"]) for group in [*groups, ("ko",), ("en",), ()]
        ]
        total = sums[()]
        exact = f"{100 * total['same'] / total['given']:5.1f}/{100 * total['same'] / total['gold']:5.1f}"
        cuts = f1(total["hit"], total["made"], total["cuts"])
        line = " ".join(f"{cell:8.1f}" for cell in cells)
        print(f"{name:18}{line} {exact} {cuts:7.1f} {total['gold'] / seconds:10,.0f}", flush=True)


def show_errors(golds: Sequence[Gold]) -> None:
    for gold in golds:
        if ours(gold) != gold.ends:
            bare = "".join(gold.text.split())
            print(gold.id)
            for sign, ends, other in (("-", gold.ends, ours(gold)), ("+", ours(gold), gold.ends)):
                for start, stop in set(zip([0, *ends], ends, strict=False)) - set(zip([0, *other], other, strict=False)):
                    print(" ", sign, bare[start:stop])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent / "gold_sentences")
    parser.add_argument("--half", choices=["a", "b"])
    parser.add_argument("--peers", metavar="PYTHON")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    if options.errors:
        show_errors(read_gold(options.folder, "a"))
        return
    if not options.peers:
        print("kss and pySBD are left out: --peers PYTHON names an interpreter that has them", file=sys.stderr)
    for half in [options.half] if options.half else ["a", "b"]:
        print(f"half {half}:", end=" ")
        show(read_gold(options.folder, half), options.peers)


if __name__ == "__main__":
    main()
