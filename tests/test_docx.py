"""DOCX files: what is read of them, what is left out and said, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from docx_files import docx, p, r, table
from jjak.align.text.segmentation import segment_document
from jjak.seeds.document import Kind
from jjak.seeds.errors import DocumentError
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.limits import Limits, limited
from jjak.seeds.reader_process import ReaderProcess
from jjak.seeds.readers.docx import DocxText, read_docx
from jjak.seeds.reading import Source, document_of, read_apart

STYLES = """<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="a2"><w:name w:val="Mine"/><w:basedOn w:val="a1"/></w:style>
<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="a4"><w:name w:val="caption"/></w:style>"""


def texts(found: DocxText) -> list[tuple[str, str]]:
    return [(str(paragraph.kind), paragraph.text) for paragraph, _ in found.paragraphs]


def field(instruction: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText> {instruction} </w:instrText></w:r>{marks[1]}{r(result)}{marks[2]}"


@pytest.mark.parametrize("program", ["pandoc", "libreoffice"])
def test_a_file_of_a_usual_program_is_read_with_its_structure(root: Path, program: str) -> None:
    raw = (root / "tests" / "documents" / f"river.{program}.docx").read_bytes()
    found = segment_document(document_of(raw, "river.docx"))
    by_kind: dict[Kind, list[str]] = {}
    for part in found.segments:
        by_kind.setdefault(part.kind, []).append(part.text)
    assert by_kind[Kind.HEADING] == ["강을 따라 걷는 길", "강의 시작", "세 구간"]
    assert by_kind[Kind.ITEM] == ["물병을 챙기세요.", "해가 지기 전에 돌아오세요."]
    assert by_kind[Kind.CELL][:4] == ["구간", "거리", "걸리는 시간", "샘에서 다리까지"]
    assert by_kind[Kind.CAPTION] == ["구간마다 걸리는 시간"]
    assert by_kind[Kind.NOTE] == ["안내소는 월요일에 쉽니다."]
    assert by_kind[Kind.TEXT][:2] == ["강물은 작은 샘에서 시작합니다.", "여름에는 안내소에서 지도를 나누어 줍니다."]
    assert {part.fate for part in found.ledger} == {Fate.SEGMENT, Fate.SPACE}
    assert found.document.original == raw
    assert not found.document.warnings


def test_changes_are_read_as_accepted_and_deletions_counted() -> None:
    body = p(r("비가 "), f"<w:ins>{r('많이 ')}</w:ins>", "<w:del><w:r><w:delText>조금 </w:delText></w:r></w:del>", r("온다."))
    moved = p("<w:moveFrom>" + r("옮긴 글.") + "</w:moveFrom>") + p("<w:moveTo>" + r("옮긴 글.") + "</w:moveTo>")
    found = read_docx(docx(body + moved))
    assert [text for _, text in texts(found)] == ["비가 많이 온다.", "옮긴 글."]
    assert [str(each) for each in found.warnings] == ["2 tracked deletions are left out"]


def test_styles_tell_headings_captions_and_the_table_of_contents() -> None:
    body = p(r("차례 1"), style="a3") + p(r("길"), style="a2") + p(r("그림"), style="a4") + p(r("글."))
    raw = docx(body, styles=STYLES)
    assert texts(read_docx(raw))[1:] == [("heading", "길"), ("caption", "그림"), ("text", "글.")]
    found = segment_document(document_of(raw, "x.docx"))
    assert [part.text for part in found.segments] == ["길", "그림", "글."]
    assert [part.reason for part in found.ledger if part.fate is Fate.LEFT_OUT] == [Reason.NAVIGATION]


def test_headers_footers_notes_and_links_are_read_where_they_stand() -> None:
    link = f"<w:hyperlink>{r('안내')}</w:hyperlink>"
    notes = f'<w:footnote w:type="separator">{p(r("x"))}</w:footnote><w:footnote w:id="2">{p(r("주석."))}</w:footnote>'
    raw = docx(p(r("글 "), link, r(".")), header1=p(r("머리글")), footer1=p(r("쪽 "), field("PAGE", "3")), footnotes=notes)
    assert texts(read_docx(raw)) == [
        ("text", "글 안내."),
        ("note", "주석."),
        ("header or footer", "머리글"),
        ("header or footer", "쪽 3"),
    ]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    box = f"<w:txbxContent>{p(r('상자 글.'))}</w:txbxContent>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>{fallback}</mc:AlternateContent></w:r>"
    found = read_docx(docx(p(r("앞 "), both, r("뒤."))))
    assert [text for _, text in texts(found)] == ["앞 뒤.", "상자 글."]
    assert [len(paragraph.twins) for paragraph, _ in found.paragraphs] == [0, 1]


def test_a_table_in_a_table_keeps_its_cells() -> None:
    inner = table(("안", "쪽"))
    outer = f"<w:tbl><w:tr><w:tc>{p(r('밖'))}{inner}</w:tc><w:tc>{p(r('끝'))}</w:tc></w:tr></w:tbl>"
    found = read_docx(docx(outer))
    assert [paragraph.place for paragraph, _ in found.paragraphs] == [
        "table 1, row 1, cell 1",
        "table 2, row 1, cell 1",
        "table 2, row 1, cell 2",
        "table 1, row 1, cell 2",
    ]


def test_breaks_tabs_and_readings_over_words_are_kept_apart() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{r('han')}</w:rt><w:rubyBase>{r('漢')}</w:rubyBase></w:ruby></w:r>"
    found = read_docx(docx(p(r("가"), "<w:r><w:tab/><w:br/><w:noBreakHyphen/></w:r>", ruby)))
    assert texts(found) == [("text", "가\t\n\u2011漢")]


def test_what_is_not_read_is_said() -> None:
    comments = f'<w:comment w:id="0">{p(r("메모"))}</w:comment>'
    files = {"word/embeddings/a.xlsx": b"x", "word/charts/chart1.xml": b"<c/>"}
    found = read_docx(docx(p(r("글.")), comments=comments, files=files))
    assert [str(each) for each in found.warnings] == [
        "1 comment is not read",
        "the text of 1 chart or diagram is not read",
        "1 embedded file is not read",
    ]


def deep() -> bytes:
    return docx("<w:sdt>" * 100 + p(r("가")) + "</w:sdt>" * 100)


def bomb() -> bytes:
    return docx(p(r("가" * 3_000_000)))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: docx(p(r("가")))[:-40], "no sound DOCX file"),
        (lambda: docx("<w:p>"), "no sound DOCX file: word/document.xml"),
        (lambda: docx(""), "without text"),
        (deep, "elements in each other"),
        (bomb, "times what it is"),
        (
            lambda: docx(p(r("&a;")), prologue='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
            "declares a document type",
        ),
    ],
)
def test_a_file_that_is_broken_or_too_much_is_refused_by_name(made: Callable[[], bytes], said: str) -> None:
    with pytest.raises(DocumentError, match=said):
        document_of(made(), "x.docx")


def test_a_part_that_says_less_than_it_unpacks_to_is_refused() -> None:
    raw = docx(p(r("가" * 2_000)))
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = raw.replace(size.to_bytes(4, "little"), (99).to_bytes(4, "little"))
    assert lying != raw
    with pytest.raises(DocumentError, match="no sound DOCX file"):
        read_docx(lying)


def test_limits_hold_for_the_parts_of_a_file() -> None:
    raw = docx(p(r("가")), files={f"x{at}": b"" for at in range(20)})
    with limited(Limits(members=10)), pytest.raises(DocumentError, match="parts, over 10"):
        document_of(raw, "x.docx")


def test_a_packed_file_is_read_in_a_process_of_its_own_however_small(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(docx(p(r("글."))))
    with ReaderProcess(Limits()) as process:
        assert read_apart(process, Source("x.docx", tmp_path / "x.docx")).text == "글.\n\n"
        assert process.begun
