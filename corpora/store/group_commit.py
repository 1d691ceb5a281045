"""Writers that wait for one another are stored together: a disk takes as long to keep one act safely as to keep forty.

Whoever comes while nobody writes writes at once. Whoever comes while somebody does waits, and the first of those who wait then
writes for all of them, in one transaction. Each is told only after what it wrote is on the disk.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from jjak.corpora.store.queries import Transactional
from jjak.seeds.errors import CorpusError

Work = Callable[[Connection], None]  # may be done again, where the transaction that it was done in came to nothing


@dataclass(slots=True)
class _Writer:
    work: Work
    turn: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    error: BaseException | None = None


class GroupCommit:
    """Of one open corpus, for any number of threads."""

    def __init__(self, store: Transactional) -> None:
        self._store = store
        self._guard = threading.Lock()
        self._waiting: list[_Writer] = []
        self._writing = False

    def write(self, work: Work) -> None:
        """Store what `work` writes, alone or with what others wait to write; raises what it raises, and CorpusError."""
        own = _Writer(work)
        with self._guard:
            self._waiting.append(own)
            own.leads, self._writing = not self._writing, True
        if not own.leads:
            own.turn.wait()
        if own.leads:
            self._lead()
        if own.error is not None:
            raise own.error

    def _lead(self) -> None:
        """Write for all who wait, and hand over to the first of those who came meanwhile."""
        with self._guard:
            group, self._waiting = self._waiting, []
        try:
            self._store_all(group)
        finally:
            with self._guard:
                self._writing = bool(self._waiting)
                following = self._waiting[:1]
                for one in following:
                    one.leads = True
            for one in (*following, *group):
                one.turn.set()

    def _store_all(self, group: Sequence[_Writer]) -> None:
        try:
            with self._store.transaction() as connection:
                for one in group:
                    one.work(connection)
        except CorpusError as error:
            # the database takes nobody's: to ask once more for each would make all of them wait
            for one in group:
                one.error = error
        except BaseException as error:
            if len(group) == 1:
                group[0].error = error
                return
            # one of them cannot be stored, and the others can
            for one in group:
                self._store_all([one])
