"""The licences of what a model was trained on, and which of them asks the most of whoever passes the model on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

# families of licences, by what they ask for, the least first; a licence is of the last family whose pattern it has
FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("nothing", re.compile(r"cc-?0|public domain|unlicen[cs]e|0bsd|wtfpl", re.I)),
    ("a notice", re.compile(r"\b(mit|bsd|isc|apache|psf|zlib|ncsa|python|x11)\b", re.I)),
    ("a notice and the author's name", re.compile(r"\bcc[ -]by\b|attribution|odc-by|opl", re.I)),
    ("its own files free", re.compile(r"\b(mpl|epl|lgpl|cddl)\b", re.I)),
    ("what is made of it free", re.compile(r"by[ -]sa|share-?alike|odbl", re.I)),
    ("all of it free", re.compile(r"\b(a?gpl|gfdl|fdl)\b", re.I)),
    ("nothing made of it", re.compile(r"\bby(?:[ -]nc)?[ -]nd\b|no-?deriv", re.I)),
    ("no commercial use", re.compile(r"\bnc\b|non-?commercial|research only", re.I)),
)
_HUB = re.compile(r"[^a-z0-9.]+")
NONE = "not said"


def strictest(licences: Sequence[str]) -> str:
    """The one that asks the most, `not said` where one is not known or there is none."""
    return max(set(licences), key=lambda each: (_rank(each), each), default="") or NONE


def _rank(licence: str) -> int:
    """Of `A/B` and `A or B` whoever takes it may choose, so that the lesser counts."""
    choices = [each for each in re.split(r"/|\bor\b", licence) if each.strip()]
    return min((_family(each) for each in choices), default=len(FAMILIES))


def _family(licence: str) -> int:
    found = [at for at, (_, pattern) in enumerate(FAMILIES) if pattern.search(licence)]
    return found[-1] if found and "?" not in licence else len(FAMILIES)


def licence_line(licences: Sequence[str]) -> str:
    """Every licence with how often it is there, and the strictest."""
    counts = Counter(licence.strip() or NONE for licence in licences)
    named = ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.items()))
    hard = strictest(licences)
    if hard == NONE or _rank(hard) == len(FAMILIES):
        return f"Licences: {named or NONE}. What {hard} allows is not known: ask before passing the model on."
    return f"Licences: {named}. The strictest, which the model is to be passed on under, is {hard}."


def identifier(licence: str) -> str:
    """What the Hub calls a licence, `cc-by-sa-4.0`; `unknown` where it is not said."""
    name = _HUB.sub("-", licence.lower().replace("licence", "").replace("license", "")).strip("-")
    return "unknown" if licence in ("", NONE) or "?" in licence else name
