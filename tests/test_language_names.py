"""Languages in the names of files and folders."""

from __future__ import annotations

from pathlib import PurePath

import pytest

from entries import KO_EN
from jjak.align.text.language_names import (
    NAMES,
    declared_in_path,
    language_code,
    language_in_name,
    language_in_path,
    language_name,
    regional_code,
)
from jjak.corpora.formats import Wanted

WANTED = ("ko", "en")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("page.ko.txt", "ko"),
        ("page_ko.txt", "ko"),
        ("page-ko-KR.txt", "ko"),
        ("page.KO.TXT", "ko"),
        ("page.kor.srt", "ko"),
        ("page_ko_KR.UTF-8.txt", "ko"),
        ("page_korean.txt", "ko"),
        ("page (Korean).docx", "ko"),
        ("page_한국어.txt", "ko"),
        ("보고서_영문.hwp", "en"),
        ("보고서_영문판.txt", "en"),
        ("보고서(국문).txt", "ko"),
        ("ko_page.txt", "ko"),
        ("[en] page.txt", "en"),
        ("ko.po", "ko"),
        ("corpus.en", "en"),
        ("Books.en-ko.en", "en"),
        ("page_en_v2.txt", "en"),
        ("page_en (1).txt", "en"),
        ("page.en.html", "en"),
        ("Korean_law_en.txt", "en"),
        ("x_kr.txt", "ko"),
        # what says none, or two
        ("seoul_en_route.txt", ""),
        ("en_route.txt", ""),
        ("broken.txt", ""),
        ("golden_ken.txt", ""),
        ("ko-en.tsv", ""),
        ("page_en-ko.txt", ""),
        ("page.fr.txt", ""),
        ("english_lesson.txt", ""),
        ("I learn Korean.txt", ""),
    ],
)
def test_a_files_name_says_its_language_in_all_usual_forms(name: str, language: str) -> None:
    assert language_in_path(PurePath(name), WANTED) == language


@pytest.mark.parametrize("name", ["yes_or_no.txt", "how_to.txt", "it_works.txt", "is_it.txt", "HR_IT.txt", "day_spa.txt"])
def test_an_ordinary_word_is_no_language_by_itself(name: str) -> None:
    found = language_in_name(name, ("no", "to", "it", "is", "or", "es"))
    assert found is None or not found.sure


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("locales/ko/LC_MESSAGES/app.po", "ko"),
        ("docs/ko-KR/guide/a.md", "ko"),
        ("Korean/a.txt", "ko"),
        ("res/values-ko/strings.xml", "ko"),
        ("ko.lproj/a.strings", "ko"),
        ("ko/a.en.txt", "en"),
        ("ko/en/a.txt", "en"),
        ("en route/a.txt", ""),
        ("news/a.txt", ""),
    ],
)
def test_the_nearest_folder_that_names_a_language_says_it(path: str, language: str) -> None:
    assert language_in_path(PurePath(path), WANTED) == language


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ko-KR", "ko"),
        ("kor", "ko"),
        ("Korean", "ko"),
        ("KO_kr.UTF-8", "ko"),
        ("ger", "de"),
        ("zh-Hant", "zh"),
        ("한국어", "ko"),
    ],
)
def test_what_a_file_declares_is_a_code(said: str, code: str) -> None:
    assert language_code(said) == code
    assert language_code("") == language_code("xq") == ""


def test_a_language_is_named_to_people() -> None:
    assert [str(language_name(code)) for code in ("ko", "zh-TW", "eo")] == ["Korean", "Chinese", "eo"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        *(("ko.po", "ko"), ("KO.po", "ko"), ("ko_KR.po", "ko-KR"), ("locale/ko/LC_MESSAGES/app.po", "ko"), ("de.po", "de")),
        *(("app.ko.po", "ko"), ("app-ko.po", "ko"), ("app.ko-KR.po", "ko"), ("po/ko/app.po", "ko"), ("app.po", "")),
        *(("a_file_of_mine.po", ""), ("locale/pt_BR/LC_MESSAGES/app.po", "pt-BR"), ("ko.po.gz", "ko")),
    ],
)
def test_a_translations_place_says_its_language(path: str, code: str) -> None:
    assert declared_in_path(PurePath(path), ("ko", "en")) == code


def test_a_language_has_many_names() -> None:
    assert [language_code(one) for one in ("ko_KR.UTF-8", "Korean (South)", "kr", "zh-Hant-TW", "und", "mul")] == [
        *("ko", "ko", "ko", "zh", "", "")
    ]
    said = ["kor", "Korean", "korean", "한국어", "ko_KR", "KO-kr", "Foolish", "", "ll"]
    assert [regional_code(one) for one in said] == ["ko", "ko", "ko", "ko", "ko-KR", "ko-kr", "", "", ""]
    assert KO_EN.language("kor") == KO_EN.language("Korean") == "ko"
    assert Wanted(("en", "aym")).language("ay") == "aym"


def test_languages_are_known_by_what_they_call_themselves() -> None:
    """As Babel has it, which jjak does not load all of."""
    from babel import Locale

    assert {code: language_code(Locale(code).languages[code]) for code in NAMES} == {code: code for code in NAMES}
