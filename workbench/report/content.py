"""What a report is made of, whatever it is written as. Every text in it is plain: who renders it escapes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jjak.eval.contrast import Run


@dataclass(frozen=True, slots=True)
class Cell:
    """text: what is shown; value: what a column is sorted by, text where None; strong: what a reader should see first; note:
    a smaller line under it; lang: of the text, where it is not the page's; runs: the same text with word differences."""

    text: str
    value: float | None = None
    strong: bool = False
    note: str = ""
    lang: str = ""
    runs: Sequence[Run] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """figure: aligned right; note: its unit or meaning; text: a sentence, which a phone shows on a line of its own."""

    name: str
    figure: bool = False
    note: str = ""
    text: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """rows: as many cells each as columns; caption: what a reader has to know of the figures, their signatures among it."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    caption: str = ""
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Plot:
    """svg: a whole inline element; title: what it shows; text: the same in words."""

    title: str
    svg: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """Lines of one sentence: each a label, a text with its language and its runs, and a figure or nothing."""

    title: str
    lines: Sequence[tuple[str, Cell]]


@dataclass(frozen=True, slots=True)
class Examples:
    title: str
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    rows: Sequence[tuple[str, str]]


Block = Table | Plot | Examples | Paragraph | Facts


@dataclass(frozen=True, slots=True)
class Section:
    """title: the question that it answers."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the few figures that a reader meets first. interval: empty where there is none; signature: the metric's."""

    name: str
    value: str
    interval: str = ""
    note: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """lead: what was measured, on what; changed: what is new since the last report, or empty; versions: what made it."""

    title: str
    lead: str
    headlines: Sequence[Headline]
    sections: Sequence[Section]
    made: str
    versions: Sequence[tuple[str, str]] = ()
    changed: str = ""
    signatures: Sequence[tuple[str, str]] = field(default=())


def number(value: float, digits: int = 1) -> Cell:
    return Cell(f"{value:.{digits}f}", value)


def count(value: int) -> Cell:
    return Cell(f"{value:,}", float(value))
