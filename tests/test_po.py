"""PO files as projects have them: which way they go, what they are in, and what becomes of each of their messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from entries import Found, found
from jjak.corpora.formats import Wanted
from jjak.seeds.errors import FormatError

KETTLE = 'msgid "Boil the kettle."\nmsgstr "주전자를 끓이세요."\n'
BEANS = 'msgid "Boil the kettle."\nmsgstr "Faites bouillir de l\'eau."\n'


def head(*fields: str) -> str:
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{field}\\n"\n' for field in fields) + "\n"


def only(given: Found) -> tuple[tuple[str, str], tuple[str, str]]:
    (one,) = given.entries
    return one.source, one.target


KOREAN = (("en", "Boil the kettle."), ("ko", "주전자를 끓이세요."))


@pytest.mark.parametrize(
    "field",
    [
        *("Language: ko", "Language: ko_KR", "Language: ko-KR.UTF-8", "Language: kor", "Language: Korean", "Language: 한국어"),
        *("Language: Korean (South Korea)", "Language: ", "Language: LANGUAGE", "X-Poedit-Language: Korean", "X-Language: KO"),
        *("Language-Team: Korean <team@example.org>", "Project-Id-Version: kettle", ""),
    ],
)
def test_a_korean_file_goes_from_english_to_korean_whatever_its_head_says_of_it(tmp_path: Path, field: str) -> None:
    text = head(field) + KETTLE if field else KETTLE
    assert only(found(tmp_path / "messages.po", text)) == KOREAN


def test_what_is_told_by_letters_is_said(tmp_path: Path) -> None:
    assert found(tmp_path / "x.po", KETTLE).notes == ["it says no language; by its letters it is from en to ko"]
    assert found(tmp_path / "ko.po", KETTLE).notes == []


def test_a_file_whose_texts_go_the_other_way_than_its_head_says_is_turned_aloud(tmp_path: Path) -> None:
    turned = 'msgid "주전자를 끓이세요."\nmsgstr "Boil the kettle."\n'
    given = found(tmp_path / "x.po", head("Language: ko") + turned)
    assert only(given) == (("ko", "주전자를 끓이세요."), ("en", "Boil the kettle."))
    assert given.notes == ["it says that it is in ko, and its texts are from ko to en: taken so"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("x.po", head("Language: fr") + BEANS, "its language is fr, and ko and en were asked for"),
        ("fr.po", head("Language: ") + BEANS, "its language is fr, and ko and en were asked for"),
        ("x.po", BEANS, "no text in it is in ko"),
        ("x.po", head("Language: ko", "X-Source-Language: de") + KETTLE, "from de to ko, not of ko and en"),
        ("x.po", head("Language: en_GB") + 'msgid "Color"\nmsgstr "Colour"\n', "its message ids are not in ko"),
        ("x.po", 'msgid "100"\nmsgstr "100"\n', "neither its head nor its letters say"),
    ],
)
def test_a_file_of_other_languages_is_refused_by_name(tmp_path: Path, name: str, text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as caught:
        found(tmp_path / name, text)
    assert "--languages" in caught.value.fix


def test_english_message_ids_are_no_french_in_a_file_of_english(tmp_path: Path) -> None:
    text = head("Language: en_GB") + 'msgid "Pick a color"\nmsgstr "Pick a colour"\n'
    with pytest.raises(FormatError, match="its message ids are not in fr"):
        found(tmp_path / "x.po", text, Wanted(("en", "fr")))


def test_a_file_in_another_language_than_the_two_of_one_script_is_refused(tmp_path: Path) -> None:
    japanese = 'msgid "Boil the kettle."\nmsgstr "やかんを沸かす。"\n'
    with pytest.raises(FormatError, match="its message ids are not in ko"):
        found(tmp_path / "ja.po", head("Language: ja") + japanese, Wanted(("ko", "ja")))


@pytest.mark.parametrize(
    ("label", "codec", "language", "text"),
    [
        ("EUC-JP", "euc-jp", "ja", "やかんを沸かす。"),
        ("Shift_JIS", "cp932", "ja", "ソース表示"),
        ("ISO-8859-1", "latin-1", "fr", "Écran à côté"),
        ("windows-1251", "cp1251", "ru", "Вскипятите чайник"),
        ("EUC-KR", "cp949", "ko", "똠방각하 펲시"),
        ("CHARSET", "cp949", "ko", "주전자를 끓이세요"),
        ("", "cp949", "ko", "주전자를 끓이세요"),
        ("ISO-8859-1", "utf-8", "fr", "Écran à côté"),
        ("UTF-8", "cp949", "ko", "주전자를 끓이세요"),
    ],
)
def test_the_charset_of_the_head_is_believed_unless_the_bytes_deny_it(
    tmp_path: Path, label: str, codec: str, language: str, text: str
) -> None:
    fields = [f"Language: {language}", f"Content-Type: text/plain; charset={label}"]
    raw = (head(*fields[: 2 if label else 1]) + f'msgid "Boil"\nmsgstr "{text}"\n').encode(codec)
    given = found(tmp_path / "x.po", raw, Wanted(("en", language)))
    assert given.texts == [("Boil", text)]
    assert bool(given.notes) == (label in ("ISO-8859-1", "UTF-8") and codec not in ("latin-1",))


def test_a_byte_that_does_not_decode_costs_its_message_only_and_no_comment_does(tmp_path: Path) -> None:
    text = head("Language: ko") + "# by Ren\xe9\n" + KETTLE + '\nmsgid "Cup"\nmsgstr "caf\xe9"\n\nmsgid "Tea"\nmsgstr "차"\n'
    given = found(tmp_path / "x.po", text.encode("utf-8").replace("é".encode(), b"\xe9"))
    assert given.texts == [("Boil the kettle.", "주전자를 끓이세요."), ("Tea", "차")]
    assert list(given.refused.values()) == ["line 10: byte 0xe9 is not utf-8"]


MESSAGES = """
#. the extracted one
# the translator's
#, fuzzy, c-format
#| msgid "Boil %d kettles"
msgid "Boil %d pots"
msgstr "주전자 %d개를 끓이세요"

