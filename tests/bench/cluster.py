"""Builds on Ray clusters of this machine beside a build in one process.

    python tests/bench/cluster.py DOCUMENTS [--nodes 2 4]

DOCUMENTS is a folder. Every node is started by itself, as on a machine of its own, with one CPU, on the loopback. For each
number of nodes the folder is built twice, the second time with one node killed while it works. Every corpus is compared with
the one of a build in one process, pair by pair. Ends with 1 where they differ.
"""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

RAY = str(Path(sys.executable).parent / "ray")
JJAK = str(Path(sys.executable).parent / "jjak")
MEMORY = 100_000_000  # bytes of a node's object store
# Ray listens on every address: nobody without the token of this run may join
ENVIRONMENT = os.environ | {
    "RAY_AUTH_MODE": "token",
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_worker_niceness": "0",  # by itself Ray lets everything else on the machine go before its workers
    # a node is given up after eight seconds without a sign of life; fewer are too few for one on a busy machine
    "RAY_health_check_period_ms": "1000",
    "RAY_health_check_failure_threshold": "8",
}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def children(pid: int) -> list[int]:
    """Every process below `pid`, itself first."""
    found = [pid]
    for each in found:
        with suppress(OSError):
            for task in Path(f"/proc/{each}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text(encoding="ascii").split()]
    return found


class Nodes:
    """A cluster of nodes that were started one by one; use it as a context manager."""

    def __init__(self, count: int, folder: Path) -> None:
        self._port = free_port()
        self.address = f"127.0.0.2:{self._port}"
        self._count, self._folder = count, folder
        self._nodes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        try:
            # the head has no CPU: it is what must not be lost
            self._start(
                "--head", f"--port={self._port}", "--num-cpus=0", "--include-dashboard=false", f"--temp-dir={self._folder}"
            )
            for _ in range(self._count):
                self._start(f"--address={self.address}", "--num-cpus=1")
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self, *options: str, seconds: float = 120) -> None:
        """Start a node and wait until it is there; two that start at once on one machine take each other's sockets."""
        host = f"127.0.0.{len(self._nodes) + 2}"
        call = [RAY, "start", "--block", f"--node-ip-address={host}", f"--object-store-memory={MEMORY}", *options]
        log = self._folder / f"node{len(self._nodes)}.log"
        with log.open("wb") as said:
            node = subprocess.Popen(call, stdout=said, stderr=said, stdin=subprocess.DEVNULL, env=ENVIRONMENT)
        self._nodes.append(node)
        end = time.monotonic() + seconds
        while b"runtime started" not in log.read_bytes():
            if node.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"a node did not start: {log.read_text(encoding='utf-8')[-1000:]}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End the last node with all its processes, as when its machine loses power."""
        node = self._nodes.pop()
        for pid in children(node.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        node.wait()

    def __exit__(self, *_: object) -> None:
        while self._nodes:
            self.kill()


def exported(corpus: Path) -> bytes:
    return subprocess.run(
        [JJAK, "export", "-", "--format", "jsonl", "--corpus", str(corpus)], check=True, capture_output=True
    ).stdout


def stored(corpus: Path) -> int:
    """How many units a corpus holds by now."""
    if not corpus.exists():
        return 0
    with closing(sqlite3.connect(f"file:{corpus}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT COUNT(*) FROM alignments").fetchone()[0])
        except sqlite3.OperationalError:  # not made yet
            return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--nodes", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--killed-only", action="store_true", help="leave out the builds that nobody disturbs")
    options = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="jjak-") as place:
        local = Path(place) / "local.db"
        start = time.perf_counter()
        subprocess.run([JJAK, "build", str(options.documents), "--corpus", str(local), "--quiet"], check=True)
        took = time.perf_counter() - start
        whole, units = exported(local), stored(local)
        print(f"one process: {len(whole.splitlines()):,} pairs, {took:.1f} s", flush=True)
        for count in options.nodes:
            folder = Path(place) / f"n{count}"
            folder.mkdir()
            with Nodes(count, folder) as nodes:
                call = [JJAK, "build", str(options.documents), "--engine", "ray", "--address", nodes.address]
                for killed in (True,) if options.killed_only else (False, True):
                    corpus = folder / f"{killed}.db"
                    what = "undisturbed"
                    start = time.perf_counter()
                    process = subprocess.Popen([*call, "--quiet", "--corpus", str(corpus)], env=ENVIRONMENT)
                    if killed:
                        while process.poll() is None and stored(corpus) < units / 4:
                            time.sleep(0.05)
                        what = f"one killed at {stored(corpus)} of {units} documents"
                        wrong += process.poll() is not None
                        nodes.kill()
                    code = process.wait()
                    took = time.perf_counter() - start
                    same = code == 0 and exported(corpus) == whole
                    wrong += not same
                    verdict = "identical" if same else f"DIFFERENT (exit {code})"
                    print(f"{count} nodes, {what}: {took:.1f} s, {verdict}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
