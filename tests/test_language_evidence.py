"""The language of documents by evidence in order, and of their segments by their own letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from jjak.align.text.language_evidence import identified, language_of_document, own_language
from jjak.align.text.segmentation import SegmentedDocument, segment_document
from jjak.seeds.ledger import Fate, Reason, left_out
from jjak.seeds.reading import document_of

PAIR = ("ko", "en")


def read(
    text: str, language: str = "", among: Sequence[str] = PAIR, name: str = "page.txt", declared: str = ""
) -> SegmentedDocument:
    document = replace(document_of(text.encode(), name, language), declared=declared)
    return segment_document(document, among)


def langs(found: SegmentedDocument) -> list[str]:
    return [part.lang for part in found.segments]


def test_a_name_goes_before_what_a_file_declares_and_that_before_its_text() -> None:
    text = "Bonjour.\n\nMerci.\n"
    among = ("fr", "en")
    assert language_of_document(document_of(text.encode(), "a"), among).language == "fr"
    declared = replace(document_of(text.encode(), "a"), declared="en-GB")
    assert language_of_document(declared, among).language == "en"
    assert language_of_document(replace(declared, language="fr"), among).language == "fr"


def test_a_korean_label_is_korean_whatever_the_file_is_called() -> None:
    found = read("입력 2024-11-13\n\nThe mayor spoke.\n\nKBS\n", "en")
    assert [(part.lang, part.text) for part in found.segments] == [
        ("ko", "입력 2024-11-13"),
        ("en", "The mayor spoke."),
        ("en", "KBS"),
    ]


def test_an_acronym_is_in_the_language_of_its_document() -> None:
    assert langs(read("비가 온다.\n\nKBS\n\n15:30\n", "ko")) == ["ko", "ko", "ko"]


def test_where_the_name_is_wrong_the_reader_says_so() -> None:
    lines = [f"{at}번째 나무를 심는다." for at in range(9)]
    found = read("\n\n".join([*lines, "The end is near."]) + "\n", "en", name="y.en.txt")
    assert [str(finding) for finding in found.findings] == ["y.en.txt: its name says English, 9 of 10 lines are Korean"]
    assert langs(found) == ["ko"] * 9 + ["en"]


def test_where_the_name_is_right_nothing_is_said() -> None:
    assert not read("비가 온다.\n\nThe end.\n\n눈이 온다.\n", "ko", declared="ko").findings


def test_a_declaration_that_the_name_contradicts_is_named() -> None:
    (finding,) = read("비가 온다.\n", "ko", name="a.ko.txt", declared="en").findings
    assert str(finding) == "a.ko.txt: its name says Korean, the file itself says English"


def test_a_sentence_in_neither_language_is_left_out_and_counted() -> None:
    text = "비가 온다.\n\n今日は寒いです。\n\n我们在首尔。 他们在釜山。\n\nПривет всем.\n\n눈이 온다.\n"
    found = read(text)
    assert [part.text for part in found.segments] == ["비가 온다.", "눈이 온다."]
    assert found.foreign == {"ja": 1, "zh": 2, "ru": 1}
    assert {part.reason for part in found.left_out} == {Reason.LANGUAGE}
    assert left_out(text, found.ledger)[Reason.LANGUAGE] == 4
    assert not [part for part in found.ledger if part.fate is Fate.UNACCOUNTED]


@pytest.mark.parametrize(
    ("text", "among", "expected"),
    [
        ("雨が降る。\n\n東京都\n\n我们在首尔。\n", ("ja", "en"), ["ja", "ja"]),
        ("雨が降る。\n\n我们在首尔。\n", ("ja", "zh"), ["ja", "zh"]),
        ("비가 온다.\n\n大韓民國\n", ("ko", "zh"), ["ko", "ko"]),
        ("Идёт сильный дождь.\n\nIt rains.\n", ("ru", "en"), ["ru", "en"]),
        ("ฝนตก\n\nIt rains.\n", ("th", "en"), ["th", "en"]),
    ],
)
def test_scripts_tell_languages_of_any_pair(text: str, among: Sequence[str], expected: list[str]) -> None:
    assert langs(read(text, "", among)) == expected


def test_a_document_in_a_third_language_of_the_same_script_is_in_neither() -> None:
    found = read("Il pleut sur la ville depuis ce matin et les rues sont vides.\n\nLe maire est parti.\n\nMerci !\n")
    assert (langs(found), found.language, found.foreign) == ([], "", {"fr": 3})


@pytest.mark.parametrize(
    "text",
    [
        "N. KOREA RATIFIES TREATY WITH RUSSIA",
        "Heavy snowfall paralyzes traffic, grounds flights, closes schools",
        "Kim Min-ji, Park Seo-jun, Lee Dong-wook, Choi Woo-shik",
        "kimchi jjigae samgyeopsal bulgogi bibimbap tteokbokki",
    ],
)
def test_headlines_and_names_are_not_taken_for_a_third_language(text: str) -> None:
    assert own_language(text, PAIR, "en").language == "en"


@pytest.mark.parametrize("among", [("en", "fr"), ("ru", "uk"), ("es", "it")])
def test_two_languages_of_one_script_are_told_apart_line_by_line(among: tuple[str, str]) -> None:
    said = {
        "en": "The farmers are still waiting for the rain.",
        "fr": "Les paysans attendent toujours la pluie.",
        "ru": "Крестьяне всё ещё ждут дождя.",
        "uk": "Селяни досі чекають на дощ.",
        "es": "Los campesinos todavía esperan la lluvia.",
        "it": "I contadini aspettano ancora la pioggia.",
    }
    for language, other in (among, among[::-1]):
        assert identified(said[language], among) == language
        assert own_language(said[language], among, other).language == language


def test_a_name_is_no_reason_to_leave_the_documents_language() -> None:
    for text in ("The Louvre", "Yes.", "OK.", "Paris"):
        assert own_language(text, ("fr", "en"), "en").language == "en"
    for text in ("Le Louvre", "Oui.", "OK.", "London"):
        assert own_language(text, ("fr", "en"), "fr").language == "fr"
