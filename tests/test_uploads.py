"""Files that a browser brings: each is kept whole under its own name, and a batch is built once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from jjak.corpora.store.corpus import Corpus
from jjak.workbench.web import uploads
from jjak.workbench.web.uploads import Uploads


@pytest.fixture
def taken(tmp_path: Path) -> Iterator[Uploads]:
    with Corpus(str(tmp_path / "c.db")) as store:
        made = Uploads(store, lambda _: None)
        yield made
        made.close()


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: a browser that other tests drive keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, coroutine).result()


async def slowly(*parts: bytes, breaks: bool = False) -> AsyncIterator[bytes]:
    for part in parts:
        await asyncio.sleep(0)
        yield part
    if breaks:
        raise ConnectionError


def kept(made: Uploads, batch: str) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in made._batches[batch].files.items()}


def test_files_that_come_at_the_same_time_stay_apart(taken: Uploads) -> None:
    batch = taken.begin("kim")

    async def all_at_once() -> None:
        given = {"one.txt": [b"1"] * 5, "two.txt": [b"2"] * 3, "three.txt": [b"3"]}
        await asyncio.gather(*(taken.take(batch, "kim", name, slowly(*parts)) for name, parts in given.items()))

    run(all_at_once())
    assert kept(taken, batch) == {"one.txt": b"11111", "two.txt": b"222", "three.txt": b"3"}


def test_what_broke_off_leaves_nothing_and_costs_nothing(taken: Uploads) -> None:
    batch = taken.begin("kim")
    with pytest.raises(ConnectionError):
        run(taken.take(batch, "kim", "x.txt", slowly(b"half", breaks=True)))
    there = taken._batches[batch]
    assert (list(there.folder.iterdir()), there.taken, there.files) == ([], 0, {})


def test_a_batch_is_built_once_and_takes_nothing_more_then(taken: Uploads) -> None:
    batch = taken.begin("kim")
    run(taken.take(batch, "kim", "x.txt", slowly(b"text")))
    assert taken.claim(batch, "kim") == ["x.txt"]
    with pytest.raises(KeyError):
        taken.claim(batch, "kim")
    with pytest.raises(KeyError):
        run(taken.take(batch, "kim", "late.txt", slowly(b"late")))
    taken.release(batch, "kim")
    assert taken.claim(batch, "kim") == ["x.txt"]


def test_others_uploads_take_the_place_of_none_that_is_built(taken: Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "WAITING", 2)
    first = taken.begin("kim")
    run(taken.take(first, "kim", "x.txt", slowly(b"text")))
    taken.claim(first, "kim")
    waiting = [taken.begin("kim") for _ in range(3)]
    assert list(taken._batches) == [first, *waiting[1:]]
