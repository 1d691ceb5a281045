from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jjak.seeds.document import Document, Kind, fold
from jjak.seeds.ledger import Fate, Reason, ledger
from jjak.seeds.readers.news import read_news
from jjak.seeds.readers.news_table import BUILT_IN
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


def parts(text: str) -> list[tuple[str, str]]:
    """What stands in no block, and what became of it."""
    page = read_news(text)
    assert page is not None
    return [(str(part.reason or part.fate), text[slice(*part.span)]) for part in page.apart]


def test_a_line_of_a_dense_page_with_a_name_and_a_role_is_a_speaker_and_the_next_his_quote() -> None:
    text = (
        "[REPORT]\nThe river is clean again.\nAnna Fischer / Ranger\nWe have counted forty otters. They are back.\n"
        "Anglers are pleased.\nPaul Weber / Angler\nI saw one.\n"
    )
    assert blocks(text) == [
        (Kind.REPORT, "The river is clean again."),
        (Kind.SPEAKER, "Anna Fischer / Ranger"),
        (Kind.QUOTE, "We have counted forty otters. They are back."),
        (Kind.REPORT, "Anglers are pleased."),
        (Kind.SPEAKER, "Paul Weber / Angler"),
        (Kind.QUOTE, "I saw one."),
    ]


def test_a_page_with_a_blank_line_after_every_line_has_speakers_too() -> None:
    lines = ["[REPORT]", "The river is clean.", "Anna Fischer / Ranger", "We have otters.", "Anglers are pleased.", "Yes."]
    text = "\n\n".join(lines)
    assert [kind for kind, _ in blocks(text)] == [Kind.REPORT, Kind.SPEAKER, Kind.QUOTE, Kind.REPORT, Kind.REPORT]


@pytest.mark.parametrize(
    ("lines", "speaker", "quote"),
    [
        ("[최강물/강변동 주민 : 물이 맑아졌어요. 좋습니다.]", "최강물/강변동 주민", "물이 맑아졌어요. 좋습니다."),
        ("[하천과 관계자 (음성변조) : 곧 됩니다.]", "하천과 관계자 (음성변조)", "곧 됩니다."),
        ("[최강물 / 강변동 / 주민 : 좋습니다.]", "최강물 / 강변동 / 주민", "좋습니다."),
        ('[최강물/강변동 주민]\n"물이 맑아졌어요."', "최강물/강변동 주민", '"물이 맑아졌어요."'),
        ('[최강물/강변동 주민]\n\n"물이 맑아졌어요."', "최강물/강변동 주민", '"물이 맑아졌어요."'),
        ('[최강물] "물이 맑아졌어요."', "최강물", '"물이 맑아졌어요."'),
        ('[최강물 강변동 주민]\n"물이 맑아졌어요."', "최강물 강변동 주민", '"물이 맑아졌어요."'),
        ("● 최강물(강변동 주민): 네, 맑습니다.", "최강물(강변동 주민)", "네, 맑습니다."),
        ("◆ 최강물> 네, 맑습니다.", "최강물", "네, 맑습니다."),
        ("최강물 강변대 교수: 맑아졌습니다.", "최강물 강변대 교수", "맑아졌습니다."),
        ('최강물 강변대 교수 : "맑아졌습니다."', "최강물 강변대 교수", '"맑아졌습니다."'),
        ("[Soundbite] Anna Fischer (Ranger): We have otters.", "Anna Fischer (Ranger)", "We have otters."),
        ('[Soundbite] (Ranger) : "We have otters."', "(Ranger)", '"We have otters."'),
        ("Anna Fischer (Park Ranger): We have otters.", "Anna Fischer (Park Ranger)", "We have otters."),
        ('Anna Fischer, park ranger: "We have otters."', "Anna Fischer, park ranger", '"We have otters."'),
        ('[Anna Fischer/Ranger: "We have\n\notters."]', "Anna Fischer/Ranger", '"We have otters."'),
    ],
)
def test_a_speaker_in_any_form_has_his_quote_and_no_bracket(lines: str, speaker: str, quote: str) -> None:
    text = f"[REPORT]\n\nThe river is clean.\n\n\n\n{lines}\n\n\n\nThe end.\n"
    assert blocks(text) == [
        (Kind.REPORT, "The river is clean."),
        (Kind.SPEAKER, speaker),
        (Kind.QUOTE, quote),
        (Kind.REPORT, "The end."),
    ]


