"""What languages are called: their codes and names, and the languages that files' names and folders say.

A name says a language where a code or a name of one stands by itself in a place that people use for it: `x.ko.txt`, `x_ko.txt`,
`x-ko-KR.txt`, `x (Korean).txt`, `x_영문.txt`, `ko_x.txt`, `locales/ko/x.txt`. Only the languages that are wanted are looked
for, and a word that is no more than a word (`it`, `no`, `seoul_en_route`) says nothing by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import PurePath
from typing import NamedTuple

from jjak.seeds.message import Message, message

NAMES: Mapping[str, Message] = {
    "ar": message("Arabic"),
    "de": message("German"),
    "el": message("Greek"),
    "en": message("English"),
    "es": message("Spanish"),
    "fr": message("French"),
    "he": message("Hebrew"),
    "hi": message("Hindi"),
    "id": message("Indonesian"),
    "it": message("Italian"),
    "ja": message("Japanese"),
    "ko": message("Korean"),
    "nl": message("Dutch"),
    "pl": message("Polish"),
    "pt": message("Portuguese"),
    "ru": message("Russian"),
    "th": message("Thai"),
    "tr": message("Turkish"),
    "uk": message("Ukrainian"),
    "vi": message("Vietnamese"),
    "zh": message("Chinese"),
}
"""Of the languages that are named to people; others are called by their code."""

# what they call themselves, in lower case; Babel has it in a table of each, whose loading takes ten times as long
_OWN: Mapping[str, str] = {
    "ar": "العربية",
    "de": "deutsch",
    "el": "ελληνικά",
    "es": "español",
    "fr": "français",
    "he": "עברית",
    "hi": "हिन्दी",
    "id": "indonesia",
    "it": "italiano",
    "ja": "日本語",
    "nl": "nederlands",
    "pl": "polski",
    "pt": "português",
    "ru": "русский",
    "th": "ไทย",
    "tr": "türkçe",
    "uk": "українська",
    "vi": "tiếng việt",
    "zh": "中文",
}

# how Korean files call them, which no table of languages has, and the countries' codes that are used for them
_CALLED: Mapping[str, tuple[str, ...]] = {
    "ko": ("국문", "한글", "국어", "우리말", "조선말", "kr", "hangul", "hangeul", "hankook"),
    "en": ("영문", "영어", "영역"),
    "ja": ("일문", "일어", "일본어", "jp", "jap"),
    "zh": ("중문", "중국어", "한문", "cn", "chn"),
    "de": ("독문", "독어"),
    "fr": ("불문", "불어"),
    "es": ("서문",),
    "ru": ("노문", "노어"),
}
# codes that are words too: by themselves they say a language only between dots, or where the other file of a pair does as well
_ORDINARY = """
am an as ba be bi do fa fi ha he hi ho hu id ie in io is it jv ka la li lo lv ma me mi mo mr ms my na no om or os pa pi
se si sm so st sw ta te th ti tk tn to tt tw ug us wa we bin cat cos dan fan fin gay her ice lit man mar may min nor per
run spa sun tel war was
"""
_WORDS = frozenset(_ORDINARY.split())
# those that a name may begin with: `en route`, `de facto`, `el dorado`
_FIRST_WORDS = _WORDS | frozenset(["ca", "co", "da", "de", "el", "en", "es", "et", "ko", "le", "re", "un"]) - {"ko"}
_SEPARATOR = " _.-()[]{}+~,（）【】"
_TOKEN = re.compile(rf"[^{re.escape(_SEPARATOR)}]+")
_REGION = re.compile(r"[A-Za-z]{2}|\d{3}|hans|hant|latn|cyrl", re.IGNORECASE)
# what may follow the language: a version, a copy's number, a date, a kind of file
_AFTER = re.compile(
    r"v?\d[\d.]*|final|copy|draft|rev\d*|new|old|utf8|utf|8|html?|xhtml|xml|md|rst|txt|tok|clean|raw|po|json|srt|vtt|gz|최종|수정|사본",
    re.IGNORECASE,
)
# what a file declares: a code with its country or script, and what a locale says besides
_CODE = re.compile(r"([a-z]{2,3})((?:[-_](?:[a-z]{4}|[a-z]{2}|\d{3}))*)(?:\.[\w-]+)?(?:@\w+)?", re.IGNORECASE)
_PLACEHOLDERS = {"ll", "xx", "und", "mul", "none", "language"}  # what templates hold until somebody fills it in
_EDITION = re.compile("(?:판|본|역|번역|번역본|버전|자막)$")


class NamedLanguage(NamedTuple):
    """A language that a name says. span: its characters in the name; sure: whether it says so without a second file."""

    language: str
    span: tuple[int, int]
    sure: bool


def language_name(code: str) -> Message | str:
    """What a language is called."""
    return NAMES.get(code.split("-")[0], code)


def language_code(said: str) -> str:
    """The ISO 639-1 code (639-3 where there is none) of what a file declares: `ko-KR`, `kor`, `Korean`, `KO_kr.UTF-8`; empty
    for what is no language."""
    first = re.split(r"[-_.@]", said.strip(), maxsplit=1)[0]
    return regional_code(first) or regional_code(said)


def regional_code(said: str) -> str:
    """The same with the country or script that is said: `ko-KR`, `zh-Hant`."""
    said = " ".join(said.split()).strip("\"'")
    if (found := _CODE.fullmatch(said)) and (code := _codes().get(found[1].casefold(), "")):
        return code + found[2].replace("_", "-")
    return _codes().get(said.partition("(")[0].strip().casefold(), "")


def declared_in_path(path: PurePath, among: Sequence[str]) -> str:
    """The language that a translation's place says: `ko.po` and `ko/LC_MESSAGES/x.po` of any language, `x.ko.po` and `ko/x.po`
    of those that are wanted; empty where it says none."""
    stem = path.name.removesuffix(".gz").rpartition(".")[0]
    whole = [stem] + ([path.parent.parent.name] if path.parent.name == "LC_MESSAGES" else [])
    codes = (regional_code(name) for name in whole if _CODE.fullmatch(name))
    return next(filter(None, codes), "") or language_in_path(PurePath(path.parent.name, path.name), among)


def language_in_path(path: PurePath, among: Sequence[str]) -> str:
    """The language that a file's name says surely, or else the folder nearest to it; empty where none does."""
    found = language_in_name(path.name, among)
    if found:
        return found.language if found.sure else ""
    folders = (language_of_folder(folder, among) for folder in reversed(path.parts[:-1]))
    return next(filter(None, folders), "")


