"""What goes out comes in again, and is read by software that is not ours."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from jjak.corpora.exchange.examples import read_examples
from jjak.corpora.exchange.exports import export, write
from jjak.corpora.exchange.imports import FileIds, ImportTerms, pair_of
from jjak.corpora.formats import DATASET, FORMATS, Entry, Refused, Wanted, format_of, reader_of
from jjak.corpora.pair import Figure, ImportedFrom, Markup, Origin, Pair, Side, Status
from jjak.seeds.document import Kind, Span
from jjak.seeds.errors import FormatError, SettingError

LANGUAGES = ("ko", "en")
WANTED = Wanted(LANGUAGES)
TEXTS = [
    ("비가 옵니다.", "It rains."),
    ("<b>&amp; “따옴표”</b> ]]>", 'a "quote" & <tag>, it\'s'),
    ("e\u0301 \u1112\u1161\u11ab 🦜 👩‍👩‍👧 \u202e", "right-to-left"),
    ("'=1+1", '=HYPERLINK("x")'),
    ("@이름", "-1, +2"),
    ("역\\슬래시 \\n", "_x0041_ C:\\new %d ${x}"),
    ("나뉜 줄\u2028끝\u0085", "form\u00a0space "),
]
BREAKS = ("줄\n바꿈\t탭\r끝\r\n", "\ta\r\nb\tc\n\nd")
CONTROLS = ("이스케이프\x1b", "bell\x07 \x7f")
# by format: what it cannot hold, and refuses by name
REFUSED = {"moses": {"line break"}, "tmx": {"U+001B"}, "xliff": {"U+001B"}, "xliff2": {"U+001B"}}
SINGLE = sorted(set(FORMATS) - {"moses"})


def pair(at: int, texts: tuple[str, str], **changes: Any) -> Pair:
    given: dict[str, Any] = {
        "id": f"{at:016x}",
        "name": "a name.txt",
        "index": at,
        "kind": Kind.REPORT,
        "origin": Origin.HUMAN,
        "source": Side("d1", (at,), (Span(at, at + 1),), "ko", texts[0]),
        "target": Side("d2", (at, at + 1), (Span(0, 3), Span(4, 5)), "en", texts[1]),
        "hypothesis": "a machine's",
        "model": "m",
        "revision": "r",
        "nats": -0.25,
        "confidence": 0.75,
        "scores": {"bleu": Figure(12.345678, "sig"), "chrf2++": Figure(50.0, "sig2")},
        "status": Status.ACCEPTED,
        "licence": "CC BY 4.0",
        "comment": "free, & <fine>",
        "taken": ImportedFrom("f.tmx", 7, "u-7", "a book"),
    }
    return Pair(**given | changes)


def pairs() -> list[Pair]:
    return [pair(at, texts) for at, texts in enumerate(TEXTS)]


def out_of(tmp_path: Path, name: str, suffix: str = "") -> Path:
    return tmp_path / {"moses": "p.ko", DATASET: "p"}.get(name, f"p.{suffix or name}")


def read(path: Path, name: str | None = None, wanted: Wanted = WANTED) -> list[Entry | Refused]:
    return list(reader_of(path, wanted, name)[1](path, wanted))


def taken(path: Path, name: str | None = None, wanted: Wanted = WANTED) -> list[Entry]:
    found = read(path, name, wanted)
    assert not [one for one in found if isinstance(one, Refused)], found
    return [one for one in found if isinstance(one, Entry)]


def texts_of(found: list[Entry]) -> list[tuple[str, str]]:
    return [(one.source[1], one.target[1]) for one in found]


@pytest.mark.parametrize("name", sorted([*FORMATS, DATASET]))
def test_what_goes_out_comes_in_again(tmp_path: Path, name: str) -> None:
    given = [pair(at, texts) for at, texts in enumerate([*TEXTS, BREAKS, CONTROLS])]
    written = write((("", one) for one in given), str(tmp_path / "p"), LANGUAGES, name)
    files = [Path(file) for file in written.files]
    found = taken(files[0], name)
    refused = {one.id for one in written.unwritten}
    assert all(any(word in one.reason for word in REFUSED[name]) for one in written.unwritten)
    assert texts_of(found) == [texts for at, texts in enumerate([*TEXTS, BREAKS, CONTROLS]) if f"{at:016x}" not in refused]
    assert written.pairs == len(found) == len(given) - len(REFUSED.get(name, ()))
    assert [one.key for one in found] == [one.id for one in given if one.id not in refused]


@pytest.mark.parametrize("name", sorted({*FORMATS, DATASET} - {"moses"}))
def test_what_is_known_of_a_pair_goes_with_it(tmp_path: Path, name: str) -> None:
    written = write([("", pair(1, TEXTS[0]))], str(tmp_path / "p"), LANGUAGES, name)
    (found,) = taken(Path(written.files[0]), name)
    assert (found.document, found.kind, found.origin, found.status) == ("a name.txt", "report", "human", "accepted")
    assert (found.comment, found.licence) == ("free, & <fine>", "CC BY 4.0")
    if name != "po":
        assert (found.attribution, found.model, found.revision) == ("a book", "m", "r")
        assert found.confidence == 0.75
    if name in ("jsonl", "parquet", DATASET):
        assert found.scores == {"bleu": Figure(12.345678, "sig"), "chrf2++": Figure(50.0, "sig2")}
    if name in ("jsonl", "parquet", "tmx", "xliff", "xliff2", DATASET):
        assert (found.unit, found.hypothesis) == ("u-7", "a machine's")


@pytest.mark.parametrize("name", sorted({*FORMATS, DATASET} - {"moses"}))
def test_the_direction_of_a_pair_is_kept_though_columns_have_an_order(tmp_path: Path, name: str) -> None:
    one = pair(1, TEXTS[0])
    turned = replace(one, source=one.target, target=one.source)
    written = write([("", turned)], str(tmp_path / "p"), LANGUAGES, name)
    (found,) = taken(Path(written.files[0]), name)
    assert (found.source, found.target) == (("en", "It rains."), ("ko", "비가 옵니다."))


@pytest.mark.parametrize("name", sorted([*FORMATS, DATASET]))
def test_an_export_is_the_same_every_time(tmp_path: Path, name: str) -> None:
    made = []
    packed = name == DATASET or FORMATS[name].packed
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        write((("", one) for one in pairs()), str(tmp_path / folder / ("p" if packed else "p.gz")), LANGUAGES, name)
        files = sorted(path for path in (tmp_path / folder).rglob("*") if path.is_file())
        made.append([(path.relative_to(tmp_path / folder), path.read_bytes()) for path in files])
    assert made[0] == made[1]
    assert made[0]


@pytest.mark.parametrize("name", SINGLE)
def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path, name: str) -> None:
    def broken() -> Iterator[Pair]:
        yield pairs()[0]
        raise RuntimeError("the disk is gone")

    (tmp_path / "p").write_text("before")
    with pytest.raises(RuntimeError):
        export(broken(), str(tmp_path / "p"), LANGUAGES, name)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    assert (tmp_path / "p").read_text() == "before"


def test_a_folder_that_is_no_dataset_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "thesis.doc").write_text("mine")
    with pytest.raises(FormatError, match="no dataset"):
        export(pairs(), str(tmp_path / "p"), LANGUAGES)
    assert (tmp_path / "p" / "thesis.doc").read_text() == "mine"


def test_a_dataset_is_replaced_whole(tmp_path: Path) -> None:
    export(pairs(), str(tmp_path / "p"), LANGUAGES, DATASET)
    export(pairs()[:1], str(tmp_path / "p"), LANGUAGES, DATASET)
    assert [path.name for path in tmp_path.iterdir()] == ["p"]
    assert len(taken(tmp_path / "p")) == 1


def test_two_exports_to_one_name_do_not_mix(tmp_path: Path) -> None:
    def both() -> Iterator[Pair]:
        with pytest.raises(FormatError, match="another process"):
            export(pairs(), str(tmp_path / "p.tsv"), LANGUAGES)
        yield pairs()[0]

    assert export(both(), str(tmp_path / "p.tsv"), LANGUAGES) == 1
    assert len(taken(tmp_path / "p.tsv")) == 1


def test_a_format_is_known_by_its_suffix_or_named(tmp_path: Path) -> None:
    known = "csv, csv-plain, dataset, jsonl, moses, parquet, po, tmx, tsv, xliff, xliff2, xlsx"
    with pytest.raises(SettingError, match=f"No format 'xml'; there are: {known}"):
        export([], "p.xml", LANGUAGES)
    with pytest.raises(SettingError, match="No format for '-'"):
        export([], "-", LANGUAGES)
    with pytest.raises(SettingError, match="- is one"):
        export([], "-", LANGUAGES, DATASET)
    names = {"p.xlf": "xliff", "p.tsv.gz": "tsv", "p.ndjson": "jsonl", "p/": DATASET, str(tmp_path): DATASET}
    assert {name: format_of(name) for name in names} == names
    with pytest.raises(FormatError, match="no format by this name"):
        reader_of(tmp_path / "p.odt", WANTED)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        export([], str(tmp_path / "none" / "p.tsv"), LANGUAGES)


def test_pairs_of_other_languages_are_refused_by_name(tmp_path: Path) -> None:
    one = pair(1, TEXTS[0])
    written = write([("", replace(one, source=one.source._replace(lang="de")))], str(tmp_path / "p.tsv"), LANGUAGES)
    assert [unwritten.reason for unwritten in written.unwritten] == ["it is from de to en"]


# --- with software that is not ours


def test_tmx_is_valid_by_the_standards_elements(tmp_path: Path, root: Path) -> None:
    marked = Markup("tmx", '<bpt i="1">&lt;b></bpt>비가<ept i="1">&lt;/b></ept> 옵니다.', "It <hi>rains</hi>.")
    export([*pairs(), pair(99, TEXTS[0], markup=marked)], str(tmp_path / "p.tmx"), LANGUAGES)
    with (root / "tests" / "documents" / "tmx14.dtd").open("rb") as file:
        dtd = etree.DTD(file)
    tree = etree.parse(tmp_path / "p.tmx")
    assert dtd.validate(tree), dtd.error_log.filter_from_errors()
    del tree.getroot().find("body")[0].find("tuv").attrib["{http://www.w3.org/XML/1998/namespace}lang"]
    assert not dtd.validate(tree)


def test_translate_toolkit_reads_our_tmx(tmp_path: Path) -> None:
    from translate.storage.tmx import tmxfile

    export(pairs(), str(tmp_path / "p.tmx"), LANGUAGES)
    with (tmp_path / "p.tmx").open("rb") as file:
        units = tmxfile(file, "ko", "en").units
    assert [(unit.source, unit.target) for unit in units] == TEXTS
    assert {unit.getnotes() for unit in units} == {"free, & <fine>"}


@pytest.mark.parametrize("name", ["xliff", "xliff2"])
def test_translate_toolkit_reads_our_xliff(tmp_path: Path, name: str) -> None:
    from translate.storage.xliff import xlifffile
    from translate.storage.xliff2 import Xliff2File

    export(pairs(), str(tmp_path / "p.xlf"), LANGUAGES, name)
    store = {"xliff": xlifffile, "xliff2": Xliff2File}[name]
    units = store.parsestring((tmp_path / "p.xlf").read_bytes()).units
    assert [(str(unit.source), str(unit.target)) for unit in units] == TEXTS
    if name == "xliff2":
        # the standard keeps notes with the unit, and the toolkit looks for them in the segment
        notes = [unit.xmlelement.getparent().findtext("{*}notes/{*}note") for unit in units]
        assert notes == ["free, & <fine>"] * len(TEXTS)
    else:
        assert all("free, & <fine>" in unit.getnotes() for unit in units)
        assert all(unit.isapproved() for unit in units)
        assert [str(unit.getalttrans()[0].target) for unit in units] == ["a machine's"] * len(TEXTS)


def test_we_read_translate_toolkits_tmx(tmp_path: Path) -> None:
    from translate.storage.tmx import tmxfile

    store = tmxfile()
    for source, target in TEXTS:
        store.addtranslation(source, "ko", target, "en", comment="noted")
    with (tmp_path / "p.tmx").open("wb") as file:
        store.serialize(file)
    found = taken(tmp_path / "p.tmx")
    assert texts_of(found) == TEXTS
    assert {one.comment for one in found} == {"noted"}


def test_we_read_translate_toolkits_xliff(tmp_path: Path) -> None:
    from translate.storage.xliff import xlifffile
    from translate.storage.xliff2 import Xliff2File, Xliff2Unit

    store = xlifffile(sourcelanguage="ko", targetlanguage="en")
    for source, target in TEXTS:
        unit = store.addsourceunit(source)
        unit.target = target
        unit.addnote("noted")
        unit.markapproved()
    (tmp_path / "p.xlf").write_bytes(bytes(store))
    found = taken(tmp_path / "p.xlf")
    assert texts_of(found) == TEXTS
    assert {(one.comment, one.status) for one in found} == {("noted", "accepted")}
    second = Xliff2File(sourcelanguage="ko", targetlanguage="en")
    for at, (source, target) in enumerate(TEXTS):
        one = Xliff2Unit(source)
        one.setid(f"u{at}")
        second.addunit(one)
        one.target = target
    (tmp_path / "q.xlf").write_bytes(bytes(second))
    assert texts_of(taken(tmp_path / "q.xlf")) == TEXTS


def test_openpyxl_reads_our_workbook_and_no_cell_is_a_formula(tmp_path: Path) -> None:
    from openpyxl import load_workbook
    from openpyxl.utils.escape import unescape

    export(pairs(), str(tmp_path / "p.xlsx"), LANGUAGES)
    rows = list(load_workbook(tmp_path / "p.xlsx").active.iter_rows())
    assert [(unescape(row[1].value), unescape(row[2].value)) for row in rows[1:]] == TEXTS
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}


def test_we_read_openpyxls_workbook(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["번호", "Korean", "English"])
    for at, (source, target) in enumerate(TEXTS):
        book.active.append([at, source, target])
        for cell in book.active[at + 2]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(tmp_path / "p.xlsx")
    # an underscore form of a character is what Excel itself would read as that character
    assert texts_of(taken(tmp_path / "p.xlsx")) == [(a, b.replace("_x0041_", "A")) for a, b in TEXTS]


def test_excel_sees_a_mark_and_no_formula_in_csv(tmp_path: Path) -> None:
    export(pairs(), str(tmp_path / "p.csv"), LANGUAGES)
    raw = (tmp_path / "p.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell[:1] and cell[0] in "=+-@\t\r"]


def test_duckdb_and_pyarrow_read_our_parquet(tmp_path: Path) -> None:
    import duckdb
    import pyarrow.parquet as pq

    export(pairs(), str(tmp_path / "p.parquet"), LANGUAGES)
    rows = pq.read_table(tmp_path / "p.parquet").to_pylist()
    assert [(row["translation"]["ko"], row["translation"]["en"]) for row in rows] == TEXTS
    query = f"select translation.ko, translation.en, scores[1].value from '{tmp_path / 'p.parquet'}'"
    assert duckdb.sql(query).fetchall() == [(*texts, 12.345678) for texts in TEXTS]


def test_duckdb_reads_our_json_lines_and_csv(tmp_path: Path) -> None:
    import duckdb

    for suffix in ("jsonl", "csv"):
        export(pairs(), str(tmp_path / f"p.{suffix}"), LANGUAGES)
    found = duckdb.sql(f"select translation.ko, translation.en from read_json('{tmp_path / 'p.jsonl'}')").fetchall()
    assert found == TEXTS
    found = duckdb.sql(f"select en from read_csv('{tmp_path / 'p.csv'}', header=true, all_varchar=true)").fetchall()
    assert [text.removeprefix("'") for (text,) in found] == [target for _, target in TEXTS]


def test_polib_reads_our_po_and_we_its(tmp_path: Path) -> None:
    import polib

    export([*pairs(), pair(50, BREAKS, status=Status.UNREVIEWED)], str(tmp_path / "p.po"), LANGUAGES)
    theirs = polib.pofile(str(tmp_path / "p.po"))
    assert [(entry.msgid, entry.msgstr) for entry in theirs] == [*TEXTS, BREAKS]
    assert [entry.fuzzy for entry in theirs] == [False] * len(TEXTS) + [True]
    assert {entry.tcomment for entry in theirs} == {"free, & <fine>"}
    made = polib.POFile(wrapwidth=20)
    made.metadata = {"Language": "en", "Content-Type": "text/plain; charset=utf-8"}
    for source, target in [*TEXTS, BREAKS]:
        made.append(polib.POEntry(msgid=source, msgstr=target, comment="c", occurrences=[("a.c", 1)]))
    made.append(polib.POEntry(msgid="없음", msgstr="", obsolete=True))
    made.append(polib.POEntry(msgid="파일", msgid_plural="파일들", msgstr_plural={0: "a file", 1: "files"}))
    made.save(str(tmp_path / "q.po"))
    found = [one for one in taken(tmp_path / "q.po") if one.state != "obsolete"]
    assert texts_of(found) == [*TEXTS, BREAKS, ("파일", "a file"), ("파일들", "files")]


def test_datasets_opens_our_folder_without_a_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_OFFLINE", "1")
    import datasets

    rows = [(("test" if at % 3 == 0 else "train"), one) for at, one in enumerate(pairs())]
    write(rows, str(tmp_path / "set"), LANGUAGES, DATASET, ("train", "test"), lambda: "filters: []\n")
    found = datasets.load_dataset(str(tmp_path / "set"), cache_dir=str(tmp_path / "cache"))
    assert {split: len(found[split]) for split in found} == {"train": 4, "test": 3}
    got = [(row["translation"]["ko"], row["translation"]["en"]) for row in found["train"]]
    assert got == [texts for at, texts in enumerate(TEXTS) if at % 3]
    assert type(found["train"].features["translation"]).__name__ == "Translation"
    assert found["train"][0]["scores"][0]["value"] == 12.345678
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    for key in (
        "language:",
        "license: cc-by-4.0",
        "task_categories:",
        "size_categories:",
        "source_datasets:",
        "configs:",
        "dataset_info:",
    ):
        assert f"\n{key}" in card


def test_datasets_json_lines_are_read_as_they_write_them(tmp_path: Path) -> None:
    rows = [{"translation": {"en": target, "ko": source}, "id": at} for at, (source, target) in enumerate(TEXTS)]
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")
    assert texts_of(taken(tmp_path / "p.jsonl")) == TEXTS


# --- leniency


TU = '<tu><tuv {0}="ko"><seg>비가 옵니다.</seg></tuv><tuv {0}="EN-us"><seg>It rains.</seg></tuv></tu>'


@pytest.mark.parametrize("version", ["1.1", "1.2", "1.4", "1.4.", "1.4b", ""])
@pytest.mark.parametrize("lang", ["xml:lang", "lang"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "euc-kr"])
def test_tmx_is_taken_as_others_write_it(tmp_path: Path, version: str, lang: str, encoding: str) -> None:
    named = "utf-16" if encoding.startswith("utf-16") else encoding
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    text = f'{mark}<?xml version="1.0" encoding="{named}"?><!DOCTYPE tmx SYSTEM "tmx14.dtd">'
    text += f'<tmx version="{version}"><header srclang="en"/>'
    (tmp_path / "p.tmx").write_bytes(f"{text}<body>{TU.format(lang)}</body></tmx>".encode(encoding))
    (found,) = taken(tmp_path / "p.tmx")
    assert (found.source, found.target) == (("en", "It rains."), ("ko", "비가 옵니다."))


def test_inline_markup_is_stripped_for_reading_and_restored_in_its_own_form(tmp_path: Path) -> None:
    seg = 'a <bpt i="1" x="1">&lt;b&gt;</bpt>bold <hi type="t">and &amp; high</hi><ept i="1">&lt;/b&gt;</ept> <ph/>end'
    unit = f'<tu><tuv xml:lang="en"><seg>{seg}</seg></tuv><tuv xml:lang="ko"><seg>굵게</seg></tuv></tu>'
    (tmp_path / "p.tmx").write_text(f'<tmx version="1.4"><header srclang="en"/><body>{unit}</body></tmx>', encoding="utf-8")
    (found,) = taken(tmp_path / "p.tmx")
    assert found.source == ("en", "a bold and & high end")
    one = pair_of(found, FileIds("p.tmx", "p.tmx"), 1, ImportTerms())[1]
    export([one], str(tmp_path / "q.tmx"), LANGUAGES)
    again = etree.parse(tmp_path / "q.tmx").getroot().find(".//tuv[2]/seg")
    wanted = etree.fromstring(f"<seg>{seg}</seg>")
    assert etree.tostring(again, with_tail=False) == etree.tostring(wanted)
    edited = replace(one, source=one.source._replace(text="a better text"))
    export([edited], str(tmp_path / "r.tmx"), LANGUAGES)
    assert etree.parse(tmp_path / "r.tmx").getroot().find(".//tuv[2]/seg").text == "a better text"


@pytest.mark.parametrize(
    ("form", "inside"),
    [
        ("xliff", 'see <g id="1">the <x id="2"/>page</g> <bpt id="3">&lt;b&gt;</bpt>now<ept id="3">&lt;/b&gt;</ept>'),
        ("xliff2", 'see <pc id="1">the <ph id="2"/>page</pc> <sc id="3"/>now<ec startRef="3"/>'),
    ],
)
def test_inline_markup_of_xliff_is_restored(tmp_path: Path, form: str, inside: str) -> None:
    if form == "xliff":
        body = f'<trans-unit id="1"><source>보기</source><target>{inside}</target></trans-unit>'
        text = f'<file original="f" source-language="ko" target-language="en" datatype="html"><body>{body}</body></file>'
        text = f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">{text}</xliff>'
    else:
        body = f"<unit id='1'><segment><source>보기</source><target>{inside}</target></segment></unit>"
        named = 'xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ko" trgLang="en"'
        text = f'<xliff version="2.0" {named}><file id="f">{body}</file></xliff>'
    (tmp_path / "p.xlf").write_text(text, encoding="utf-8")
    (found,) = taken(tmp_path / "p.xlf")
    assert found.target == ("en", "see the page now")
    export([pair_of(found, FileIds("p.xlf", "p.xlf"), 1, ImportTerms())[1]], str(tmp_path / "q.xlf"), LANGUAGES, form)
    assert inside.encode() in (tmp_path / "q.xlf").read_bytes()


@pytest.mark.parametrize(
    ("attributes", "status"),
    [
        ('state="final"', "accepted"),
        ('state="signed-off"', "accepted"),
        ('state="translated"', "unreviewed"),
        ('state="needs-translation" state-qualifier="rejected-grammar"', "rejected"),
        ("", "unreviewed"),
    ],
)
def test_states_of_xliff_are_mapped(tmp_path: Path, attributes: str, status: str) -> None:
    unit = f'<trans-unit id="1"><source>가</source><target {attributes}>a</target></trans-unit>'
    text = f'<xliff version="1.2"><file source-language="ko-KR" target-language="en_GB"><body>{unit}</body></file></xliff>'
    (tmp_path / "p.xliff").write_text(text, encoding="utf-8")
    assert [one.status for one in taken(tmp_path / "p.xliff")] == [status]


def test_gzip_is_undone_whatever_the_file_is_called(tmp_path: Path) -> None:
    (tmp_path / "p.ko.gz").write_bytes(gzip.compress("가\n나\n".encode()))
    (tmp_path / "p.en").write_text("a\nb\n")
    assert texts_of(taken(tmp_path / "p.en")) == [("가", "a"), ("나", "b")]
    (tmp_path / "p.tsv").write_bytes(gzip.compress("ko\ten\n가\ta\n".encode()))
    assert texts_of(taken(tmp_path / "p.tsv")) == [("가", "a")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_tables_are_decoded_as_they_come(tmp_path: Path, encoding: str) -> None:
    for suffix, mark in (("csv", ","), ("tsv", "\t")):
        rows = [f"영어{mark}한국어", *(f"sentence {at}{mark}{at}번째 문장입니다" for at in range(50))]
        (tmp_path / f"p.{suffix}").write_bytes("\r\n".join(rows).encode(encoding))
        found = texts_of(taken(tmp_path / f"p.{suffix}"))
        assert (len(found), found[3]) == (50, ("3번째 문장입니다", "sentence 3"))


def test_columns_are_named_or_numbered(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text("1\t2\n3\t4\n", encoding="utf-8")
    with pytest.raises(FormatError, match="no columns are called ko and en") as caught:
        read(tmp_path / "p.tsv")
    (tmp_path / "p.tsv").write_text("It rains.\t비가 옵니다.\n", encoding="utf-8")
    assert "--columns ko=1,en=2" in caught.value.fix
    numbered = Wanted(LANGUAGES, {"ko": "2", "en": "1"})
    assert texts_of(taken(tmp_path / "p.tsv", wanted=numbered)) == [("비가 옵니다.", "It rains.")]
    (tmp_path / "q.csv").write_text("원문;번역;비고\n가;a;x\n", encoding="utf-8")
    named = Wanted(LANGUAGES, {"ko": "원문", "en": "번역"})
    assert texts_of(taken(tmp_path / "q.csv", wanted=named)) == [("가", "a")]


# --- what is broken is named, and the rest is taken


def faults(found: list[Entry | Refused]) -> dict[int, str]:
    return {one.row: one.reason for one in found if isinstance(one, Refused)}


def test_a_row_with_the_wrong_columns_is_named(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text("ko\ten\n가\ta\n나\n다\tc\td\n라\td\n", encoding="utf-8")
    found = read(tmp_path / "p.tsv")
    assert faults(found) == {3: "1 columns, expected 2", 4: "3 columns, expected 2"}
    assert texts_of([one for one in found if isinstance(one, Entry)]) == [("가", "a"), ("라", "d")]


def test_a_quote_that_is_never_closed_spoils_its_own_line(tmp_path: Path) -> None:
    rows = ["ko,en", '가,"a', *(f"{at}번,n{at}" for at in range(3_000)), '"나","b"']
    (tmp_path / "p.csv").write_text("\n".join(rows), encoding="utf-8")
    found = read(tmp_path / "p.csv")
    assert faults(found) == {2: "a quote that is opened here is never closed"}
    assert len(found) == 3_002


def test_bytes_that_are_not_the_encoding_are_named(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_bytes("ko\ten\n가\ta\n".encode() + b"\xb0\xa1\tb\n" + "다\tc\n".encode())
    found = read(tmp_path / "p.tsv")
    assert faults(found) == {3: "byte 0 (0xb0) is not utf-8"}
    assert len(found) == 3


def test_a_truncated_gzip_file_gives_what_stands_before_its_end(tmp_path: Path) -> None:
    rows = "ko\ten\n" + "".join(f"{at}번 문장\tsentence {at * 7919}\n" for at in range(5_000))
    whole = gzip.compress(rows.encode())
    (tmp_path / "p.tsv.gz").write_bytes(whole[: len(whole) // 2])
    found = read(tmp_path / "p.tsv.gz")
    assert len(found) > 500
    assert "broken here" in next(iter(faults(found).values()))


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("<tu><tuv xml:lang='ko'><seg>가 & 나</seg></tuv><tuv xml:lang='en'><seg>a</seg></tuv></tu>", "line 2: "),
        ("<tu><tuv xml:lang='ko'><seg>가</seg></tuv></tu>", "line 2: no text in en; it has ko"),
        ("<tu><tuv xml:lang='ko'><seg>&none;</seg></tuv><tuv xml:lang='en'><seg>a</seg></tuv></tu>", "line 2: "),
        ("<tu><tuv xml:lang='ko'><seg>가&#0;</seg></tuv><tuv xml:lang='en'><seg>a</seg></tuv></tu>", "line 2: "),
    ],
)
def test_a_broken_unit_of_tmx_is_named_and_the_rest_taken(tmp_path: Path, broken: str, reason: str) -> None:
    good = TU.format("xml:lang")
    text = f'<tmx version="1.4"><header srclang="ko"/><body>{good}\n{broken}\n{good}</body></tmx>'
    (tmp_path / "p.tmx").write_text(text, encoding="utf-8")
    found = read(tmp_path / "p.tmx")
    assert list(faults(found)) == [2]
    assert faults(found)[2].startswith(reason)
    assert len(found) == 3


def test_a_truncated_tmx_names_its_end(tmp_path: Path) -> None:
    whole = f'<tmx version="1.4"><header srclang="ko"/><body>{TU.format("lang") * 3}'
    (tmp_path / "p.tmx").write_text(whole[:-40], encoding="utf-8")
    found = read(tmp_path / "p.tmx")
    assert len([one for one in found if isinstance(one, Entry)]) == 2
    assert faults(found)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))


@pytest.mark.parametrize("suffix", ["tmx", "xlf"])
def test_a_billion_laughs_and_a_file_of_this_machine_are_not_read(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "secret").write_text("the secret")
    for declared, used in ((f"{LAUGHS}]>", "&j;"), (f'<!DOCTYPE x [<!ENTITY j SYSTEM "file://{tmp_path}/secret">]>', "&j;")):
        if suffix == "tmx":
            units = TU.format("lang").replace("It rains.", used) + TU.format("lang")
            text = f'{declared}<tmx version="1.4"><body>{units}</body></tmx>'
        else:
            units = "".join(f"<trans-unit><source>가</source><target>{t}</target></trans-unit>" for t in (used, "a"))
            named = 'source-language="ko" target-language="en"'
            text = f'{declared}<xliff version="1.2"><file {named}><body>{units}</body></file></xliff>'
        (tmp_path / f"p.{suffix}").write_text(text, encoding="utf-8")
        found = read(tmp_path / f"p.{suffix}")
        assert "entit" in "".join(faults(found).values()).lower(), found
        assert all("secret" not in one.target[1] for one in found if isinstance(one, Entry))
        assert len([one for one in found if isinstance(one, Entry)]) == 1


def test_a_workbook_that_is_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "p.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    with pytest.raises(FormatError, match="over 200 times what it is"):
        read(tmp_path / "p.xlsx")


@pytest.mark.parametrize("suffix", ["xlsx", "parquet", "tmx", "xlf", "po", "jsonl"])
def test_a_file_that_is_something_else_is_named(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"p.{suffix}").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    found = read(tmp_path / f"p.{suffix}")
    assert found
    assert all(isinstance(one, Refused) for one in found)


def test_a_truncated_parquet_file_is_named(tmp_path: Path) -> None:
    export(pairs(), str(tmp_path / "p.parquet"), LANGUAGES)
    raw = (tmp_path / "p.parquet").read_bytes()
    (tmp_path / "p.parquet").write_bytes(raw[: len(raw) // 2])
    assert "not Parquet" in faults(read(tmp_path / "p.parquet"))[0]


def test_a_parquet_page_that_is_passed_over_is_named(tmp_path: Path) -> None:
    """The second byte of a page's head says what kind of page it is, and readers pass over kinds that they do not know."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tmp_path / "p.parquet"
    pq.write_table(pa.table({"ko": ["가", "나"], "en": ["a", "b"]}), path, use_dictionary=False)
    start = pq.read_metadata(path).row_group(0).column(0).data_page_offset
    raw = bytearray(path.read_bytes())
    assert raw[start : start + 2] == b"\x15\x00"
    raw[start + 1] = 0x2E
    path.write_bytes(raw)
    assert "2 rows are said to be in it, and 0 were found" in faults(read(path))[0]