@pytest.mark.parametrize(
    "line",
    ['He said: "We have otters."', '시장은 이렇게 말했다: "좋습니다."', "[1] The law of 1990: a note.", "At 10:30 it rained."],
)
def test_a_sentence_with_a_colon_makes_no_speaker(line: str) -> None:
    assert blocks(f"[REPORT]\n\nThe river is clean.\n\n{line}\n") == [
        (Kind.REPORT, "The river is clean."),
        (Kind.REPORT, line),
    ]


def test_text_after_a_bracketed_quote_is_the_report_again() -> None:
    text = '[리포트]\n\n[최강물/주민 : "좋아요."] 주민들은 반깁니다.\n'
    assert blocks(text)[2:] == [(Kind.REPORT, "주민들은 반깁니다.")]


@pytest.mark.parametrize(
    ("lead", "report"),
    [
        ("◀ 앵커 ▶", "◀ 리포트 ▶"),
        ("<앵커>", "<기자>"),
        ("【앵커】", "【기자】"),
        ("[앵커멘트]", "[최강물 기자]"),
        ("● 앵커:", "● 기자:"),
        ("앵커:", "기자:"),
        ("Anchor:", "Reporter:"),
        ("[Anchor Lead]", "[Pkg]"),
    ],
)
def test_marks_in_any_brackets_are_no_text(lead: str, report: str) -> None:
    text = f"{lead}\n\n물이 맑습니다.\n\n{report}\n\n주민들은 반깁니다.\n"
    assert blocks(text) == [(Kind.LEAD, "물이 맑습니다."), (Kind.REPORT, "주민들은 반깁니다.")]
    assert [fate for fate, _ in parts(text)] == ["mark", "mark"]


def test_questions_and_answers_take_turns() -> None:
    text = "입력 2024.05.20 10:00\n\n문: 물은 맑습니까?\n\n답: 네. 맑습니다.\n\n문: 언제부터죠?\n\n답: 작년입니다.\n"
    assert blocks(text)[1:] == [
        (Kind.QUOTE, "물은 맑습니까?"),
        (Kind.QUOTE, "네. 맑습니다."),
        (Kind.QUOTE, "언제부터죠?"),
        (Kind.QUOTE, "작년입니다."),
    ]


@pytest.mark.parametrize("headline", ["OTTERS ARE BACK", "2. Otters", "수달이 돌아왔다"])
def test_a_line_alone_above_a_leads_mark_is_the_headline_of_a_further_story(headline: str) -> None:
    for gap in ("\n", "\n\n"):
        text = gap.join(["[LEAD]", "The river is clean.", "[REPORT]", "We went there.", headline, "[LEAD]", "Otters came."])
        assert (Kind.HEADLINE, headline) in blocks(text)
        assert "title" not in document_of(text.encode(), "page").metadata


def test_a_sentence_above_a_leads_mark_is_no_headline() -> None:
    text = "[LEAD]\n\nIt is clean.\n\n[REPORT]\n\nWe went there.\n\n[LEAD]\n\nOtters came.\n"
    assert Kind.HEADLINE not in [kind for kind, _ in blocks(text)]


@pytest.mark.parametrize(
    ("head", "programme"),
    [
        ("date 2024-05-20 Morning News\n\n[Morning News] OTTERS ARE BACK", "Morning News"),
        ("date 2024-05-20 [Morning News] OTTERS ARE BACK", "Morning News"),
        ("OTTERS ARE BACK\n입력 2024.05.20 (10:00) 수정 2024.05.20 (11:00) 뉴스광장 1부", "뉴스광장 1부"),
        ("date 2024-05-20 동영상 고정 취소\n\nOTTERS ARE BACK", ""),
        ("date 2024-05-20 [단독] OTTERS ARE BACK", ""),
        ("OTTERS ARE BACK\nUpdated: 2024-05-20 10:00:00 KST", ""),
        ("OTTERS ARE BACK\n입력 2024.05.20 10:00 조회 1,234 댓글 3", ""),
        ("OTTERS ARE BACK\n입력 2024.05.20 10:00 사회", ""),
    ],
)
def test_a_head_has_one_headline_and_no_button_is_its_programme(head: str, programme: str) -> None:
    text = f"{head}\n\n[LEAD]\n\nThe river is clean.\n"
    headlines = [said for kind, said in blocks(text) if kind is Kind.HEADLINE]
    assert [said.removeprefix("[단독] ") for said in headlines] == ["OTTERS ARE BACK"]
    assert document_of(text.encode(), "page").metadata.get("programme", "") == programme


