"""A user's own abbreviations and rules, which decide before those of the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jjak.align.text.sentence_rules import Rule
from jjak.seeds.errors import SettingError

if TYPE_CHECKING:
    import regex

    from jjak.align.text.srx import Srx

LONGEST_MATCH = 5.0  # seconds that one rule may take on one text


@dataclass(frozen=True, slots=True)
class UserRules:
    """abbreviations: after which a sentence goes on, with their points or without; srx: rules of a file."""

    abbreviations: tuple[str, ...] = ()
    srx: Srx | None = None

    def rules(self, language: str) -> tuple[Rule, ...]:
        """The rules for a language, in the order in which they decide."""
        return _rules(self, language)

    def table(self) -> dict[str, Any]:
        """What a run's settings keep of them; empty where there are none."""
        kept: dict[str, Any] = {"abbreviations": list(self.abbreviations)} if self.abbreviations else {}
        return kept | ({"srx": self.srx.name, "srx_sha256": self.srx.sha256} if self.srx else {})


NONE = UserRules()


@cache
def _rules(user: UserRules, language: str) -> tuple[Rule, ...]:
    own = tuple(_abbreviation(name) for name in user.abbreviations)
    return own + (user.srx.rules(language) if user.srx else ())


def _abbreviation(name: str) -> Rule:
    import regex

    point = r"\." if name[-1:].isalnum() else ""
    before = rf"(?<![\p{{L}}\p{{N}}]){regex.escape(name, special_only=True)}{point}\s*"
    return Rule(f"the abbreviation {name}", False, before, r"\S", "jjak.toml", ())


def decisions(text: str, rules: tuple[Rule, ...]) -> Mapping[int, bool]:
    """Whether rules end a sentence at a place, for every place that one of them speaks of; the first one decides.

    Places are behind white space, wherever in it a rule matches. Raises SettingError at a rule that takes too long.
    """
    decided: dict[int, bool] = {}
    for rule in rules:
        try:
            for found in pattern(rule.before, rule.after).finditer(text, overlapped=True, timeout=LONGEST_MATCH):
                decided.setdefault(behind_space(text, found.end()), rule.breaks)
        except TimeoutError as error:
            raise SettingError(
                "{name}: a rule takes over {seconds:g} seconds on one text: {before}",
                "Make its expression simpler.",
                name=rule.name,
                seconds=LONGEST_MATCH,
                before=rule.before,
            ) from error
    return decided


@cache
def pattern(before: str, after: str) -> regex.Pattern[str]:
    """A rule as one expression that ends at its place."""
    import regex

    return regex.compile(f"(?:{before})(?={after})", regex.VERSION1)


def behind_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at
