"""A build on many machines: documents go out in shards, each worker builds on its own, and shards of built bitexts come back.

The process that calls keeps every shard that is out until its result is here. A worker that is lost is started again by Ray
where there is room, and its shards go to whoever is free; a shard's result is taken once. A shard whose worker dies again and
again is cut into single documents, and a document that kills its worker every time is a failure like another.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import socket
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from jjak.corpora.exchange.shards import shard_of
from jjak.seeds.errors import DocumentError, JjakError, SettingError
from jjak.seeds.import_path import children_without_this_folder
from jjak.seeds.reading import bytes_of, document_id
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import Bitext
from jjak.workbench.pipeline.stages import BitextResult, Stages
from jjak.workbench.pipeline.translators import NoMemory, Translators
from jjak.workbench.settings import Settings

DOCUMENTS, BYTES = 64, 400_000  # of a shard, at most; a document that is longer is a shard alone
EACH = 4  # shards for each worker at least, so that none waits long for the last
AHEAD = 2  # shards of one worker: one that it works on, and one that waits
LIVES = 3  # times that a document's worker may die before the document is given up
QUIET = 1.0  # seconds between two looks at workers that nothing is heard of
ALONE = 120  # seconds after which a cluster without a node is given up


@dataclass(frozen=True, slots=True)
class Cluster:
    """address: of a running cluster, empty to start one on this machine; cpus, gpus: of one worker."""

    address: str = ""
    cpus: int = 1
    gpus: float = 0.0


def relevant_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """What of the settings changes what is built."""
    return {name: value for name, value in settings.items() if name not in ("threads", "max_bytes", "allow_broken")}


@dataclass(frozen=True, slots=True)
class Shard:
    """Numbered bitexts with the bytes of their files. ids: of the documents of each."""

    bitexts: Sequence[tuple[int, Bitext]]
    ids: Sequence[tuple[str, str]]
    lost: int = 0

    def name(self, settings: Settings) -> str:
        """The same whenever the same documents are built in the same way."""
        ids, way = [list(pair) for pair in self.ids], relevant_settings(settings.table())
        said = json.dumps([ids, way], sort_keys=True, ensure_ascii=False)
        return f"shard-{hashlib.sha256(said.encode()).hexdigest()[:16]}.parquet"


@dataclass(frozen=True, slots=True)
class ShardOutcome:
    """What came of a shard. data: a Parquet file of those that were built, in their order; entries: of each
    bitext. On its way back it is without its shard, which is there already."""

    shard: Shard
    data: bytes = b""
    entries: Sequence[BuildLogEntry] = ()
    versions: Mapping[str, str] = field(default_factory=dict)


class Worker:
    """What runs on a cluster, once for each of its places: models are loaded once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._translators = Translators(NoMemory(), settings)

    def ready(self) -> bool:
        return True

    def work(self, shard: Shard) -> ShardOutcome:
        from jjak.workbench.pipeline.build import entry_of, versions_of

        found: dict[int, BitextResult] = {}
        with Stages(shard.bitexts, self._translators, self._settings) as stages:
            for results in stages.results():
                found.update((result.at, result) for result in results)
        ordered = [found[at] for at, _ in shard.bitexts]
        versions = versions_of(self._translators)
        built = [result.built for result in ordered if result.built is not None]
        data = shard_of(built, {"settings": self._settings.table(), "versions": versions})
        return ShardOutcome(Shard((), ()), data, [entry_of(result) for result in ordered], versions)


def shards_of(
    bitexts: Iterable[tuple[int, Bitext]], settings: Settings, has: Callable[[str, str], bool], most: int = DOCUMENTS
) -> Iterator[Shard | tuple[int, Bitext, JjakError | None]]:
    """Shards of what is to be built, of up to `most` documents, and what needs no worker: a bitext with its error where it
    cannot be read, with None where `has` says that it is built."""
    some: list[tuple[int, Bitext]] = []
    ids: list[tuple[str, str]] = []
    size = 0
    for at, bitext in bitexts:
        try:
            files = [replace(file, data=bytes_of(file, settings.max_bytes)) for file in bitext.files]
        except DocumentError as error:
            yield at, bitext, DocumentError("{name}: {cause}", error.remedy, name=bitext.name, cause=error.message)
            continue
        raw = [file.data or b"" for file in files]
        found = (document_id(raw[0]), document_id(raw[1]) if len(raw) > 1 else "")
        if has(*found):
            yield at, bitext, None
            continue
        length = sum(map(len, raw))
        if some and (len(some) >= most or size + length > BYTES):
            yield Shard(tuple(some), tuple(ids))
            some, ids, size = [], [], 0
        some.append((at, Bitext(*files)))
        ids.append(found)
        size += length
    if some:
        yield Shard(tuple(some), tuple(ids))


@contextmanager
def connected(cluster: Cluster) -> Iterator[Any]:
    """Ray, with a connection to the cluster; raises SettingError where it is not installed, or no cluster is there."""
    try:
        import ray
    except ModuleNotFoundError as error:
        raise SettingError("Ray is not installed", "Install it: pip install 'jjak[ray]'.") from error
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    _reachable(cluster.address)
    logging.getLogger("ray").setLevel(logging.ERROR)
    known = {"address": cluster.address} if cluster.address else {"include_dashboard": False}
    children_without_this_folder()
    # workers stand, and look for modules, where the driver stood when it called them
    with tempfile.TemporaryDirectory(prefix="jjak-ray-") as empty:
        try:
            with chdir(empty):
                ray.init(**known, log_to_driver=False, logging_level=logging.ERROR, configure_logging=False)
        except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
            raise _absent(cluster.address or "this machine", error) from error
        try:
            yield ray
        finally:
            ray.shutdown()


