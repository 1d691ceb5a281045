"""What a disk may change without anybody seeing it: `python tests/bench/spoil.py CORPUS [--pages 200] [--seed 1]`.

One byte of the corpus is changed at a time, in a copy, and `jjak check` asked; then the rows of every table are compared with
what they were. Printed is, by table, how many of the changes were seen and how many were not. The run fails where a change in
a document, a segment, a bead, a pair or an act was not seen; free space in a page, and pages that are free, nobody reads.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from jjak.corpora.store.backup import check
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import CorpusError

KEPT = {"documents", "segments", "beads", "pairs", "events"}


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as they can be read; those of a table that cannot are none."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        names = [row[0].decode() for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() for name in names}


def spoilt(path: Path, chance: random.Random) -> None:
    """Change one byte of the file, beyond its first page."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        at = chance.randrange(4096, size)
        file.seek(at)
        before = file.read(1)
        file.seek(at)
        file.write(bytes([before[0] ^ chance.choice((1, 2, 4, 8, 16, 32))]))


def tried(corpus: Path, folder: Path, whole: dict[str, list[tuple[object, ...]]], chance: random.Random) -> tuple[str, bool]:
    """What a change was in, empty where nothing that can be read changed, and whether it was seen."""
    copy = folder / "copy.db"
    shutil.copyfile(corpus, copy)
    spoilt(copy, chance)
    try:
        check(str(copy))
        seen = False
    except CorpusError:
        seen = True
    try:
        now = contents(copy)
    except sqlite3.DatabaseError:
        return "what cannot be read", seen
    return next((name for name, rows in whole.items() if now.get(name) != rows), ""), seen


def main(corpus: Path, pages: int, seed: int) -> int:
    with Corpus(str(corpus), create=False):
        pass  # brought up to date, and its log folded in
    with closing(sqlite3.connect(corpus)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    check(str(corpus))
    chance, whole = random.Random(seed), contents(corpus)
    seen, unseen = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="spoil-") as folder:
        for _ in range(pages):
            table, found = tried(corpus, Path(folder), whole, chance)
            (seen if found else unseen)[table or "nothing that is read"] += 1
    for table in sorted(seen.keys() | unseen.keys()):
        print(f"{table:>22}: {seen[table]:4} seen, {unseen[table]:4} not")
    print(f"{pages} changes, {unseen.total()} not seen, {sum(unseen[name] for name in KEPT)} of them in what was built or done")
    return int(any(unseen[name] for name in KEPT))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sys.exit(main(given.corpus, given.pages, given.seed))
