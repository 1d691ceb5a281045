"""What the editor's scripts say, by the keys that they know: they get it with the page, in its language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from jjak.seeds.message import Message, counted, message
from jjak.workbench.messages.catalogue import translation
from jjak.workbench.row_flags import FLAGS
from jjak.workbench.web.labels import ACTIONS, REASONS

# the scripts fill in the counts of texts that have two forms
_BARS = {
    "all": message("all"),
    "doubtful": message("doubtful"),
    "unreviewed": message("unreviewed"),
    "one": message("not 1:1"),
    "omissions": message("omissions"),
    "bookmarks": message("bookmarks"),
    "rejected": message("rejected"),
    "check numbers": message("numbers differ"),
    "check untranslated": message("untranslated"),
    "mt": message("MT"),
    "reasons": message("reasons"),
    "keys": message("shortcuts"),
    "settled": message("{done:,} of {total:,} reviewed"),
}

_COMMANDS = {
    "merge_next": message("merge next"),
    "merge_previous": message("merge previous"),
    "move_up": message("first segment up"),
    "move_down": message("last segment down"),
    "pull_up": message("pull from next"),
    "pull_down": message("pull from previous"),
    "next_doubtful": message("next doubtful"),
    "previous_doubtful": message("previous doubtful"),
    "next_unreviewed": message("next unreviewed"),
    "next_row": message("next row"),
    "previous_row": message("previous row"),
    "other_side": message("other side"),
    "find": message("find"),
    "help": message("keyboard shortcuts"),
    "toggle_mt": message("show machine translation"),
    "toggle_reasons": message("show reasons"),
    "keep": message("save"),
    "leave": message("cancel"),
    "split_caret": message("split at cursor"),
}

_ROWS = {
    "row": message("Row {row}"),
    "crosses": message("crosses row {row}"),
    "crosses many": message("crosses rows {first}–{last}"),
    "loading": message("Loading…"),
    "empty": message("No rows here."),
    "source": message("source"),
    "target": message("translation"),
    "status": message("status"),
    "accepted": message("accepted"),
    "no source": message("no source"),
    "no target": message("no translation"),
    "sure": message("certain"),
    "likely": message("likely"),
    "unsure": message("doubtful"),
    "by hand": message("by hand"),
    "imported": message("imported"),
    "good": message("good"),
    "fair": message("fair"),
    "poor": message("doubtful"),
    "round trip": message("round trip"),
    "split at": message("split after segment {number}"),
    "edit source": message("Source, segment {number}"),
    "edit target": message("Translation, segment {number}"),
}

# what a row is set aside for, and where it stood in its file
_FLAGS = {f"flag {flag}": word for flag, word in FLAGS.items()} | {
    "unit": message("unit {value}"),
    "context": message("context {value}"),
    "plural": message("plural form {value}"),
}

_EVIDENCE = {
    "for": message("for"),
    "against": message("against"),
    "nothing": message("nothing"),
    "shared": message("shared: {value}"),
    "number only in source": message("number only in source: {value}"),
    "number only in target": message("number only in translation: {value}"),
    "numbers exchanged": message("numbers in each other's places: {value}"),
    "name only in source": message("name only in source: {value}"),
    "name only in target": message("name only in translation: {value}"),
    "length": message("length {value}× the usual"),
    "repeated": message("repetition: {value}"),
    "repeated translation": message("the machine translation repeats itself"),
    "same language": message("same language on both sides"),
    "empty source": message("the source is missing"),
    "empty target": message("the translation is missing"),
    "runner": message("next best: {source} with {target}, {score}"),
    "aligner.words": message("shared words"),
    "aligner.characters": message("shared characters"),
    "aligner.least covered line": message("least covered sentence"),
    "aligner.length": message("length"),
    "aligner.numbers and names": message("numbers and names"),
    "aligner.marks": message("punctuation"),
    "aligner.vectors": message("meaning"),
    "aligner.field": message("place on the page"),
    "aligner.kind of bead": message("kind of link"),
    "aligner.omission": message("omission"),
    "aligner.omission length": message("length of the omission"),
    "aligner.omission likeness": message("similar text nearby"),
    "aligner.omission mass": message("what the omission says"),
    "aligner.omission vector": message("similar meaning nearby"),
    "aligner.translation of itself": message("self-translation"),
}

_ANNOUNCED = {
    "saved": message("saved"),
    "saving": message("saving {count:,}"),
    "offline": counted(
        "No connection. {count} change is not saved yet; it is kept here and sent when the connection is back.",
        "No connection. {count:,} changes are not saved yet; they are kept here and sent when the connection is back.",
        0,
    ),
    "signed out": counted(
        "You are signed out. {count} change is not saved yet; it is kept here and sent when you have logged in.",
        "You are signed out. {count:,} changes are not saved yet; they are kept here and sent when you have logged in.",
        0,
    ),
    "closed": counted(
        "{count} change is not saved yet; it is kept here.",
        "{count:,} changes are not saved yet; they are kept here.",
        0,
    ),
    "other corpus": counted(
        "Another corpus is served here now. {count} change is kept here, and sent when this page's corpus is served again.",
        "Another corpus is served here now. {count:,} changes are kept here, and sent when this page's corpus is served again.",
        0,
    ),
    "other user": counted(
        "Somebody else is logged in now. {count} change of {user} is kept here, and sent when {user} is logged in again.",
        "Somebody else is logged in now. {count:,} changes of {user} are kept here, and sent when {user} is logged in again.",
        0,
    ),
    "password of": message("Password of {user}"),
    "log in": message("Log in"),
    "not saved": message("not saved: {count:,}"),
    "older page": message("It was done in a page that did not say which corpus it is of."),
    "back": message("Connected again; all changes are saved."),
    "no connection": message("no connection"),
    "queued": message("{action}: waiting for the connection"),
    "did": message("{action}: row {row}"),
    "did undo": message("undone: {action}"),
    "did redo": message("redone: {action}"),
    "passed by": counted(
        "{count} later change was left as it is: somebody else changed its rows since",
        "{count:,} later changes were left as they are: somebody else changed their rows since",
        0,
    ),
    "did many": counted("{action}: {count} row", "{action}: {count:,} rows", 0),
    "other did": message("{user}: {action}"),
    "refused": message("Not done: {reason}"),
    "nothing to do": message("Nothing to change."),
    "no more": message("No more such rows."),
    "reading": message("Read-only: the role reviewer is needed to make changes."),
    "discarded": message("Changes discarded."),
    "restore": message("Restore"),
    "split help": message(
        "There is one segment on each side: put the cursor where it should be split, then press Ctrl+Shift+Enter."
    ),
    "nothing to align": message("Imported pairs have no documents to realign."),
    "realigning": message("Realigning from row {row}…"),
    "stop": message("Stop"),
    "stopped": message("Stopped; nothing was changed."),
}

_DIALOGS = {
    "cancel": message("Cancel"),
    "ok": message("OK"),
    "close": message("Close"),
    "reason title": message("Why is it rejected?"),
    "comment title": message("Comment on row {row}"),
    "score title": message("Accept all unreviewed rows that have both sides and at least this score"),
    "ignore title": message("Ignore a check in row {row}"),
    "ignore which": message("Which check"),
    "ignore why": message("Why it is no error"),
    "ignore row": message("Ignore in this row"),
    "ignore document": message("Ignore in the whole document"),
    "ignored": message("ignored: {why}"),
    "ignored by": message("ignored by {user}: {why}"),
    "heed": message("heed again"),
    "nothing to ignore": message("No check found an error in this row."),
    "passed errors": counted(
        "{count} row is passed by: a check found an error in it",
        "{count:,} rows are passed by: a check found an error in each",
        0,
    ),
    "passed unchecked": counted(
        "{count} row is not checked yet, and passed by if it has an error",
        "{count:,} rows are not checked yet, and passed by if they have errors",
        0,
    ),
    "passed omissions": counted(
        "{count} row is passed by: one side is missing",
        "{count:,} rows are passed by: one side is missing",
        0,
    ),
    "passed by hand": counted(
        "{count} row is passed by: it was linked by hand and has no score",
        "{count:,} rows are passed by: they were linked by hand and have no score",
        0,
    ),
    "score count": counted("{count} row", "{count:,} rows", 0),
    "keys title": message("Keyboard shortcuts"),
    "keys help": message("Letter keys work outside text fields. To change one, press its button, then the new key."),
    "fields": message("In a text field: Enter or Ctrl+Enter saves, Esc cancels, Ctrl+Shift+Enter splits at the cursor."),
    "press": message("press a key…"),
    "taken": message("{key} is already used for: {action}"),
    "browser key": message("The browser uses this key itself."),
    "reset keys": message("Default shortcuts"),
    "conflict title": message("Somebody else changed this row first"),
    "conflict by": message("{user} changed this row first"),
    "yours": message("Your change"),
    "theirs": message("The row now"),
    "apply mine": message("Apply mine"),
    "keep theirs": message("Keep the row as it is"),
    "unsaved title": counted("{count} change could not be saved", "{count:,} changes could not be saved", 0),
    "your act": message("What you did: {action}"),
    "gone": message("The row no longer exists: it was merged or split."),
    "gone into": message("The row was merged or split; its text is here now:"),
    "gone row": message("the row no longer exists"),
    "copy": message("Your text stays here until you close this."),
}

WORDS: Mapping[str, Message] = {
    **_BARS,
    **ACTIONS,
    **_COMMANDS,
    **REASONS,
    **_ROWS,
    **_FLAGS,
    **_EVIDENCE,
    **_ANNOUNCED,
    **_DIALOGS,
}


def editor_words(lang: str) -> dict[str, Any]:
    """What the editor's scripts say, by key: a text with named places, or one for each plural category of the language.

    The categories are those of `Intl.PluralRules`: `one` and `other` in English, `other` in Korean.
    """
    return {key: _forms(word, lang) for key, word in WORDS.items()}


def _forms(word: Message, lang: str) -> str | dict[str, str]:
    if not word.plural:
        return translation(word, lang)
    one, other = (translation(replace(word, count=count), lang) for count in (1, 2))
    return {"one": one, "other": other}