def _reachable(address: str) -> None:
    """Ray itself tries for many minutes."""
    host, _, port = address.rpartition(":")
    if not host or "/" in host or not port.isdecimal():
        return
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except OSError as error:
        raise _absent(address, error) from error


def _absent(address: str, error: Exception) -> SettingError:
    reason = " ".join(str(error).split())[:200]
    fix = "`ray start --head` starts a cluster, and says its address; leave --address out for one on this machine."
    return SettingError("No cluster at {address}: {reason}", fix, address=address, reason=reason)


class Crew:
    """The workers of a cluster, and the shards that they have."""

    def __init__(self, ray: Any, cluster: Cluster, settings: Settings) -> None:
        self._ray, self._cpus, self._seen = ray, cluster.cpus, time.monotonic()
        there = ray.cluster_resources()
        room = int(there.get("CPU", 0) // cluster.cpus)
        if cluster.gpus:
            room = min(room, int(there.get("GPU", 0) / cluster.gpus))
        if room < 1:
            text = "The cluster has no room for one worker of {cpus} CPUs"
            if cluster.gpus:
                text = "The cluster has no room for one worker of {cpus} CPUs and {gpus:g} GPUs"
            raise SettingError(text, "Add nodes, or ask for less.", cpus=cluster.cpus, gpus=cluster.gpus)
        # restarted by Ray; what was being done is given out again here, where it is known what is still wanted
        actor = ray.remote(num_cpus=cluster.cpus, num_gpus=cluster.gpus, max_restarts=-1, max_task_retries=0)(Worker)
        own = replace(settings, threads=cluster.cpus, device="cuda" if cluster.gpus else settings.device)
        self._workers = [actor.remote(own) for _ in range(room)]
        self._load = dict.fromkeys(range(len(self._workers)), 0)
        self._out: dict[Any, tuple[int, Shard | None]] = {}
        self._again: deque[Shard] = deque()

    def share(self, documents: int) -> int:
        """How many documents a shard should hold."""
        return max(1, min(DOCUMENTS, documents // (EACH * len(self._workers))))

    def results(self, shards: Iterator[Shard]) -> Iterator[ShardOutcome]:
        """The outcome of each shard, in the order in which they come. Raises what stops everything: ModelError."""
        more = True
        while more or self._again or any(shard for _, shard in self._out.values()):
            while (free := self._free()) is not None:
                shard = self._again.popleft() if self._again else next(shards, None)
                if shard is None:
                    more = False
                    break
                self._send(free, shard)
            if not self._out:
                continue
            done, _ = self._ray.wait(list(self._out), num_returns=1, timeout=QUIET)
            self._look(bool(done))
            for ref in done:
                worker, sent = self._out.pop(ref)
                yield from self._received(ref, worker, sent)

    def _look(self, heard: bool) -> None:
        """Raises SettingError where there has been no node for a worker for long."""
        rooms = () if heard else (node["Resources"].get("CPU", 0) for node in self._ray.nodes() if node["Alive"])
        if heard or any(room >= self._cpus for room in rooms):
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > ALONE:
            fix = "Start nodes and run the same command: what is stored is not built again."
            text = "The cluster has had no node with {cpus} CPUs for {seconds} seconds"
            raise SettingError(text, fix, cpus=self._cpus, seconds=ALONE)

    def _free(self) -> int | None:
        worker = min(self._load, key=self._load.__getitem__)
        return worker if self._load[worker] < AHEAD else None

    def _send(self, worker: int, shard: Shard) -> None:
        self._load[worker] += 1
        self._out[self._workers[worker].work.remote(shard)] = (worker, shard)

    def _received(self, ref: Any, worker: int, sent: Shard | None) -> Iterator[ShardOutcome]:
        errors = self._ray.exceptions
        try:
            result = self._ray.get(ref)
        except errors.RayTaskError as error:
            cause = error.cause if isinstance(error.cause, JjakError) else error
            raise cause from None
        except errors.RayError:
            if sent is not None:
                yield from self._lost(sent)
            # it is given nothing until it answers that it is there again
            self._load[worker] = AHEAD
            if not any(other == worker and shard is None for other, shard in self._out.values()):
                time.sleep(QUIET / 10)
                self._out[self._workers[worker].ready.remote()] = (worker, None)
            return
        if sent is None:
            self._load[worker] = sum(other == worker for other, _ in self._out.values())
        else:
            self._load[worker] -= 1
            yield replace(result, shard=sent)

    def _lost(self, shard: Shard) -> Iterator[ShardOutcome]:
        again = replace(shard, lost=shard.lost + 1)
        if again.lost < LIVES:
            self._again.append(again)
        elif len(shard.bitexts) > 1:
            self._again.extend(Shard((bitext,), (ids,)) for bitext, ids in zip(shard.bitexts, shard.ids, strict=True))
        else:
            ((_, bitext),) = shard.bitexts
            fix = "Build it alone on one machine to see why."
            error = DocumentError("{name}: its worker died {times} times", fix, name=bitext.name, times=LIVES)
            yield ShardOutcome(shard, entries=[BuildLogEntry(bitext.name, BitextOutcome.FAILED, error=error)])
