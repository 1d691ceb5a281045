"""Which script a text of several scripts is written in: a Korean sentence may name more in Latin letters than it says in
Hangul.

What stands in every language says nothing of the sentence around it: addresses, code, character references, numbers. A
quotation and what stands in brackets speak for themselves. What is left is weighed by words, and by what only one language
does: Korean particles are written onto foreign words, a Korean sentence ends in its verb, and English has its articles and
prepositions.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping

_ADDRESS = re.compile(
    r"""(?:https?|ftp|file|mailto)://?[!-~]+ | www\.[!-~]+ | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | (?<![\w.])(?:[A-Za-z0-9-]+\.)+(?:com|org|net|kr|io|jp|cn|edu|gov|html?)(?![A-Za-z])(?:/[!-~]*)?
    | (?<!\w)[@#][A-Za-z]\w+ | `[^`]*` | <[/a-zA-Z!][^<>]*> | (?<![\w/])(?:/[\w.-]+){2,}""",
    re.VERBOSE,
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’|「[^」]*」|『[^』]*』|«[^»]*»|《[^》]*》")
_BRACKETED = re.compile(r"\([^()]*\)|（[^（）]*）|\[[^\[\]]*\]")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7fb]")
_KANA = re.compile("[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")

# what Korean writes onto a foreign word: `SK hynix가`, `RM은`, `KBS에서도`
_PARTICLE = re.compile(
    r"[A-Za-z0-9][)\]'\"”’]*(?:은|는|이|가|을|를|의|에|에게|에서|에선|에는|로|으로|로서|와|과|도|만|나|랑|이랑|부터|까지|처럼|보다|마다|"
    r"라고|이라고|라는|이라는|라며|이라며|라면|이다|입니다|이며|이고|였다|이었다|인|한|된|된다|하다|하는|하고|했다|합니다|씨|측|사|군|양)+(?!\w)"
)
# how a Korean sentence ends: its verb, or the noun that a headline or a notice makes of it
_PREDICATE = re.compile(r"[\uac00-\ud7a3](?:다|요|까|죠|네|자|라|니|음|함|됨|임|것|듯|며|고)[\s.!?…。\"'”’)\]]*$")
# a phrase of foreign words ends in its head: `GPT-4o mini API 사용법`
_LAST = re.compile(r"[\uac00-\ud7a3][\s.!?…]*$")
_ENGLISH_WORDS = """
the a an of to in is are was were be been and or for with on at by from that this these those it its he she they we you
i his her their our your my as not but has have had will would can could do does did who what when where which there
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
# what Chinese alone writes, and what it needs in most sentences but Hanja and Kanji have within words (目的, 存在, 達也)
_CHINESE = frozenset("们們你您她这這吗嗎呢吧啊么麼哪谁誰很没沒")
_FUNCTIONS = frozenset("的了是在我他也和不就有與与被把让讓")
SENTENCE = 6  # characters from which one of those is taken for a word


def prose(text: str) -> str:
    """A text without what is in no language: addresses, tags, code and character references."""
    if "&" in text:
        text = html.unescape(text)
    return _ADDRESS.sub(" ", text)


def dominant(text: str, found: Mapping[str, float]) -> str:
    """The script that a text is written in; found: the scripts that occur in it. Empty where nothing of it is prose."""
    whole = prose(text)
    scores = _scores(_BRACKETED.sub(" ", _QUOTED.sub(" ", whole)), found)
    # names alone say nothing of the sentence: the quotation is all there is
    if max(scores.values(), default=0.0) < 1.0:
        scores = _scores(whole, found)
    return max(scores, key=lambda script: scores[script], default="")


def _scores(text: str, found: Mapping[str, float]) -> dict[str, float]:
    """How much each script says, in words."""
    scores: dict[str, float] = {}
    for script, score in _words(text, found):
        scores[script] = scores.get(script, 0.0) + score
    if "hangul" in scores:
        if _LAST.search(text) and scores.get("latin", 0.0) < 2.0:
            scores["hangul"] += 1.0
        ends = (2.0 + min(6.0, scores["hangul"])) * bool(_PREDICATE.search(text))
        scores["hangul"] += 2.0 * len(_PARTICLE.findall(text)) + ends
    return _ideographs(text, scores)


def _words(text: str, found: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    for word in _WORD.findall(text):
        if _HANGUL.search(word):
            yield "hangul", 1.0
        elif kana := len(_KANA.findall(word)):
            yield "kana", max(1.0, (kana + len(_HAN.findall(word))) / 2)
        elif han := len(_HAN.findall(word)):
            yield "han", max(1.0, han / 2)
        elif _LATIN.search(word):
            yield "latin", _latin(word)
        else:
            other = next((script for script in found if script not in ("latin", "hangul", "kana", "han")), "")
            if other and not word.isdigit():
                yield other, 1.0


def _latin(word: str) -> float:
    """A name, an acronym or a code is a word of no language; an article or a preposition is of one only."""
    if word.lower() in _ENGLISH and not (word.isupper() and len(word) > 1):
        return 2.0
    return 1.0 if word.islower() and word.isalpha() and len(word) > 1 else 0.2


def _ideographs(text: str, scores: dict[str, float]) -> dict[str, float]:
    """Chinese characters are Hanja beside Hangul and Kanji beside kana, unless they speak Chinese themselves."""
    han = scores.get("han", 0.0)
    if not han:
        return scores
    beside = max(("hangul", "kana"), key=lambda script: scores.get(script, 0.0))
    own = scores.get(beside, 0.0)
    if own and not (says_chinese(text) and han > own):
        scores[beside] = own + scores.pop("han")
    return scores


def only_names(text: str) -> bool:
    """Whether Latin letters are acronyms and codes only, which every language has: `KBS`, `A-380`."""
    words = [word for word in re.findall(r"[^\W_]+", prose(text)) if _LATIN.search(word)]
    return all(len(word) <= 5 and (word.isupper() or not word.isalpha()) for word in words)


def says_chinese(text: str, *, japanese: bool = False) -> bool:
    """Whether Chinese characters without kana or Hangul are a Chinese text, rather than Hanja or Kanji: by the words that
    Chinese needs, or by forms that only its simplified writing has.

    japanese: they stand in a Japanese document, where it takes more to be Chinese.
    """
    characters = _HAN.findall(text)
    if any(_encodes(each, "cp932") and not (_encodes(each, "gb2312") or _encodes(each, "big5")) for each in characters):
        return False  # a form that only Japanese has: 経, 発, 気
    if any(each in _CHINESE or _simplified(each) for each in characters):
        return True
    functions = len({each for each in characters if each in _FUNCTIONS})
    return len(characters) >= SENTENCE and functions >= (2 if japanese else 1)


def _simplified(character: str) -> bool:
    return _encodes(character, "gb2312") and not (_encodes(character, "cp949") or _encodes(character, "cp932"))


def _encodes(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
