"""What the names in a corpus's figures are called in a report: properties of pairs and their values, doubts, counts.

The figures keep the names themselves, which never change with a language.
"""

from __future__ import annotations

from collections.abc import Mapping

from jjak.align.mt.translator import EMPTY, REPETITION
from jjak.corpora.pair import Origin, Status
from jjak.eval import input_checks
from jjak.seeds.document import Kind
from jjak.seeds.ledger import Fate
from jjak.seeds.ledger import Reason as LeftOut
from jjak.seeds.message import counted, message
from jjak.workbench.report.content import Text, joined
from jjak.workbench.report.doubt import FLAGGED, LENGTH, LINK, SCORE, Reason

PROPERTIES: Mapping[str, Text] = {
    "status": message("status"),
    "document": message("document"),
    "kind": message("kind"),
    "origin": message("origin"),
    "direction": message("direction"),
    "model": message("model"),
    "all": message("all", context="property"),
}
"""What pairs are grouped by."""

_STATUSES: Mapping[str, Text] = {
    Status.UNREVIEWED: message("unreviewed"),
    Status.ACCEPTED: message("accepted"),
    Status.REJECTED: message("rejected"),
}
_ORIGINS: Mapping[str, Text] = {Origin.HUMAN: message("human"), Origin.MACHINE: message("machine")}
_KINDS: Mapping[str, Text] = {
    Kind.HEADLINE: message("headline", context="kind"),
    Kind.LABEL: message("label", context="kind"),
    Kind.PROGRAMME: message("programme", context="kind"),
    Kind.LEAD: message("lead", context="kind"),
    Kind.REPORT: message("report", context="kind"),
    Kind.SPEAKER: message("speaker", context="kind"),
    Kind.QUOTE: message("quote", context="kind"),
    Kind.CUE: message("cue", context="kind"),
    Kind.HEADING: message("heading", context="kind"),
    Kind.ITEM: message("list item", context="kind"),
    Kind.CELL: message("table cell", context="kind"),
    Kind.CAPTION: message("caption", context="kind"),
    Kind.NOTE: message("note", context="kind"),
    Kind.MARGIN: message("header or footer", context="kind"),
    Kind.TEXT: message("text", context="kind"),
}
_VALUES: Mapping[str, Mapping[str, Text]] = {
    "status": _STATUSES,
    "origin": _ORIGINS,
    "kind": _KINDS,
    "model": {"none": message("none")},
    "all": {"all pairs": message("all pairs")},
}

REASONS: Mapping[str, Text] = {
    LINK: message("doubtful link"),
    FLAGGED: message("faulty machine translation"),
    SCORE: message("low score"),
    LENGTH: message("unusual length"),
}
"""Why pairs are doubtful."""


LEFT_OUT: Mapping[str, Text] = {
    LeftOut.NAVIGATION: message("navigation", context="left out"),
    LeftOut.BUTTON: message("button", context="left out"),
    LeftOut.CAPTION: message("player or picture caption", context="left out"),
    LeftOut.NOTICE: message("notice of the site", context="left out"),
    LeftOut.COPYRIGHT: message("copyright", context="left out"),
    LeftOut.BYLINE: message("byline or sign-off", context="left out"),
    LeftOut.ADVERTISEMENT: message("advertisement", context="left out"),
    LeftOut.CODE: message("code", context="left out"),
    LeftOut.COMMENT: message("comment", context="left out"),
    LeftOut.NUMBERING: message("number or time of a subtitle", context="left out"),
    LeftOut.BROKEN: message("broken characters", context="left out"),
    LeftOut.LANGUAGE: message("in neither language", context="left out"),
    LeftOut.RULE: message("a rule of jjak.toml", context="left out"),
    LeftOut.COUNT: message("count of readers or comments", context="left out"),
    LeftOut.REPEATED: message("title said again", context="left out"),
    LeftOut.PAGE: message("page number or running head", context="left out"),
    Fate.UNACCOUNTED: message("for no known reason", context="left out"),
}
"""Why lines of a document are left out."""


FAULTS: Mapping[str, Text] = {
    input_checks.DECOMPOSED: message("letters decomposed (NFD)"),
    input_checks.ENTITIES: message("HTML entities"),
    input_checks.PREAMBLE: message("an announcement of the translation"),
    input_checks.REASONING: message("tags of reasoning"),
    input_checks.EMPTY: message("empty reference"),
    input_checks.SAME: message("the same as the reference"),
    input_checks.COPIED: message("a copy of the source"),
    input_checks.LOWER: message("all in lower case"),
    input_checks.REPEATED: message("one output for three sources or more"),
    input_checks.SHIFTED: message("fits the reference of another line"),
    input_checks.TOKENISED: message("tokenized: marks stand apart"),
    input_checks.TRAINED: message("in the training text, or nearly so"),
    input_checks.SCRIPT: message("in another language's script"),
}
"""What looks wrong with the files of an evaluation."""


def left_out(lines: Mapping[str, int]) -> Text:
    """How many lines were left out, and why: `12 lines left out: navigation 8, in neither language 4`."""
    total = sum(lines.values())
    return counted("{count} line left out: {reasons}", "{count:,} lines left out: {reasons}", total, reasons=by_reason(lines))


def by_reason(lines: Mapping[str, int]) -> Text:
    """`navigation 8, in neither language 4`."""
    return joined([joined([LEFT_OUT.get(name, name), f"{number:,}"], " ") for name, number in lines.items()])


def reason_text(reason: Reason) -> Text:
    """Why one pair is doubtful, with what was found."""
    if reason.name == LINK:
        return message("doubtful link: confidence {confidence:.2f}", confidence=reason.found)
    if reason.name == SCORE:
        return message("low score: {score:.1f}", score=reason.found)
    if reason.name == LENGTH:
        return message("unusual length: {times:.1f} times the usual ratio", times=reason.found)
    known = {EMPTY: message("machine translation is empty"), REPETITION: message("machine translation repeats itself")}
    return known.get(str(reason.found), str(reason.found))


def value_name(group: str, name: str) -> Text:
    """The value `name` of the property `group`: `accepted` of `status`; a document's or a model's name is itself."""
    return _VALUES.get(group, {}).get(name, name)


def counted_name(name: str) -> Text:
    """What is counted in the difference of two reports: pairs, documents, doubtful ones, or pairs of a status."""
    known = {"pairs": message("pairs"), "documents": message("documents"), "doubtful": message("doubtful")}
    return known.get(name) or value_name("status", name)


def pairs(number: int) -> Text:
    """`1 pair`, `2 pairs`."""
    return counted("{count} pair", "{count:,} pairs", number)


def documents(number: int) -> Text:
    """`1 document`, `2 documents`."""
    return counted("{count} document", "{count:,} documents", number)


def minute(time: str) -> str:
    """An ISO 8601 time in UTC to the minute, as a person reads it."""
    return f"{time[:16].replace('T', ' ')} UTC"


def confidence_interval(low: float, high: float) -> Text:
    """The 95% confidence interval of a score from 0 to 100."""
    return message("95% CI: {low:.1f} to {high:.1f}", low=low, high=high)
