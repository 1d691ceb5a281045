from __future__ import annotations

import pytest

from jjak.seeds.errors import DocumentError
from jjak.seeds.file_formats import FORMATS, FileFormat, format_of_bytes, format_of_name, format_of_text
from jjak.seeds.reading import document_of

WITH_EXAMPLES = [one for one in FORMATS if one.example and not one.read]


def ids(one: FileFormat) -> str:
    return str(one.name)


@pytest.mark.parametrize("one", WITH_EXAMPLES, ids=ids)
def test_the_example_of_a_format_is_recognised_whatever_the_file_is_called(one: FileFormat) -> None:
    with pytest.raises(DocumentError, match=r"not read (yet; convert it|as a document; take its pairs in)") as caught:
        document_of(one.example, "notes.txt")
    assert str(one.name) in str(caught.value)


@pytest.mark.parametrize("one", [one for one in FORMATS if one.suffixes and not one.read], ids=ids)
def test_a_file_with_the_name_of_a_format_is_not_read_as_text(one: FileFormat) -> None:
    for suffix in one.suffixes:
        with pytest.raises(DocumentError, match="not read"):
            document_of("나무는 자란다.\n".encode(), f"folder/tree.{suffix.upper()}")


@pytest.mark.parametrize("encoding", ["cp949", "utf-16", "utf-8-sig"])
def test_a_page_is_recognised_in_any_encoding(encoding: str) -> None:
    page = '<!-- 머리 -->\n<!DOCTYPE html>\n<html lang="ko"><body><p>나무는 자란다.</p></body></html>\n'
    with pytest.raises(DocumentError, match=r"^HTML is not read yet; convert it to text first$"):
        document_of(page.encode(encoding), "page")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("\n\n1\r\n00:00:01,000 --> 00:00:02,000\r\n나무\r\n", "SRT"),
        ("00:00:01.000 --> 00:00:02.000\nTree\n", "SRT"),
        ("WEBVTT - Trees\nKind: captions\n\n1\n00:01.000 --> 00:02.000\nTree\n", "WebVTT"),
        ('<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4"></tmx>', "TMX"),
        ("<list>\n<item>나무</item>\n</list>\n", "XML"),
        ('[{"ko": "나무"}, {"ko": "숲"}]', "JSON"),
        ('# A head\n#, fuzzy\nmsgctxt "menu"\nmsgid ""\n"Tree"\nmsgstr ""\n', "gettext PO"),
        ("MIME-Version: 1.0\nFrom: a@example.org\nSubject: =?utf-8?b?64KY66y0?=\n\nA tree.\n", "an e-mail message"),
        ("% a note\n\\documentclass[a4paper]{article}\n", "LaTeX"),
    ],
)
def test_the_forms_that_a_format_comes_in_are_recognised(text: str, name: str) -> None:
    found = format_of_text(text)
    assert found is not None
    assert str(found.name) == name


@pytest.mark.parametrize(
    "text",
    [
        "<숲의 도시>가 문을 열었다. 시민 3천 명이 왔다.",
        "<Forests> is a book. It has many pages.",
        "<p> begins a paragraph in HTML, and </p> ends it.",
        "{나무} 이름은 바뀝니다.",
        '{"a": 1} is a set of one.',
        "[앵커]\n나무가 자랍니다.",
        "[1] Kim, Trees, 2024.",
        "WEBVTT is a format of subtitles.",
        "From: the chair\nTo: the members\nDate: 3 June\nSubject: trees\n\nWe meet on Monday.",
        "From the sun we get light.",
        "MODERATOR: Good evening.\nKIM: Good evening.",
        "1\n나무는 자란다.",
        "10:30 The bus leaves.\n11:00 --> the hotel",
        "The line 00:00:01,000 --> 00:00:02,000 is a time.",
        "[00:12:33] Kim: I have a tree.",
        "msgid is a word of gettext.",
        "GIF89a is how it begins.",
        "%PDF- is how it begins.",
        "\\ is a backslash. --- is a rule.",
        "version 2 of the text",
        "Dialogue: two people talk.",
        "PK is a park.",
        "#1 나무 심기",
        "diff is a programme.",
        "BM said so. It was right.",
    ],
)
def test_prose_that_begins_with_marks_is_prose(text: str) -> None:
    assert format_of_text(text) is None
    assert format_of_bytes(text.encode()) is None
    assert document_of(text.encode(), "notes.txt").text == text


@pytest.mark.parametrize("name", ["2024.11.13", "README", "notes.txt", ".json", "나무.ko", "a.b/c", "x.md", "x.text"])
def test_other_names_say_nothing(name: str) -> None:
    assert format_of_name(name) is None


def test_comments_without_an_end_take_no_time() -> None:
    assert format_of_text("<!-- a -->" * 300 + "<!--") is None
