from __future__ import annotations

import pytest

from jjak.seeds.document import Kind, fold
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.lines import lines_of, paragraph_gap
from jjak.seeds.readers.plain import read_plain


def texts(text: str) -> list[tuple[Kind, str]]:
    return [(block.kind, fold(text, block.span).text) for block in read_plain(text).blocks]


def test_a_short_first_line_over_paragraphs_is_a_headline() -> None:
    assert texts("A title\n\nA sentence.\n") == [(Kind.HEADLINE, "A title"), (Kind.TEXT, "A sentence.")]


def test_one_sentence_a_line_stays_one_a_block() -> None:
    assert [text for _, text in texts("It rains.\nIt pours.\n비가 옵니다.\n")] == ["It rains.", "It pours.", "비가 옵니다."]


def test_lines_wrapped_to_a_width_are_joined() -> None:
    text = """The committee met on Monday to consider the proposal that the
members had made in the spring, and it decided to put it off
until the autumn.
"""
    assert len(texts(text)) == 1


def test_doubled_lines_are_told_from_paragraphs_by_the_gaps() -> None:
    doubled = "one\n\ntwo\n\n\n\nthree\n"
    assert paragraph_gap(lines_of(doubled)) == 2
    assert paragraph_gap(lines_of("one\n\ntwo\n\nthree\n")) == 1
    assert paragraph_gap(lines_of("one\ntwo\n\nthree\n")) == 1


def test_any_line_break_ends_a_line() -> None:
    assert [line.text for line in lines_of("a\r\nb\rc\u2028d\x85e")] == ["a", "b", "c", "d", "e"]


def lines(text: str) -> list[str]:
    return [found for _, found in texts(text)]


PROSE = (
    "The committee met on Monday to hear about the proposal that its members had made in the spring - the third one, in fact - "
    "and put it off until the autumn. Nobody spoke against it. Ms Kim of the University of Seoul said that the old trees "
    "beside the river had been counted twice since 1998 and that neither count could be trusted.",
    "저녁에 위원들은 강가로 걸어갔다. 사흘 동안 비가 내려 다리 밑까지 물이 차 있었다. 그곳에서 예순 해를 산 "
    "박원곤 씨는 이렇게 높은 것은 처음 본다고 말했다. 부산시는 2027년 6월까지 양쪽 강변에 나무 1만 그루를 심으려고 한다.",
)


def wrapped(text: str, width: int) -> str:
    """A text as an editor breaks it, where Hangul is two columns wide."""
    rows: list[str] = [""]
    for word in text.split(" "):
        columns = sum(1 + ("가" <= c <= "힣") for c in f"{rows[-1]} {word}")
        rows[-1:] = [f"{rows[-1]} {word}".strip()] if columns <= width + 1 else [rows[-1], word]
    return "\n".join(rows)


@pytest.mark.parametrize("width", range(48, 110, 3))
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_prose_that_is_wrapped_to_any_width_is_never_cut_in_mid_sentence(width: int, gap: str) -> None:
    text = gap.join(wrapped(paragraph, width) for paragraph in PROSE)
    assert [line for line in lines(text) if not line.endswith(".")] == []
    assert " ".join(lines(text)) == " ".join(PROSE)


