"""Many units at once: none takes another with it, nothing waits for ever, and what stops one thread stops all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import CorpusError
from jjak.workbench.pipeline import bitext_builder, document_reader, stages
from jjak.workbench.pipeline.bitext_builder import bitext_of
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import Bitext, find_bitexts
from jjak.workbench.pipeline.stages import Buffer, Ended
from jjak.workbench.pipeline.translators import NoMemory, Translators
from jjak.workbench.settings import Settings

pytestmark = pytest.mark.slow

NAMES = ("a.txt", "b.txt", "c.txt")


@pytest.fixture
def bitexts(tmp_path: Path) -> list[Bitext]:
    (tmp_path / "in").mkdir()
    for name in NAMES:
        (tmp_path / "in" / name).write_text(f"{name} 비가 옵니다.\n눈이 옵니다. {name}\n", encoding="utf-8")
    return find_bitexts([tmp_path / "in"], [], ("ko", "en"))[0]


def faulty(genuine: Callable[..., object]) -> Callable[..., object]:
    """Fails on anything that speaks of b.txt."""

    def call(*given: object, **options: object) -> object:
        if "b.txt" in str(given):
            raise ZeroDivisionError("a fault")
        return genuine(*given, **options)

    return call


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (document_reader, "read_apart"),
        (stages, "segment_document"),
        (stages, "builder_of"),
        (Translators, "translate"),
        (bitext_builder, "_scores"),
    ],
)
def test_a_fault_in_one_unit_takes_no_other_with_it(
    tmp_path: Path, bitexts: list[Bitext], monkeypatch: pytest.MonkeyPatch, place: object, name: str
) -> None:
    monkeypatch.setattr(place, name, faulty(getattr(place, name)))
    with Corpus(str(tmp_path / "c.db")) as store:
        summary = build(bitexts, store, Settings())
        assert sorted(name for _, name, _ in store.documents()) == ["a.txt", "c.txt"]
    assert summary.built == 2
    assert [(failure.name, "report" in failure.error.fix) for failure in summary.failures] == [("b.txt", True)]


def test_many_documents_at_once_give_what_each_gives_alone(tmp_path: Path, sentences: list[tuple[str, str]]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for at in range(12):
        some = sentences[at * 2 : at * 2 + 7]
        for side, lang in enumerate(("ko", "en")):
            if at % 3 in (side, 2):
                name = f"{at}.{lang}.txt" if at % 3 == 2 else f"{at}.txt"
                (folder / name).write_text("\n".join(pair[side] for pair in some) + "\n", encoding="utf-8")
    bitexts, _ = find_bitexts([folder], [], ("ko", "en"))
    settings = Settings()
    with Corpus(str(tmp_path / "c.db")) as store:
        assert build(bitexts, store, settings).built == 12
        found = {pair.id: pair for pair in store.pairs()}
    translators = Translators(NoMemory(), settings)
    for bitext in bitexts:
        builder = stages.builder_of(bitext, stages.documents_of(bitext, settings), settings, stages.StageTimer())
        unit = bitext_of(builder.documents, translators, settings)
        assert unit.pairs
        assert [found[pair.id] for pair in unit.pairs] == list(unit.pairs)


class Stop(BaseException):
    """What a person's wish to stop raises."""


@pytest.mark.parametrize("stage", ["read", "ko→en", "align"])
def test_whoever_waits_can_stop_every_thread(tmp_path: Path, bitexts: list[Bitext], stage: str) -> None:
    before = threading.active_count()

    def step(what: str, _: int, __: int) -> None:
        if what == stage:
            raise Stop

    with Corpus(str(tmp_path / "c.db")) as store, pytest.raises(Stop):
        build(bitexts, store, Settings(), step=step)
    assert threading.active_count() == before


def test_a_corpus_that_cannot_be_written_stops_the_build(
    tmp_path: Path, bitexts: list[Bitext], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CorpusError("c.db: database or disk is full", "Free some space.")

    before = threading.active_count()
    with Corpus(str(tmp_path / "c.db")) as store:
        monkeypatch.setattr(store, "add_all", full)
        with pytest.raises(CorpusError, match="full"):
            build(bitexts, store, Settings())
    assert threading.active_count() == before


def test_the_same_document_twice_is_built_once(tmp_path: Path, bitexts: list[Bitext]) -> None:
    with Corpus(str(tmp_path / "c.db")) as store:
        summary = build([*bitexts, *bitexts], store, Settings())
        assert (summary.built, summary.present, summary.failures) == (3, 3, [])
        assert len(list(store.pairs())) == summary.pair_count
    assert set(summary.timer.seconds) >= {"read", "segment", "translate", "score", "store"}


def test_a_buffer_with_no_room_makes_its_maker_wait() -> None:
    buffer: Buffer[int] = Buffer(10)
    buffer.put(1, 30)  # more than there is room for, once there is nothing else
    waiting = threading.Thread(target=lambda: (buffer.put(2, 1), buffer.done()))
    waiting.start()
    waiting.join(0.2)
    assert waiting.is_alive()
    assert buffer.take(100) == [1]
    waiting.join(5)
    assert not waiting.is_alive()
    assert (buffer.take(100), buffer.take(100)) == ([2], [])
    buffer.end()
    with pytest.raises(Ended):
        buffer.put(3)
