"""What a line of a news page is, by a table of rules that a user can extend; each rule's example is its test.

In `jjak.toml`:

    [[news.rules]]
    rule = "furniture"
    pattern = "오늘의 날씨 더보기"
    means = "navigation"
    example = "오늘의 날씨 더보기"
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from jjak.seeds.document import Kind
from jjak.seeds.errors import SettingError, unknown
from jjak.seeds.ledger import Reason
from jjak.seeds.message import Message, message
from jjak.seeds.readers.news_dates import LONGEST, Moment, moment_pattern, moments


class Role(StrEnum):
    """What a rule is about, which says how its pattern is matched (no capitals are told apart):

    mark: the words of a section's mark, in any brackets, `[LEAD]`, `◀ 앵커 ▶`; means what follows: lead, report or quote.
    turn: the word before a colon at a line's start that does the same, `기자: …`.
    stamp: the label of a date, `송고시간`; means published or modified.
    furniture: a whole line that is no text of the page; means a reason to leave it out.
    speaker: how a line begins that says who speaks, with a group `speaker`; the rest of the line is the quote.
    programme, category: a whole field of the head.
    broadcaster: a name in the head, a sign-off or a notice; means the name as it is stored.
    reporter: how a line names its reporter, with a group `reporter`.
    """

    MARK = "mark"
    TURN = "turn"
    STAMP = "stamp"
    FURNITURE = "furniture"
    SPEAKER = "speaker"
    PROGRAMME = "programme"
    CATEGORY = "category"
    BROADCASTER = "broadcaster"
    REPORTER = "reporter"


class Rule(NamedTuple):
    role: Role
    pattern: str
    means: str
    example: str


SECTIONS = {"lead": Kind.LEAD, "report": Kind.REPORT, "quote": Kind.QUOTE}
REASONS = {reason.name.lower(): reason for reason in Reason}
STAMPS = ("published", "modified")
MEANINGS: Mapping[Role, Iterable[str]] = {
    Role.MARK: SECTIONS,
    Role.TURN: SECTIONS,
    Role.STAMP: STAMPS,
    Role.FURNITURE: REASONS,
}
_GROUPS = {Role.SPEAKER: "speaker", Role.REPORTER: "reporter"}
_OPEN, _CLOSE = r"[\[<〈《【〔［＜◀◁]", r"[\]>〉》】〕］＞▶▷]"
_ITEM = re.compile(r"[•·ㆍ▶▷■*-]\s")  # of a list
_SAID = (Reason.NOTICE, Reason.COPYRIGHT, Reason.RULE)
_SENTENCE = re.compile(r"[다요까죠][.?!][\"”'’)]?$|^(?:\S+ ){6,}\S+[.?!][\"”'’)]?$")
_BULLET = r"[●○◎■□◆◇▶▲•·–—-]"


class Mark(NamedTuple):
    """stop: where it ends in its line; kind: of what follows it."""

    stop: int
    kind: Kind


@dataclass(frozen=True)
class Rules:
    """The rules of a reading, a user's before our own: the first that matches decides."""

    table: tuple[Rule, ...]

    def mark(self, text: str) -> Mark | None:
        """The section mark that a line begins with."""
        for pattern, rules in (self._marks, self._turns):
            if found := pattern.match(text, 0, LONGEST):
                at = next(int(name[1:]) for name, value in found.groupdict().items() if value is not None)
                return Mark(found.end(), SECTIONS[rules[at].means])
        return None

    def furniture(self, text: str) -> Reason | None:
        """Why a whole line is left out; None where it is text."""
        if len(text) > LONGEST:
            return None
        item = _ITEM.match(text)
        for reason, pattern in self._furniture:
            # what a site says in sentences is its notices; any other sentence is the page's
            if (pattern.fullmatch(text) or (item and pattern.fullmatch(text, item.end()))) and (
                reason in _SAID or not _SENTENCE.search(text)
            ):
                return reason
        return None

    def moments(self, text: str) -> list[Moment]:
        """The dates of a line; the label of each is `published`, `modified` or empty."""
        pattern, rules = self._stamps
        found = moments(text, pattern)
        return [moment._replace(label=self._stamp(moment.label, rules) if moment.label else "") for moment in found]

    def stamp_label(self, text: str) -> str:
        """`published` or `modified` where the whole line is the label of a date on the next one."""
        rules = self._stamps[1]
        return self._stamp(text.rstrip(" :|").lower(), rules) if len(text) <= 20 else ""

    def speaker(self, text: str) -> re.Match[str] | None:
        """How a line begins that says who speaks."""
        for pattern in self._speakers:
            found = pattern.match(text, 0, LONGEST + 1)
            if found and found.end() <= LONGEST:
                return found
        return None

    def programme(self, text: str) -> bool:
        return _fits(self._of(Role.PROGRAMME), text)

    def category(self, text: str) -> bool:
        return _fits(self._of(Role.CATEGORY), text)

    def broadcaster(self, text: str) -> str:
        """The broadcaster that a line names, empty where it names none."""
        return next((rule.means for pattern, rule in self._of(Role.BROADCASTER) if pattern.search(text, 0, LONGEST)), "")

    def reporter(self, text: str) -> str:
        """The reporter that a line names, empty where it names none."""
        for pattern, _ in self._of(Role.REPORTER):
            if found := pattern.match(text, 0, LONGEST):
                return found["reporter"].strip()
        return ""

    def applies(self, rule: Rule) -> bool:
        """Whether a rule does with its example what it says, alone."""
        alone = Rules((rule,))
        text = rule.example
        match rule.role:
            case Role.MARK | Role.TURN:
                found = alone.mark(text)
                return found is not None and found.kind is SECTIONS[rule.means]
            case Role.STAMP:
                return [moment.label for moment in alone.moments(text)] == [rule.means]
            case Role.FURNITURE:
                return alone.furniture(text) is REASONS[rule.means]
            case Role.SPEAKER:
                return alone.speaker(text) is not None
            case Role.PROGRAMME:
                return alone.programme(text)
            case Role.CATEGORY:
                return alone.category(text)
            case Role.BROADCASTER:
                return alone.broadcaster(text) == rule.means
            case Role.REPORTER:
                return bool(alone.reporter(text))

    def _of(self, role: Role) -> list[tuple[re.Pattern[str], Rule]]:
        return self._compiled[role]

    @cached_property
    def _compiled(self) -> dict[Role, list[tuple[re.Pattern[str], Rule]]]:
        found: dict[Role, list[tuple[re.Pattern[str], Rule]]] = {role: [] for role in Role}
        for rule in self.table:
            if rule.role not in (Role.MARK, Role.TURN, Role.STAMP):
                found[rule.role].append((re.compile(rule.pattern, re.IGNORECASE), rule))
        return found

    @cached_property
    def _speakers(self) -> list[re.Pattern[str]]:
        # names begin with capitals, so these are told apart
        return [re.compile(rule.pattern) for rule in self.table if rule.role is Role.SPEAKER]

    @cached_property
    def _furniture(self) -> list[tuple[Reason, re.Pattern[str]]]:
        """One pattern for each run of rules of one reason."""
        runs: list[tuple[Reason, list[str]]] = []
        for _, rule in self._of(Role.FURNITURE):
            reason = REASONS[rule.means]
            if not runs or runs[-1][0] is not reason:
                runs.append((reason, []))
            runs[-1][1].append(f"(?:{rule.pattern})")
        return [(reason, re.compile("|".join(patterns), re.IGNORECASE)) for reason, patterns in runs]

    @cached_property
    def _marks(self) -> tuple[re.Pattern[str], list[Rule]]:
        words, rules = self._words(Role.MARK)
        bracketed, bulleted = words("b"), words("p")
        return re.compile(
            rf"(?:{_OPEN}\s?{bracketed}\s?{_CLOSE}(?!\([A-Za-z0-9_./#:-]+\))(?:\s?[:：])?|{_BULLET}\s?{bulleted}\s?(?:[:：]|$)|\(\s?(?=[가-힣]){words('r')}\s?\))\s*",
            re.IGNORECASE,
        ), rules

    @cached_property
    def _turns(self) -> tuple[re.Pattern[str], list[Rule]]:
        words, rules = self._words(Role.TURN)
        return re.compile(rf"{words('b')}\s?(?:[:：]\s*|(?:(?<=멘트)|(?<=리포트))$)", re.IGNORECASE), rules

    def _words(self, role: Role) -> tuple[Any, list[Rule]]:
        rules = [rule for rule in self.table if rule.role is role]

        def alternatives(shell: str) -> str:
            return "(?:" + ("|".join(f"(?P<{shell}{at}>{rule.pattern})" for at, rule in enumerate(rules)) or "(?!)") + ")"

        return alternatives, rules

    @cached_property
    def _stamps(self) -> tuple[re.Pattern[str], list[tuple[re.Pattern[str], str]]]:
        rules = [rule for rule in self.table if rule.role is Role.STAMP]
        # the longest words first, since one label begins with another
        longest = sorted((rule.pattern for rule in rules), key=len, reverse=True)
        labels = "|".join(f"(?:{pattern})" for pattern in longest).replace(" ", r"\s")
        return moment_pattern(labels), [(re.compile(rule.pattern, re.IGNORECASE), rule.means) for rule in rules]

    @staticmethod
    def _stamp(label: str, rules: Sequence[tuple[re.Pattern[str], str]]) -> str:
        return next((means for pattern, means in rules if pattern.fullmatch(label)), "")


