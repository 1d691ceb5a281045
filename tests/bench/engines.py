"""Both engines side by side on one checkpoint: speed, agreement, and what eight bits cost.

    python tests/bench/engines.py FOLDER [--model NAME] [--lines 200] [--threads 2]

FOLDER holds NAME.ko and NAME.en, line by line translations of each other (development data, which is not part of the
project). Engines run in turn, so that both meet the same machine; speed is pieces of output a second.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.engines import load_translator
from jjak.align.mt.translator import Hypothesis
from jjak.eval.metrics import corpus_score

RUNS = [
    ("transformers", "float32", 1),
    ("ctranslate2", "float32", 1),
    ("ctranslate2", "int8", 1),
    ("transformers", "float32", 4),
    ("ctranslate2", "int8", 4),
]
ROW = "{:<7}{:>5} {:<14}{:<9}{:>9}{:>7}{:>7}{:>19}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=EMBEDDED)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    (korean,) = given.folder.glob("*.ko")
    lines = {
        lang: korean.with_suffix(f".{lang}").read_text(encoding="utf-8").splitlines()[: given.lines] for lang in ("ko", "en")
    }
    size = f"{len(lines['ko'])} lines of {korean.stem}"
    print(f"{given.model}, {size}, {given.threads} threads, median of {given.rounds} rounds")
    print(ROW.format("", "beam", "engine", "compute", "pieces/s", "ratio", "chrF2", "same as reference"))
    for source, target in (("ko", "en"), ("en", "ko")):
        compare(given, lines[source], lines[target], source, target)


def compare(given: argparse.Namespace, texts: list[str], references: list[str], source: str, target: str) -> None:
    translators = {
        run: load_translator(
            source, target, model=given.model, engine=run[0], compute=run[1], beam=run[2], threads=given.threads
        )
        for run in RUNS
    }
    speeds: dict[tuple[str, str, int], list[float]] = {run: [] for run in RUNS}
    texts_of: dict[tuple[str, str, int], list[str]] = {}
    for _ in range(given.rounds + 1):
        for run, translator in translators.items():
            sources = translator.tokenizer.encode(texts)
            start = time.perf_counter()
            made: list[Hypothesis] = translator.engine.generate(sources, translator.search)
            speeds[run].append(sum(len(h.pieces) + 1 for h in made) / (time.perf_counter() - start))
            texts_of[run] = [translator.tokenizer.decode(h.pieces) for h in made]
    for run in RUNS:
        engine, compute, beam = run
        base = ("transformers", "float32", beam)
        # the first round warms up; ratios are taken round by round, since the machine's speed drifts
        ratios = sorted(a / b for a, b in zip(speeds[run][1:], speeds[base][1:], strict=True))
        speed = sorted(speeds[run][1:])[given.rounds // 2]
        same = sum(a == b for a, b in zip(texts_of[run], texts_of[base], strict=True))
        chrf = corpus_score("chrf2", texts_of[run], references, target).value
        ratio = ratios[given.rounds // 2]
        figures = f"{speed:,.0f}", f"{ratio:.1f}x", f"{chrf:.2f}", f"{same} of {len(texts)}"
        print(ROW.format(f"{source}-{target}", beam, engine, compute, *figures), flush=True)


if __name__ == "__main__":
    main()