@pytest.mark.parametrize(
    "text",
    [
        "- Members will plant ten thousand trees by the next spring\n- They will visit the old forest near the river in June\n",
        "□ 숲정책부는 국산 목재 이용을 늘리는 방안을 마련함\nㅇ 자급률을 25%로 높이는 것을 목표로 함\n※ 붙임 자료 참고\n",
        "숲 소식\n- 내년 봄부터 강가의 오래된 숲에서 -\n▲ 나무 심기 행사가 열리고 있음\n",
        "CHAIR: Good evening and welcome to our talk on forests\nKim Min-su: Thank you for having me here, it is good here",
        "사회자: 오늘은 오래된 숲에 대해 이야기를 나누어 보겠습니다\n김 교수: 불러 주셔서 고맙습니다 다시 와서 반갑습니다",
        "Q. 나무를 심는 데 몇 년이나 걸렸습니까 그동안 어떠셨습니까\nA. 서른 해가 걸렸습니다 나무는 말이 없어서 좋습니다\n",
        "1. 나무를 심는 데 필요한 사항을 위원회에서 정하기로 하였음\n2. 위원회는 해마다 봄과 가을에 두 차례 모이기로 하였음\n",
        "① 숲이란 나무가 모여 자라는 넓은 땅을 통틀어 이르는 말임\n② 나무란 줄기가 있고 여러 해를 사는 식물을 이르는 말임\n",
        "가. 강가에 나무를 심는 일은 시에서 맡아 하기로 정하였음\n나. 나무를 돌보는 일은 주민들이 나누어 맡기로 정하였음\n",
        "Shall I compare thee to an autumn wood?\nThou art more quiet and more full of gold:\nRough winds have had whatever "
        "they could,\nAnd now its lease is one that none can hold.\n",
        "the water goes its way below the alders and the sedge\nand carries what the winter left of summer at its edge\nand "
        "nobody who stands there now will say to you or me\nwhich leaf of all the leaves it has will come out to the sea\n",
        "Introduction .......................................... 3\nTrees of the river ................................... 12",
        "숲정책부 국산 목재 이용 확대 방안 발표, 내년부터 시행하기로\n강가의 오래된 숲 나무 1만 그루 심는다, 행사도 열려",
        "Forest Committee of the City\n12 River Road, Third Floor\nSeoul 04524\nRepublic of Korea\n",
        "Where are you going\nTo the river\nWill you be long\nI do not know\n",
    ],
)
def test_lines_that_nobody_wrapped_are_lines(text: str) -> None:
    assert lines(text) == text.strip().split("\n")


@pytest.mark.parametrize("indent", ["", "  "])
def test_an_item_goes_on_in_the_line_under_it(indent: str) -> None:
    text = (
        f"- The members will hear the report about the forest beside the\n{indent}river, to decide what is done about it\n"
        f"- The chair will write to the city about the new road through the\n{indent}park and will report in autumn\n"
    )
    assert [line[:10] for line in lines(text)] == ["- The memb", "- The chai"]


@pytest.mark.parametrize("mark", ["3. Then it", "- some said two hundred -", "A. Kim"])
def test_a_wrapped_line_that_begins_as_an_item_does_is_no_item(mark: str) -> None:
    text = (
        f"The trees that stood beside the river for more than a hundred years\n{mark} were felled in the long winter after "
        "the flood,\nand nobody spoke against it."
    )
    assert len(lines(text)) == 1


def test_names_made_unreadable_are_no_bullets() -> None:
    text = "강가의 오래된 숲에서 나무를 심던 사람들은 그곳에 오래 살았던\n○○○ 씨가 숲을 시에 맡기기로 했다고 말했다."
    assert len(lines(text)) == 1


def test_a_line_that_ends_far_from_the_edge_is_a_line_among_wrapped_ones() -> None:
    text = (
        "Trees of the river\nThe committee met on Monday to hear about the proposal that the members\nhad made, and put it off."
    )
    assert lines(text)[0] == "Trees of the river"
    assert len(lines(text)) == 2


@pytest.mark.parametrize("mark", ["-", "□", "1.", "가.", "KIM:"])
def test_an_item_under_a_full_line_of_wrapped_text_is_an_item(mark: str) -> None:
    text = (
        f"{mark} the members will hear about the old forest that stands beside the\nriver and then decide what is to be done "
        f"about the bridge in town\n{mark} the chair will write to the city about the new road through it all\nand will report."
    )
    assert [line[: len(mark)] for line in lines(text)] == [mark, mark]


def test_a_speech_that_is_broken_by_hand_is_joined_where_its_sentences_go_on() -> None:
    text = (
        "올해 우리는 강가에 나무를 심었고, 그 나무들이 어느새 사람의 키만큼\n"
        "자랐습니다. 비가 적었던 여름에도 물을 나르며 숲을 지킨 주민\n"
        "한 분 한 분께 고마운 마음을 전합니다.\n"
    )
    assert lines(text) == [text.strip().replace("\n", " ")]
    text = (
        "주민 여러분께서 하루빨리 그늘에서 쉬실 수 있도록,\n내년에는 쉼터를 먼저 짓겠습니다.\n"
        "모두의 숲을 이 도시에 만들기 위해 굳은 각오로\n온 힘을 다하겠습니다.\n"
    )
    assert lines(text) == [
        "주민 여러분께서 하루빨리 그늘에서 쉬실 수 있도록, 내년에는 쉼터를 먼저 짓겠습니다.",
        "모두의 숲을 이 도시에 만들기 위해 굳은 각오로 온 힘을 다하겠습니다.",
    ]


