"""Reviewers at the pace of people: `python tests/bench/reviewers.py --reviewers 40 --documents 80 --seconds 300 [--pace 4]`.

One reviewer alone works for a tenth of the time before and for a tenth after, five times as fast; between, all of them work. A
machine that others use slows both. Each has a document open as a browser has: a kept connection for what is asked, and a stream
of what others do. They look at a row for 0.5 to 1.5 times `--pace` seconds and act, and after some `--stay` acts go on to
another document, any of them. All people are one process without threads,
so that they take little of what the server needs; how much is printed.

It fails where the 95th percentile of all acts is over 300 ms and over 1.2 times that of the one, or where the server's memory
grew by over a tenth in the second half of the time.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

TICKS = os.sysconf("SC_CLK_TCK")
SLOW, TIMES = 300.0, 1.2  # milliseconds, and times as slow as one reviewer, that the 95th percentile may be
GROWTH = 0.1


@dataclass
class Load:
    """What a group of people met. seconds: of each act; opened: of each document's opening, its page and its rows; saved: unit
    and key of each act that was answered as saved; share: of one core that the people themselves took."""

    seconds: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    saved: list[tuple[int, str]] = field(default_factory=list)
    refused: int = 0
    told: int = 0
    share: float = 0.0


@dataclass
class Person:
    name: str
    port: int
    documents: int
    pace: float
    stay: int
    load: Load
    cookie: str = ""
    token: str = ""
    corpus: str = ""

    def __post_init__(self) -> None:
        self.generator = random.Random(self.name)
        self.count = 0
        self.index: dict[str, Any] = {}
        self.unit = 0

    async def log_in(self, password: str) -> None:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        text = await self.text("GET", "/login")
        self.token = re.search(r'name="csrf" content="([^"]+)"', text)[1]  # type: ignore[index]
        form = {"name": self.name, "password": password, "token": self.token}
        status, _ = await self.ask("POST", "/login", urlencode(form).encode())
        assert status == 303, status
        page = await self.text("GET", "/")
        self.token, self.corpus = (re.search(rf'name="{name}" content="([^"]+)"', page)[1] for name in ("csrf", "corpus"))  # type: ignore[index]

    async def work(self, end: float) -> None:
        await asyncio.sleep(self.generator.uniform(0, self.pace))
        while time.monotonic() < end:
            self.unit = self.generator.randint(1, self.documents)
            await self.open()
            listening = asyncio.create_task(self.listen(self.unit))
            for _ in range(self.generator.randint(1, 2 * self.stay - 1)):
                await asyncio.sleep(self.pace * self.generator.uniform(0.5, 1.5))
                if time.monotonic() >= end:
                    break
                await self.act()
            listening.cancel()

    async def open(self) -> None:
        before = time.monotonic()
        await self.text("GET", f"/documents/{self.unit}")
        await self.see()
        self.load.opened.append(time.monotonic() - before)

    async def see(self) -> None:
        self.index = json.loads(await self.text("GET", f"/api/documents/{self.unit}/index"))

    async def act(self) -> None:
        from reviewers import an_act

        self.count += 1
        key = f"{self.name}{self.count}"
        path, body = an_act(self.generator, self.index["rows"], key)
        body |= {"key": key, "base": [self.index["head"], self.index["head_key"]]}
        before = time.monotonic()
        status, text = await self.ask("POST", f"/api/documents/{self.unit}/{path}", json.dumps(body).encode())
        self.load.seconds.append(time.monotonic() - before)
        if status == 200:
            told = json.loads(text)
            if told["changes"]:
                self.load.saved.append((self.unit, key))
                self.note(told)
            return
        assert status in (409, 422), (status, text)
        self.load.refused += 1
        await self.see()

    def note(self, told: dict[str, Any]) -> None:
        """What a page makes of an answer: versions, and rows that went and came."""
        rows, number = self.index["rows"], told["number"]
        if number != self.index["head"] + 1:
            # others were here: a page has these from the stream
            return
        self.index |= {"head": number, "head_key": told["key"]}
        for change in told["changes"]:
            gone = set(change.get("before", [change.get("row")]))
            at = next((at for at, row in enumerate(rows) if row[0] in gone), len(rows))
            new = [[view["id"], number] for view in change["after"]] if "after" in change else [[change["row"], number]]
            rows[at : at + len(gone)] = new

    async def listen(self, unit: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.head("GET", f"/api/documents/{unit}/live", b""))
            while part := await reader.read(1 << 16):
                self.load.told += part.count(b"\nid: ") + part.startswith(b"id: ")
        finally:
            writer.close()

    async def text(self, method: str, path: str) -> str:
        status, text = await self.ask(method, path)
        assert status == 200, (status, path, text[:200])
        return text

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, str]:
        """Ask on the kept connection, or anew where the server has closed it, as browsers do."""
        kept = not (self.writer.is_closing() or self.reader.at_eof())
        while True:
            if not kept:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            try:
                return await self.asked(method, path, body)
            except (ConnectionResetError, asyncio.IncompleteReadError):
                if not kept:
                    raise
            kept = False

    async def asked(self, method: str, path: str, body: bytes) -> tuple[int, str]:
        self.writer.write(self.head(method, path, body) + body)
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = [(name.lower(), value) for name, _, value in (line.partition(": ") for line in lines[1:])]
        for _, cookie in (pair for pair in headers if pair[0] == "set-cookie" and "_device=" not in pair[1]):
            self.cookie = cookie.split(";")[0]
        raw = await self.reader.readexactly(int(dict(headers)["content-length"]))
        return int(lines[0].split()[1]), raw.decode()

    def head(self, method: str, path: str, body: bytes) -> bytes:
        headers = {"cookie": self.cookie, "x-csrf-token": self.token, "x-jjak-corpus": self.corpus}
        headers |= {"host": f"127.0.0.1:{self.port}", "content-length": str(len(body))}
        return "".join(
            [f"{method} {path} HTTP/1.1\r\n", *(f"{name}: {value}\r\n" for name, value in headers.items()), "\r\n"]
        ).encode()


async def people_at_work(first: int, count: int, given: dict[str, Any]) -> Load:
    from reviewers import PASSWORD

    load = Load()
    people = [
        Person(f"reviewer{first + at}x", given["port"], given["documents"], given["pace"], given["stay"], load)
        for at in range(count)
    ]
    for person in people:
        await person.log_in(PASSWORD)
    began, cpu = time.monotonic(), time.process_time()
    await asyncio.gather(*(person.work(began + given["seconds"]) for person in people))
    load.share = (time.process_time() - cpu) / (time.monotonic() - began)
    return load


@dataclass
class Watched:
    """A server while people work. memory: in MB as time goes by; share: of one core that it took."""

    load: Load
    memory: list[float]
    share: float


def watched(pid: int, first: int, count: int, **given: Any) -> Watched:
    """People at work in a process of their own."""
    command = [sys.executable, __file__, json.dumps({"first": first, "count": count, "given": given})]
    began, cpu = time.monotonic(), _cpu(pid)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    memory = []
    while process.poll() is None and time.monotonic() - began < given["seconds"]:
        time.sleep(min(5.0, given["seconds"] / 20))
        memory.append(_memory(pid))
    share = (_cpu(pid) - cpu) / (time.monotonic() - began)
    out, _ = process.communicate()
    assert process.returncode == 0
    return Watched(Load(**json.loads(out)), memory, share)


def joined(first: Watched, second: Watched) -> Watched:
    """What two groups met, as one."""
    a, b = first.load, second.load
    load = Load(a.seconds + b.seconds, a.opened + b.opened, a.saved + b.saved, a.refused + b.refused, a.told + b.told)
    load.share = (a.share + b.share) / 2
    return Watched(load, first.memory + second.memory, (first.share + second.share) / 2)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> float:
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024  # type: ignore[index]


def percentile(seconds: list[float], share: int) -> float:
    """In milliseconds."""
    return sorted(seconds)[len(seconds) * share // 100] * 1000


def told_of(what: str, found: Watched) -> None:
    load = found.load
    acts, opened = ([percentile(some, share) for share in (50, 95)] for some in (load.seconds, load.opened))
    print(
        f"{what}: {len(load.seconds):,} acts, median {acts[0]:.0f} ms, 95th percentile {acts[1]:.0f} ms; {len(load.opened):,} "
        f"openings, median {opened[0]:.0f} ms, 95th percentile {opened[1]:.0f} ms; {load.told:,} acts told to pages; of one "
        f"core the server took {found.share:.0%}, the people {load.share:.0%}",
        flush=True,
    )


def judged(alone: Watched, all_of_them: Watched) -> bool:
    """Whether it was fast enough, and memory flat."""
    before, late = (percentile(each.load.seconds, 95) for each in (alone, all_of_them))
    memory = all_of_them.memory
    half = memory[len(memory) // 2 :]
    grown = max(half) / half[0] - 1
    print(f"memory: {memory[0]:.0f} MB at first, {half[0]:.0f} MB at half time, {memory[-1]:.0f} MB at the end")
    slow = late > SLOW and late > TIMES * before
    print(f"{'too slow' if slow else 'fast enough'}, {'growing' if grown > GROWTH else 'flat'}", flush=True)
    return not slow and grown <= GROWTH


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    print(json.dumps(asdict(asyncio.run(people_at_work(asked["first"], asked["count"], asked["given"])))))
