"""What XLIFF's states mean for a pair: whether it is a translation at all, and whether a person has looked at it."""

from __future__ import annotations

from typing import Any

from jjak.corpora.formats.directions import is_copy
from jjak.corpora.formats.entry import FUZZY, NEEDS_TRANSLATION, UNTRANSLATED

DONE = {"final", "signed-off", "reviewed"}  # states that a person gave after looking at the translation
TRANSLATED = {*DONE, "translated"}
# 1.2 §2.4.3 and 2.1 §4.3.1.35; what needs a review only, is translated
_TO_DO = {"new", "initial", "needs-translation", "needs-adaptation", "needs-l10n"}
_FUZZY = {"fuzzy-match"}
_BEGUN = {"notstarted", "rejected"}  # memoQ's own word for a row that nobody has begun, whatever stands in it


def locked(element: Any) -> bool:
    """Whether a unit is not to be translated: what is nearest to it decides."""
    for one in (element, *element.iterancestors()):
        if one.get("translate") in ("yes", "no"):
            return bool(one.get("translate") == "no")
    return False


def rejected(stated: Any, target: Any) -> bool:
    qualifier = target.get("state-qualifier", "") if target is not None else ""
    return qualifier.startswith("rejected") or stated.get("subState", "").endswith("rejected")


def done(stated: Any, target: Any) -> bool:
    return stated.get("approved") == "yes" or _said(stated, target) in DONE


def state_of(stated: Any, target: Any, source_text: str, target_text: str) -> str:
    """One of `entry.STATES`: a target that repeats the source is a translation only where the file says so."""
    if not target_text.strip():
        return UNTRANSLATED
    if rejected(stated, target):
        return ""
    said = _said(stated, target)
    copy = is_copy(source_text, target_text)
    if copy and said not in TRANSLATED and stated.get("approved") != "yes":
        return UNTRANSLATED
    if said in _TO_DO or _own(stated) in _BEGUN:
        return UNTRANSLATED if target_text == source_text else NEEDS_TRANSLATION
    qualifier = target.get("state-qualifier", "") if target is not None else ""
    return FUZZY if qualifier in _FUZZY and stated.get("approved") != "yes" else ""


def _said(stated: Any, target: Any) -> str:
    """The state: of the target in 1.2, of the segment in 2.x."""
    return (target.get("state") if target is not None else None) or stated.get("state") or ""


def _own(stated: Any) -> str:
    """memoQ's `mq:status`."""
    return next((value for name, value in stated.attrib.items() if name.endswith("}status")), "").lower()
