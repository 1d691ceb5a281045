"""How import, filters, splits and export grow, and how they stand beside OpusFilter's.

    python tests/bench/corpus_pairs.py PAIRS_FOLDER small.tmx --pairs 100000
    python tests/bench/corpus_pairs.py PAIRS_FOLDER large.tmx --pairs 1000000
    python tests/bench/corpus.py grow small.tmx large.tmx        seconds, microseconds a pair and peak memory of each step
    python tests/bench/corpus.py near large.tmx                  near-duplicates found: recall, precision, splits
    python tests/bench/corpus.py peer small.tmx                  the same filters as OpusFilter's (pip install opusfilter)

Every step of `grow` is the command in a process of its own; memory is the most that the process had resident. The recipe is
length, ratio, script and exact duplicates, and a split by document with near-duplicates on one side. What is found near is
judged by another measure than the one that finds it: difflib's ratio of the characters.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from jjak.corpora.filters import AT_ONCE, Filter, filter_of
from jjak.corpora.filters.duplicates import SIDES, THRESHOLD
from jjak.corpora.filters.minhash import Neighbours
from jjak.corpora.formats import Entry, Wanted
from jjak.corpora.formats.tmx import read_tmx
from jjak.corpora.pair import Pair, bare

JJAK = str(Path(sys.executable).parent / "jjak")
FILTERS = ("length={max: 100}", "ratio={max: 3}", "script={min: 0.5}", "duplicates={normalise: false}")
SPLIT = "train=0.9,dev=0.05,test=0.05"
ROW = "{:>10} {:>14} {:>9} {:>9} {:>9} {:>9}"


def grow(files: list[Path], folder: Path) -> None:
    print(ROW.format("pairs", "step", "s", "CPU s", "us/pair", "peak MB"), flush=True)
    options = [word for one in FILTERS for word in ("--filter", one)] + ["--split", SPLIT]
    for file in files:
        corpus = folder / f"{file.stem}.db"
        pairs = measured("import", ["import", str(file), "--languages", "en,ko", "--corpus", str(corpus)], 0)
        for suffix in ("parquet", "jsonl", "tmx"):
            out = str(folder / f"{file.stem}.{suffix}")
            measured(f"to {suffix}", ["export", out, "--corpus", str(corpus), *options], pairs)


def measured(step: str, arguments: list[str], pairs: int) -> int:
    began = time.perf_counter()
    process = subprocess.Popen([JJAK, *arguments, "--json"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    done = json.loads(process.stdout.read())
    _, _, usage = os.wait4(process.pid, 0)
    spent, cpu = time.perf_counter() - began, usage.ru_utime + usage.ru_stime
    pairs = pairs or done["new"]
    each, peak = f"{cpu * 1e6 / pairs:.0f}", f"{usage.ru_maxrss // 1024:,}"
    print(ROW.format(f"{pairs:,}", step, f"{spent:.1f}", f"{cpu:.1f}", each, peak), flush=True)
    return int(pairs)


def entries(file: Path) -> Iterator[Entry]:
    for entry in read_tmx(file, Wanted(("en", "ko"))):
        if isinstance(entry, Entry):
            yield entry


def near(file: Path, folder: Path) -> None:
    truth = dict(tuple(map(int, line.split())) for line in Path(f"{file}.truth").read_text().splitlines())
    texts, found = [], {}
    index, kept, batch = Neighbours(THRESHOLD), [], []
    began = time.perf_counter()
    for entry in entries(file):
        batch.append(int(entry.unit))
        texts.append(SIDES["both"](bare(entry.source, entry.target))[0])
        if len(batch) == AT_ONCE:
            _find(index, texts, batch, kept, found)
            batch = []
    _find(index, texts, batch, kept, found)
    spent = time.perf_counter() - began
    recall = sum(number in found for number in truth) / len(truth)
    chosen = random.Random(1).sample(sorted(found), min(2_000, len(found)))
    right = sum(_alike(texts[number - 1], texts[found[number] - 1]) for number in chosen)
    print(f"{len(texts):,} pairs, {len(truth):,} planted, {len(found):,} found near in {spent:.0f} s")
    print(
        f"recall of the planted {recall:.4f}; of {len(chosen):,} found, {right / len(chosen):.4f} are alike by difflib (>= 0.7)"
    )
    straddling(folder / f"{file.stem}.jsonl", truth)


def _find(index: Neighbours, texts: list[str], batch: list[int], kept: list[int], found: dict[int, int]) -> None:
    if batch:
        for number, like in zip(batch, index.new(texts[-len(batch) :]), strict=True):
            if like >= 0:
                found[number] = kept[like]
            else:
                kept.append(number)


def _alike(a: str, b: str) -> bool:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() >= 0.7


def straddling(out: Path, truth: dict[int, int]) -> None:
    """Of the planted pairs that `grow` exported with their originals, how many lie in two splits."""
    where: dict[int, str] = {}
    for part in SPLIT.split(","):
        name = part.partition("=")[0]
        path = out.with_name(f"{out.stem}.{name}.jsonl")
        if not path.exists():
            print(f"{path} is not there: run grow first, with the same --folder")
            return
        with path.open(encoding="utf-8") as lines:
            where.update((int(json.loads(line)["taken"]["unit"]), name) for line in lines)
    both = [(a, b) for a, b in truth.items() if a in where and b in where]
    print(
        f"{len(both):,} planted pairs exported with their originals, {sum(where[a] != where[b] for a, b in both)} in two splits"
    )


def peer(file: Path) -> None:
    from opusfilter.filters import CharacterScoreFilter, LengthFilter, LengthRatioFilter
    from opusfilter.segment_hash import SegmentHasher

    pairs = [bare(entry.source, entry.target) for entry in entries(file)]
    rows = [[pair.source.text, pair.target.text] for pair in pairs]
    ours: dict[str, Filter] = {
        "length": filter_of("length", {"min": 1, "max": 100}),
        "ratio": filter_of("ratio", {"max": 3}),
        "script": filter_of("script", {"min": 0.5}),
        "duplicates": filter_of("duplicates", {"normalise": False}),
    }
    theirs = {
        "length": LengthFilter(min_length=1, max_length=100, unit="word"),
        "ratio": LengthRatioFilter(threshold=3, unit="word"),
        "script": CharacterScoreFilter(scripts=["Latin", "Hangul"], thresholds=[0.5, 0.5]),
    }
    print(f"{len(rows):,} pairs\n{'filter':>12} {'ours s':>9} {'left':>9} {'OpusF. s':>9} {'left':>9} {'ratio':>7}")
    sums = [0.0, 0.0]
    for name, one in ours.items():
        began = time.perf_counter()
        pairs = _ours(one, pairs)
        middle = time.perf_counter()
        rows = list(theirs[name].filter(rows)) if name in theirs else _unique(rows, SegmentHasher())
        end = time.perf_counter()
        spent = middle - began, end - middle
        sums = [sums[0] + spent[0], sums[1] + spent[1]]
        print(
            f"{name:>12} {spent[0]:9.2f} {len(pairs):9,} {spent[1]:9.2f} {len(rows):9,} {spent[1] / spent[0]:7.1f}", flush=True
        )
    print(f"{'all':>12} {sums[0]:9.2f} {'':>9} {sums[1]:9.2f} {'':>9} {sums[1] / sums[0]:7.1f}")


def _ours(one: Filter, pairs: list[Pair]) -> list[Pair]:
    left: list[Pair] = []
    for at in range(0, len(pairs), AT_ONCE):
        part = pairs[at : at + AT_ONCE]
        left += [pair for pair, score in zip(part, one.score(part), strict=True) if one.accept(score)]
    return left


def _unique(rows: list[list[str]], hasher: object) -> list[list[str]]:
    """What OpusFilter's `remove_duplicates` does with two files, without the files."""
    seen: set[object] = set()
    left = []
    for row in rows:
        key = hasher.apply(row)  # type: ignore[attr-defined]
        if key not in seen:
            seen.add(key)
            left.append(row)
    return left


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["grow", "near", "peer"])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--folder", type=Path, default=None, help="where corpora and exports go")
    given = parser.parse_args()
    place = given.folder or Path(tempfile.mkdtemp(prefix="jjak-bench-"))
    if given.what == "grow":
        grow(given.files, place)
    elif given.what == "near":
        near(given.files[0], place)
    else:
        peer(given.files[0])
