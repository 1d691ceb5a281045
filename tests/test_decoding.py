from __future__ import annotations

import time
import unicodedata

import pytest

from jjak.seeds.decoding import KnownBy, decode
from jjak.seeds.errors import DecodingError

TEXT = "북한, 러시아와의 조약 비준\nN. Korea ratifies the treaty.\n"


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("cp949"), "cp949"),
        (TEXT.encode("euc-kr"), "cp949"),
        ("똠방각하 쓩".encode("cp949"), "cp949"),
        (b"plain ASCII", "utf-8"),
    ],
)
def test_an_encoding_is_recognised(raw: bytes, encoding: str) -> None:
    decoded = decode(raw)
    assert decoded.encoding == encoding
    assert decoded.text in (TEXT, "똠방각하 쓩", "plain ASCII")


def test_decomposed_hangul_is_kept_as_it_is() -> None:
    decomposed = unicodedata.normalize("NFD", TEXT)
    assert decode(decomposed.encode()).text == decomposed


def test_an_undecodable_byte_is_named_with_its_offset_and_what_was_tried() -> None:
    with pytest.raises(DecodingError, match=r"byte 16 \(0xff\).*tried: utf-8, cp949") as caught:
        decode("안녕하세요.".encode() + b"\xff\xff more text that goes on and on")
    assert "UTF-8" in caught.value.fix


def test_a_binary_file_is_called_one() -> None:
    with pytest.raises(DecodingError, match="binary"):
        decode(b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\x3e\x00")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_a_nul_within_a_text_is_named(encoding: str) -> None:
    with pytest.raises(DecodingError, match="character 3 is NUL"):
        decode(("abc\0" + "some more text " * 9).encode(encoding))


# a text and the encoding that it is in, without a mark or a declaration
KEPT_IN = [
    ("나무는 서두르지 않는다. 물을 주면 된다.", "johab"),
    ("나무는 서두르지 않는다.", "iso2022_kr"),
    ("나무는 서두르지 않는다. C+- 그리고 café.", "utf-7"),
    ("나무", "utf-16-le"),
    ("나무는자란다", "utf-16-be"),
    ("A tree, 나무.", "utf-32-le"),
    ("A tree, 나무.", "utf-32-be"),
    ("ㅋㅋㅋ 진짜? ㅠㅠ", "cp949"),
    ("○○○ 씨 → 10㎞ 25℃", "cp949"),
    ("韓美日 정상이 만났다", "cp949"),
    ("뷁", "cp949"),
    ("똠방각하의 펲시", "euc_kr"),
    ("木はゆっくり育ちます。", "euc_jp"),
    ("木はゆっくり育ちます。", "cp932"),
    ("木はゆっくり育ちます。", "iso2022_jp"),
    ("树长得很慢,我们知道时间。", "gb18030"),
    ("樹長得很慢,我們知道時間。", "big5"),
    ("It’s a naïve café – “forêt” costs £3.", "cp1252"),
    ("It’s a tree.", "cp1252"),
    ("50°C", "cp1252"),
    ("Ça va, Señor Müller?", "cp1252"),
    ("“Yes,” he said. It’s a café.", "mac-roman"),
    ("Деревья растут медленно.", "cp1251"),
    ("Деревья растут медленно.", "koi8-r"),
    ("Τα δέντρα μεγαλώνουν αργά.", "cp1253"),
]


@pytest.mark.parametrize(("text", "encoding"), KEPT_IN)
@pytest.mark.parametrize("times", [1, 40])
def test_encodings_are_told_apart_by_the_letters_that_come_out(text: str, encoding: str, times: int) -> None:
    whole = "\n".join([text] * times)
    assert decode(whole.encode(encoding)).text == whole


@pytest.mark.parametrize("text", ["C++ and +1-202-555", "a +abc- b", "x += y; ~{x}", "+example and +same"])
def test_plus_signs_are_no_utf_7(text: str) -> None:
    assert decode(text.encode()).text == text


def test_a_language_that_is_expected_has_its_own_encoding_before_windows_1252() -> None:
    text = "Dziś rośnie źdźbło."
    assert decode(text.encode("cp1250"), languages=("pl", "en")).text == text


@pytest.mark.parametrize("label", ["euc-kr", "ks_c_5601-1987", "CP949"])
def test_a_declared_encoding_is_honoured(label: str) -> None:
    found = decode("똠방각하".encode("cp949"), label)
    assert (found.text, found.known_by, found.warnings) == ("똠방각하", KnownBy.DECLARED, ())


@pytest.mark.parametrize(
    ("raw", "declared", "text", "encoding"),
    [
        ("나무는 자란다.".encode(), "euc-kr", "나무는 자란다.", "utf-8"),
        ("나무는 자란다.".encode("cp949"), "utf-8", "나무는 자란다.", "cp949"),
        ("café".encode(), "iso-8859-1", "café", "utf-8"),
        ("나무는 자란다.".encode("utf-16"), "utf-8", "나무는 자란다.", "utf-16"),
        (b'<?xml encoding="utf-16"?><a>trees</a>', "utf-16", '<?xml encoding="utf-16"?><a>trees</a>', "utf-8"),
        ("나무는 자란다.".encode(), "CHARSET", "나무는 자란다.", "utf-8"),
    ],
)
def test_a_declaration_that_is_wrong_is_contradicted_aloud(raw: bytes, declared: str, text: str, encoding: str) -> None:
    found = decode(raw, declared)
    assert (found.text, found.encoding) == (text, encoding)
    assert declared in str(found.warnings[0])
    assert encoding in str(found.warnings[0])


@pytest.mark.parametrize(
    "raw", [b"\xfd\xfc\xff\xfe" * 9, "나무는 자란다.".encode()[:-2] + b"\xb5\xd9. " * 2, b"caf\xe9 \x81\x8d"]
)
def test_what_reads_as_nothing_is_refused(raw: bytes) -> None:
    with pytest.raises(DecodingError):
        decode(raw)


def test_a_guess_is_said() -> None:
    found = decode("“Yes,” he said. It’s a café.".encode("mac-roman"))
    assert [str(one) for one in found.warnings] == ["the encoding is a guess: mac-roman"]


def test_a_long_text_with_one_letter_that_is_not_ascii_is_read_in_no_time() -> None:
    start = time.process_time()
    assert decode(b"A tree grows here.\n" * 200_000 + "café".encode("cp1252")).encoding == "cp1252"
    assert time.process_time() - start < 1