def test_a_pages_furniture_is_left_out_by_name() -> None:
    text = (
        "기사 본문\n수달이 돌아왔다\n입력 2024.05.20 10:00\n글자 크기\n읽어주기\n\n<앵커>\n\n물이 맑습니다.\n\n"
        "[사진=강변시 제공]\n\n최강물 기자 (kang@namu.kr)\n저작권자 ⓒ 강변일보 무단전재 및 재배포 금지\n관련기사\n"
        "수달 이야기\n강 이야기\n"
    )
    assert [part for part in parts(text) if part[0] != "mark"] == [
        ("navigation", "기사 본문"),
        ("button", "글자 크기"),
        ("button", "읽어주기"),
        ("player or picture caption", "[사진=강변시 제공]"),
        ("byline or sign-off", "최강물 기자 (kang@namu.kr)"),
        ("copyright", "저작권자 ⓒ 강변일보 무단전재 및 재배포 금지"),
        ("navigation", "관련기사"),
        ("navigation", "수달 이야기"),
        ("navigation", "강 이야기"),
    ]


def test_a_sign_off_is_spoken_and_names_the_reporter() -> None:
    text = "[앵커]\n\n물이 맑습니다.\n\n[기자]\n\n주민들은 반깁니다.\n\nKBS 뉴스 최강물입니다.\n"
    assert blocks(text)[-1] == (Kind.REPORT, "KBS 뉴스 최강물입니다.")
    metadata = document_of(text.encode(), "page").metadata
    assert (metadata["reporter"], metadata["broadcaster"]) == ("최강물", "KBS")


def test_a_bilingual_pages_lines_are_not_joined_over_its_languages() -> None:
    text = "[앵커]\n\n물이 맑습니다.\nThe river is clean.\n\n주민들은 반깁니다.\nPeople are pleased.\n"
    assert [said for _, said in blocks(text)] == [
        "물이 맑습니다.",
        "The river is clean.",
        "주민들은 반깁니다.",
        "People are pleased.",
    ]


LINES = st.one_of(
    st.sampled_from([rule.example for rule in BUILT_IN]),
    st.sampled_from(
        [
            *(
                "",
                "]",
                "[",
                '"',
                "-----",
                " [ ] ",
                "\u200b",
                "1.",
                "관련기사",
                "Q: 왜요?",
                "A: 그냥요.",
                "The fire is out.",
                "비가 옵니다.",
            ),
            *("Anna Fischer / Ranger", "[최강물/주민 : 좋아요.", 'clean."]', "OTTERS ARE BACK", "2. Otters", "● 앵커: 네."),
            *("date 2024-05-20 [News Today] OTTERS", "입력 2024.05.20 20:10 조회 1,234 뉴스광장 1부", "수달 | KBS 뉴스"),
            *("[사진 : 강] 그리고 말", "[녹취] 최강물(주민) : 네.", "https://namu.kr/1", "Posted on 1/2/2024"),
        ]
    ),
    st.text(alphabet='ab가나 [](){}<>/:."“”|·•●◆-1\u200b', max_size=20),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]))
def test_nothing_of_a_page_vanishes_or_is_told_twice(lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    page = read_news(text)
    if page is None:
        return
    spans = sorted([block.span for block in page.blocks] + [part.span for part in page.apart])
    assert all(a.stop <= b.start for a, b in pairwise(spans))
    found = ledger(text, [block.span for block in page.blocks], page.apart)
    assert [text[slice(*part.span)] for part in found if part.fate is Fate.UNACCOUNTED] == []


SENTENCES = st.sampled_from(
    ["수달이 강으로 돌아왔습니다.", "The otters are back in the river, and people are pleased.", "왜 그랬을까요?"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(LINES, SENTENCES), max_size=12))
def test_no_sentence_of_a_body_is_taken_for_furniture(lines: list[str]) -> None:
    text = "\n\n".join(["[REPORT]", *lines])
    page = read_news(text)
    assert page is not None
    left = [text[slice(*part.span)] for part in page.apart if part.reason and part.reason is not Reason.REPEATED]
    assert not any(sentence in left for sentence in ("수달이 강으로 돌아왔습니다.", "왜 그랬을까요?"))
    assert "The otters are back in the river, and people are pleased." not in left
