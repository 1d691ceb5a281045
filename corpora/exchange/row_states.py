"""What sets a row of an import aside: its file says that it is not translated, or its texts do."""

from __future__ import annotations

import re

from jjak.corpora.formats import Entry
from jjak.corpora.formats.entry import FUZZY, UNTRANSLATED
from jjak.corpora.pair import Status

NAME = 4  # words in capitals that are still a name
_LETTER = re.compile(r"[^\W\d_]")
_CODE = re.compile(r"\S*[\d_./:@%{}<>$\\-]\S*")


def flags_of(entry: Entry) -> tuple[str, ...]:
    """The flags of an entry, with those that set it aside."""
    found = list(entry.flags)
    # an export of ours marks in a PO as fuzzy what nobody reviewed; its own flags say what it was
    if entry.state and not (entry.key and entry.state == FUZZY):
        found.append(entry.state)
    elif not entry.source[1].strip() or not entry.target[1].strip() or (not entry.key and _copied(entry)):
        found.append(UNTRANSLATED)
    return tuple(dict.fromkeys(found))


def _copied(entry: Entry) -> bool:
    """Whether the target is the source once more, and no file or person says that it is so in both languages."""
    text = entry.target[1].strip()
    if text != entry.source[1].strip():
        return False
    return not (entry.status == Status.ACCEPTED and same_everywhere(text))


def same_everywhere(text: str) -> bool:
    """Whether a text may be the same in two languages: a name, a number, or a code."""
    words = text.split()
    if not _LETTER.search(text) or (len(words) == 1 and _CODE.fullmatch(text)):
        return True
    return len(words) <= NAME and all(not word[0].islower() for word in words)
