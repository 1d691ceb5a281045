"""How many numbers a model brings through: `python tests/bench/digits.py DATA_FOLDER/dev [--model NAME]`.

The first 500 lines of the development files, taken in turn, whose two sides have a number in common. A number counts once a
line, as it is written in figures; the reference shows that it was to stay.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from itertools import islice, zip_longest
from pathlib import Path

from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.engines import load_translator
from jjak.eval.probe_set import NUMBER

LINES = 500


def numbers(text: str) -> set[str]:
    return {number.replace(",", "") for number in NUMBER.findall(text)}


def _with_numbers(folder: Path, to: int) -> Iterator[tuple[str, set[str]]]:
    """Each source line with the numbers that its reference has too."""
    files = [file.read_text(encoding="utf-8").splitlines() for file in sorted(folder.glob("*.tsv"))]
    for lines in zip_longest(*files, fillvalue="\t"):
        for row in (line.split("\t") for line in lines):
            if kept := numbers(row[0]) & numbers(row[1]):
                yield row[1 - to], kept


def main(folder: Path, model: str) -> None:
    for to, (source, target) in enumerate((("ko", "en"), ("en", "ko"))):
        texts = list(islice(_with_numbers(folder, to), LINES))
        translator = load_translator(source, target, model=model)
        made = [numbers(translation.text) for translation in translator([text for text, _ in texts])]
        total = sum(len(wanted) for _, wanted in texts)
        found = sum(len(wanted & got) for (_, wanted), got in zip(texts, made, strict=True))
        print(f"{source}-{target}: {found} of {total} numbers in {len(texts)} sentences, {found / total:.1%}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", default=EMBEDDED)
    given = parser.parse_args()
    main(given.folder, given.model)