@cache
def _codes() -> Mapping[str, str]:
    """Languages by whatever they are called, in lower case."""
    from babel import Locale
    from babel.core import get_global

    codes = map(str, Locale("en").languages)
    found = {code: code for code in codes if code.isalpha()}
    aliases = ((str(old), str(new)) for old, new in get_global("language_aliases").items())
    found |= {old: new for old, new in aliases if old.isalpha() and new.isalpha()}
    for locale in ("en", "ko"):
        names = {str(code): str(name) for code, name in Locale(locale).languages.items()}
        found |= {name.casefold(): code for code, name in names.items() if code.isalpha() and len(name) > 1}
    found |= {name: code for code, name in _OWN.items()}  # by what speakers call it
    found |= {name: code for code, names in _CALLED.items() for name in names}
    return {name: code for name, code in found.items() if name not in _PLACEHOLDERS}


@cache
def _callings(among: tuple[str, ...]) -> Mapping[str, str]:
    """What the wanted languages are called."""
    bases = {language.split("-")[0]: language for language in among}
    return {name: bases[code] for name, code in _codes().items() if code in bases}


def language_of_folder(folder: str, among: Sequence[str]) -> str:
    """The language of a folder such as `ko`, `ko-KR`, `Korean`, `values-ko`, `ko.lproj`; empty for any other."""
    found = language_in_name(folder, among)
    if found is None:
        return ""
    start, stop = found.span
    return found.language if found.sure or (start == 0 and stop == len(folder)) else ""


def language_in_name(name: str, among: Sequence[str]) -> NamedLanguage | None:
    """The language that a file's or a folder's name says, and where; None where it says none, or two at once (`ko-en`)."""
    found = list(_found(unicodedata.normalize("NFC", name), tuple(among)))
    # the end says more than the beginning: `Korean_law_en.txt` is in English
    return found[-1] if found else None