def _fits(rules: Iterable[tuple[re.Pattern[str], Rule]], text: str) -> bool:
    return len(text) <= LONGEST and any(pattern.fullmatch(text) for pattern, _ in rules)


def rules_of(tables: Any) -> tuple[Rule, ...]:
    """The rules of a settings file; raises SettingError, naming the rule, where one or its example does not hold."""
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise SettingError("news.rules is no list of tables", "Write each rule under [[news.rules]].")
    return tuple(_rule(number, table) for number, table in enumerate(tables, 1))


def _rule(number: int, table: Mapping[str, Any]) -> Rule:
    for name in table:
        if name not in ("rule", "pattern", "means", "example"):
            raise _wrong(number, table, unknown("key", name, ["rule", "pattern", "means", "example"]))
    for name in ("rule", "pattern", "example"):
        if not isinstance(table.get(name), str) or not table[name]:
            raise _wrong(number, table, SettingError("no {name}", "Each rule has rule, pattern, means and example.", name=name))
    if table["rule"] not in list(Role):
        raise _wrong(number, table, unknown("rule", table["rule"], list(Role)))
    role = Role(table["rule"])
    means = str(table.get("means", "rule" if role is Role.FURNITURE else ""))
    if role in MEANINGS and means not in MEANINGS[role]:
        raise _wrong(number, table, unknown("meaning", means, MEANINGS[role]))
    return _tried(number, table, Rule(role, table["pattern"], means, table["example"]))


def _tried(number: int, table: Mapping[str, Any], rule: Rule) -> Rule:
    """The rule, or SettingError where its pattern is none, has not its group, or does not match its example."""
    try:
        group = _GROUPS.get(rule.role)
        if group and group not in re.compile(rule.pattern).groupindex:
            fix = message("Write (?P<{group}>…) round the name.", group=group)
            raise _wrong(number, table, SettingError(message("no group {group}", group=group), fix))
        applies = Rules(()).applies(rule)
    except re.error as error:
        fix = message("Write it as Python's re does.")
        raise _wrong(number, table, SettingError(message("no pattern: {cause}", cause=str(error)), fix)) from error
    if not applies:
        text = message("its example '{example}' does not match", example=rule.example)
        raise _wrong(number, table, SettingError(text, message("Mend the pattern or the example.")))
    return rule


def _wrong(number: int, table: Mapping[str, Any], cause: SettingError) -> SettingError:
    named: Message = message(
        "news.rules, rule {number} ({pattern}): {cause}", number=number, pattern=table.get("pattern", ""), cause=cause.message
    )
    return SettingError(named, cause.remedy)
