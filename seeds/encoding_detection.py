"""Which encoding bytes are in, where nothing says so: by escape sequences, by NULs, and by how usual its letters are.

Bytes of one East Asian encoding are nearly always bytes of the others too; only one of them gives the letters of a language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from jjak.seeds.common_letters import CHINESE_SIMPLIFIED, CHINESE_TRADITIONAL, KOREAN

SAMPLE = 65_536  # bytes that are looked at to guess
READABLE = 0.9
USUAL = 0.5  # of the letters that are not ASCII: what at least must be usual ones
_TEXT = re.compile(
    "[\t\n\r -~\u00a0-\u024f\u0370-\u03ff\u0400-\u045f\u1100-\u11ff\u2010-\u2027\u3000-\u30ff\u3131-\u318e\u4e00-\u9fff"
    "\uac00-\ud7a3\uff01-\uff5e]"
)
_FOREIGN = re.compile(rb"[\x80-\xff]")
_PAIRS = re.compile(rb"(?:[\0-\x7f]|[\xa1-\xc8][\xa1-\xfe])*")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x7f]")
_KANA = re.compile("[\u3041-\u30fa\u30fc-\u30ff]")
_HALF_KANA = re.compile("[\uff61-\uff9f]")
_MARKS = re.compile(
    "[\u2010-\u2027\u2030-\u205e\u2200-\u22ff\u2500-\u26ff\u3000-\u301f\uff01-\uff5e\u00a0-\u00bf\u00d7\u00f7\u2100-\u2199\u2460-\u24ff\u3200-\u33ff]"
)
_LATIN = frozenset(
    "éèêëàâäáãåçíîïìñóôöòõøúûüùýÿßæœÉÈÊÀÂÄÁÅÇÍÎÑÓÔÖÕØÚÛÜŒÆšžŠŽ“”‘’‚„–—…•€£©®°«»¿¡½¼¾·×™§´ªº±²³µ†‡‰‹›¢¥\u00a0\u00ad"
)
_TALK = frozenset("ㅋㅎㅠㅜㅡㅇㄷㅅㄱㅈㄴㅂㅏ")  # single letters of chats, and bullets
_WITHIN_WORDS = frozenset("’‘–—·-\u00ad\u00a0…")  # what may stand between two letters
_CLOSING_SIGNS = frozenset("”»›®™©°ªº²³")  # what may stand after a word
_NO_BEGINNING = frozenset("¢¤¦¨¬¯¶¸¹º¼½¾±³²†‡")  # what no word begins with
_CYRILLIC, _GREEK = frozenset("оеаинтсрвлкмдпуяыьгз"), frozenset("αοιετσνηυρπκμλςωάίόέή")


class Guess(NamedTuple):
    encoding: str
    share: float  # of the letters that are not ASCII, those that are usual in the language


def escaped_encoding(raw: bytes) -> str:
    """The encoding of seven-bit bytes with escape sequences, ISO-2022-KR, ISO-2022-JP, HZ or UTF-7; empty where it is none."""
    for sign, encoding in (
        (rb"\x1b\$\)C", "iso2022_kr"),
        (rb"\x1b\$(?:[@B]|\(D)|\x1b\([IJ]", "iso2022_jp_ext"),
        (rb"~\{(?:[!-w][!-~])+~\}", "hz"),
    ):
        if re.search(sign, raw) and (text := decoded(raw, encoding)) is not None and not text.isascii():
            return encoding
    return "utf-7" if _is_utf7(raw) else ""


def _is_utf7(raw: bytes) -> bool:
    """Whether every plus sign begins letters that people write; `C++` and `+1` are no such."""
    if not re.search(rb"\+[A-Za-z0-9+/]{2,}", raw) or (text := decoded(raw, "utf-7")) is None:
        return False
    foreign = [c for c in text if c > "\x7f" and c.isalpha()]
    known = KOREAN | CHINESE_SIMPLIFIED | CHINESE_TRADITIONAL | _CYRILLIC | _GREEK
    usual = sum(1 for c in foreign if c in known or c.lower() in known or c < "\u0250" or "\u3041" <= c <= "\u30ff")
    marks = sum(1 for c in text if c in _LATIN and not c.isalpha())
    # a word after a plus sign may come out as a rare letter by chance
    return bool(foreign or marks) and usual >= len(foreign) * USUAL and not re.search(rb"(?<![A-Za-z0-9+/])\+ ", raw)


def wide_encoding(raw: bytes) -> str:
    """UTF-16 or UTF-32 without its mark, where one of the orders reads as text; empty where none does."""
    sample = raw[: SAMPLE // 4 * 4]
    names = ["utf-32-le", "utf-32-be"] * (not len(raw) % 4) + ["utf-16-le", "utf-16-be"] * (not len(raw) % 2)
    if not names or not (b"\0" in sample or decoded(raw, "utf-8") is None):
        return ""
    shares = {name: readable(sample, name) for name in names}
    zeros = {name: sample[name.endswith("le") :: 2].count(0) for name in names}
    best = max(names, key=lambda name: (shares[name], zeros[name]))
    if b"\0" in sample:
        return best if shares[best] > READABLE else ""
    # without a single ASCII letter: only where nearly all is usual Hangul, or Japanese
    texts = {name: _MARKS.sub("", decoded(sample, name) or "") for name in names if name.startswith("utf-16")}
    shares = {name: max(_hangul(text), _japanese(text)) for name, text in texts.items() if len(text) > 1}
    best = max(shares, key=lambda name: shares[name], default="")
    return best if best and shares[best] >= READABLE else ""


def readable(raw: bytes, encoding: str) -> float:
    """The share of characters that texts are made of; 0 where the bytes do not decode."""
    try:
        # a sample may end within a character
        text = raw.decode(encoding) if len(raw) < SAMPLE // 4 * 4 else raw.decode(encoding, "ignore")
    except UnicodeDecodeError:
        return 0.0
    return len(_TEXT.findall(text)) / max(1, len(text))


def decoded(raw: bytes, encoding: str) -> str | None:
    """The text, or None where the bytes are not in this encoding, or spell half a pair of surrogates or U+FFFD."""
    try:
        text = raw.decode(encoding)
        text.encode()
    except (UnicodeError, ValueError):
        return None
    return text


def _hangul(letters: str) -> float:
    syllables = sum(1 for c in letters if c in KOREAN)
    rare = sum(1 for c in letters if "가" <= c <= "힣" and c not in KOREAN)
    talk = sum(1 for c in letters if c in _TALK)
    return (syllables + talk + 0.2 * rare) / len(letters)


def _japanese(letters: str) -> float:
    kana, half = len(_KANA.findall(letters)), len(_HALF_KANA.findall(letters))
    ideographs = sum(1 for c in letters if "\u4e00" <= c <= "\u9fff")
    # ideographs stand between kana; without any of them a text is not known to be Japanese
    return (kana + min(ideographs, 2 * kana) - half) / len(letters)


def _usual(usual: frozenset[str]) -> Callable[[str], float]:
    return lambda letters: sum(1 for c in letters if c in usual) / len(letters)


def foreign_lines(raw: bytes) -> bytes:
    """The lines that hold more than ASCII, as many as a sample takes; a line feed is one in all that ASCII is a part of."""
    found, size, end = [], 0, 0
    while size < SAMPLE and (match := _FOREIGN.search(raw, end)):
        start = raw.rfind(b"\n", end, match.start()) + 1 or end
        end = raw.find(b"\n", match.start()) % (len(raw) + 1)
        line = raw[start:end]
        if len(line) > SAMPLE:
            # cut at a space, so that no character is cut
            line = line[: max(line.rfind(b" ", 0, SAMPLE), 0) or SAMPLE]
        found.append(line)
        size += len(line)
    return b"\n".join(found)


# encoding, its language, and the share of usual letters among those that are not ASCII
EAST_ASIAN: tuple[tuple[str, str, Callable[[str], float]], ...] = (
    ("cp949", "ko", _hangul),
    ("johab", "ko", _hangul),
    ("cp932", "ja", _japanese),
    ("euc_jp", "ja", _japanese),
    ("gb18030", "zh", _usual(CHINESE_SIMPLIFIED | CHINESE_TRADITIONAL)),
    ("big5hkscs", "zh", _usual(CHINESE_TRADITIONAL)),
)
RARE = 0.2  # what Johab loses: few files are left of it
EXPECTED = 0.25  # what a language gains by being expected


def east_asian(raw: bytes, languages: Collection[str] = ()) -> list[Guess]:
    """The East Asian encodings that fit, the likeliest first."""
    found = []
    for encoding, language, share in EAST_ASIAN:
        text = decoded(raw, encoding)
        letters = "" if text is None else "".join(c for c in text[:SAMPLE] if c > "\x7f" and not _MARKS.match(c))
        if letters:
            likely = share(letters) + EXPECTED * (language in languages) - RARE * (encoding == "johab")
            found.append(Guess(encoding, likely))
    return sorted(found, key=lambda guess: -guess.share)


# single-byte encodings of other scripts: each with the letters that most of its texts are
_SCRIPTS = (
    (("cp1251", "koi8-r", "mac-cyrillic", "iso8859-5", "cp866"), _CYRILLIC),
    (("cp1253", "iso8859-7"), _GREEK),
)


def other_script(raw: bytes) -> str:
    """The single-byte encoding of Cyrillic or Greek, where nearly all letters are of it; empty where they are not."""
    found = [Guess("", USUAL)]
    for encodings, letters in _SCRIPTS:
        for encoding in encodings:
            foreign = [c for c in decoded(raw, encoding) or "" if c > "\x7f"]
            if len(set(foreign)) >= min(4, len(foreign) / 2) and foreign:
                found.append(Guess(encoding, sum(1 for c in foreign if c in letters) / len(foreign)))
    return max(found, key=lambda guess: guess.share).encoding


def is_paired(raw: bytes) -> bool:
    """Whether bytes above ASCII come in pairs that are signs or whole syllables of Korean."""
    text = decoded(raw, "cp949") if _PAIRS.fullmatch(raw) else None
    return text is not None and all(_MARKS.match(c) or "가" <= c <= "힣" or "ㄱ" <= c <= "ㅣ" for c in text if c > "\x7f")


def is_latin(text: str) -> bool:
    """Whether a text reads as a Western language: few letters carry accents, usual ones, and all stand where they may."""
    if _CONTROLS.search(text):
        return False
    foreign = [c for c in text if c > "\x7f"]
    letters = sum(1 for c in text if c.isalpha())
    accented = sum(1 for c in foreign if c.isalpha())
    usual = sum(1 for c in foreign if c in _LATIN)
    few = accented <= letters / 2 and accented <= max(letters * 0.4, 4 * (letters < 16))
    return few and usual >= len(foreign) * READABLE and misplaced(text) <= len(foreign) * 0.1


def misplaced(text: str) -> int:
    """How many characters that are not ASCII stand where no one writes them: capitals and signs within words."""
    found = 0
    for at, c in enumerate(text):
        if c > "\x7f":
            before, after = text[at - 1 : at], text[at + 1 : at + 2]
            inside = before.isalpha() and (after.isalpha() or after in (" ", ".", ",", ""))
            capital = c.isupper() and before.isalpha() and (before.islower() or after.islower())
            sign = inside and not c.isalpha() and c not in _WITHIN_WORDS and not (c in _CLOSING_SIGNS and not after.isalpha())
            opening = c in _NO_BEGINNING and after.isalpha() and not before.isalpha()
            found += capital or sign or opening
    return found
