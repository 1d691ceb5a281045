"""Encodings told apart, beside charset-normalizer and chardet: `python tests/bench/encoding_matrix.py [--show] [--json]`.

Texts of our own in eleven languages, whole and cut to one sentence, in every encoding that holds them, with no mark and no
declaration. Right: the text that came out is the text that went in. Refused: none came out. Wrong: another did. chardet is
beside it where it is installed (`pip install chardet`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

from jjak.seeds.decoding import decode
from jjak.seeds.errors import DecodingError

TEXTS = {
    "ko": '북한이 러시아와 맺은 조약을 비준했습니다. 오늘 회의를 열었다.\n나무는 "언제 다 자랍니까?"라고 물었다.',
    "ko rare": "똠방각하가 펲시를 마셨다. 햏햏 웃었다.\n쓩 날아간다.",
    "ko names": "김철수 박영희 이민호",
    "en": "He said “hello” – it’s a tree. The café is naïve.\nIt grew… by 5½ feet, that is £3 or €4.",
    "en quote": "It’s a tree.",
    "en dash": "A tree – an old one.",
    "fr": "Le président a visité la forêt. C’était très beau.\nÀ l’été, où sont les garçons ? L’œuvre naît.",
    "de": "Die Bäume wachsen langsam. Über die Größe läßt sich streiten.\nÄpfel fallen im Herbst.",
    "es": "¿Dónde está el árbol? ¡Mañana será otro día!\nEl niño creció.",
    "ja": "木は急がない。森は静かに育っています。\n東京の会議でタナカさんが話した。",
    "zh": "树不着急。森林里的树长得很慢,但是他们知道时间。\n今天的会议讨论了这个问题。",
    "zh hant": "樹不著急。森林裡的樹長得很慢,但是他們知道時間。\n今天的會議討論了這個問題。",
    "ru": "Деревья не спешат. Лес растёт медленно.\nСегодня прошло совещание.",
    "el": "Τα δέντρα δεν βιάζονται. Το δάσος μεγαλώνει αργά.\nΣήμερα έγινε η σύσκεψη.",
    "pl": "Drzewa się nie śpieszą. Las rośnie powoli, źdźbło też.\nDziś było święto.",
    "en plain": "C++ and +1-202-555 are not letters. a+b=c; ~{x}\nA tree grows.",
}
ENCODINGS = (
    *("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "utf-7"),
    *("cp949", "euc_kr", "johab", "iso2022_kr"),
    *("euc_jp", "cp932", "iso2022_jp", "gb18030", "gbk", "hz", "big5"),
    *("cp1252", "iso8859-1", "iso8859-15", "mac-roman", "cp1250", "iso8859-2", "cp1251", "koi8-r", "cp1253"),
)
LIKELY = {  # what a language's texts are really kept in; the Unicode forms for all
    "ko": ("cp949", "euc_kr", "johab", "iso2022_kr"),
    "ja": ("euc_jp", "cp932", "iso2022_jp"),
    "zh": ("gb18030", "gbk", "hz", "big5"),
    "en": ("cp1252", "mac-roman"),
    "fr": ("cp1252", "iso8859-1", "iso8859-15", "mac-roman"),
    "de": ("cp1252", "iso8859-1", "mac-roman"),
    "es": ("cp1252", "iso8859-1", "mac-roman"),
    "ru": ("cp1251", "koi8-r"),
    "el": ("cp1253",),
    "pl": ("cp1250", "iso8859-2"),
}
UNICODE = ENCODINGS[:6]
Reading = Callable[[bytes, str], str | None]


def ours(raw: bytes, language: str, *, told: bool) -> str | None:
    try:
        return decode(raw, languages=(language, "en") if told else ("ko", "en")).text
    except DecodingError:
        return None


def by_charset_normalizer(raw: bytes, language: str) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    return None if best is None else str(best)


def by_chardet(raw: bytes, language: str) -> str | None:
    import chardet

    encoding = chardet.detect(raw)["encoding"]
    try:
        return raw.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


READINGS: dict[str, Reading] = {
    "jjak (ko, en expected)": partial(ours, told=False),
    "jjak (its language expected)": partial(ours, told=True),
    "charset-normalizer": by_charset_normalizer,
    "chardet": by_chardet,
}


def cases() -> list[tuple[str, str, str, bytes]]:
    """Language, encoding, text and its bytes."""
    found = []
    for name, whole in TEXTS.items():
        language = name.split()[0]
        for text in dict.fromkeys((whole * 8, whole, whole.split("\n")[0])):
            for encoding in (*UNICODE, *LIKELY[language]):
                if encoding == "utf-7" and text.isascii():
                    continue  # its own marks are ASCII too, and may be anything
                try:
                    found.append((name, encoding, text, text.encode(encoding)))
                except UnicodeEncodeError:
                    continue
    return found


def main(show: bool, as_json: bool) -> None:
    table: dict[str, Counter[str]] = {}
    for reading, read in READINGS.items():
        if reading == "chardet" and find_spec("chardet") is None:
            continue
        counts = table[reading] = Counter({"right": 0, "wrong": 0, "refused": 0})
        for language, encoding, text, raw in cases():
            got = read(raw, language.split()[0])
            outcome = "refused" if got is None else "right" if got.lstrip("\ufeff") == text else "wrong"
            counts[outcome] += 1
            if show and outcome != "right" and reading.startswith("jjak"):
                print(f"{reading}: {language} {encoding} {len(text)}: {outcome} {(got or '')[:50]!r}")
    if as_json:
        print(json.dumps(table))
        return
    print(f"{'':<30}{'right':>8}{'wrong':>8}{'refused':>8}")
    for reading, counts in table.items():
        print(f"{reading:<30}{counts['right']:>8}{counts['wrong']:>8}{counts['refused']:>8}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true", help="what was not right")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    main(given.show, given.json)
