from __future__ import annotations

import time

import pytest

from jjak.align.text.segmentation import SegmentedDocument, segment_document
from jjak.seeds.document import Document, Kind
from jjak.seeds.errors import DocumentError
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.readers.subtitles import read_subtitles
from jjak.seeds.reading import document_of

SRT = """\ufeff1\r
00:00:01,000 --> 00:00:03,500\r
강물은 아래로\r
흐릅니다.\r
\r
2\r
00:00:03,600 --> 00:00:06,000 X1:40 X2:600\r
{\\an8}<i>그래도</i> 배는 떠납니다.\r
\r
3\r
00:00:06,100 --> 00:00:09,000\r
<i>- 노를 저으세요.</i>\r
- 네, <b>지금</b> 갑니다.\r
"""
VTT = """WEBVTT - 강
Kind: captions

STYLE
::cue { color: red }

NOTE 사람은
읽지 않는다

intro
00:01.000 --> 00:02.000 line:10%
<v Kim>강과 &amp; <c.loud>바다</c>가 있다.

NOTE 끝에 선다

01:00:03.050 --> 01:00:04.000
<00:03.500>끝이다.
"""


def read(text: str, name: str) -> SegmentedDocument:
    return segment_document(document_of(text.encode(), name))


def texts(found: SegmentedDocument) -> list[str]:
    return [part.text for part in found.segments]


def test_a_cue_is_one_text_without_its_number_times_and_tags() -> None:
    found = read(SRT, "river.ko.srt")
    assert texts(found) == ["강물은 아래로 흐릅니다.", "그래도 배는 떠납니다.", "노를 저으세요.", "네, 지금 갑니다."]
    assert {part.kind for part in found.segments} == {Kind.CUE}
    assert found.document.metadata["reader"] == "subtitles"


def test_notes_styles_and_the_head_of_webvtt_are_no_text() -> None:
    found = read(VTT, "river.vtt")
    assert texts(found) == ["강과 & 바다가 있다.", "끝이다."]
    apart = [(found.document.text[slice(*part.span)], part.reason) for part in found.document.apart]
    assert ("읽지 않는다", Reason.COMMENT) in apart
    assert ("NOTE 끝에 선다", Reason.COMMENT) in apart
    assert ("::cue { color: red }", None) in apart


@pytest.mark.parametrize(("text", "name"), [(SRT, "a.srt"), (VTT, "a.vtt")])
def test_every_character_of_subtitles_is_accounted_for(text: str, name: str) -> None:
    found = read(text, name)
    assert "".join(found.document.text[slice(*part.span)] for part in found.ledger) == found.document.text
    assert not [part for part in found.ledger if part.fate is Fate.UNACCOUNTED]


def test_a_cue_knows_its_times_in_milliseconds() -> None:
    srt, vtt = read_subtitles(SRT).cues, read_subtitles(VTT).cues
    assert [(cue.number, cue.start, cue.stop) for cue in srt] == [(1, 1_000, 3_500), (2, 3_600, 6_000), (3, 6_100, 9_000)]
    assert [(cue.start, cue.stop) for cue in vtt] == [(1_000, 2_000), (3_603_050, 3_604_000)]
    assert [len(cue.blocks) for cue in srt] == [1, 1, 2]


def test_numbers_and_times_are_left_out_by_their_reason() -> None:
    found = read(SRT, "river.srt")
    numbering = [part for part in found.document.apart if part.reason is Reason.NUMBERING]
    assert [found.document.text[part.span.start] for part in numbering] == ["1", "2", "3"]
    assert {part.fate for part in numbering} == {Fate.LEFT_OUT}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\n1984\n\n2\n00:00:03,000 --> 00:00:04,000\n그해였다.\n", ["1984", "그해였다."]),
        ("00:00:01,000 --> 00:00:02,000\n가자.\n2\n00:00:03,000 --> 00:00:04,000\n오자.\n", ["가자.", "오자."]),
        (
            "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:03,000 --> 00:04,000\n<i></i>\n\n3\n00:00:05,5 --> 00:00:06,0\n강.",
            ["강."],
        ),
        ("1\n00:00:01,000 --> 00:00:02,000\n- 혼자 말한다\n그리고 쉰다.\n", ["- 혼자 말한다 그리고 쉰다."]),
    ],
)
def test_forms_of_files_as_people_have_them(text: str, expected: list[str]) -> None:
    document = document_of(text.encode(), "x.srt")
    found = segment_document(document)
    assert [document.text[slice(*block.span)] for block in document.blocks] == [
        one.replace(" 그리고", "\n그리고") for one in expected
    ]
    assert {part.kind for part in found.segments} <= {Kind.CUE}


def test_a_file_called_srt_without_a_cue_is_refused() -> None:
    with pytest.raises(DocumentError, match="no cue with times"):
        document_of("강은 흐른다.\n".encode(), "river.srt")


@pytest.mark.parametrize("body", ["- 강\n" * 60_000, "<i>" * 60_000, "\n" * 60_000 + "강", "1\n" * 60_000])
def test_a_cue_of_very_many_lines_or_tags_is_read_in_a_moment(body: str) -> None:
    begun = time.process_time()
    read_subtitles(f"1\n00:00:01,000 --> 00:00:02,000\n{body}\n")
    # it takes one second; where the time grew with the square of the length it took minutes
    assert time.process_time() - begun < 15


def test_tags_inside_of_a_text_have_places_in_the_document() -> None:
    document: Document = document_of(SRT.encode(), "x.srt")
    parts = segment_document(document).segments
    assert document.text[slice(*parts[3].span)] == "네, <b>지금</b> 갑니다."
    assert document.text[slice(*parts[1].span)] == "그래도</i> 배는 떠납니다."
