"""Everything that a running server holds, in one place for the handlers of its pages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from jjak.align.text.stems import stems_of
from jjak.corpora.review.agreement import PairwiseAgreement, agreements, judgements
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.identity import CorpusIdentity, identity_of, placed
from jjak.corpora.store.pair_search import PairSearch
from jjak.corpora.store.people import People
from jjak.corpora.store.users import Role, User, Users
from jjak.seeds.message import Message, counted
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.web.export_jobs import ExportJobs
from jjak.workbench.web.forms import Commands
from jjak.workbench.web.jobs import Job, Jobs
from jjak.workbench.web.live import Live
from jjak.workbench.web.login_throttle import LoginThrottle
from jjak.workbench.web.logins import Logins
from jjak.workbench.web.security import HostPolicy
from jjak.workbench.web.server_metrics import ServerMetrics
from jjak.workbench.web.uploads import Uploads

INDEXED_AT_ONCE = 500  # pairs between two transactions of the index of words
RIGHT_AWAY = 500  # pairs that are indexed while the page waits; more is a job


@dataclass(slots=True)
class AppState:
    """Of one server. commands: those that its pages may run, by name; key: what it signs with; look: raises CorpusError where
    the corpus is not the one any more that was opened."""

    store: Corpus
    policy: HostPolicy
    commands: Commands
    key: bytes
    live: Live = field(default_factory=Live)
    jobs: Jobs = field(init=False)
    session: ReviewSession = field(init=False)
    users: Users = field(init=False)
    people: People = field(init=False)
    pair_search: PairSearch = field(init=False)
    uploads: Uploads = field(init=False)
    metrics: ServerMetrics = field(init=False)
    logins: Logins = field(init=False)
    identity: CorpusIdentity = field(init=False)
    look: Callable[[], None] = field(init=False)
    exports: ExportJobs = field(init=False)
    _agreed: tuple[int, list[PairwiseAgreement]] = field(default=(0, []), init=False)
    _indexing: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self.users, self.people = Users(self.store), People(self.store)
        self.jobs = Jobs(lambda name: not self.policy.login or self.users.user(name) is not None)
        self.metrics = ServerMetrics(self.live, self.jobs)
        self.session = ReviewSession(self.store, self._on_event)
        self.logins = Logins(self.users, self.key, LoginThrottle())
        self.identity, self.look = identity_of(self.store), placed(self.store)
        self.pair_search = PairSearch(self.store)
        self.uploads = Uploads(self.store, self.metrics.built)
        self.exports = ExportJobs(self.store.name)

    def _on_event(self, bitext: int, answer: dict[str, Any]) -> None:
        self.metrics.acts.labels(str(answer["act"])).inc()
        self.live.tell(bitext, answer)

    def close(self) -> list[Job]:
        """End all that goes on, and take away what lies beside; the jobs that were not done."""
        undone = list(self.jobs.close())
        self.uploads.close()
        self.exports.close()
        return undone

    def tidy(self) -> None:
        """Take away what nobody fetched for a day."""
        self.uploads.tidy()
        self.exports.tidy(self.jobs.all())

    def agreement(self) -> list[PairwiseAgreement]:
        last = self.session.log.last()
        if last != self._agreed[0]:
            self._agreed = last, agreements(judgements(self.session.log.judged()))
        return self._agreed[1]

    def indexed(self, user: str, seen: frozenset[int] | None) -> int:
        """Bring the index of words up to date, or begin to where that takes long; how many pairs are not in it yet.

        seen: the documents that the user may see, None for all; the others' pairs are neither indexed nor counted.
        """
        left = self.pair_search.unindexed(seen)
        if 0 < left <= RIGHT_AWAY:
            with self._indexing:
                self._index(RIGHT_AWAY, seen)
            return 0
        if left and not any(job.kind == "index" and job.active for job in self.jobs.all()):
            self.jobs.start("index", "", user, lambda job: self._index_all(job, seen), seen)
        return left

    def may_see(self, job: Job, user: User) -> bool:
        """Whether a job is shown to a user: one's own, and an admin's are all; what it is of must be seen by them still."""
        if job.user != user.name and user.role is not Role.ADMIN:
            return False
        seen = self.people.seen_by(user)
        return seen is None or (job.seen is not None and job.seen <= seen)

    def _index(self, count: int, seen: Collection[int] | None) -> int:
        rows = self.pair_search.unindexed_texts(count, seen)
        found: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name, *_ in rows}
        for side in (0, 1):
            for lang in {row[1 + side] for row in rows}:
                chosen = [row for row in rows if row[1 + side] == lang]
                for row, stems in zip(chosen, stems_of([row[3 + side] for row in chosen], lang), strict=True):
                    found[row[0]][side].extend(stem.text for stem in stems)
        self.pair_search.index(found)
        return len(rows)

    def _index_all(self, job: Job, seen: Collection[int] | None) -> Message:
        total, done = self.pair_search.unindexed(seen), 0
        with self._indexing:
            while some := self._index(INDEXED_AT_ONCE, seen):
                done += some
                job.tell("", done, total)
        return counted("{count} pair indexed", "{count:,} pairs indexed", done)


def may(user: User, role: Role) -> bool:
    """Whether a user's role is at least `role`."""
    order = list(Role)
    return order.index(user.role) >= order.index(role)


def plain(values: Mapping[str, Any], name: str, kind: type) -> Any:
    """A value of a request's JSON, of the type it must have; raises ValueError otherwise."""
    value = values.get(name)
    if type(value) is not kind:
        raise ValueError(f"{name} is no {kind.__name__}")
    return value
