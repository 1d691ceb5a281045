"""Reviewers at once on one server that is killed meanwhile: `python tests/bench/reviewers.py [--reviewers 10] [--documents 5]
[--acts 5000] [--kills 3]`, or for some time at the pace of people: `… --reviewers 40 --documents 80 --seconds 300 [--pace 4]`.

Each reviewer is a thread that logs in, acts at random on one of the documents, sends an act again until it is answered, and
notes what was answered as saved. The server is ended with SIGKILL at random moments and started again. At the end every act
that was answered as saved must be in the log, the fold must equal the rows and pairs that are stored, and every segment of
every document must stand in exactly one row.

With `--seconds` nobody is killed, and it is timed: see `reviewers_paced.py`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import units
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import ReviewLog
from jjak.corpora.store.users import Users
from jjak.workbench.editing.audit import audit

ROWS = 200
PASSWORD = "password of a reviewer"


class Server:
    def __init__(self, corpus: Path) -> None:
        self.corpus, self.port = corpus, 0
        self.start()

    def start(self) -> None:
        command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(self.corpus), "--port", str(self.port)]
        self.process = subprocess.Popen([*command, "--login"], stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        match = re.search(r":(\d+)/", line)
        assert match, line + self.process.stderr.read()
        self.port = int(match[1])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass
class Reviewer:
    name: str
    server: Server
    documents: int
    seed: int
    saved: list[tuple[int, str]] = field(default_factory=list)  # unit and key of each act that was answered as saved
    seconds: list[float] = field(default_factory=list)
    refused: int = 0
    cookie: str = ""
    token: str = ""
    corpus: str = ""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, Any]:
        """Ask until there is an answer: a killed server is waited for."""
        end = time.monotonic() + 120
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
                given = {"cookie": self.cookie, "x-csrf-token": self.token, "x-jjak-corpus": self.corpus, **headers}
                connection.request(method, path, body, given)
                answer = connection.getresponse()
                raw = answer.read()
                for name, cookie in answer.getheaders():
                    # the session takes the place of the form that asked for it
                    if name.lower() == "set-cookie" and "_device=" not in cookie:
                        self.cookie = cookie.split(";")[0]
                connection.close()
                return answer.status, json.loads(raw) if raw[:1] in b"{[" and raw else raw.decode()
            except (OSError, http.client.HTTPException):
                assert time.monotonic() < end, "the server did not come back"
                time.sleep(0.05)

    def log_in(self) -> None:
        text = self.ask("GET", "/login")[1]
        self.token = re.search(r'name="csrf" content="([^"]+)"', text)[1]  # type: ignore[index]
        form = {"name": self.name, "password": PASSWORD, "token": self.token}
        status, _ = self.ask("POST", "/login", urlencode(form).encode())
        assert status == 303, status
        page = self.ask("GET", "/")[1]
        self.token, self.corpus = (re.search(rf'name="{name}" content="([^"]+)"', page)[1] for name in ("csrf", "corpus"))  # type: ignore[index]

    def work(self, budget: Budget) -> None:
        generator = random.Random(self.seed)
        if not self.token:
            self.log_in()
        indexes: dict[int, Any] = {}
        count = 0
        while budget.take():
            unit = generator.randint(1, self.documents)
            if unit not in indexes or generator.random() < 0.2:
                indexes[unit] = self.ask("GET", f"/api/documents/{unit}/index")[1]
            count += 1
            key = f"{self.name}{count}"
            path, body = an_act(generator, indexes[unit]["rows"], key)
            body["base"] = [indexes[unit]["head"], indexes[unit]["head_key"]]
            before = time.monotonic()
            status, told = self.ask("POST", f"/api/documents/{unit}/{path}", json.dumps({**body, "key": key}).encode())
            self.seconds.append(time.monotonic() - before)
            if status == 200:
                # an act that changes nothing is answered, and is no event
                if told["changes"]:
                    self.saved.append((unit, key))
                else:
                    budget.back()
            else:
                assert status in (409, 422), (status, told)
                self.refused += 1
                budget.back()
                indexes.pop(unit)


ACTS = ("accept", "accept", "reject", "clear", "comment", "bookmark", "edit", "merge", "split", "split", "move", "undo", "redo")


def an_act(generator: random.Random, rows: list[Any], key: str) -> tuple[str, dict[str, Any]]:
    """The end of an act's address and its body, at random; a row begins with its name and version."""
    name = generator.choice(ACTS)
    if name in ("undo", "redo"):
        return name, {}
    row = generator.choice(rows)
    side, to = generator.choice(["source", "target"]), generator.choice(["next", "previous"])
    values: dict[str, Any] = {"side": side, "to": to, "with": to, "reason": "misaligned", "on": True, "text": f"note {key}"}
    values |= {"source": [1, 0], "target": [1, 0], "new": f"r{key}", "texts": {"": f"text {key}"}, "score": 0.9}
    return "acts", {"act": name, "row": row[0], "seen": {row[0]: row[1]}, "values": values}


