"""Tags of a text in its translation."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.decoding import marian
from jjak.align.mt.engines import load_translator
from jjak.align.mt.inline_codes import Code, parted, placed_codes, with_codes, woven
from jjak.align.mt.piece_offsets import offsets
from jjak.align.mt.translator import CODES
from jjak.seeds.errors import SettingError
from jjak.workbench.cli import jjak

WAY = ["translate", "--from", "en", "--to", "ko", "--model", EMBEDDED]


@pytest.mark.parametrize(
    "line",
    [
        "<b>The</b> whole <i>line</i>.",
        '<p>A <a href="x">link <b>within</b></a>.</p>',
        "One<br/> and <x id='1'/>two<y/>",
        "<b></b>nothing in it",
        "never closed <b>and</i> closed only",
        "a < b and c > d",
        "<i><b>both</b></i><u>next</u>",
        "<b>one</b><x/><b>two</b>",
        "",
    ],
)
def test_a_line_is_put_together_from_its_text_and_its_codes(line: str) -> None:
    text, codes = parted(line)
    assert woven(text, codes) == line
    assert not re.search(r"</?[a-z]", text)


def test_codes_say_what_they_enclose() -> None:
    assert parted('A <a href="x">link</a><br/>') == ("A link", [Code(2, 6, '<a href="x">', "</a>"), Code(6, 6, "<br/>")])
    # what is closed crosswise has no partner
    assert [code.closing for code in parted("<b>x<i>y</b>z</i>")[1]] == ["</b>", "", ""]


def test_every_code_comes_once_and_within_what_it_stood_in() -> None:
    line = '<p>The <b>government <i>announced</i></b> a <a href="x">new policy</a><br/> today.</p>'
    (made,) = with_codes(load_translator("en", "ko"), [line])
    assert sorted(re.findall(r"<[^>]+>", made.text)) == sorted(re.findall(r"<[^>]+>", line))
    assert re.fullmatch(r"<p>.*</p>", made.text)
    assert re.search(r"<b>[^<]*<i>[^<]*</i>[^<]*</b>", made.text)
    assert parted(made.text)[0] == load_translator("en", "ko")([parted(line)[0]])[0].text
    assert CODES not in made.flags


def test_attention_finds_the_words_of_a_persons_translation() -> None:
    own, engine = marian(load_translator("ko", "en"))
    text, codes = parted("정부는 오늘 새로운 <b>주택 정책</b>을 발표했습니다.")
    translation = "Today a new housing policy was announced by the government."
    ((code,), sure) = placed_codes(own, engine, text, codes, translation)
    assert sure
    assert translation[code.start : code.stop] == "housing policy"


def test_what_is_the_same_in_both_languages_is_found_as_it_is() -> None:
    own, engine = marian(load_translator("en", "ko"))
    text, codes = parted("We sent a mail to <b>%{email}</b> and to <i>Kim</i>.")
    translation = "Kim과 %{email}에게 메일을 보냈습니다."
    placed, _ = placed_codes(own, engine, text, codes, translation)
    assert woven(translation, placed) == "<i>Kim</i>과 <b>%{email}</b>에게 메일을 보냈습니다."


def test_codes_of_a_long_text_are_placed_by_length_and_that_is_flagged() -> None:
    line = "<b>The first one.</b> " + "We went to school again. " * 40
    (made,) = with_codes(load_translator("en", "ko"), [line])
    assert CODES in made.flags
    assert made.text.startswith("<b>")
    assert made.text.count("</b>") == 1


def test_pieces_stand_where_the_text_has_them_though_it_was_changed_before() -> None:
    own, _ = marian(load_translator("en", "ko"))
    text = "  Ｆｕｌｌ  width ½ 漢 end"
    pieces = own.tokenizer.encode_target([text])[0]
    found = offsets(pieces, text)
    assert len(found) == len(pieces)
    assert text[found[0][0]] == "Ｆ"
    assert text[found[-1][0] : found[-1][1]] in ("end", "d")


def test_the_command_says_how_many_were_placed_by_length() -> None:
    given = "Click <b>Save</b>.\n<i>One.</i> " + "We went to school again. " * 40 + "\n"
    done = CliRunner().invoke(jjak, [*WAY, "--codes"], input=given)
    assert done.exit_code == 1
    assert [row.count("</") for row in done.stdout.splitlines()] == [1, 1]
    assert "1 translation is too long for its tags" in done.stderr
    with pytest.raises(SettingError, match="--codes gives one translation"):
        CliRunner().invoke(jjak, [*WAY, "--codes", "--n-best", "2"], input=given, catch_exceptions=False)
