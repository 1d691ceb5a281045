"""Texts under the labels of an import: swapped files are turned, single rows are marked, and names stay what they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jjak.corpora.exchange import language_check
from jjak.corpora.exchange.language_check import LanguageJudge, contradicts, language_flags
from jjak.corpora.formats import Entry, Refused
from jjak.corpora.pair import LANGUAGE, Markup

KOREAN, ENGLISH = "비가 많이 왔습니다.", "It rained a lot that day."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (KOREAN, "en"),
        (ENGLISH, "ko"),
        ("물", "en"),
        ("LG전자", "en-US"),
        ("雨が降りました。", "ko"),
        ("雨が降りました。", "en"),
        ("雨が降りました。", "zh"),
        ("비가 왔습니다.", "ja"),
        ("Шёл сильный дождь.", "de"),
        ("it rained a lot", "ru"),
        ("하루 종일 비가 왔다.", "zh-TW"),
    ],
)
def test_a_text_that_is_plainly_in_another_script_contradicts_its_label(text: str, language: str) -> None:
    assert contradicts(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("NAVER", "ko"),
        ("Harry Potter", "ko"),
        ("https://example.org/a/b?c=d", "ko"),
        ("RM은 “Thank you so much!”라고 했다.", "ko"),
        ("Kimchi (김치) is a side dish.", "en"),
        ("大韓民國", "ko"),
        ("東京", "ja"),
        ("雨が降りました。", "ja"),
        ("下雨了。", "zh"),
        ("Il a plu – beaucoup.", "fr"),
        ("Киша је падала.", "sr"),
        ("2024-11-13", "ko"),
        ("", "en"),
    ],
)
def test_names_codes_and_words_of_another_language_do_not(text: str, language: str) -> None:
    assert not contradicts(text, language)


def entry(row: int, source: str, target: str, languages: tuple[str, str] = ("ko", "en")) -> Entry:
    return Entry(row, (languages[0], source), (languages[1], target))


def judged(rows: list[Entry], *, given: bool = False) -> tuple[list[Entry], list[str], LanguageJudge]:
    judge = LanguageJudge(("ko", "en"), given)
    made: list[Entry] = []
    refused: list[str] = []
    for one in judge.judged(iter(rows)):
        if isinstance(one, Refused):
            refused.append(one.reason)
        elif isinstance(one, Entry):
            made.append(one)
    return made, refused, judge


def test_a_swapped_file_is_turned_with_its_source_still_the_source() -> None:
    made, refused, judge = judged([entry(1, ENGLISH, KOREAN), entry(2, "OK", "확인"), entry(3, "42", "42")])
    assert not refused
    assert [(one.source[0], one.target[0]) for one in made] == [("en", "ko")] * 3
    assert made[0].source == ("en", ENGLISH)
    assert [str(note) for note in judge.notes()] == ["source and target are swapped in 2 of 3 rows; turned"]


def test_the_direction_that_a_person_gave_stands_and_the_texts_go_under_their_labels() -> None:
    row = entry(1, ENGLISH, KOREAN)
    made, _, judge = judged([Entry(1, row.source, row.target, markup=Markup("tmx", "<ph/>e", "k"))], given=True)
    assert (made[0].source, made[0].target) == (("ko", KOREAN), ("en", ENGLISH))
    assert made[0].markup == Markup("tmx", "k", "<ph/>e")
    assert "swapped in 1 of 1 row" in str(next(judge.notes()))


def test_a_row_that_contradicts_a_sound_file_is_marked() -> None:
    rows = [entry(at, KOREAN, ENGLISH) for at in range(9)] + [entry(9, ENGLISH, KOREAN), entry(10, KOREAN, KOREAN)]
    made, refused, judge = judged(rows)
    assert not refused
    assert [one.row for one in made if LANGUAGE in one.flags] == [9, 10]
    assert made[9].source == ("ko", ENGLISH)
    assert [str(note).split(";")[0] for note in judge.notes()] == ["2 rows are not in the languages that they are called"]


def test_a_file_that_is_half_swapped_is_refused_unless_a_person_says_what_it_is() -> None:
    rows = [entry(at, *((KOREAN, ENGLISH) if at % 2 else (ENGLISH, KOREAN))) for at in range(10)]
    made, refused, _ = judged(rows)
    assert (made, len(refused)) == ([], 1)
    assert "swapped in 5 of 10 rows" in refused[0]
    assert "--languages ko,en" in refused[0]
    made, refused, _ = judged(rows, given=True)
    assert not refused
    assert sum(LANGUAGE in one.flags for one in made) == 5


def test_rows_after_those_that_a_file_is_judged_by_are_streamed_and_still_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_check, "SAMPLE", 3)
    read: list[int] = []

    def rows() -> Iterator[Entry]:
        for at in range(6):
            read.append(at)
            yield entry(at, *((KOREAN, ENGLISH) if at < 5 else (ENGLISH, KOREAN)))

    stream = LanguageJudge(("ko", "en")).judged(rows())
    next(stream)
    assert read == [0, 1, 2]
    made = list(stream)
    assert isinstance(made[-1], Entry)
    assert LANGUAGE in made[-1].flags


FRENCH = [
    ("Plantez un arbre.", "Plant a tree."),
    ("Ouvrez la porte.", "Open the door."),
    ("Il a plu hier.", "It rained yesterday."),
]
LONG_ROW = (
    "Le maire a dit que la ville allait planter cent arbres au printemps.",
    "The mayor said that the town was going to plant a hundred trees in spring.",
)


def same_script(rows: list[tuple[str, str]], languages: tuple[str, str]) -> tuple[list[Entry | Refused], LanguageJudge]:
    judge = LanguageJudge(languages)
    made = judge.judged(entry(at, *row, languages) for at, row in enumerate(rows))
    return [one for one in made if isinstance(one, (Entry, Refused))], judge


@pytest.mark.parametrize("rows", [FRENCH, [LONG_ROW], [*FRENCH, LONG_ROW, ("OK", "OK"), ("Paris", "Paris")]])
def test_a_swapped_file_of_one_script_is_turned(rows: list[tuple[str, str]]) -> None:
    made, judge = same_script(rows, ("en", "fr"))
    assert [one.source for one in made if isinstance(one, Entry)] == [("fr", fr) for fr, _ in rows]
    assert not any(one.flags for one in made if isinstance(one, Entry))
    assert next(str(note) for note in judge.notes()).endswith("turned")
    right, judge = same_script(rows, ("fr", "en"))
    assert [one.source for one in right if isinstance(one, Entry)] == [("fr", fr) for fr, _ in rows]
    assert not list(judge.notes())


def test_a_half_swapped_file_of_one_script_is_refused() -> None:
    rows = [row if at % 2 else row[::-1] for at, row in enumerate(FRENCH * 4)]
    made, _ = same_script(rows, ("en", "fr"))
    assert [type(one) for one in made] == [Refused]
    judge = LanguageJudge(("fr", "en"), given=True)
    taken = [
        one for one in judge.judged(entry(at, *row, ("fr", "en")) for at, row in enumerate(rows)) if isinstance(one, Entry)
    ]
    assert [bool(one.flags) for one in taken] == [True, False] * 6, (
        "where a person says the languages, its swapped rows are marked"
    )


def test_of_one_script_a_short_row_is_never_accused_and_a_long_one_is() -> None:
    turned = [row[::-1] for row in (*FRENCH, LONG_ROW)]
    made, _ = same_script([*([row[::-1] for row in FRENCH * 3]), FRENCH[0], LONG_ROW, turned[3]], ("en", "fr"))
    assert [bool(one.flags) for one in made if isinstance(one, Entry)] == [*[False] * 10, True, False]
    few, judge = same_script(FRENCH[:2], ("en", "fr"))
    assert [one.source[0] for one in few if isinstance(one, Entry)] == ["en", "en"], "two short rows say nothing"
    assert not list(judge.notes())


@pytest.mark.parametrize("languages", [("en-US", "en-GB"), ("hr", "bs"), ("en", "nah"), ("id", "ms")])
def test_languages_that_nobody_tells_apart_are_left_as_they_are(languages: tuple[str, str]) -> None:
    rows = [LONG_ROW, *FRENCH]
    made, judge = same_script(rows, languages)
    assert [(one.source[1], one.flags) for one in made if isinstance(one, Entry)] == [(row[0], ()) for row in rows]
    assert not list(judge.notes())


def test_a_pair_that_is_called_rightly_again_is_marked_no_more() -> None:
    assert language_flags(["fuzzy", LANGUAGE], ("en", ENGLISH), ("ko", KOREAN)) == ["fuzzy"]
    assert language_flags([], ("ko", ENGLISH), ("en", KOREAN)) == [LANGUAGE]
