"""A run knows files by their bytes: what is built is not parsed again, and nothing is parsed twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jjak.corpora.store.corpus import Corpus
from jjak.seeds.document import Document
from jjak.seeds.errors import DocumentError
from jjak.seeds.reader_process import ReaderProcess
from jjak.seeds.reading import Source, document_id
from jjak.workbench.pipeline import document_reader
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.document_reader import DocumentReader, Repeats, ids_of
from jjak.workbench.pipeline.inputs import Bitext, find_bitexts
from jjak.workbench.settings import Settings


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    with DocumentReader(Settings()) as found:
        yield found


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are parsed, as they are."""
    names: list[str] = []
    genuine = document_reader.read_apart

    def counting(process: ReaderProcess, source: Source, **options: Any) -> Document:
        names.append(source.name)
        return genuine(process, source, **options)

    monkeypatch.setattr(document_reader, "read_apart", counting)
    return names


def bitext(folder: Path, *names: str) -> Bitext:
    return Bitext(*[Source(name, folder / name) for name in names])


def written(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def test_a_document_of_two_bitexts_is_parsed_once(tmp_path: Path, parsed: list[str], reader: DocumentReader) -> None:
    written(tmp_path, a="비가 옵니다.", b="It rains.", c="Rain is falling.")
    for pair in (bitext(tmp_path, "a", "b"), bitext(tmp_path, "a", "c")):
        files = reader.loaded(pair)
        first, second = reader.documents(files, ids_of(files))
        assert (first.name, second.name) == (pair.source.name, pair.target.name if pair.target else "")
    assert parsed == ["a", "b", "c"]


def test_few_parsed_documents_are_kept(
    tmp_path: Path, parsed: list[str], reader: DocumentReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_reader, "KEPT", 1)
    written(tmp_path, a="It rains.", b="It snows.")
    for name in "abab":
        files = reader.loaded(bitext(tmp_path, name))
        reader.documents(files, ids_of(files))
    assert parsed == list("abab")


def test_the_ids_of_bytes_are_those_of_the_documents(tmp_path: Path, reader: DocumentReader) -> None:
    written(tmp_path, a="비가 옵니다.", b="It rains.")
    files = reader.loaded(bitext(tmp_path, "a", "b"))
    assert ids_of(files) == tuple(document.id for document in reader.documents(files, ids_of(files)))
    assert ids_of(files[:1]) == (document_id((tmp_path / "a").read_bytes()), "")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, reader: DocumentReader) -> None:
    with pytest.raises(DocumentError, match=f"^{tmp_path / 'gone'}: no such file"):
        reader.loaded(bitext(tmp_path, "gone"))


def test_a_repeat_waits_for_the_first_and_ends_as_it_does(tmp_path: Path) -> None:
    repeats, ids, other = Repeats(), ("1", ""), bitext(tmp_path, "b")
    assert repeats.known(0, bitext(tmp_path, "a"), ids) is None
    repeats.begin(0, ids)
    early = repeats.known(1, other, ids)
    assert early
    assert not early.done
    error = DocumentError("broken")
    assert repeats.end(0, error) == [(1, other)]
    late = repeats.known(2, other, ids)
    assert late
    assert (late.done, late.error) == (True, error)
    assert repeats.end(0, error) == []


@pytest.mark.slow
def test_a_second_run_parses_nothing_and_copies_are_built_once(tmp_path: Path, parsed: list[str]) -> None:
    (folder := tmp_path / "in").mkdir()
    written(folder, a="비가 옵니다.\n", b="비가 옵니다.\n", c="It rains.\n", empty=" ")
    bitexts, _ = find_bitexts([folder], [], ("ko", "en"))
    entries: list[BuildLogEntry] = []
    with Corpus(str(tmp_path / "c.db")) as store:
        first = build(bitexts, store, Settings(), entries.append)
        assert (first.built, first.present, [failure.name for failure in first.failures]) == (2, 1, ["empty"])
        assert parsed == ["a", "c", "empty"]
        assert {entry.name: entry.outcome for entry in entries}["b"] == BitextOutcome.PRESENT
        parsed.clear()
        again = build(bitexts, store, Settings())
        assert (again.built, again.present) == (0, 3)
        assert parsed == ["empty"]
