from __future__ import annotations

import pytest

from jjak.seeds.encodings import codec_of


@pytest.mark.parametrize(
    "label", ["euc-kr", "EUC_KR", "ks_c_5601-1987", "KSC5601", "korean", "windows-949", "iso-ir-149", "ms949"]
)
def test_every_label_of_wansung_is_its_superset_of_windows(label: str) -> None:
    assert "똠방각하 펲시".encode("cp949").decode(codec_of(label)) == "똠방각하 펲시"


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("UTF8", "utf-8"),
        (" utf-16LE ", "utf-16-le"),
        ("ISO-8859-1", "cp1252"),
        ("us-ascii", "cp1252"),
        ("x-sjis", "cp932"),
        ("Shift_JIS", "cp932"),
        ("GB2312", "gb18030"),
        ("Big5", "big5hkscs"),
        ("x-euc-jp", "euc_jp"),
        ("windows-874", "cp874"),
        ("koi8-r", "koi8-r"),
        ("johab", "johab"),
        ("iso-2022-kr", "iso2022_kr"),
    ],
)
def test_a_label_is_read_as_browsers_read_it(label: str, codec: str) -> None:
    assert codec_of(label) == codec


@pytest.mark.parametrize("label", ["", "CHARSET", "nonsense-8", "rot13", "base64", "unicode_escape", "idna", "a\0b", "한글"])
def test_what_is_no_encoding_has_no_codec(label: str) -> None:
    assert codec_of(label) == ""
