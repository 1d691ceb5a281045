from __future__ import annotations

import unicodedata

import pytest

from jjak.seeds.decoding import decode
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
