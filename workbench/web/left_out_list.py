"""What was left out of the documents of a bitext, as their page lists it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from jjak.align.text.languages import scripts_in
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.left_out import LeftOut, left_out_of
from jjak.workbench.report.content import Text
from jjak.workbench.report.names import LEFT_OUT, by_reason

LINES, LONGEST = 300, 300  # lines of a document that are listed, and characters of one


class ListedLine(NamedTuple):
    """lang: what a browser takes it for, where its letters say so."""

    line: int
    reason: Text
    text: str
    lang: str


class ListedDocument(NamedTuple):
    """more: lines that are not listed."""

    name: str
    lines: Sequence[ListedLine]
    more: int


class LeftOutList(NamedTuple):
    """total: of all lines; reasons: how many for each."""

    total: int
    reasons: Text
    documents: Sequence[ListedDocument]


def left_out_list(store: Corpus, ids: Sequence[str]) -> LeftOutList | None:
    """Of the documents with these ids, in their order; None where nothing was left out, or nobody knows."""
    found = left_out_of(store, list(dict.fromkeys(ids)))
    kept = [found[id_] for id_ in dict.fromkeys(ids) if id_ in found and found[id_][1]]
    if not kept:
        return None
    counts = Counter(line.reason for _, lines in kept for line in lines)
    documents = [ListedDocument(name, [_listed(line) for line in lines[:LINES]], len(lines[LINES:])) for name, lines in kept]
    return LeftOutList(counts.total(), by_reason(dict(counts.most_common())), documents)


def _listed(line: LeftOut) -> ListedLine:
    text = line.text if len(line.text) <= LONGEST else f"{line.text[:LONGEST]}…"
    lang = "ko" if "hangul" in scripts_in(text) else ""
    return ListedLine(line.line, LEFT_OUT.get(line.reason, line.reason), text, lang)
