"""A report of a large corpus: `python tests/bench/report.py [--pairs N] [--corpus FILE]`; seconds on the clock and of one
processor (they differ where the machine is busy), memory, size of the page.

The corpus is made of sentences that are written here, with scores drawn by chance, and stays in FILE for another run.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jjak.corpora.pair import Figure, Origin, Pair, Side, Status, pair_id
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.document import Kind, Span
from jjak.seeds.reading import document_of

AT_ONCE = 100  # pairs of a document
WORDS = "정부는 새로운 조약을 오늘 아침에 비준하였고 의회는 그 내용을 다시 검토하기로 결정하였다고 밝혔습니다".split()  # noqa: SIM905
OTHER = "the government ratified a new treaty this morning and parliament decided to look at its contents".split()  # noqa: SIM905


def fill(store: Corpus, pairs: int) -> None:
    rng = random.Random(11)
    run = store.begin_run({"inputs": []}, {"jjak": "bench"})
    for at in range(pairs // AT_ONCE):
        document = document_of(f"문서 {at}\n\n본문입니다.\n".encode(), f"news/{at:05}.txt")
        made = [_pair(document.id, document.name, index, rng) for index in range(AT_ONCE)]
        store.add(BuiltBitext([(document, Path(f"/none/{at}"), [])], "translation of itself", [], made), run)
    store.end_run(run)


def _pair(document: str, name: str, index: int, rng: random.Random) -> Pair:
    source = " ".join(rng.choices(WORDS, k=rng.randint(4, 30)))
    machine = " ".join(rng.choices(OTHER, k=rng.randint(4, 34)))
    status = rng.choices(list(Status), [8, 1, 1])[0]
    edited = status is Status.ACCEPTED and rng.random() < 0.5
    final = machine.replace("the ", "a ") if edited else machine
    left = Side(document, (index,), (Span(index, index + 1),), "ko", source)
    right = Side("", (), (), "en", final)
    chrf = min(100.0, max(0.0, rng.gauss(45, 18)))
    scores = {
        "round_trip_bleu": Figure(chrf / 2, "nrefs:1|case:mixed|eff:yes|tok:ko-mecab|smooth:exp|version:bench"),
        "round_trip_chrf2++": Figure(chrf, "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:bench"),
    }
    kind = rng.choice(list(Kind))
    flags = ("repetition",) if rng.random() < 0.02 else ()
    link = min(1.0, rng.random() + 0.3)
    made = (index, kind, Origin.MACHINE, left, right, machine, f"model-{rng.randint(1, 3)}", "r1", -0.5, link, source, flags)
    return Pair(pair_id(left, right, Origin.MACHINE), name, *made, scores, status)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=200_000)
    parser.add_argument("--corpus", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = options.corpus or Path(folder) / "corpus.db"
        if not corpus.exists():
            with Corpus(str(corpus)) as store:
                fill(store, options.pairs)
        out = Path(folder) / "report.html"
        start = time.perf_counter()
        command = [str(Path(sys.executable).parent / "jjak"), "report", str(out), "--corpus", str(corpus)]
        with subprocess.Popen(command) as process:
            peak = 0
            while process.poll() is None:
                status = Path(f"/proc/{process.pid}/status").read_text()
                peak = max([peak, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
                time.sleep(0.2)
        seconds = time.perf_counter() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = out.stat().st_size / 1e6
        processor = used.ru_utime + used.ru_stime
        print(
            f"{options.pairs:,} pairs: {seconds:.1f} s ({processor:.1f} s processor), {peak / 1024:.0f} MB, page {size:.2f} MB"
        )


if __name__ == "__main__":
    main()
