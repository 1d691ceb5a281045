"""What the server counts, for Prometheus at `/metrics`: requests, acts, open pages, jobs, builds, and the process itself.

No text, name of a document or user is part of any of it.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator
from importlib.metadata import version
from time import perf_counter
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from jjak.workbench.pipeline.build_log import BuildLogEntry
    from jjak.workbench.web.cookies import Scope
    from jjak.workbench.web.jobs import Jobs
    from jjak.workbench.web.live import Live
    from jjak.workbench.web.security import Receive, Send

# seconds until an answer begins: an act should take a tenth, the first rows of a document less than one
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
METHODS = frozenset({"GET", "HEAD", "POST"})
KIND = CONTENT_TYPE_LATEST


class ServerMetrics:
    """The counters of one server."""

    def __init__(self, live: Live, jobs: Jobs) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("jjak", "The version that serves.", registry=registry).info({"version": version("jjak")})
        self.requests = Counter(
            "jjak_requests", "Requests by what answered them.", ["handler", "method", "status"], registry=registry
        )
        self.answers = Histogram(
            "jjak_answer_seconds", "Seconds until an answer began.", ["handler"], buckets=BUCKETS, registry=registry
        )
        self.acts = Counter("jjak_acts", "Acts of reviewers that were stored.", ["act"], registry=registry)
        self._documents = Counter("jjak_documents", "Documents that were brought in.", ["outcome"], registry=registry)
        self._stages = Counter("jjak_stage_seconds", "Seconds of building them, by stage.", ["stage"], registry=registry)
        registry.register(_Now(live, jobs))

    def built(self, entry: BuildLogEntry) -> None:
        self._documents.labels(str(entry.outcome)).inc()
        for stage, seconds in entry.seconds.items():
            self._stages.labels(stage).inc(seconds)

    def text(self) -> bytes:
        return generate_latest(self._registry)


class _Now(Collector):
    """What is so at the moment when it is asked."""

    def __init__(self, live: Live, jobs: Jobs) -> None:
        self._live, self._jobs = live, jobs

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("jjak_open_pages", "Documents that are open in browsers.", value=self._live.pages())
        jobs = GaugeMetricFamily("jjak_jobs", "Jobs that are running or still listed.", labels=["kind", "state"])
        for labels, count in sorted(Tally((job.kind, job.state) for job in self._jobs.all()).items()):
            jobs.add_metric(labels, count)
        yield jobs


class Meter:
    """An ASGI application around all others that counts what they answer."""

    def __init__(self, app: Any, metrics: ServerMetrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = perf_counter()
        status = 0

        def count(answer: int) -> None:
            nonlocal status
            status = answer
            # a path is anything that somebody asks for; what answers is one of few
            handler = getattr(scope.get("endpoint"), "__name__", "none")
            method = scope["method"] if scope["method"] in METHODS else "other"
            self.metrics.requests.labels(handler, method, str(status)).inc()
            self.metrics.answers.labels(handler).observe(perf_counter() - began)

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                count(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except BaseException:
            if not status:
                count(500)
            raise