def test_moses_sides_of_different_length_are_named(tmp_path: Path) -> None:
    (tmp_path / "p.ko").write_text("가\n나\n다\n", encoding="utf-8")
    (tmp_path / "p.en").write_text("a\nb\n")
    found = read(tmp_path / "p.ko")
    assert [one.row for one in found if isinstance(one, Refused)] == [0]
    assert "p.ko has 3 lines and p.en has 2" in faults(found)[0]
    assert len(found) == 1, "no pair can be trusted"


@pytest.mark.parametrize("codec", ["utf-8", "cp949", "utf-16"])
@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("p.csv", ["id,en,ko", "1,One day,하루", '2,"Two, or three days",이삼일']),
        ("p.tsv", ["id\ten\tko", "1\tOne day\t하루", "2\tTwo, or three days\t이삼일"]),
        ("p.jsonl", ['{"en": "One day", "ko": "하루"}', '{"en": "Two, or three days", "ko": "이삼일"}']),
        ("p.po", ['msgid ""', 'msgstr ""', '"Language: ko\\n"', '"Content-Type: text/plain; charset={}\\n"', ""]),
        ("p.ko", ["하루", "이삼일"]),
    ],
)
def test_lines_that_end_in_a_carriage_return_alone_are_read(tmp_path: Path, name: str, rows: list[str], codec: str) -> None:
    days = [("One day", "하루"), ("Two, or three days", "이삼일")]
    if name == "p.po":
        rows = [row.replace("{}", codec) for row in rows] + [f'msgid "{en}"\rmsgstr "{ko}"\r' for en, ko in days]
    (tmp_path / "p.en").write_text("\r".join(en for en, _ in days) + "\r", codec, newline="")
    (tmp_path / name).write_text("\r".join(rows) + "\r", codec, newline="")
    found = read(tmp_path / name)
    assert [{one.source, one.target} for one in found if isinstance(one, Entry)] == [
        {("en", en), ("ko", ko)} for en, ko in days
    ]


