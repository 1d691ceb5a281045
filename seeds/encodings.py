"""The names of encodings, as files write them, and the codec that reads what they mean.

The labels are those of the WHATWG's Encoding Standard, which every browser follows: a label means the superset that files under
it are really in. `euc-kr` and `ks_c_5601-1987` are CP949, `iso-8859-1` is Windows-1252, `gb2312` is GB18030.
"""

from __future__ import annotations

import codecs

# Python's name of a codec -> that of the superset that browsers read under the same label
_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso2022_jp": "iso2022_jp_ext",  # the one of Python's that reads half-width katakana as well
}
# labels that Python has no name for
_LABELS = {
    "cp949": (
        "iso_ir_149",
        "ksc_5601",
        "cseuckr",
        "csksc56011987",
        "ks_c_5601_1989",
        "windows_949",
        "x_windows_949",
        "ks_x_1001",
        "ksx1001",
    ),
    "johab": ("ms1361", "windows_1361", "x_johab"),
    "cp932": ("windows_31j", "cswindows31j", "x_sjis", "shiftjis"),
    "euc_jp": ("x_euc_jp", "cseucpkdfmtjapanese"),
    "gb18030": ("csgb2312", "csiso58gb231280", "gb_2312", "x_gbk", "windows_936"),
    "big5hkscs": ("cn_big5", "x_x_big5"),
    "utf-8": ("unicode11utf8", "unicode20utf8", "unicode_1_1_utf_8", "x_unicode20utf8"),
    "utf-16-le": ("unicode", "ucs_2", "csunicode", "iso_10646_ucs_2", "unicodefeff"),
    "utf-16-be": ("unicodefffe",),
    "cp1252": ("x_cp1252",),
    "cp1250": ("x_cp1250",),
    "cp1251": ("x_cp1251",),
    "cp1253": ("x_cp1253",),
    "cp1254": ("x_cp1254",),
    "cp1255": ("x_cp1255",),
    "cp1256": ("x_cp1256",),
    "cp1257": ("x_cp1257",),
    "cp1258": ("x_cp1258",),
    "cp874": ("windows_874", "dos_874"),
    "koi8-r": ("koi", "koi8"),
    "koi8-u": ("koi8_ru",),
    "mac-roman": ("mac", "x_mac_roman"),
    "mac-cyrillic": ("x_mac_cyrillic", "x_mac_ukrainian"),
    "iso8859-7": ("sun_eu_greek",),
    "iso8859-8": ("iso_8859_8_i", "csiso88598i", "logical", "iso_8859_8_e", "visual"),
}
_CODECS = {label: codec for codec, labels in _LABELS.items() for label in labels}
# codecs of Python that turn bytes to text and are no encoding of anybody's files
_NO_ENCODINGS = frozenset({"idna", "mbcs", "oem", "punycode", "raw_unicode_escape", "undefined", "unicode_escape"})


def codec_of(label: str) -> str:
    """Python's codec for an encoding as a file, a head or a person names it; empty where the name is none.

    Args:
        label: In any case, with spaces, hyphens or underlines: `EUC-KR`, `ks_c_5601-1987`, `x-sjis`, `latin1`.
    """
    name = "_".join(label.lower().replace("-", " ").replace("_", " ").replace(":", " ").split())
    if name in _CODECS:
        return _CODECS[name]
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    canonical = found.name.replace("-", "_")
    if canonical in _NO_ENCODINGS or not found._is_text_encoding:
        return ""
    return _SUPERSETS.get(found.name, found.name)