msgctxt "menu"
msgid "Cup"
msgstr ""

#~ msgid "Saucer"
#~ msgstr ""
#~ "받침 "
#~ "접시"
#~ msgid "Lid"
#~ msgstr ""
"""


def test_each_message_has_its_state_context_and_comments(tmp_path: Path) -> None:
    given = found(tmp_path / "x.po", head("Language: ko") + MESSAGES)
    assert given.states == ["fuzzy", "untranslated", "obsolete", "obsolete"]
    assert given.texts[2:] == [("Saucer", "받침 접시"), ("Lid", "")]
    assert given.entries[0].comment == "the translator's\nthe extracted one"
    assert given.entries[0].previous == "Boil %d kettles"
    assert given.entries[1].context == "menu"


@pytest.mark.parametrize(
    ("rule", "forms", "sources"),
    [
        ("nplurals=1; plural=0;", 1, ["%d cups"]),
        ("nplurals=2; plural=(n != 1);", 2, ["a cup", "%d cups"]),
        ("nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);", 3, ["%d cups", "a cup", "%d cups"]),
        ("nplurals=2; plural=__import__('os');", 2, ["a cup", "%d cups"]),
    ],
)
def test_each_plural_form_is_an_entry_with_its_number(tmp_path: Path, rule: str, forms: int, sources: list[str]) -> None:
    lines = "".join(f'msgstr[{at}] "컵 {at}"\n' for at in range(forms))
    text = head("Language: ko", f"Plural-Forms: {rule}") + f'msgid "a cup"\nmsgid_plural "%d cups"\n{lines}'
    given = found(tmp_path / "x.po", text)
    assert [source for source, _ in given.texts] == sources
    assert [one.plural for one in given.entries] == [str(at) for at in range(forms)]


KEYS = (
    'msgid "menu.open"\nmsgstr "{}"\n\nmsgid "menu.close"\nmsgstr "{}"\n\n#. Default: "Quit"\nmsgid "menu_quit"\nmsgstr "{}"\n'
)


def test_message_ids_that_are_keys_are_no_texts(tmp_path: Path) -> None:
    given = found(tmp_path / "ko.po", KEYS.format("열기", "닫기", "끝내기"))
    assert given.texts == [("", "열기"), ("", "닫기"), ("Quit", "끝내기")]
    assert given.states == ["untranslated", "untranslated", ""]
    assert [one.unit for one in given.entries] == ["menu.open", "menu.close", "menu_quit"]
    assert given.notes == ["2 message ids are keys, and no texts in en stand beside them"]


def test_the_texts_of_keys_are_those_of_the_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "en.po").write_text(KEYS.format("Open", "Close", "Leave"))
    given = found(tmp_path / "ko.po", KEYS.format("열기", "닫기", "끝내기"))
    assert given.texts == [("Open", "열기"), ("Close", "닫기"), ("Leave", "끝내기")]
    assert given.notes == ["its message ids are keys; their texts are those of en.po"]


def test_a_file_name_among_texts_is_no_key(tmp_path: Path) -> None:
    text = head("Language: ko") + KETTLE + '\nmsgid "README.md"\nmsgstr "README.md"\n\nmsgid "Tea"\nmsgstr "차"\n'
    assert ("README.md", "README.md") in found(tmp_path / "x.po", text).texts


def test_a_source_that_is_not_english_is_understood(tmp_path: Path) -> None:
    text = 'msgid "주전자"\nmsgstr "Kettle"\n'
    assert found(tmp_path / "en.po", text).directions == {"ko-en"}
    assert found(tmp_path / "x.po", head("Language: en", "X-Source-Language: ko") + text).directions == {"ko-en"}