def test_an_export_logs_what_the_format_could_not_hold(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    held, other = pairs()[:2]
    changed = replace(other, source=other.source._replace(lang="ja"))
    assert export([held, changed], str(tmp_path / "p.tsv"), ("ko", "en")) == 1
    assert caplog.messages == [f"1 pair not written; {changed.id}: it is from ja to {changed.target.lang}"]


def test_a_row_of_a_tsv_without_marks_stands_as_it_is(tmp_path: Path) -> None:
    texts = ("C:\\temp \\n", "plain \\t")
    export([pair(1, texts), pair(2, BREAKS)], str(tmp_path / "p.tsv"), LANGUAGES)
    rows = [line.split("\t") for line in (tmp_path / "p.tsv").read_bytes().decode().split("\n")]
    assert [len(row) for row in rows] == [len(rows[0])] * 3 + [1]
    by_name = dict(zip(rows[0], rows[1], strict=True))
    assert (by_name["ko"], by_name["en"], by_name["flags"]) == (*texts, "")
    assert dict(zip(rows[0], rows[2], strict=True))["flags"].endswith("escaped")
    assert [found.flags for found in taken(tmp_path / "p.tsv")] == [(), ()]
    found = list(read_examples(tmp_path / "p.tsv", LANGUAGES, "all"))
    assert [example.texts for example in found] == [texts, tuple(text.strip() for text in BREAKS)]


def test_plain_csv_has_every_cell_as_it_is(tmp_path: Path) -> None:
    formula = ("=1+1", "'=2+2")
    for name, written in (("csv", ("'=1+1", "''=2+2")), ("csv-plain", formula)):
        export([pair(1, formula)], str(tmp_path / name), LANGUAGES, name)
        cells = next(csv.DictReader((tmp_path / name).read_text(encoding="utf-8-sig").splitlines()))
        assert (cells["ko"], cells["en"]) == written
        assert texts_of(taken(tmp_path / name, name)) == [formula]
