"""What reading in a process of its own costs: `python tests/bench/read_workers.py [--files 10000] [--rounds 10] [--apart]`.

The same small files are read in this process and in another, turn by turn, so that whatever else the machine does falls on
both: documents as a build reads them, and tables as an import does. What is compared is the faster half of the turns. The run
fails where the other process takes over a tenth longer. What the start of a command costs is told beside it. Files as small as
these are read in the command itself; with `--apart` they go to the other process, as larger ones do.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from jjak.corpora.exchange import reading_apart
from jjak.corpora.exchange.import_contents import digest_of
from jjak.corpora.exchange.reading_apart import batches, digest_apart, entries_apart
from jjak.corpora.formats import Wanted
from jjak.seeds import reading
from jjak.seeds.reader_process import ReaderProcess
from jjak.seeds.reading import Source, read_apart, read_document

MOST = 1.1
WANTED = Wanted(("ko", "en"))
PAGE = "date 2024-11-13 [News Today] N. KOREA RATIFIES\n\n[LEAD]\n\n비가 옵니다. It rains in {at}.\n\n[REPORT]\n\n" + (
    "The president said on Tuesday that it had rained for {at} days in a row, and that nobody knew why.\n\n" * 12
)


def written(folder: Path, count: int) -> tuple[list[Source], list[Path]]:
    documents, tables = [], []
    for at in range(count):
        page, table = folder / f"{at}.txt", folder / f"{at}.tsv"
        page.write_text(PAGE.replace("{at}", str(at)), encoding="utf-8")
        table.write_text("ko\ten\n" + "".join(f"비가 {at} {n}번 왔다\tIt rained {n}\n" for n in range(20)), encoding="utf-8")
        documents.append(Source(page.name, page))
        tables.append(table)
    return documents, tables


def compared(
    here: Callable[[int, int], None], apart: Callable[[int, int], None], count: int, rounds: int
) -> tuple[float, float]:
    """Milliseconds for a file, in this process and in another."""
    each, spent = count // rounds, ([], [])  # type: tuple[list[float], list[float]]
    for act in (here, apart):
        act(0, min(count, 20))
    for turn in range(rounds):
        for act, times in zip((here, apart), spent, strict=True):
            began = time.perf_counter()
            act(turn * each, turn * each + each)
            times.append((time.perf_counter() - began) / each * 1e3)
    first, second = (statistics.fmean(sorted(times)[: max(1, rounds // 2)]) for times in spent)
    return first, second


def start(code: str) -> float:
    """Milliseconds that a command takes, at its best."""
    times = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - began)
    return min(times) * 1e3


def main(files: int, rounds: int) -> int:
    with tempfile.TemporaryDirectory(prefix="read-") as folder, ReaderProcess() as process:
        documents, tables = written(Path(folder), files)

        def pages(read: Callable[[Source], object]) -> Callable[[int, int], None]:
            return lambda first, last: [read(one) for one in documents[first:last]] and None

        def rows(read: Callable[[Path], Sequence[object]]) -> Callable[[int, int], None]:
            return lambda first, last: [read(one) for one in tables[first:last]] and None

        kinds = {
            "documents": (pages(read_document), pages(lambda one: read_apart(process, one))),
            "tables": (
                rows(lambda path: [digest_of(path, WANTED, None), *batches(path, WANTED, None)]),
                rows(lambda path: [digest_apart(process, path, WANTED, None), *entries_apart(process, path, WANTED, None)]),
            ),
        }
        slow = 0
        for name, (here, apart) in kinds.items():
            first, second = compared(here, apart, files, rounds)
            slow += second > MOST * first
            print(f"{files:,} {name}: {first:.3f} ms each here, {second:.3f} ms apart: {second / first:.2f} times", flush=True)
    plain = "import jjak.workbench.interchange"
    begun = f"from jjak.seeds.reader_process import ReaderProcess\nwith ReaderProcess() as one:\n    one.begin()\n    {plain}"
    print(f"start: {start(plain):.0f} ms without, {start(begun):.0f} ms with a process begun")
    return min(slow, 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--apart", action="store_true", help="read small files in the other process, too")
    given = parser.parse_args()
    if given.apart:
        reading.SMALL = reading_apart.SMALL = -1
    sys.exit(main(given.files, given.rounds))
