"""The section of a corpus's report that says what was left out of its documents: lines by reason, and examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.left_out import LeftOutSummary, left_out_of, left_out_summary
from jjak.seeds.message import counted, message
from jjak.workbench.report.content import Block, Cell, Column, Paragraph, Table, count
from jjak.workbench.report.names import LEFT_OUT

EXAMPLES = 3  # of each reason, each from another document
LONGEST = 200  # characters of an example


def left_out_figures(store: Corpus) -> dict[str, Any]:
    """Lines and documents by reason, examples, and of how many documents nobody knows."""
    found = left_out_summary(store)
    documents = Counter(reason for by in found.by_document.values() for reason in by)
    return {
        "lines": found.lines,
        "documents": {reason: documents[reason] for reason in found.lines},
        "unknown": found.unknown,
        "examples": list(_examples(store, found)),
    }


def _examples(store: Corpus, found: LeftOutSummary) -> Iterator[dict[str, Any]]:
    wanted = {reason: [id_ for id_, by in found.by_document.items() if reason in by][:EXAMPLES] for reason in found.lines}
    texts = left_out_of(store, sorted({id_ for ids in wanted.values() for id_ in ids}))
    for reason, ids in wanted.items():
        for id_ in ids:
            name, lines = texts[id_]
            line = next(each for each in lines if each.reason == reason)
            yield {"reason": reason, "name": name, "line": line.line, "text": line.text[:LONGEST]}


def left_out_blocks(figures: Mapping[str, Any]) -> Iterator[Block]:
    """How many lines were left out for each reason, and some of them."""
    rows = [
        [Cell(LEFT_OUT.get(name, name)), count(n), count(figures["documents"][name])] for name, n in figures["lines"].items()
    ]
    if rows:
        caption = message("Text of a document that is in no pair. The page of each document in the browser lists all of it.")
        yield Table(
            [Column(message("reason", context="left out")), Column(message("lines"), True), Column(message("documents"), True)],
            rows,
            caption,
        )
        examples = [
            [Cell(LEFT_OUT.get(each["reason"], each["reason"])), Cell(each["name"]), count(each["line"]), Cell(each["text"])]
            for each in figures["examples"]
        ]
        columns = [Column(message("reason", context="left out")), Column(message("document")), Column(message("line"), True)]
        yield Table([*columns, Column(message("text"), text=True)], examples, message("Examples."))
    if figures["unknown"]:
        yield Paragraph(
            counted(
                "{count} document was built before jjak kept what is left out; build it again into a new corpus to see.",
                "{count:,} documents were built before jjak kept what is left out; build them again into a new corpus to see.",
                figures["unknown"],
            ),
            quiet=True,
        )
