"""Work that is killed and done again: `python tests/bench/kills.py [--kills 50] [--seed 1] [--only build] [--scale 1]`.

Each kind of work is done once undisturbed, which is the oracle. Then, as often as asked, it starts from the same state, is
ended with SIGKILL at a random moment of the time that it takes, and is run again. After the kill the corpus must be sound and
hold nothing that the oracle does not, and what has a final name must be whole; after the second run everything must equal the
oracle. A kill that came after the end is tried again. `--scale` makes the work smaller or larger. One line a kind; where
anything differs the folder is kept, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import reviewers
import units
from jjak.corpora.store.backup import backup, check
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import ReviewLog
from jjak.corpora.store.users import Users
from jjak.workbench.editing.audit import audit

JJAK = str(Path(sys.executable).parent / "jjak")
FIRST = Path(__file__).parent.parent / "schemas" / "0001.sql"
CORPUS = "c.db"
LATE = 4  # kills after the end that are allowed for each one before it
State = dict[str, Any]


class DamageError(Exception):
    """What a kill did that it must not."""


class Done(NamedTuple):
    """Whether work was killed, and how many seconds of it could have been."""

    killed: bool
    took: float


@dataclass(frozen=True)
class Work:
    """lay: makes what the work starts from in an empty folder; do: does the work there, killed after so many seconds where they
    are given; state: what the folder holds in the end; whole: raises DamageError where what a kill left in a folder, and what
    the oracle holds, do not go together."""

    name: str
    lay: Callable[[Path], None]
    do: Callable[[Path, float | None], Done]
    state: Callable[[Path], State]
    whole: Callable[[Path, State], None]


def run(command: Sequence[str], folder: Path, moment: float | None) -> Done:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    return ended(process, moment)


def ended(process: subprocess.Popen[str], moment: float | None) -> Done:
    """Wait for a process, or kill it."""
    began = time.monotonic()
    try:
        _, said = process.communicate(timeout=moment)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return Done(process.returncode == -signal.SIGKILL, time.monotonic() - began)
    if process.returncode:
        raise DamageError(f"{process.args}: {said}")
    return Done(False, time.monotonic() - began)


def pairs_of(path: Path) -> State:
    """Everything about the pairs of a corpus, by id."""
    with Corpus(str(path), create=False) as store:
        return {pair.id: pair for pair in store.pairs()}


def sound(path: Path) -> bool:
    """Whether there is a corpus yet; raises DamageError where there is one that is not sound."""
    if not path.exists() or not path.stat().st_size:
        return False
    with closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return False  # killed before its first transaction ended
    check(str(path))
    return True


def no_more_than(path: Path, oracle: State) -> None:
    if sound(path) and not pairs_of(path).items() <= oracle.items():
        raise DamageError("it holds pairs that the oracle does not")


def building(scale: float) -> Work:
    def lay(folder: Path) -> None:
        chance = random.Random(1)
        (folder / "in").mkdir()
        for at in range(int(80 * scale)):
            chosen = [units.sentence(chance.randrange(4_000)) for _ in range(3)]
            sides = ((".ko", 0), (".en", 1)) if at % 4 == 0 else (("", at % 2),)
            for suffix, side in sides:
                lines = "\n".join(pair[side] for pair in chosen)
                (folder / "in" / f"{at:03}{suffix}.txt").write_text(f"{at}\n\n{lines}\n", encoding="utf-8")

    command = [JJAK, "build", "in", "--quiet", "--corpus", CORPUS]
    return Work(
        "build",
        lay,
        lambda folder, moment: run(command, folder, moment),
        lambda folder: pairs_of(folder / CORPUS),
        lambda folder, oracle: no_more_than(folder / CORPUS, oracle),
    )


def table(path: Path, rows: int) -> None:
    lines = (f"{at}번째 문장입니다.\tThis is sentence {at}.\n" for at in range(rows))
    path.write_text("ko\ten\n" + "".join(lines), encoding="utf-8")


def importing(scale: float) -> Work:
    command = [JJAK, "import", "p.tsv", "--quiet", "--corpus", CORPUS]
    return Work(
        "import",
        lambda folder: table(folder / "p.tsv", int(25_000 * scale)),
        lambda folder, moment: run(command, folder, moment),
        lambda folder: pairs_of(folder / CORPUS),
        lambda folder, oracle: no_more_than(folder / CORPUS, oracle),
    )


def imported(path: Path, rows: int) -> None:
    """A corpus of a table."""
    with tempfile.TemporaryDirectory() as folder:
        table(Path(folder) / "p.tsv", rows)
        subprocess.run([JJAK, "import", f"{folder}/p.tsv", "--quiet", "--corpus", str(path)], check=True)


def files(folder: Path) -> State:
    """The bytes of each file that has its final name, those of a folder as one."""
    found: State = {}
    for path in folder.iterdir():
        if path.is_dir() and not path.name.startswith("."):
            found[path.name] = b"".join(
                one.name.encode() + one.read_bytes() for one in sorted(path.rglob("*")) if one.is_file()
            )
        elif path.suffix not in ("", ".db", ".db-wal", ".db-shm") and not path.name.startswith("."):
            found[path.name] = path.read_bytes()
    return found


def exporting(scale: float) -> list[Work]:
    made = Path(tempfile.mkdtemp(prefix="kills-")) / CORPUS
    imported(made, int(6_000 * scale))
    outs = (["o.tmx"], ["o.moses"], ["set", "--format", "dataset", "--split", "train=0.5,test=0.5", "--split-by", "cluster"])

    def whole(folder: Path, oracle: State) -> None:
        if not files(folder).items() <= oracle.items():
            raise DamageError("a file with its final name is not whole")

    def state(folder: Path) -> State:
        left = [path.name for path in folder.iterdir() if path.name.startswith(".")]
        return files(folder) | ({"left over": left} if left else {})

    def export(out: list[str]) -> Work:
        command = [JJAK, "export", *out, "--corpus", CORPUS]
        do: Callable[[Path, float | None], Done] = lambda folder, moment: run(command, folder, moment)  # noqa: E731
        return Work(f"export {out[0]}", lambda folder: _copied(made, folder / CORPUS), do, state, whole)

    return [export(out) for out in outs]


def _copied(path: Path, to: Path) -> None:
    shutil.copy(path, to)


def reviewing(scale: float) -> Work:
    acts = int(150 * scale)

    def lay(folder: Path) -> None:
        units.store_units(folder / CORPUS, units.unit("doc", list(units.links(80))))
        with Corpus(str(folder / CORPUS)) as store:
            Users(store).add("one", "reviewer", reviewers.PASSWORD)

    def do(folder: Path, moment: float | None) -> Done:
        """Acts of one reviewer, each sent until it is answered, to a server that is killed and started again."""
        if (folder / "done").exists():
            return Done(False, 0)
        server = reviewers.Server(folder / CORPUS)
        person = reviewers.Reviewer("one", server, 1, 7)
        over, hit, began = threading.Event(), threading.Event(), time.monotonic()

        def kill() -> None:
            if moment is not None and not over.wait(moment):
                server.kill()
                hit.set()
                server.start()

        killer = threading.Thread(target=kill)
        killer.start()
        person.log_in()
        chance = random.Random(3)
        for at in range(acts):
            index = person.ask("GET", "/api/documents/1/index")[1]
            path, body = reviewers.an_act(chance, index["rows"], f"key{at:05}")
            body |= {"key": f"key{at:05}", "base": [index["head"], index["head_key"]]}
            status, told = person.ask("POST", f"/api/documents/1/{path}", json.dumps(body).encode())
            if status not in (200, 409, 422):
                raise DamageError(f"act {at}: {status} {told}")
        over.set()
        killer.join()
        server.kill()
        (folder / "done").touch()
        return Done(hit.is_set(), time.monotonic() - began)

    def state(folder: Path) -> State:
        with Corpus(str(folder / CORPUS)) as store:
            events = [(e.number, e.user, e.act, e.key, e.changes, e.undoes, e.redoes) for e in ReviewLog(store).events(1, 0)]
            return {"log": events, "differences": audit(store).findings, "pairs": list(store.pairs())}

    def whole(folder: Path, _: State) -> None:
        sound(folder / CORPUS)

    return Work("review", lay, do, state, whole)


def first_schema(path: Path, rows: int) -> None:
    """A corpus of the first schema: documents alone of 50 sentences, their beads, pairs and scores."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
        names = ("documents", "segments", "alignments", "beads", "pairs", "scores")
        one = connection.execute("SELECT id FROM alignments WHERE target = ''").fetchone()[0]
        like = {name: connection.execute(f"SELECT * FROM {name} LIMIT 1") for name in names}
        columns = {name: [column[0] for column in found.description] for name, found in like.items()}
        rows_of = {name: dict(zip(columns[name], found.fetchone(), strict=True)) for name, found in like.items()}
        alone = connection.execute("SELECT * FROM alignments WHERE id = ?", (one,)).fetchone()
        rows_of["alignments"] = dict(zip(columns["alignments"], alone, strict=True))

        def put(name: str, values: list[dict[str, Any]]) -> None:
            marks = ", ".join(f":{column}" for column in columns[name])
            quoted = ", ".join(f'"{column}"' for column in columns[name])
            connection.executemany(
                f"INSERT INTO {name} ({quoted}) VALUES ({marks})", [{**rows_of[name], **more} for more in values]
            )

        for unit in range(1_000, 1_000 + max(1, rows // 50)):
            document = f"{unit:016x}"
            put("documents", [{"id": document, "name": f"d{unit}.txt", "location": f"/d{unit}.txt", "superseded": 0}])
            put("alignments", [{"id": unit, "source": document}])
            inside = range(50)
            put("segments", [{"document": document, "index": at} for at in inside])
            put("beads", [{"alignment": unit, "index": at} for at in inside])
            ids = [f"{unit:08x}{at:08x}" for at in inside]
            texts = [units.sentence(unit * 50 + at) for at in inside]
            pairs = [
                {"id": ids[at], "alignment": unit, "index": at, "source_text": ko, "target_text": en}
                for at, (ko, en) in enumerate(texts)
            ]
            put("pairs", pairs)
            put("scores", [{"pair": each} for each in ids])
        connection.commit()


# a command whose clock begins when everything is loaded that it needs
_LOADED = """
import sys
import jjak.corpora.store.backup
from jjak.corpora.store.corpus import Corpus
from jjak.workbench.cli import main
Corpus(":memory:").close()
print(flush=True)
main()
"""


def loaded(arguments: Sequence[str], folder: Path, moment: float | None) -> Done:
    """Run `jjak` with `arguments`; what is short is killed while it does something, not while Python loads its modules."""
    command = [sys.executable, "-c", _LOADED, *arguments]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return ended(process, moment)


def migrating(scale: float) -> Work:
    made = Path(tempfile.mkdtemp(prefix="kills-")) / CORPUS
    first_schema(made, int(20_000 * scale))
    before = contents(made)

    def do(folder: Path, moment: float | None) -> Done:
        return loaded(["users", "list", "--corpus", CORPUS], folder, moment)

    def whole(folder: Path, _: State) -> None:
        sound(folder / CORPUS)
        found = contents(folder / CORPUS)
        if found["alembic_version"] == before["alembic_version"] and found != before:
            raise DamageError("it has the first schema, and not all that was in it")

    return Work("migration", lambda folder: _copied(made, folder / CORPUS), do, lambda folder: contents(folder / CORPUS), whole)


def contents(path: Path) -> State:
    """Every table with its columns and rows."""
    with closing(sqlite3.connect(path)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        found: State = {"schema": sorted(str(row) for row in connection.execute("SELECT type, name, sql FROM sqlite_master"))}
        for name in tables:
            found[name] = sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr)
    return found


def copying(scale: float) -> list[Work]:
    """Backups over an older one, and restores over a corpus."""
    home = Path(tempfile.mkdtemp(prefix="kills-"))
    imported(home / CORPUS, int(40_000 * scale))
    imported(home / "old.db", 10)
    backup(str(home / CORPUS), home / "new.backup")
    backup(str(home / "old.db"), home / "old.backup")
    old = pairs_of(home / "old.db")

    def lay(folder: Path) -> None:
        for name in (CORPUS, "new.backup", "old.backup"):
            _copied(home / name, folder / name)
        _copied(home / "old.db", folder / "old.db")

    def copy(name: str, arguments: list[str], out: str) -> Work:
        def whole(folder: Path, oracle: State) -> None:
            sound(folder / out)
            if pairs_of(folder / out) not in (old, oracle):
                raise DamageError("it is neither the one before nor the new one")

        def do(folder: Path, moment: float | None) -> Done:
            return loaded(arguments, folder, moment)

        return Work(name, lay, do, lambda folder: pairs_of(folder / out), whole)

    return [
        copy("backup", ["backup", "old.backup", "--force", "--corpus", CORPUS], "old.backup"),
        copy("restore", ["restore", "new.backup", "--force", "--corpus", "old.db"], "old.db"),
    ]


KINDS: dict[str, Callable[[float], Work | list[Work]]] = {
    "build": building,
    "import": importing,
    "export": exporting,
    "review": reviewing,
    "migration": migrating,
    "copy": copying,
}


def tried(work: Work, kills: int, chance: random.Random, home: Path) -> int:
    """Kill a work so often; how many kills came before its end. Raises DamageError.

    A kill that comes after the end is no kill. On a machine with other work one run can take half as long as the next, so the
    moment after such a miss is one of the time that this run took, and not of the oracle's; LATE misses for each kill are
    allowed before what was not hit is given up, and told by the count.
    """
    work.do(_laid(work, home / "first"), None)  # what is made once for all is made here
    took = work.do(whole := _laid(work, home / "whole"), None).took
    oracle, hits = work.state(whole), 0
    for at in range(kills * (1 + LATE)):
        folder, moment = _laid(work, home / f"{at}"), chance.uniform(0, took)
        try:
            done = _killed_and_done_again(work, folder, moment, oracle)
        except Exception as error:
            raise DamageError(f"killed after {moment:.3f} of {took:.3f} s, in {folder}: {error}") from error
        shutil.rmtree(folder)
        hits += done.killed
        took = took if done.killed else done.took
        if hits == kills:
            break
    return hits


def _laid(work: Work, folder: Path) -> Path:
    folder.mkdir(parents=True)
    work.lay(folder)
    return folder


def _killed_and_done_again(work: Work, folder: Path, moment: float, oracle: State) -> Done:
    done = work.do(folder, moment)
    # looked at in a copy: the second run finds what the kill left, and nothing that looking mended
    left = shutil.copytree(folder, folder.with_name("left"))
    work.whole(left, oracle)
    work.do(folder, None)
    if work.state(folder) != oracle:
        raise DamageError("in the end it is not what the oracle is")
    shutil.rmtree(left)
    return done


def main(kills: int, seed: int, only: str, scale: float) -> int:
    home = Path(tempfile.mkdtemp(prefix="kills-"))
    wrong = 0
    for kind in [only] if only else KINDS:
        works = KINDS[kind](scale)
        works = works if isinstance(works, list) else [works]
        began, hits = time.monotonic(), 0
        shares = [kills // len(works) + (at < kills % len(works)) for at in range(len(works))]
        try:
            for work, share in zip(works, shares, strict=True):
                hits += tried(work, share, random.Random(f"{work.name} {seed}"), home / work.name)
        except DamageError as error:
            wrong += 1
            print(f"{kind}: {error}", flush=True)
            continue
        spent = time.monotonic() - began
        print(
            f"{kind}: {kills} kills, {hits} before the end, equal each time to the undisturbed run ({spent:.0f} s)", flush=True
        )
    if not wrong:
        shutil.rmtree(home)
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(KINDS), default="")
    parser.add_argument("--scale", type=float, default=1.0)
    given = parser.parse_args()
    sys.exit(main(given.kills, given.seed, given.only, given.scale))
