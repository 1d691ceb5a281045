"""Which script a text is written in, whatever names, addresses and quotations stand in it."""

from __future__ import annotations

import pytest

from jjak.align.text.languages import language_of, script_of
from jjak.align.text.mixed_script import says_chinese

KOREAN = [
    "신청서는 https://apply.example.org/forms/new?lang=en&step=2 에서 내려받으십시오.",
    "문의는 help.desk@example.com 으로 보내 주세요.",
    "Naver Webtoon, Kakao Entertainment, Lezhin Comics가 손을 잡았다.",
    'V는 "See you very soon, everybody!"라며 손을 흔들었다.',
    "C&amp;D 산업은 &lt;봄&gt; &nbsp; 전시를 &#8216;연장&#8217;한다.",
    "New York Times에 따르면 그렇다.",
    "`git commit --amend --no-edit` 를 실행한다.",
    "@team_seoul #Seoul #Busan #Daegu 오늘 만나요",
    "北, 동해로 미사일 발사",
    "大韓民國은 民主共和國이다.",
    "GPT-4o mini Realtime API 사용법",
    "KBS 뉴스",
    # only its particle and its verb say that it is Korean
    "terminal에 nothing to commit, working tree is clean 라고 나온다.",
]
ENGLISH = [
    "The word 나무 means a tree.",
    "Park (박) lives in Busan (부산).",
    'She said "나무를 심는다" and left.',
    "Visit 경복궁, 창덕궁 and 덕수궁 in Seoul",
    "How do you write 감사합니다 in English, and when do you say it?",
]


@pytest.mark.parametrize("text", KOREAN)
def test_a_korean_sentence_stays_korean_whatever_it_names(text: str) -> None:
    assert script_of(text) == "hangul"
    assert language_of(text, ("en", "ko")) == "ko"


@pytest.mark.parametrize("text", ENGLISH)
def test_an_english_sentence_about_korean_words_is_english(text: str) -> None:
    assert language_of(text, ("ko", "en")) == "en"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("韓国は今日も寒い。", "kana"),
        ("iPhoneを買った。", "kana"),
        ("Toyota Motor、Honda Motorが車を売る。", "kana"),
        ("中国队赢了比赛。", "han"),
        ("韩国（한국）的经济", "han"),
        ("Слово KIA Motors и LG", "cyrillic"),
        ("ქართული ენა", "other"),
        ("https://example.org/한국어", "hangul"),
        ("https://example.org/a?b=c", ""),
        ("me@example.org", ""),
        ("2024-11-13 15:42", ""),
        ("", ""),
    ],
)
def test_a_script_is_told_from_those_beside_it(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize("text", ["我们在首尔。", "中國也歡迎他們。", "部长辞职"])
def test_chinese_says_that_it_is_chinese(text: str) -> None:
    assert says_chinese(text)


@pytest.mark.parametrize("text", ["大韓民國", "社說", "目的", "存在", "経済的損失額", "共和國", "發表"])
def test_hanja_and_kanji_are_not_taken_for_chinese(text: str) -> None:
    assert not says_chinese(text)


def test_a_language_that_is_told_once_is_told_the_same_again() -> None:
    for text in (*KOREAN, *ENGLISH, "KBS", "大韓民國", "12", "Kim Min-ji"):
        for default in ("ko", "en", "ja"):
            among = ("ko", "ja") if default == "ja" else ("ko", "en")
            first = language_of(text, among, default)
            assert language_of(text, among, first) == first, (text, default)
