"""How pages call the values that a corpus, its log and the forms hold; a value without a label is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping

from jjak.seeds.message import Message, message
from jjak.workbench.row_flags import FLAGS

_STATUS = {
    "unreviewed": message("unreviewed"),
    "accepted": message("accepted"),
    "rejected": message("rejected"),
}

_ROLE = {
    "reader": message("reader", context="role"),
    "reviewer": message("reviewer", context="role"),
    "admin": message("admin", context="role"),
}

_ORIGIN = {
    "human": message("human"),
    "machine": message("machine"),
}

_KIND = {
    "headline": message("headline", context="kind"),
    "programme": message("programme", context="kind"),
    "label": message("label", context="kind"),
    "lead": message("lead", context="kind"),
    "report": message("report", context="kind"),
    "speaker": message("speaker", context="kind"),
    "quote": message("quote", context="kind"),
    "cue": message("cue", context="kind"),
    "heading": message("heading", context="kind"),
    "list item": message("list item", context="kind"),
    "table cell": message("table cell", context="kind"),
    "caption": message("caption", context="kind"),
    "note": message("note", context="kind"),
    "header or footer": message("header or footer", context="kind"),
    "text": message("text", context="kind"),
}

_SCORE = {
    "confidence": message("confidence"),
    "round-trip BLEU": message("round-trip BLEU"),
    "round-trip chrF2++": message("round-trip chrF2++"),
}

# the commands of the review log
ACTIONS = {
    "accept": message("accept"),
    "reject": message("reject"),
    "clear": message("clear"),
    "merge": message("merge"),
    "split": message("split"),
    "move": message("move"),
    "edit": message("edit"),
    "ignore": message("ignore check"),
    "comment": message("comment"),
    "bookmark": message("bookmark"),
    "accept_above": message("accept above score"),
    "realign": message("realign from here"),
    "retranslate": message("retranslate"),
    "undo": message("undo"),
    "redo": message("redo"),
}

REASONS = {
    "wrong language": message("wrong language"),
    "misaligned": message("misaligned"),
    "untranslated": message("untranslated"),
    "machine-translated": message("machine-translated"),
    "translation error": message("translation error"),
    "free translation": message("free translation"),
    "bad text": message("bad text"),
}

_TRAIT = {
    "status": message("By status"),
    "origin": message("By origin"),
    "kind": message("By kind"),
    "direction": message("By direction"),
}

_JOB = {
    "build": message("Build"),
    "export": message("Export"),
    "report": message("Report"),
    "realign": message("Realign"),
    "index": message("Index words"),
}

_STATE = {
    "waiting": message("waiting"),
    "running": message("running"),
    "done": message("done"),
    "failed": message("failed"),
    "stopped": message("stopped"),
}

_OPTION = {
    "filters": message("Filters in the order of use, one per line, for example near-duplicates or length={max: 100}."),
    "least": message("Only pairs with at least this score, one score per line, for example bleu=20."),
    "status": message("Only pairs with these statuses; with any status if none is chosen."),
    "origin": message("Only pairs from these origins; from any origin if none is chosen."),
    "kind": message("Only pairs of these kinds; of any kind if none is chosen."),
    "document": message("Only these documents, separated by commas; * stands for any characters."),
    "licence": message("Only these licences, separated by commas; * stands for any characters."),
    "languages": message("The two languages, in the order of columns; empty for the corpus's."),
    "include": message("Rows that are set aside too, by their flags, for example fuzzy, or all."),
    "split": message("For example train=0.9,dev=0.05,test=0.05."),
    "split_by": message("What never occurs in two splits: a document, or a cluster of near-duplicates."),
    "since": message("Show changes since this report: the JSON file that was made with it."),
}

# how a value of an option looks
_HINT = {
    "NAME[=VALUES]": message("NAME[=VALUES]"),
    "SCORE=N": message("SCORE=N"),
    "NAME,…": message("NAME,…"),
    "FLAG,…": message("FLAG,…"),
    "TEXT,…": message("TEXT,…"),
    "NAME=SHARE,…": message("NAME=SHARE,…"),
    "WHAT": message("WHAT"),
}

LABELS: Mapping[str, Mapping[str, Message]] = {
    "status": _STATUS,
    "origin": _ORIGIN,
    "kind": _KIND,
    "score": _SCORE,
    "action": ACTIONS,
    "reason": REASONS,
    "flag": FLAGS,
    "trait": _TRAIT,
    "job": _JOB,
    "state": _STATE,
    "role": _ROLE,
    "option": _OPTION,
    "hint": _HINT,
}
