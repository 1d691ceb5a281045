"""What stands in no segment is kept with its document, in a corpus and in a shard, and told with counts and places."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import update

from jjak.align.sentence.beads import Bead
from jjak.align.text.segmentation import segment
from jjak.corpora.exchange.shards import schema, shard_of, units_in
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.left_out import LeftOut, left_out_of, left_out_summary
from jjak.corpora.store.rows import apart_rows
from jjak.corpora.store.schema import documents
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.document import Block, Document, Kind, Span
from jjak.seeds.ledger import Fate, Part, Reason
from jjak.workbench.report.corpus_report import print_report
from jjak.workbench.report.corpus_status import status_of, status_rows
from visitor import Visitor

TEXT = "홈 | 로그인\n제보하기\n\n비가 옵니다.\n\n저작권자\n무단 전재 금지\n"
APART = (
    Part(Span(0, 8), Fate.LEFT_OUT, Reason.NAVIGATION),
    Part(Span(8, 12), Fate.LEFT_OUT, Reason.BUTTON),
    Part(Span(23, 37), Fate.LEFT_OUT, Reason.COPYRIGHT),
)


def built(text: str = TEXT, apart: tuple[Part, ...] = APART, name: str = "a.txt") -> BuiltBitext:
    start = text.index("비가")
    block = Block(Kind.TEXT, Span(start, start + 7))
    document = Document(f"{abs(hash(text)):016x}"[:16], name, text, {"reader": "plain"}, (block,), apart)
    return BuiltBitext([(document, Path(name), segment(document))], "none", [Bead(range(1), range(0), 1.0, ())], [])


def stored(corpus: str, *bitexts: BuiltBitext) -> Corpus:
    store = Corpus(corpus)
    store.add_all(bitexts, store.begin_run({}, {}))
    return store


def test_a_corpus_counts_the_lines_that_were_left_out_by_reason(corpus: str) -> None:
    unit = built()
    with stored(corpus, unit, built("비가 옵니다.\n", (), "b.txt")) as store:
        found = left_out_summary(store)
    counts = {"copyright": 2, "navigation": 1, "button": 1}
    assert found.lines == counts
    assert next(iter(found.lines)) == "copyright"
    assert found.by_document == {unit.ids[0]: counts}
    assert found.unknown == 0


def test_each_text_that_was_left_out_has_its_line_and_its_reason(corpus: str) -> None:
    unit = built()
    with stored(corpus, unit) as store:
        found = left_out_of(store, unit.ids)
    assert found == {
        unit.ids[0]: (
            "a.txt",
            [
                LeftOut(1, "navigation", "홈 | 로그인"),
                LeftOut(2, "button", "제보하기"),
                LeftOut(6, "copyright", "저작권자"),
                LeftOut(7, "copyright", "무단 전재 금지"),
            ],
        )
    }


def test_what_nobody_accounts_for_is_counted_too(corpus: str) -> None:
    with stored(corpus, built(apart=APART[1:])) as store:
        assert left_out_summary(store).lines == {"copyright": 2, "button": 1, "unaccounted": 1}


def test_a_document_that_was_built_before_is_counted_as_unknown(corpus: str) -> None:
    with stored(corpus, built()) as store:
        with store.transaction() as connection:
            connection.execute(update(documents).values(apart=None))
        assert left_out_summary(store) == ({}, {}, 1)


def test_a_shard_keeps_what_was_left_out(tmp_path: Path) -> None:
    unit = built()
    (after,) = units_in(shard_of([unit], {}))
    ((before, _, parts),), ((document, _, segments),) = unit.documents, after.documents
    assert apart_rows(document, segments) == apart_rows(before, parts) != []


def test_a_shard_that_was_made_before_is_read(tmp_path: Path) -> None:
    import io

    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(shard_of([built()], {})))
    rows = [row | {"documents": [dict(each) for each in row["documents"]]} for row in table.to_pylist()]
    for row in rows:
        for each in row["documents"]:
            del each["apart"]
    old = table.from_pylist(rows, schema=schema(apart=False).with_metadata(table.schema.metadata))
    pq.write_table(old, tmp_path / "old.parquet")
    (after,) = units_in(tmp_path / "old.parquet")
    assert after.documents[0][0].text == TEXT
    assert after.documents[0][0].apart == ()


def test_the_status_and_the_report_say_what_was_left_out(tmp_path: Path) -> None:
    with stored(str(tmp_path / "c.db"), built()) as store:
        status, report = status_of(store), print_report(store, "text")
    assert status["left_out"] == {"lines": {"copyright": 2, "navigation": 1, "button": 1}, "documents": 1, "unknown": 0}
    rows = {str(name).strip(): str(value) for name, value in status_rows(status)}
    assert rows["left out"] == "4 lines: copyright 2, navigation 1, button 1"
    said = [" ".join(line.split()) for line in report.splitlines()]
    assert "What was left out?" in said
    assert {"copyright 2 1", "navigation a.txt 1 홈 | 로그인"} <= set(said)


@pytest.mark.slow
@pytest.mark.parametrize(("lang", "words"), [("en", ("Left out (4)", "copyright")), ("ko", ("제외 (4)", "저작권 표시"))])
def test_a_documents_page_lists_the_lines(tmp_path: Path, serve: Callable[..., Any], lang: str, words: tuple[str, str]) -> None:
    stored(str(tmp_path / "c.db"), built(), built("비가 옵니다.\n", (), "b.txt")).close()
    visitor = Visitor(serve(tmp_path / "c.db").port).enter()
    page = html.fromstring(visitor.ask("GET", "/documents/1", accept_language=lang)[2].decode())
    assert page.xpath("//details[@class='left-out']/summary/text()") == [words[0]]
    rows = [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath("//details//tbody/tr")]
    assert ["7", words[1], "무단 전재 금지"] in rows
    assert len(rows) == 4
    other = html.fromstring(visitor.ask("GET", "/documents/2", accept_language=lang)[2].decode())
    assert not other.xpath("//details")