def _found(name: str, among: tuple[str, ...]) -> Iterator[NamedLanguage]:
    """The places of a name that say a language: its beginning and its end."""
    tokens = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(name)]
    callings = _callings(among)
    taken = 0
    for at, token in enumerate(tokens):
        word, start, stop = token
        language = callings.get(_EDITION.sub("", word.casefold()), "")
        if at < taken or (not language and not (glued := _glued(word, callings))):
            continue
        taken = at + 1
        if language and taken < len(tokens) and _is_region(name, token, tokens[taken], callings):
            stop, taken = tokens[taken][2], taken + 1
        ends = all(_AFTER.fullmatch(rest[0]) for rest in tokens[taken:-1]) and _is_end(name, tokens[taken:])
        if not language and ends:
            yield NamedLanguage(callings[glued], (stop - len(glued), stop), sure=False)
        elif language and (ends or at == 0) and not _is_beside_another(name, tokens, at, taken, callings):
            yield NamedLanguage(language, (start, stop), _is_sure(name, word, (start, stop), ends=ends, first=at == 0))


def _is_beside_another(
    name: str, tokens: Sequence[tuple[str, int, int]], at: int, after: int, callings: Mapping[str, str]
) -> bool:
    """Whether a language stands right beside another: `ko-en` is of both, but `Books.en-ko.ko` is of the last."""
    own = callings[_EDITION.sub("", tokens[at][0].casefold())]
    for other, low, high in ((at - 1, at - 1, at), (after, after - 1, after)):
        if 0 <= other < len(tokens) and callings.get(tokens[other][0].casefold(), own) != own:
            between = name[tokens[low][2] : tokens[high][1]]
            if len(between) == 1 and between != ".":
                return True
    return False


def _is_region(name: str, token: tuple[str, int, int], after: tuple[str, int, int], callings: Mapping[str, str]) -> bool:
    """Whether what follows a code is its country or script: `ko-KR`, `zh_Hant`."""
    if len(token[0]) > 3 or after[1] - token[2] != 1 or name[token[2]] not in "-_" or not _REGION.fullmatch(after[0]):
        return False
    # `ko-en` is two languages; `en-IN` and `x_en-US` are one
    return after[0].isupper() or (after[0].casefold() not in callings and _territory(after[0]))


def _territory(code: str) -> bool:
    from babel import Locale

    return code.upper() in Locale("en").territories or len(code) > 2


def _is_end(name: str, rest: Sequence[tuple[str, int, int]]) -> bool:
    """Whether nothing of the name itself follows: only what `_AFTER` has, and the last suffix of a file."""
    if not rest or _AFTER.fullmatch(rest[-1][0]):
        return True
    token, start, stop = rest[-1]
    return name[start - 1] == "." and stop == len(name) and len(token) <= 8


def _is_sure(name: str, token: str, span: tuple[int, int], *, ends: bool, first: bool) -> bool:
    """Whether a code or a name in this place means the language, and cannot be a word of a title."""
    before, after = name[span[0] - 1 : span[0]], name[span[1] : span[1] + 1]
    low = token.casefold()
    if first and ends:  # the whole name: `ko.po`, `ko/`
        return low not in _WORDS or not before + after or after == "."
    if before and before in "([（【{" and after and after in ")]）】}":
        return True
    if ends and before == ".":
        return True
    if first:
        return after in tuple("_-.") and len(token) <= 3 and low not in _FIRST_WORDS
    return before in tuple("_-") and low not in _WORDS


def _glued(token: str, callings: Mapping[str, str]) -> str:
    """What a language at the end of a word is called, without a separator: `보고서영문`, `reportEN`; empty for none."""
    body = _EDITION.sub("", token)
    for tail in (body[-length:] for length in (4, 3, 2)):
        if tail in callings and "\uac00" <= tail[0] <= "\ud7a3" and body == token:
            return tail
    tail = token[-2:]
    camel = len(token) > 2 and tail.isascii() and tail.isupper() and not token[-3].isupper() and tail.casefold() in callings
    return tail.casefold() if camel else ""
