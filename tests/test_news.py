from __future__ import annotations

from itertools import pairwise

import pytest

from jjak.seeds.document import Document, Kind, fold
from jjak.seeds.readers.news import read_news
from jjak.seeds.reading import document_of


def blocks(text: str) -> list[tuple[Kind, str]]:
    page = read_news(text)
    assert page is not None
    return [(block.kind, fold(text, block.span).text) for block in page.blocks]


def test_the_head_of_the_seed_gives_its_metadata(seed: Document) -> None:
    assert dict(seed.metadata) == {
        "reader": "news",
        "encoding": "utf-8",
        "title": "N. KOREA RATIFIES TREATY WITH RUSSIA",
        "date": "2024-11-13",
        "programme": "News Today",
        "published": "2024-11-13T15:42:35+09:00",
        "modified": "2024-11-13T15:43:40+09:00",
    }


def test_blocks_stand_in_order_and_do_not_overlap(seed: Document) -> None:
    spans = [block.span for block in seed.blocks]
    assert all(a.stop <= b.start for a, b in pairwise(spans))


def test_a_korean_page_has_its_own_marks_and_speakers() -> None:
    text = """[앵커]

푸틴 대통령이 조약에 서명했습니다.

[리포트]

조약이 발효됩니다.

[녹취] 박원곤/이화여대 교수 : "추가 파병은 불가피합니다."

박원곤/이화여대 교수 :
핵 기술을 요구할 수 있습니다.

[기자]

정부는 지켜보고 있습니다.
"""
    assert blocks(text) == [
        (Kind.LEAD, "푸틴 대통령이 조약에 서명했습니다."),
        (Kind.REPORT, "조약이 발효됩니다."),
        (Kind.SPEAKER, "박원곤/이화여대 교수"),
        (Kind.QUOTE, '"추가 파병은 불가피합니다."'),
        (Kind.SPEAKER, "박원곤/이화여대 교수 :"),
        (Kind.QUOTE, "핵 기술을 요구할 수 있습니다."),
        (Kind.REPORT, "정부는 지켜보고 있습니다."),
    ]


@pytest.mark.parametrize(
    ("line", "speaker", "quote"),
    [
        ('<녹취> 박원곤(이화여대 교수) : "추가 파병은 불가피합니다."', "박원곤(이화여대 교수)", '"추가 파병은 불가피합니다."'),
        ('[박원곤/이화여대 교수 : "불가피합니다."]', "박원곤/이화여대 교수", '"불가피합니다."'),
    ],
)
def test_a_speaker_and_a_quote_may_share_a_line(line: str, speaker: str, quote: str) -> None:
    assert blocks(f"[리포트]\n\n{line}\n")[-2:] == [(Kind.SPEAKER, speaker), (Kind.QUOTE, quote)]


def test_a_mark_on_a_line_of_its_own_holds_for_the_next_paragraph_only() -> None:
    text = "[리포트]\n\n먼저입니다.\n\n[녹취]\n\n말씀입니다.\n\n다시입니다.\n"
    assert [kind for kind, _ in blocks(text)] == [Kind.REPORT, Kind.QUOTE, Kind.REPORT]


@pytest.mark.parametrize(
    "line",
    [
        "The vote was 52/48 in the end.",
        "Prices rose on 11/13 and/or later.",
        "He wrote to https://example.org/news about it.",
        "Trade between Seoul/Tokyo grew, the ministry said in a long sentence that fills its line and wraps\nonto the next.",
    ],
)
def test_a_slash_in_a_sentence_makes_no_speaker(line: str) -> None:
    assert [kind for kind, _ in blocks(f"[REPORT]\n\n{line}\n\nAnother paragraph.\n")] == [Kind.REPORT, Kind.REPORT]


@pytest.mark.parametrize(
    ("stamp", "moment"),
    [
        ("입력 2024-11-13 15:42:35", "2024-11-13T15:42:35+09:00"),
        ("입력 2024.11.13 (15:42)", "2024-11-13T15:42:00+09:00"),
        ("등록 : 2024.11.13. 9:05", "2024-11-13T09:05:00+09:00"),
    ],
)
def test_the_moments_of_a_page_are_korean_time(stamp: str, moment: str) -> None:
    document = document_of(f"제목입니다\n{stamp}\n\n[앵커]\n\n안녕하십니까.\n".encode(), "page")
    assert document.metadata["published"] == moment
    assert document.blocks[0].kind is Kind.HEADLINE


@pytest.mark.parametrize("text", ["Only a text.\n\nWith two paragraphs.", "date palms grow in the south", "[1] A footnote"])
def test_any_other_text_is_no_page(text: str) -> None:
    assert read_news(text) is None
    assert document_of(text.encode(), "text").metadata["reader"] == "plain"


def test_a_line_that_begins_with_a_mark_begins_a_section_whatever_the_gaps_are() -> None:
    text = (
        "date 2024-11-13 [News Today] RAIN\n\n[LEAD]\n\nIt rains.\n\n[REPORT]\n\nIt pours.\n\n[녹취] Too wet.\n\n\n\nThe end.\n"
    )
    assert blocks(text)[1:4] == [(Kind.LEAD, "It rains."), (Kind.REPORT, "It pours."), (Kind.QUOTE, "Too wet.")]