def test_what_a_chat_ends_without_a_mark_is_not_joined() -> None:
    text = "회의록 파일을 방금 여기에 올렸습니다. 이름은 2031년 4월 회의록입니다\n확인했습니다. 고맙습니다.\n"
    text += "지금 봅니다\n다 봤어요\n네. 수고하셨습니다.\n"
    assert lines(text) == text.strip().split("\n")


def test_a_disclaimer_in_capitals_is_prose() -> None:
    shouted = " ".join(PROSE).upper()
    text = "\n\n".join(wrapped(paragraph, 70) for paragraph in [*PROSE, shouted])
    assert lines(text) == [*PROSE, shouted]


def test_a_title_over_a_subtitle_between_dashes_is_a_headline() -> None:
    blocks = read_plain("2031년 숲 정책 발표\n- 강가에 나무 1만 그루 심기로 -\n\n숲정책부는 오늘 방안을 내놓았다.\n").blocks
    assert [block.kind for block in blocks] == [Kind.HEADLINE, Kind.TEXT, Kind.TEXT]
    assert read_plain("첫째 줄\n둘째 줄\n\n숲정책부는 오늘 방안을 내놓았다.\n").blocks[0].kind is Kind.TEXT


# as a program makes it that reads PDF: a blank line after every line, and cells of a table
DOUBLED = (
    "숲 보전에 관한 법률안",
    "제안이유",
    "강가의 오래된 숲은 여러 세대가 함께 가꾸어 온 곳으로 그 가치가 매우",
    "큼에도 이를 지킬 근거가 없었음. 이에 따라 시장이 보전 계획을 세우고",
    "주민이 그 계획에 참여하도록 하며, 필요한 비용을 나라가 보탤 수 있게",
    "하려는 것임. 아울러 나무를 벨 때에는 미리 알리도록 하고 이를 어기면",
    "제7조에 따라 과태료를 물리도록 하려는 것임. 이 법이 시행되면 해마다",
    "강가에 나무 1만 그루를 새로 심을 수 있을 것으로 보이며, 그 나무들은",
    "스무 해 뒤에 그늘을 드리울 것임.",
    "2030",
    "1,204",
    "시장이 해마다 세우는 계획에는 심을 나무의 수와 자리를 적어야 한다.",
)


def test_lines_that_were_doubled_are_joined_where_they_stop_in_mid_sentence() -> None:
    found = lines("\n\n".join(DOUBLED))
    assert found == [*DOUBLED[:2], " ".join(DOUBLED[2:9]), *DOUBLED[9:]]


def test_headings_with_blank_lines_between_them_are_headings() -> None:
    heads = [f"{name} 마을의 오래된 숲을 지키려는 사람들이 다시 모여 나무를 심다" for name in "가나다라마바사아자차카"]
    assert lines("\n\n".join(heads)) == heads


def test_numbers_of_pages_and_their_heads_are_left_out() -> None:
    text = "\n\n".join([*DOUBLED[:6], "- 1 -", "- 2 -", *DOUBLED[6:], "- 3 -"])
    assert lines(text) == [*DOUBLED[:2], " ".join(DOUBLED[2:6]), " ".join(DOUBLED[6:9]), *DOUBLED[9:]]
    left = [text[slice(*part.span)] for part in read_plain(text).apart if part.reason is Reason.PAGE]
    assert left == ["- 1 -", "- 2 -", "- 3 -"]
    head = "RFC 99999         Alder Trees\n\n"
    text = f"Trees.\n\nByrne      [Page 1]\n\f{head}\nRivers.\n\nByrne      [Page 2]\n\f{head}Hills.\n"
    assert lines(text) == ["Trees.", "Rivers.", "Hills."]


def test_a_lone_number_between_dashes_is_a_text() -> None:
    assert lines("- 1 -\n\nThe wood stood by the river.\n") == ["- 1 -", "The wood stood by the river."]


def test_drawn_lines_are_markup_and_a_pause_is_a_text() -> None:
    text = "The wood.\n* * *\nThe river.\n----------\n. . .\n...\n…\n"
    assert lines(text) == ["The wood.", "The river.", "...", "…"]
    assert [part.fate for part in read_plain(text).apart] == [Fate.MARKUP] * 3
