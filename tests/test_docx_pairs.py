"""DOCX files in both languages: recognised and said when they are built, and taken as pairs by an import."""

from __future__ import annotations

from pathlib import Path

import pytest

from docx_files import docx, p, r, table
from jjak.corpora.formats import Entry, Note, Wanted, reader_of
from jjak.seeds.errors import FormatError
from jjak.seeds.reading import document_of

ROWS = [
    ("비가 온다.", "It rains."),
    ("눈이 온다.", "It snows."),
    ("바람이 분다.", "Wind blows."),
    ("해가 진다.", "The sun sets."),
]
SIDES = docx(p(r("계약서")) + table(("국문", "영문"), *ROWS) + table(("하나", "둘"), ("1", "2")))
TURNS = docx("".join(p(r(ko)) + p(r(en)) for ko, en in ROWS))


def read(path: Path, raw: bytes, languages: tuple[str, str] = ("ko", "en")) -> list[object]:
    path.write_bytes(raw)
    wanted = Wanted(languages)
    return list(reader_of(path, wanted)[1](path, wanted))


@pytest.mark.parametrize("raw", [SIDES, TURNS])
@pytest.mark.parametrize("languages", [("ko", "en"), ("en", "ko")])
def test_rows_and_paragraphs_in_turn_are_pairs(tmp_path: Path, raw: bytes, languages: tuple[str, str]) -> None:
    found = [one for one in read(tmp_path / "x.docx", raw, languages) if isinstance(one, Entry)]
    assert [dict([one.source, one.target]) for one in found] == [{"ko": ko, "en": en} for ko, en in ROWS]
    assert {one.source[0] for one in found} == {languages[0]}


def test_what_is_no_table_of_texts_is_named(tmp_path: Path) -> None:
    notes = [str(one.text) for one in read(tmp_path / "x.docx", SIDES) if isinstance(one, Note)]
    assert notes[-1] == "table 2 has no columns of texts and was left out"


def test_a_build_says_that_a_file_holds_both_languages() -> None:
    assert [str(one) for one in document_of(SIDES, "x.docx").warnings] == [
        "table 1 holds both languages side by side; `jjak import` takes its rows as pairs"
    ]
    assert "in turn" in str(document_of(TURNS, "x.docx").warnings[0])


@pytest.mark.parametrize(
    "body",
    [
        p(r("비가 온다.")) + p(r("It rains.")) + p(r("눈이 온다.")) * 9,
        table(("비가 온다.", "3 km"), ("눈이 온다.", "4"), ("해가 진다.", "It sets.")),
        table(*[("API 키", "API key")] * 2),
    ],
)
def test_a_file_in_one_language_with_some_words_of_the_other_is_not_taken_for_both(body: str) -> None:
    assert not document_of(docx(body), "x.docx").warnings


def test_a_file_in_one_language_is_refused_by_an_import(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no table with a column for each language"):
        read(tmp_path / "x.docx", docx(p(r("비가 온다.")) * 5))
