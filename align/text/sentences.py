"""Texts to sentences: kiwi for Korean, sentencex for other languages, and a table of rules over both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import regex

from jjak.align.text.numbered_items import numbered_items
from jjak.align.text.sentence_rules import RULES
from jjak.align.text.user_rules import NONE, UserRules, behind_space, decisions

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_KIWI_AT_ONCE = 2_000  # characters given to kiwi in one piece
SHORTEST_UNMARKED = 10  # syllables: what kiwi cuts off without a mark and is shorter is a greeting or an aside in its row
_MARKS = ".?!…。！？｡"
# where a rule may end a sentence that the splitter goes over: after a mark, an emoticon, or before a bullet or a circled number
_PLACES = re.compile(
    rf"[{_MARKS}]+[\"”’'」』》〉】〕）)\]]*(?:\s*(?:[ㅋㅎㅠㅜㅡ^:;=<♥♡☀-➿\U0001f300-\U0001faff(\[][^\s가-힣]{{0,20}}"
    r"|\([가-힣 ]{1,6}\)))?\s+"
    rf"|[。！？｡]+[\"”’'」』》〉】〕）)\]]*|\s+(?=[①-⑳⑴-⒇㉠-㉯㉮-㉻•‣◦●◎□■◆◇▷▶※ㅇ])"
)
# no sentence ends inside of these: addresses, Markdown links and images
_WHOLE = re.compile(r"(?:https?://|www\.)\S+|\[[^\[\]\n]{0,500}\]\([^()\n]{0,500}\)")
# a quotation in which a sentence may end
_QUOTED = re.compile(r"(?:(?<![^\s(])[\"“„«(])(?P<inner>[^“”„«»\"()]{2,2000}[.?!…][ \u00a0][^“”„«»\"()]{1,2000})(?=[”“»\")])")
_BRACKETS = re.compile(r"\([^()\n]{1,500}\)|（[^（）\n]{1,500}）")
# what any rule would leave as it is: most ends of sentences, and no abbreviation among them
_PLAIN = re.compile(
    r"(?<=[a-z]{4}[.?!] )(?<!(?:prox|ssrs|incl|excl|dept|resp|tbsp|bsps|tsps|pkgs|gals)\. )(?=[A-Z][a-z])"
    r"|(?<=[가-힣]다\. )(?=[가-힣]{2})"
)
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
_MARKED = frozenset(_MARKS + "\"”’'」』》〉】〕）)];ㅋㅎㅠㅜㅡ^♥")


def split(text: str, lang: str, own: UserRules = NONE) -> list[str]:
    """The sentences of a text; joined they give the text back, white space included.

    Raises SettingError at a user's rule that takes too long.
    """
    cuts = _repaired(text, _korean_cuts(text) if lang.split("-")[0] == "ko" else _other_cuts(text, lang), lang, own)
    sentences = [text[start:stop] for start, stop in pairwise([0, *cuts, len(text)]) if start < stop]
    assert "".join(sentences) == text, f"the {lang} splitter changed the text {text!r}"
    return sentences


def _repaired(text: str, base: Sequence[int], lang: str, user: UserRules) -> list[int]:
    """The cuts of a splitter after the rules: each behind white space, none inside of what is one whole."""
    own = decisions(text, user.rules(lang))
    theirs = {behind_space(text, cut) for cut in base}
    places = theirs | {found.end() for found in _PLACES.finditer(text)} | {at for at, breaks in own.items() if breaks}
    table = _table(lang)
    numbered = numbered_items(text)
    cuts: list[int] = []
    for at in sorted((places | numbered.keys()) - {0, len(text)}):
        if at in own:
            breaks = own[at]
        elif at in numbered:
            breaks = numbered[at]
        elif at in theirs and _PLAIN.match(text, at):
            breaks = True
        else:
            found = table.match(text, at)
            breaks = RULES[int(found.lastgroup[1:])].breaks if found and found.lastgroup else at in theirs
        if breaks:
            cuts.append(at)
    if not any(mark in text for mark in ("(", "（", "://", "www.")):
        return cuts
    whole = _inside_wholes(text, cuts)
    return [cut for cut in cuts if cut not in whole or cut in own]


def _inside_wholes(text: str, cuts: list[int]) -> set[int]:
    """The cuts inside of what is one: addresses, links, and what is in brackets inside of a sentence."""
    wholes = [found.span() for found in _WHOLE.finditer(text)]
    starts = {0, *cuts}
    wholes += [found.span() for found in _BRACKETS.finditer(text) if found.start() not in starts]
    return {cut for cut in cuts if any(start < cut < stop for start, stop in wholes)}


@cache
def _table(lang: str) -> regex.Pattern[str]:
    """The table as one pattern for a place; the first of its groups that matches is the rule that decides."""
    kept = [(at, rule) for at, rule in enumerate(RULES) if rule.holds_for(lang)]
    return regex.compile("|".join(f"(?P<r{at}>{_behind(rule.before)}(?={rule.after}))" for at, rule in kept))


def _behind(before: str) -> str:
    return f"(?<={before})" if before else ""


def _other_cuts(text: str, lang: str) -> list[int]:
    cuts = _sentencex_cuts(text, lang)
    if "." in text or "?" in text or "!" in text:
        for quoted in _QUOTED.finditer(text):  # it takes a quotation as one
            cuts += [quoted.start("inner") + cut for cut in _sentencex_cuts(quoted["inner"], lang)[:-1]]
    return cuts


def _sentencex_cuts(text: str, lang: str) -> list[int]:
    import sentencex

    try:
        # a space of more than one byte beside a mark makes it slice a character in two, and panic
        found = sentencex.segment(lang, _WIDE_SPACE.sub(" ", text))
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of pyo3: no Exception, and no module to import it from
            raise
        return [len(text)]
    return list(accumulate(len(str(sentence)) for sentence in found))


def _korean_cuts(text: str) -> list[int]:
    if not any(mark in text for mark in " .?!。"):
        return []
    cuts: list[int] = []
    offset = 0
    for part in _parts(text):
        found = [offset + sentence.start for sentence in _kiwi().split_into_sents(part)]
        offset += len(part)
        cuts += [*found[1:], offset]
    return _marked_or_long(text, cuts)


def _marked_or_long(text: str, cuts: list[int]) -> list[int]:
    """Without the cuts that stand behind no mark and leave less than a sentence on one side."""
    kept: list[int] = []
    for cut, following in pairwise([*cuts, len(text)]):
        start = kept[-1] if kept else 0
        last = text[:cut].rstrip()[-1:]
        # no Korean clause ends in a brace, a Latin letter or a number
        clause = last != "}" and not (last.isascii() and last.isalnum())
        shorter = min(_syllables(text[start:cut]), _syllables(text[cut:following]))
        if last in _MARKED or (clause and shorter >= SHORTEST_UNMARKED):
            kept.append(cut)
    return kept


def _syllables(text: str) -> int:
    return sum(not character.isspace() for character in text)


def _parts(text: str) -> Iterator[str]:
    """Pieces that kiwi takes in bounded time, cut after a sentence's mark where there is one, else at a space."""
    while len(text) > _KIWI_AT_ONCE:
        window = text[:_KIWI_AT_ONCE]
        cut = max(window.rfind(mark) + 2 for mark in (". ", "? ", "! "))
        if cut < _KIWI_AT_ONCE // 2:
            cut = max(window.rfind(" ") + 1, 0) or _KIWI_AT_ONCE
        yield text[:cut]
        text = text[cut:]
    yield text


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    # without the dictionary of names of several words: half of the time to load, and the same sentences
    return Kiwi(num_workers=1, load_multi_dict=False)
