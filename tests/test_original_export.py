"""A document comes back in its own layout with its translation: what is not replaced is as it was, what is guessed is said."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text as sql

from docx_files import docx, p, r, table
from jjak.align.sentence.beads import Bead
from jjak.align.text.segmentation import Segment, segment
from jjak.corpora.exchange.original_export import WrittenOriginal, written_original
from jjak.corpora.exchange.translated_spans import Stays, Unreviewed
from jjak.corpora.pair import Origin, Pair, Side, Status, pair_id
from jjak.corpora.store.backup import backup
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.originals import original_of
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.document import Document
from jjak.seeds.errors import CorpusError, SettingError
from jjak.seeds.readers.docx import read_docx
from jjak.seeds.reading import document_of
from jjak.workbench.commands.export import export

SRT = (
    "1\r\n00:00:01,000 --> 00:00:03,000 X1:40\r\n강물은\r\n<i>아래로</i> 흐른다.\r\n\r\n"
    "2\r\n00:00:03,500 --> 00:00:05,000\r\n- 갑니다.\r\n- 네.\r\n"
)
SAID = {"강물은 아래로 흐른다.": "The river <3 flows down.", "갑니다.": "We go.", "네.": "Yes --> now."}


def stored(
    store: Corpus,
    raw: bytes,
    name: str,
    said: Mapping[str, str],
    status: Mapping[str, Status] | None = None,
    groups: Sequence[Sequence[int]] = (),
    originals: bool = True,
) -> Document:
    """A document with translations of its sentences. groups: of the numbers of segments that are one pair."""
    document = document_of(raw, name)
    parts = segment(document)
    pairs = [
        made(document, at, [parts[number] for number in group], said, (status or {}))
        for at, group in enumerate(groups or [[number] for number in range(len(parts))])
    ]
    beads = [Bead(range(at, at + 1), range(at, at + 1), 1.0, ()) for at in range(len(pairs))]
    kept = document if originals else replace(document, original=b"")
    present = [pair for pair in pairs if pair.target.text]
    store.add(BuiltBitext([(kept, Path(name), parts)], "translation of itself", beads, present), store.begin_run({}, {}))
    return document


def made(document: Document, at: int, parts: Sequence[Segment], said: Mapping[str, str], status: Mapping[str, Status]) -> Pair:
    text = " ".join(part.text for part in parts)
    source = Side(document.id, tuple(part.index for part in parts), tuple(part.span for part in parts), parts[0].lang, text)
    target = Side("", (), (), "en", said.get(text, ""))
    known = status.get(text, Status.ACCEPTED)
    origin = Origin.MACHINE
    id_ = pair_id(source, target, origin)
    return Pair(id_, document.name, at, parts[0].kind, origin, source, target, target.text, "m", "1", 0.0, 1.0, status=known)


@pytest.fixture
def store(tmp_path: Path) -> Corpus:
    return Corpus(str(tmp_path / "c.db"))


def written(store: Corpus, name: str, unreviewed: Unreviewed = Unreviewed.SOURCE) -> WrittenOriginal:
    return written_original(store, name, unreviewed)


def test_subtitles_keep_times_tags_and_lines(store: Corpus) -> None:
    stored(store, SRT.encode(), "river.srt", SAID)
    found = written(store, "river.srt")
    assert found.raw.decode() == (
        "1\r\n00:00:01,000 --> 00:00:03,000 X1:40\r\nThe river <i><3</i>\r\nflows down.\r\n\r\n"
        "2\r\n00:00:03,500 --> 00:00:05,000\r\n- We go.\r\n- Yes → now.\r\n"
    )
    assert (found.guessed, found.swapped) == (1, 1)


def test_signs_of_tags_are_references_in_webvtt(store: Corpus) -> None:
    stored(store, "WEBVTT\n\n00:01.000 --> 00:02.000\n강 &amp; 바다.\n".encode(), "a.vtt", {"강 & 바다.": "Rivers & <seas>."})
    assert written(store, "a.vtt").raw.decode().endswith("\nRivers &amp; &lt;seas&gt;.\n")


@pytest.mark.parametrize(("name", "raw"), [("a.srt", SRT.encode("cp949")), ("a.txt", "\ufeff비가 온다.\r\n\r\n끝.".encode())])
def test_what_nobody_reviewed_stays_as_it_was_byte_for_byte(store: Corpus, name: str, raw: bytes) -> None:
    document = stored(store, raw, name, {part.text: "x" for part in segment(document_of(raw, name))}, {"": Status.ACCEPTED})
    with store.transaction() as connection:
        connection.execute(sql("UPDATE pairs SET status = 'unreviewed'"))
    found = written(store, name)
    assert found.raw == raw
    assert found.spans.stays == {Stays.UNREVIEWED: len(segment(document))}
    assert written(store, name, Unreviewed.MACHINE).spans.machine == len(segment(document))


def test_a_translation_that_the_encoding_does_not_hold_is_written_in_utf_8(store: Corpus) -> None:
    stored(store, "비가 온다. 눈이 내린다.".encode("cp949"), "a.txt", {"비가 온다.": "Rain “falls” – naïvely ☃."})
    found = written(store, "a.txt")
    assert found.raw.decode() == "Rain “falls” – naïvely ☃. 눈이 내린다."
    assert found.encoding == "UTF-8"
    assert found.spans.stays == {Stays.UNTRANSLATED: 1}


def test_rejected_sentences_stay(store: Corpus) -> None:
    said = {"비가 온다.": "It rains.", "눈이 내린다.": "It snows."}
    stored(store, "비가 온다. 눈이 내린다.".encode(), "a.txt", said, {"눈이 내린다.": Status.REJECTED})
    found = written(store, "a.txt", Unreviewed.MACHINE)
    assert found.raw.decode() == "It rains. 눈이 내린다."
    assert found.spans.stays == {Stays.REJECTED: 1}


def test_a_pair_over_two_cues_is_parted_and_said(store: Corpus) -> None:
    raw = "1\n00:00:01,000 --> 00:00:02,000\n강물은 흘러서\n\n2\n00:00:02,000 --> 00:00:03,000\n바다로 갑니다.\n".encode()
    stored(store, raw, "a.srt", {"강물은 흘러서 바다로 갑니다.": "The river runs to the sea."}, groups=[[0, 1]])
    found = written(store, "a.srt")
    assert found.raw.decode().splitlines()[2::4] == ["The river", "runs to the sea."]
    assert found.spans.parted == 1


BODY = (
    p(r("첫 "), r("2024", "<w:b/>"), r("년. "), r("둘째 "), r("문장."))
    + table(("구간", "거리"))
    + p("<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{0}"
        "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>".format(p(r("상자."))))
    + p(r("쪽 "), f'<w:fldSimple w:instr=" PAGE ">{r("7")}</w:fldSimple>', r(" 끝."))
)  # fmt: skip
TOLD = {
    "첫 2024년.": "The first of 2024.",
    "둘째 문장.": "A second sentence.",
    "구간": "Stage",
    "거리": "Distance",
    "상자.": "A box.",
    "쪽 7 끝.": "End of page 7 here.",
}


def test_a_docx_file_comes_back_with_its_runs_boxes_and_other_parts(store: Corpus) -> None:
    raw = docx(BODY, files={"word/media/a.png": b"\x89PNG", "customXml/a.xml": b"<a  b='1'/>"})
    stored(store, raw, "a.docx", TOLD)
    found = written(store, "a.docx")
    assert [paragraph.text for paragraph, _ in read_docx(found.raw).paragraphs] == [
        "The first of 2024. A second sentence.",
        "Stage",
        "Distance",
        "A box.",
        "End of page 7 here.",
    ]
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(io.BytesIO(found.raw)) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
        body = after.read("word/document.xml").decode()
    assert changed == ["word/document.xml"]
    assert body.count("A box.") == 2
    assert '<w:b/></w:rPr><w:t xml:space="preserve">2024</w:t>' in body
    assert ">7</w:t></w:r></w:fldSimple>" in body
    assert found.guessed == 0


def test_a_date_that_a_program_fills_in_stays_and_is_counted(store: Corpus) -> None:
    date = p(f'<w:fldSimple w:instr=" DATE ">{r("2024년 3월 4일")}</w:fldSimple>')
    raw = docx(date + p(r("비가 온다.")))
    stored(store, raw, "a.docx", {"2024년 3월 4일": "4 March 2024", "비가 온다.": "It rains."})
    found = written(store, "a.docx")
    assert read_docx(found.raw).text == "2024년 3월 4일\n\nIt rains.\n\n"
    assert found.filled == 1


def test_what_a_machine_wrote_is_highlighted(store: Corpus) -> None:
    said = {"비가 온다.": "It rains.", "눈이 온다.": "It snows."}
    stored(store, docx(p(r("비가 온다.", "<w:u/>")) + p(r("눈이 온다."))), "a.docx", said, {"비가 온다.": Status.UNREVIEWED})
    raw = written(store, "a.docx", Unreviewed.MACHINE).raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        body = archive.read("word/document.xml").decode()
    assert '<w:rPr><w:highlight w:val="yellow"/><w:u/></w:rPr><w:t xml:space="preserve">It rains.' in body
    assert body.count("highlight") == 1


@pytest.mark.parametrize("program", ["pandoc", "libreoffice"])
def test_a_file_of_a_usual_program_comes_back_translated(root: Path, store: Corpus, program: str) -> None:
    raw = (root / "tests" / "documents" / f"river.{program}.docx").read_bytes()
    document = document_of(raw, "river.docx")
    # a length in Latin letters is in the other language already
    said = {part.text: f"Sentence {at}." if part.lang == "ko" else part.text for at, part in enumerate(segment(document))}
    stored(store, raw, "river.docx", said)
    found = written(store, "river.docx")
    texts = [part.text for part in segment(document_of(found.raw, "river.docx"))]
    assert texts == list(said.values())
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(io.BytesIO(found.raw)) as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert changed == {"word/document.xml", "word/footnotes.xml"}


def test_originals_are_kept_once_and_in_backups(store: Corpus, tmp_path: Path) -> None:
    raw = docx(p(r("비가 온다.")))
    document = stored(store, raw, "a.docx", {"비가 온다.": "It rains."})
    assert original_of(store, document.id) == raw
    backup(str(tmp_path / "c.db"), tmp_path / "b.db")
    with Corpus(str(tmp_path / "b.db"), create=False) as copy:
        assert original_of(copy, document.id) == raw


@pytest.mark.parametrize("statement", ["UPDATE originals SET packed = substr(packed, 1, 40)", "UPDATE originals SET size = 5"])
def test_a_damaged_original_is_named(store: Corpus, statement: str) -> None:
    document = stored(store, docx(p(r("비가 온다."))), "a.docx", {"비가 온다.": "It rains."})
    with store.transaction() as connection:
        connection.execute(sql(statement))
    with pytest.raises(CorpusError, match=f"original of document {document.id} is damaged"):
        original_of(store, document.id)


def test_without_originals_a_docx_file_is_not_given_back_and_this_is_said(store: Corpus) -> None:
    stored(store, docx(p(r("비가 온다."))), "a.docx", {"비가 온다.": "It rains."}, originals=False)
    with pytest.raises(CorpusError, match=r"a\.docx cannot be given back") as caught:
        written(store, "a.docx")
    assert "--no-originals" in caught.value.fix


def test_a_document_is_found_by_its_name_or_the_end_of_its_path(store: Corpus) -> None:
    for folder in ("a", "b"):
        stored(store, f"비가 온다. {folder}".encode(), f"{folder}/x.txt", {})
    with pytest.raises(SettingError, match="2 documents are called"):
        written(store, "x.txt")
    with pytest.raises(SettingError, match="No document"):
        written(store, "y.txt")
    assert written(store, "b/x.txt").document == "b/x.txt"


def test_the_command_writes_the_file_and_says_what_stays(store: Corpus, tmp_path: Path) -> None:
    raw = "비가 온다. 눈이 온다.".encode()
    stored(store, raw, "a.txt", {"비가 온다.": "It rains."})
    asked = ["--corpus", str(tmp_path / "c.db"), "--as", "original", "--document", "a.txt"]
    out = str(tmp_path / "out.txt")
    done = CliRunner().invoke(export, [out, *asked])
    assert done.exit_code == 0
    assert "1 sentence stays as it is: it has no translation" in done.stderr
    assert Path(out).read_text(encoding="utf-8") == "It rains. 눈이 온다."
    table_ = json.loads(CliRunner().invoke(export, [out, *asked, "--json"]).stdout)
    assert (table_["translated"], table_["stays"]) == (1, {"untranslated": 1})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as", "original"], "needs a document"),
        (["--unreviewed", "machine"], "--unreviewed without --as"),
        (["--as", "original", "--document", "a", "--status", "accepted"], "--as original and --status"),
        (["--as", "original", "--document", "a", "--dry-run"], "--as original and --dry-run"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: list[str], said: str) -> None:
    error = CliRunner().invoke(export, ["x", *options]).exception
    assert isinstance(error, SettingError)
    assert said in str(error)
