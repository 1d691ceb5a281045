"""Sentence BLEU and chrF2++ of a million pairs, jjak's and sacreBLEU's `sentence_score` in turns, with as many processes.

    python tests/bench/sentences.py FOLDER [--pairs N] [--processes N] [--lang en|ko]

FOLDER holds NAME.tsv.gz, English TAB Korean. Each reference is a line of it, its hypothesis the same with words dropped and
swapped. Every value of the two is compared. Memory is the highest of this process and of one worker, of jjak alone.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import random
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from jjak.eval.sentence_scores import scored

BLOCK = 200_000
METRICS = ("bleu", "chrf2++")
_PEERS: list[Any] = []


def pairs(folder: Path, lang: str) -> Iterator[tuple[str, str]]:
    rng = random.Random(3)
    while True:
        for file in sorted(folder.glob("*.tsv.gz")):
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                for line in lines:
                    reference = line.rstrip("\n").split("\t")[0 if lang == "en" else 1]
                    words = [word for word in reference.split(" ") if rng.random() > 0.2]
                    at = rng.randrange(len(words) or 1)
                    yield " ".join(words[at:] + words[:at]), reference


def peer(batch: list[tuple[str, str]], lang: str) -> list[tuple[float, float]]:
    if not _PEERS:
        from sacrebleu.metrics.bleu import BLEU
        from sacrebleu.metrics.chrf import CHRF

        _PEERS.extend([BLEU(tokenize="13a" if lang == "en" else "ko-mecab", effective_order=True), CHRF(word_order=2)])
    bleu, chrf = _PEERS
    return [(bleu.sentence_score(h, [r]).score, chrf.sentence_score(h, [r]).score) for h, r in batch]


def peers(block: list[tuple[str, str]], lang: str, processes: int) -> list[tuple[float, float]]:
    parts = [block[at : at + 5_000] for at in range(0, len(block), 5_000)]
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [row for rows in pool.map(peer, parts, [lang] * len(parts)) for row in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--lang", choices=["en", "ko"], default="en")
    options = parser.parse_args()
    stream = islice(pairs(options.folder, options.lang), options.pairs)
    ours = theirs = 0.0
    different = count = 0
    memory = ""
    while block := list(islice(stream, BLOCK)):
        start = time.perf_counter()
        mine = list(scored(block, METRICS, options.lang, options.processes))
        ours += time.perf_counter() - start
        if not memory:
            megabytes = [resource.getrusage(who).ru_maxrss >> 10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
            memory = f"this process {megabytes[0]} MB ({len(block):,} pairs, their scores), one worker {megabytes[1]} MB"
        start = time.perf_counter()
        other = peers(block, options.lang, options.processes)
        theirs += time.perf_counter() - start
        different += sum(a != b for a, b in zip(mine, other, strict=True))
        count += len(block)
        print(f"{count:>9,} pairs  jjak {ours:7.1f} s  sacreBLEU {theirs:8.1f} s  {theirs / ours:5.2f} times", flush=True)
    print(f"{options.lang}, {options.processes} processes: {different} values differ; memory: {memory}")


if __name__ == "__main__":
    main()
