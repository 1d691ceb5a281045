"""What an export of a document in its own layout says when it is done."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from jjak.corpora.exchange.translated_spans import Stays
from jjak.seeds.message import Message, counted, message
from jjak.workbench.terminal import said

if TYPE_CHECKING:
    from jjak.corpora.exchange.original_export import WrittenOriginal

PLACES = 5  # places that are named


def show_original(done: WrittenOriginal, out: str) -> None:
    """How much is translated, what stays as it is, and what was guessed."""
    for line in _lines(done, out):
        print(said(line), file=sys.stderr)


def original_table(done: WrittenOriginal, out: str) -> dict[str, Any]:
    """The same as JSON."""
    spans = done.spans
    return {
        "document": done.document,
        "translation": done.translation,
        "files": [] if out == "-" else [out],
        "translated": len(spans.spans),
        "machine": spans.machine,
        "unreviewed": spans.unreviewed,
        "stays": {str(reason): count for reason, count in spans.stays.items()},
        "guessed": done.guessed,
        "places": list(done.places),
        "filled": done.filled,
        "parted": spans.parted,
        "encoding": done.encoding,
    }


def _lines(done: WrittenOriginal, out: str) -> Iterator[Message]:
    spans = done.spans
    stays = {
        Stays.UNREVIEWED: counted(
            "{count} sentence stays as it is, unreviewed (--unreviewed)",
            "{count:,} sentences stay as they are, unreviewed (--unreviewed)",
            spans.stays[Stays.UNREVIEWED],
        ),
        Stays.REJECTED: counted(
            "{count} sentence stays as it is: its translation was rejected",
            "{count:,} sentences stay as they are: their translations were rejected",
            spans.stays[Stays.REJECTED],
        ),
        Stays.UNTRANSLATED: counted(
            "{count} sentence stays as it is: it has no translation",
            "{count:,} sentences stay as they are: they have no translation",
            spans.stays[Stays.UNTRANSLATED],
        ),
    }
    yield from (line for reason, line in stays.items() if spans.stays[reason])
    if spans.machine:
        yield counted("{count} is a machine's, unreviewed", "{count:,} are a machine's, unreviewed", spans.machine)
    if spans.unreviewed:
        yield counted("{count} is a person's, unreviewed", "{count:,} are a person's, unreviewed", spans.unreviewed)
    if done.filled:
        yield counted(
            "{count} number or date stays: a program fills it in",
            "{count:,} numbers and dates stay: a program fills them in",
            done.filled,
        )
    yield from _guesses(done)
    if out != "-":
        yield counted(
            "{count} text of {document} translated in {out}",
            "{count:,} texts of {document} translated in {out}",
            len(spans.spans),
            document=done.document,
            out=out,
        )


def _guesses(done: WrittenOriginal) -> Iterator[Message]:
    if done.guessed:
        yield counted(
            "in {count} text tags or formatting were placed by its length; look at it",
            "in {count:,} texts tags or formatting were placed by their length; look at them",
            done.guessed,
        )
    if done.places:
        yield message("formatting was placed by length in {places}", places="; ".join(done.places[:PLACES]))
    if done.spans.parted:
        yield counted(
            "{count} translation was parted over several paragraphs or cues by length",
            "{count:,} translations were parted over several paragraphs or cues by length",
            done.spans.parted,
        )
    if done.swapped:
        yield counted("{count} text has → for -->", "{count:,} texts have → for -->", done.swapped)
    if done.encoding:
        yield message(
            "written in {encoding}: the document's own encoding does not hold the translation", encoding=done.encoding
        )
