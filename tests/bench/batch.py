"""A build of many small files and the same build again: files a second, parsed files, and memory at half and at the end.

    python tests/bench/batch.py [FILES]

Half of the files are pairs that are aligned by their lengths, some are no documents. What is measured is the batch, not the
translation: every text is its own translation.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from jjak.align.mt.translator import Translation
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.document import Document
from jjak.seeds.reading import Source
from jjak.workbench.pipeline import document_reader
from jjak.workbench.pipeline.batch import Batch
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.build_log import BuildLogEntry
from jjak.workbench.pipeline.inputs import find_inputs
from jjak.workbench.pipeline.translators import Translated, Translators, Way
from jjak.workbench.settings import Settings

KOREAN = ("나무를 심었습니다.", "비가 많이 왔습니다.", "회의는 내일 열립니다.", "강물이 불었습니다.", "길이 막혔습니다.")
ENGLISH = (
    "Trees were planted.",
    "It rained a lot.",
    "The meeting is tomorrow.",
    "The river has risen.",
    "The road is blocked.",
)


def write(folder: Path, files: int) -> None:
    """A tenth are empty, pictures or hidden; the rest are half alone, half pairs."""
    chosen = random.Random(7)
    for at in range(files):
        place = folder / f"{at // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        lines = [chosen.randrange(len(KOREAN)) for _ in range(3)]
        pair = at // 2 if at % 4 < 2 else None
        name = f"{pair}.{('ko', 'en')[at % 2]}.txt" if pair is not None else f"alone{at}.txt"
        texts = ENGLISH if pair is not None and at % 2 else KOREAN
        said = f"{at}: " + "\n\n".join(texts[line] for line in lines)
        if at % 40 == 3:
            name, said = f"{at}.png", "\x89PNG\0"
        elif at % 40 == 7:
            said = ""
        (place / name).write_text(said, encoding="utf-8")


class Unchanged(Translators):
    """Takes every text for its own translation."""

    def translate(self, wants: Mapping[Way, Sequence[str]], step: object = None) -> Translated:
        return Translated(
            {way: {text: Translation(text, "none", "", 0.0) for text in texts} for way, texts in wants.items()}, {}
        )


def memory() -> float:
    """The highest so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def run(folder: Path, corpus: Path, parsed: list[str]) -> None:
    """Build what is in the folder, and print how it went."""
    parsed.clear()
    began = perf_counter()
    found = find_inputs([folder], [], ("ko", "en"))
    bitexts, failures = found.bitexts, found.failures
    collected = perf_counter() - began
    batch, half = Batch(passed=found.passed), 0.0

    def count(entry: BuildLogEntry) -> None:
        nonlocal half
        batch.count(entry)
        if not half and sum(map(len, batch.names.values())) * 2 >= len(bitexts):
            half = memory()

    with Corpus(str(corpus)) as store:
        summary = build(bitexts, store, Settings(aligner="length"), count)
    took, files = perf_counter() - began, sum(len(bitext.files) for bitext in bitexts)
    failed = len(failures) + len(summary.failures)
    print(f"{files:,} files, {took:.1f} s, {collected:.1f} s of them to find them: {files / took:,.0f} files/s;", end=" ")
    print(f"{summary.built:,} built, {summary.present:,} there, {failed:,} failed in {len(batch.groups)} ways;", end=" ")
    print(f"{len(parsed):,} parsed, {len(parsed) - len(set(parsed)):,} twice;", end=" ")
    print(f"highest memory {half:,.0f} MB at half, {memory():,.0f} MB at the end", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="?", type=int, default=10_000)
    files = parser.parse_args().files
    parsed: list[str] = []
    genuine = document_reader.read_document

    def counting(source: Source, **options: Any) -> Document:
        parsed.append(source.name)
        return genuine(source, **options)

    document_reader.read_document = counting  # type: ignore[attr-defined]
    build.__globals__["Translators"] = Unchanged
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "in", files)
        for _ in range(2):
            run(folder / "in", folder / "c.db", parsed)
        (folder / "in" / "000" / "new.txt").write_text("새 글입니다.\n", encoding="utf-8")
        run(folder / "in", folder / "c.db", parsed)


if __name__ == "__main__":
    main()
