"""Corpora of imported pairs, made without a model."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

from jjak.corpora.pair import Pair, bare
from jjak.corpora.store.corpus import Corpus, ImportedBitext

BITEXT = ImportedBitext("f" * 16, "doc", {"reader": "import"})


def entries(start: int, stop: int) -> list[tuple[ImportedBitext, Pair]]:
    texts = ((at, f"{at}번째 문장입니다.", f"This is sentence {at}.") for at in range(start, stop))
    return [(BITEXT, replace(bare(("ko", ko), ("en", en)), id=f"{at:016x}", index=at, name="doc")) for at, ko, en in texts]


def made(path: Path, size: int = 1_000) -> Path:
    """A corpus of `size` pairs at `path`."""
    with Corpus(str(path)) as store:
        store.take(entries(0, size), store.begin_run({}, {}))
    return path


def left_by_a_kill(path: Path, size: int = 1_000) -> Path:
    """A corpus whose pairs are in the log beside it only."""
    child = os.fork()
    if not child:
        store = Corpus(str(path))
        store.take(entries(0, size), store.begin_run({}, {}))
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.with_name(path.name + "-wal").stat().st_size > 100_000
    return path


def texts(path: Path) -> list[str]:
    with Corpus(str(path), create=False) as store:
        return [pair.target.text for pair in store.pairs()]
