"""Where sentences end: every rule by its example, and the kinds of text that splitters cut wrongly."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jjak.align.text import sentences
from jjak.align.text.segmentation import segment_document
from jjak.align.text.sentence_rules import RULES, Rule
from jjak.align.text.sentences import split
from jjak.align.text.user_rules import UserRules
from jjak.seeds.errors import SettingError
from jjak.seeds.reading import document_of

HANGUL = re.compile("[가-힣]")


def language_of_example(rule: Rule) -> str:
    text = "".join(rule.example)
    return "ja" if "ja" in rule.languages else "ko" if HANGUL.search(text) else "en"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_gives_its_example(rule: Rule) -> None:
    assert split("".join(rule.example), language_of_example(rule)) == list(rule.example)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_without_a_rule_its_example_is_cut_wrongly(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    without = tuple(replace(other, after="(?!)") if other is rule else other for other in RULES)
    monkeypatch.setattr(sentences, "RULES", without)
    sentences._table.cache_clear()
    try:
        assert split("".join(rule.example), language_of_example(rule)) != list(rule.example)
    finally:
        sentences._table.cache_clear()


def test_every_rule_has_a_source_and_a_name_of_its_own() -> None:
    assert all(rule.source and rule.example for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


# pieces are parted by |
@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("ko", "회담이 열렸다. |日은 불참했다. |中도 답이 없었다. |美 국무부는 환영했다."),
        ("ko", "표결이 끝났다. |與 野 모두 말이 없었다. |美·中 정상이 곧 만난다."),
        ("ko", "그는 외쳤다: “문을 닫아라. |불을 꺼라.” |아무도 없었다."),
        ("ko", "팬들은 「すごい。」라며 웃었다. |구호는 “谢谢！”였다."),
        ("ko", '가수는 "I love everyone. |See you soon!"이라고 인사했다.'),
        ("ko", "제3조제2항에 따라 정한다. |가. 주소를 둘 것. |나. 나이가 맞을 것."),
        ("ko", "제4조(요금) |① 요금은 무료로 한다. |② 다만, 단체는 예외로 한다."),
        ("ko", "제7조 ① 총회는 해마다 연다. |② 총회는 의장이 연다."),
        ("ko", "제7조의2(총회) |①이 총회는 해마다 연다. |②의장이 연다."),
        ("ko", "이름을 하나로 정합니다. |{left, right} 가운데 하나를 고릅니다."),
        ("en", "Cllr. Byrne and Insp. Doyle agreed. |Cf. the bylaws. |It takes eff. Jan. 1."),
        ("en", "Add 1 tbsp. Cream and 2 oz. Butter. |Mix 3 tsp. |The oil goes last."),
        ("en", "It runs Thurs. 5 May and Sat. 7 May. |All may come."),
        ("en", "NORA K. BYRNE and K. Doyle of the U.K. and France met. |It was plan K. |Then they left."),
        ("en", "2.B.4. Do not remove the name. |2.B.5. Copies are free."),
        ("en", "6, 7. An old tale of the wood. |It is short."),
        ("ko", "①과 ②를 더한다. |㈜한빛과 (주)다온이 맡았다."),
        ("ko", "비가 온다!ㅋㅋㅋ |우산 있어?ㅠㅠ |없으면 기다려 ^^"),
        ("ko", "조례에는 배달(우편을 포함한다. 이하 같다)도 들어 있다. |끝."),
        ("ko", "행사는 2031. 4. 9.(수) 열린다. |값은 3.5만 원이다."),
        ("ko", "안내는 https://example.org/안내.문서.html?q=다.라 에 있다. |[둘째. 글](https://example.org/a.b?c=D) 을 보라."),
        ("en", "The ROK-U.S. drill, the anti-U.S. rally and the U.S.-led talks ended. |All left."),
        ("en", "The call came at 7:05 a.m. Sunday. |It ended at 9 p.m. KST. |By 5 p.m. Seoul time it rained."),
        ("en", "They left in May. |Harvests were poor. |May she rest. |See you in May! |Good."),
        ("en", "Lim et al. found approx. 9 of them in No. 4 vs. Harlow Corp. plants. |So did we."),
        ("en", '"We waited. |Nobody came," he said. |"Why?" Ms. Dana Wirth, a clerk, asked. |Then it rained.'),
        ("en", "1. Water supply. |It is low. |2. Pumps are new. |a) They run."),
        ("en", "Read [the guide. Part two](https://example.org/x.y?z=A. B) first. |Then go to www.example.org/A.B!C now."),
        ("en", "Nice one. :) |See you at 8. |I did it! <3 |Bye."),
        ("en", "- Who is it? |- Me. |- Come in."),
        ("de", "Er kam am 3. Oktober. |„Bleib hier. |Es regnet.“ |Dr. Weiß ging."),
        ("fr", "Il pleut. |« Reste ici. |Il fait froid ! » dit-elle. |M. Dupont resta."),
        ("es", "Llovía. |«Ven. |Hace frío.» |El Sr. López no vino."),
        ("ru", "Он ушёл. |«Иди сюда. |Быстро!» — сказала она. |Дождь шёл."),
        ("ja", "彼は「待て。|動くな。」と言った。|雨が降った。|本当？|はい！"),
        ("zh", "他说：“等一下。|别动。”|雨下了。|“走吧！”她说。|是的！"),
    ],
)
def test_sentences_end_where_a_translator_would_end_them(lang: str, marked: str) -> None:
    assert [piece.strip() for piece in split(marked.replace("|", ""), lang)] == [part.strip() for part in marked.split("|")]


def test_a_text_without_its_rules_would_be_cut_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "회담이 열렸다. 提案은 없었다. 그는 외쳤다: “가라.”"
    whole = split(text, "ko")
    monkeypatch.setattr(sentences, "_table", lambda _: re.compile("(?!)"))
    assert split(text, "ko") != whole


_PIECES = [
    "가다.",
    " 北",
    "은 ",
    '"',
    "“",
    "”",
    "(",
    ")",
    ". ",
    "! ",
    "①",
    " - ",
    "ㅋㅋ ",
    "U.S. ",
    "a.m. ",
    "。",
    "1. ",
    "\n",
    "It",
    " x",
    "] (",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=24), st.sampled_from(["ko", "en", "ja", "fr"]))
def test_pieces_give_the_text_back_and_none_is_white_space(parts: list[str], lang: str) -> None:
    text = "".join(parts)
    found = split(text, lang)
    assert "".join(found) == text
    assert all(piece.strip() for piece in found[1:])


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["그는 갔다. ", "北은 웃었다. ", "“왔니? ", "“비가 온다.” ", "그는 “가.”라고 했다. ", "中国人。"]),
        min_size=1,
        max_size=8,
    )
)
def test_no_piece_ends_in_an_opening_mark_or_begins_with_a_closing_one(parts: list[str]) -> None:
    for piece in split("".join(parts), "ko"):
        assert piece.strip()[-1] not in "“(「"
        assert piece.strip()[0] not in "”)」。"


# pieces are parted by |
@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("ko", "1. 일시: 2031. 4. 2. |2. 장소: 구민회관 |3. 대상: 구민 누구나"),
        ("ko", "모임을 아래와 같이 엽니다. |1) 일시 4월 2일 |2) 장소 구민회관 |3) 회비 없음"),
        ("ko", "가. 목적 |나. 기간 |다. 대상"),
        ("en", "1. Date 2 April |2. Venue Town Hall"),
        ("ko", "표 1. 인구와 표 2. 면적 그리고 표 3. 예산을 본다."),
        ("ko", "판본 1. 개정 뒤에 3. 삭제"),
        ("ko", "장소는 (1. 구청 2. 시청 3. 도청) 가운데 하나"),
    ],
)
def test_numbers_that_count_up_in_one_line_begin_items(lang: str, marked: str) -> None:
    assert "|".join(split(marked.replace("|", ""), lang)) == marked


@pytest.mark.parametrize("text", ["A\u3000.", "A. \u3000B.", "he said\u3000 . )\u2003It", "A\u00a0.\u2028"])
def test_no_space_makes_the_splitter_panic(text: str) -> None:
    assert "".join(split(text, "en")) == text


def test_a_text_that_the_splitter_cannot_take_is_cut_by_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})

    def panics(lang: str, text: str) -> list[str]:
        raise panic("byte index 2 is not a char boundary")

    monkeypatch.setattr("sentencex.segment", panics)
    assert split("The rain fell hard. They went home.", "en") == ["The rain fell hard. ", "They went home."]


def test_a_row_of_greetings_without_marks_is_one() -> None:
    assert split("안녕하세요 저는 이다온입니다 반갑습니다", "ko") == ["안녕하세요 저는 이다온입니다 반갑습니다"]


def test_an_abbreviation_of_the_users_own_ends_no_sentence() -> None:
    text = "See Abschn. Four here. 사단. 한빛이 왔다."
    own = UserRules(("Abschn", "사단."))
    assert [piece.strip() for piece in split(text, "en", own)] == ["See Abschn. Four here.", "사단. 한빛이 왔다."]
    assert len(split("사단. 한빛이 왔다.", "ko")) == 2
    assert len(split("사단. 한빛이 왔다.", "ko", own)) == 1


def test_a_document_is_cut_by_the_users_rules() -> None:
    document = document_of("사단. 한빛이 어제 이곳에 왔다.".encode(), "a.txt")
    assert len(segment_document(document, ("ko", "en")).segments) == 2
    assert len(segment_document(document, ("ko", "en"), UserRules(("사단",))).segments) == 1


def test_a_rule_that_takes_too_long_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jjak.align.text.user_rules.LONGEST_MATCH", 0.05)
    slow = Rule("mine, rule 1", True, r"(?:a|aa)+#", r"\s", "mine.srx", ())
    monkeypatch.setattr(UserRules, "rules", lambda *_: (slow,))
    with pytest.raises(SettingError, match="mine, rule 1: a rule takes over"):
        split("a" * 60 + " so #.", "en")
