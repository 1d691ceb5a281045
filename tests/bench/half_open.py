"""Half-open requests beside a working reviewer: `python tests/bench/half_open.py [--connections 2000] [--files 1024]`.

The server runs under `ulimit -n FILES`. Some thousand connections send nothing, half a head, a head byte by byte, or half a
body, and one after another is opened anew when it is closed until all have been. Meanwhile a reviewer acts, each act on a
connection of its own. Every act must be answered as stored, and every half-open connection be closed within 30 seconds.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
import resource
import selectors
import shlex
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import units

sys.path.insert(0, str(Path(__file__).parent.parent))

from visitor import Visitor

CLOSED_WITHIN = 30.0  # seconds
KINDS = (
    b"",
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
    b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100000\r\n\r\nname=",
    b"P",
)


@dataclass
class Found:
    """What came of it, in seconds."""

    opened: int = 0
    refused: int = 0
    lives: list[float] = field(default_factory=list)
    left: int = 0
    acts: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    files: int = 0


def attack(port: int, connections: int, seconds: float, found: Found) -> None:
    """Open connections that never say what they want, and see when each is closed; a byte of each goes every second."""
    watch = selectors.DefaultSelector()
    since: dict[socket.socket, float] = {}
    end, dripped = time.monotonic() + seconds, time.monotonic()
    while since or found.opened < connections:
        if found.opened < connections:
            for _ in range(50):
                made = socket.socket()
                made.setblocking(False)
                made.connect_ex(("127.0.0.1", port))
                since[made] = time.monotonic()
                watch.register(made, selectors.EVENT_READ)
                found.opened += 1
        now = time.monotonic()
        if now - dripped > 1:
            dripped = now
            for at, each in enumerate(list(since)):
                if not _connected(each):  # still in the kernel's queue: the server has not seen it
                    since[each] = now
                _drip(each, KINDS[at % len(KINDS)], now - since[each])
        for key, _ in watch.select(0.05):
            each = key.fileobj
            assert isinstance(each, socket.socket)
            if _closed(each):
                watch.unregister(each)
                found.lives.append(time.monotonic() - since.pop(each))
                each.close()
        if now > end:
            break
    found.left = sum(time.monotonic() - begun > CLOSED_WITHIN for begun in since.values())
    for each in since:
        each.close()


def _connected(each: socket.socket) -> bool:
    try:
        each.getpeername()
    except OSError:
        return False
    return True


def _drip(each: socket.socket, kind: bytes, age: float) -> None:
    at = int(age)
    with contextlib.suppress(OSError):
        each.send(kind if at <= 1 else b"x" if kind else b"")


def _closed(each: socket.socket) -> bool:
    try:
        return not each.recv(65536)
    except BlockingIOError:
        return False
    except OSError:
        return True


def reviewer(port: int, stop: threading.Event, found: Found) -> None:
    visitor = Visitor(port).enter()
    at = 0
    while not stop.is_set():
        at += 1
        began = time.monotonic()
        body = {"key": f"k{at}", "act": "bookmark", "row": str(at % 20), "values": {"on": at % 40 < 20}}
        try:
            status, answer = visitor.post("/api/documents/1/acts", body)
            if status != 200:
                found.failed.append(f"{status} {answer}")
        except OSError as error:
            found.failed.append(repr(error))
        found.acts.append(time.monotonic() - began)
        time.sleep(0.05)


def measure(connections: int, seconds: float, files: int) -> Found:
    folder = Path(tempfile.mkdtemp(prefix="half-open-"))
    units.store_units(folder / "c.db", units.unit("doc", list(units.links(20))))
    command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(folder / "c.db"), "--port", "0"]
    limited = ["sh", "-c", f"ulimit -n {files}; exec {shlex.join(command)}"]
    found = Found()
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)
    with (folder / "log").open("w+") as log, subprocess.Popen(limited, stderr=log) as server:
        try:
            port = _port(folder / "log")
            stop = threading.Event()
            acting = threading.Thread(target=reviewer, args=(port, stop, found))
            acting.start()
            attack(port, connections, seconds, found)
            found.files = len(list(Path(f"/proc/{server.pid}/fd").iterdir()))
            stop.set()
            acting.join()
        finally:
            server.terminate()
            server.wait()
    found.failed += [line for line in (folder / "log").read_text().splitlines() if "Error" in line or "Traceback" in line]
    return found


def _port(log: Path) -> int:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if match := re.search(r"http://[^:]+:(\d+)/", log.read_text()):
            return int(match[1])
        time.sleep(0.05)
    raise RuntimeError(log.read_text())


def main(connections: int, seconds: float, files: int) -> None:
    found = measure(connections, seconds, files)
    acts, lives = sorted(found.acts), sorted(found.lives)
    table: dict[str, Any] = {
        "connections opened": found.opened,
        "closed by the server": len(lives),
        "still open": found.left,
        "longest open, s": round(lives[-1], 1) if lives else None,
        "acts": len(acts),
        "acts that failed": len(found.failed),
        "act, median ms": round(acts[len(acts) // 2] * 1000),
        "act, 95th percentile ms": round(acts[len(acts) * 95 // 100] * 1000),
        "files of the server at the end": found.files,
    }
    print(json.dumps(table, indent=2))
    print("\n".join(found.failed[:5]))
    sys.exit(bool(found.failed or found.left or (lives and lives[-1] > CLOSED_WITHIN)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--files", type=int, default=1024)
    given = parser.parse_args()
    main(given.connections, given.seconds, given.files)