class Budget:
    """Acts that are still to be done, for all reviewers together."""

    def __init__(self, acts: int) -> None:
        self.left = acts
        self._lock = threading.Lock()

    def take(self) -> bool:
        with self._lock:
            self.left -= 1
            return self.left >= 0

    def back(self) -> None:
        with self._lock:
            self.left += 1


def together(reviewers: int, documents: int, seconds: float, pace: float, stay: int) -> None:
    """All of them at the pace of people, beside one alone."""
    from reviewers_paced import joined, judged, told_of, watched

    corpus = laid(Path(tempfile.mkdtemp(prefix="reviewers-")), reviewers + 2, documents)
    server = Server(corpus)
    start = time.monotonic()
    given = {"port": server.port, "documents": documents, "stay": stay}
    # one alone waits for nobody, however fast they are: five times as fast, so that there are enough acts to go by
    lone = given | {"pace": pace / 5, "seconds": seconds / 10}
    before = watched(server.process.pid, 0, 1, **lone)
    crowd = watched(server.process.pid, 2, reviewers, **given, pace=pace, seconds=seconds)
    after = watched(server.process.pid, 1, 1, **lone)
    alone = joined(before, after)
    told_of("one reviewer", alone)
    told_of(f"{reviewers} reviewers on {documents} documents", crowd)
    good = judged(alone, crowd)
    server.kill()
    people = [
        Reviewer("", server, documents, 0, [(unit, key) for unit, key in each.load.saved], refused=each.load.refused)
        for each in (alone, crowd)
    ]
    check(corpus, people, documents, time.monotonic() - start, fail=not good)


def laid(folder: Path, reviewers: int, documents: int) -> Path:
    """A corpus with documents and people."""
    corpus = folder / "c.db"
    units.store_units(corpus, *(units.unit(f"doc{at}", list(units.links(ROWS, at))) for at in range(documents)))
    with Corpus(str(corpus)) as store:
        for at in range(reviewers):
            Users(store).add(f"reviewer{at}x", "reviewer", PASSWORD)
    return corpus


def main(reviewers: int, documents: int, acts: int, kills: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="reviewers-"))
    corpus = laid(folder, reviewers, documents)
    names = [f"reviewer{at}x" for at in range(reviewers)]
    server = Server(corpus)
    budget = Budget(acts)
    people = [Reviewer(name, server, documents, at) for at, name in enumerate(names)]
    threads = [threading.Thread(target=person.work, args=(budget,)) for person in people]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for kill in range(kills):
        while budget.left > acts * (kills - kill) / (kills + 1) and any(thread.is_alive() for thread in threads):
            time.sleep(0.02)
        server.kill()
        server.start()
        print(f"killed with {budget.left:,} acts to go", flush=True)
    for thread in threads:
        thread.join()
    took = time.monotonic() - start
    server.kill()
    check(corpus, people, documents, took)


def check(corpus: Path, people: list[Reviewer], documents: int, took: float, *, fail: bool = False) -> None:
    with Corpus(str(corpus)) as store:
        journal = ReviewLog(store)
        logged = {unit: {event.key for event in journal.headings(unit)} for unit in range(1, documents + 1)}
        missing = [(unit, key) for person in people for unit, key in person.saved if key not in logged[unit]]
        found = audit(store)
        lost = sum(not _whole(journal, unit) for unit in range(1, documents + 1))
    saved, seconds = sum(len(person.saved) for person in people), sorted(s for person in people for s in person.seconds)
    print(
        f"{saved:,} acts answered as saved, {sum(map(len, logged.values())):,} in the log, {len(missing)} of the saved missing"
    )
    print(f"{sum(person.refused for person in people):,} refused as stale or impossible, in {took:.0f} s")
    if seconds:
        middle, late = (seconds[len(seconds) * share // 100] * 1000 for share in (50, 95))
        print(f"answer: median {middle:.0f} ms, 95th percentile {late:.0f} ms")
    print(f"fold and state: {len(found.findings)} differences; units with a segment lost, doubled or out of order: {lost}")
    sys.exit(bool(missing or found.findings or lost or fail))


def _whole(journal: ReviewLog, unit: int) -> bool:
    """Whether every segment stands in one row, in order; what was written in anew is none, and cut ones are parts."""
    for side in ("source", "target"):
        before, after = (
            [piece.segment for row in rows for piece in getattr(row, side) if not piece.id.endswith(".n")]
            for rows in (journal.first_rows(unit), journal.state(unit).rows)
        )
        if list(dict.fromkeys(after)) != before or after != sorted(after):
            return False
    return True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("reviewers", 10), ("documents", 5), ("acts", 5000), ("kills", 3)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--seconds", type=float, default=0.0)
    parser.add_argument("--pace", type=float, default=4.0)
    parser.add_argument("--stay", type=int, default=10)
    given = parser.parse_args()
    if given.seconds:
        together(given.reviewers, given.documents, given.seconds, given.pace, given.stay)
    main(given.reviewers, given.documents, given.acts, given.kills)
