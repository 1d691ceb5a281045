"""What a page says of itself is one record, whatever its layout, in the corpus and in what goes out of it."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from jjak.corpora.formats import FORMATS
from jjak.corpora.pair import bare
from jjak.seeds.page_metadata import PageMetadata, page_metadata
from jjak.seeds.reading import document_of

LAYOUTS = {
    "a head in a line": "date 2024-05-20 [Morning News] OTTERS ARE BACK\n입력 2024.05.20 10:00\n\n[LEAD]\n\nThey came.\n\n"
    "KBS Morning News, Hong Gil-dong.\n",
    "a programme over the title": "date 2024-05-20 Morning News\n\n[Morning News] OTTERS ARE BACK\n입력 2024.05.20 10:00\n\n"
    "[LEAD]\n\nThey came.\n",
    "a programme after the dates": "OTTERS ARE BACK\n\n입력 2024.05.20 (10:00) Morning News\n\n[LEAD]\n\nThey came.\n",
    "labels in English": "OTTERS ARE BACK\nMorning News\nPublished: 20 May 2024, 10:00 KST\n\nThey came. 왔다.\n",
}


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_the_record_is_the_same_whatever_the_layout(text: str) -> None:
    said = page_metadata(document_of(text.encode(), "page").metadata)
    assert (said.title, said.date, said.published) == ("OTTERS ARE BACK", "2024-05-20", "2024-05-20T10:00:00+09:00")
    assert said.programme == "Morning News"


def test_every_field_is_read_from_a_page_that_says_it() -> None:
    text = (
        "수달이 돌아왔다 | MBC 뉴스\n사회\n최강물 기자\nhttps://namu.kr/1\n"
        "입력 2024.05.20 10:00 | 수정 2024.05.20 11:00 | 뉴스데스크\n\n◀ 앵커 ▶\n\n왔습니다.\n"
    )
    assert page_metadata(document_of(text.encode(), "page").metadata) == PageMetadata(
        title="수달이 돌아왔다",
        broadcaster="MBC",
        programme="뉴스데스크",
        date="2024-05-20",
        published="2024-05-20T10:00:00+09:00",
        modified="2024-05-20T11:00:00+09:00",
        reporter="최강물",
        category="사회",
        url="https://namu.kr/1",
    )


def test_a_plain_text_says_nothing_of_itself() -> None:
    assert dict(page_metadata(document_of(b"Only a text.", "text").metadata)) == {}


def written(name: str, page: PageMetadata) -> bytes:
    class Kept(BytesIO):
        def close(self) -> None:
            pass

    out = Kept()
    writer = FORMATS[name].writer([out], ("ko", "en"))
    writer.write(replace(bare(("ko", "수달"), ("en", "Otter")), page=page))
    writer.close()
    return out.getvalue()


def test_json_lines_and_tmx_say_which_page_a_pair_is_from() -> None:
    page = PageMetadata(title="수달이 돌아왔다", date="2024-05-20")
    row: dict[str, Any] = json.loads(written("jsonl", page))
    assert row["page"] == {"title": "수달이 돌아왔다", "date": "2024-05-20"}
    assert (
        '<prop type="x-page-title">수달이 돌아왔다</prop><prop type="x-page-date">2024-05-20</prop>'
        in written("tmx", page).decode()
    )
    assert "page" not in json.loads(written("jsonl", PageMetadata()))
