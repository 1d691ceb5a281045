"""What a report is made of, whatever it is written as and in whatever language.

Every text in it is plain: who renders it says it in a language and escapes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jjak.seeds.message import Message
from jjak.workbench.messages.catalogue import localized

if TYPE_CHECKING:
    from jjak.eval.contrast import Run

Text = str | Message
"""A message is said in the report's language; a string (a name, a figure, a sentence of the corpus) stays as it is."""

Say = Callable[[Text], str]
"""Gives a text in one language."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure or a text of a table.

    Attributes:
        text: What is shown.
        value: What a column is sorted by, the text where None.
        strong: Whether a reader should see it first.
        note: A smaller line under it.
        lang: The language of the text, where it is not the report's.
        runs: The same text with word differences.
    """

    text: Text
    value: float | None = None
    strong: bool = False
    note: Text = ""
    lang: str = ""
    runs: Sequence[Run] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: Its heading.
        figure: Whether it holds figures, which are aligned right.
        note: Their unit or meaning.
        text: Whether it holds sentences, which a phone shows on a line of their own.
    """

    name: Text
    figure: bool = False
    note: Text = ""
    text: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns.

    Attributes:
        columns: The headings.
        rows: The cells.
        caption: What a reader has to know of the figures, their signatures among it.
        sortable: Whether a page lets its reader sort it.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    caption: Text = ""
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class IntervalPlot:
    """A point with its interval a row.

    Attributes:
        title: What it shows.
        unit: What the axis measures.
        rows: Name, value, low and high end.
        digits: That values are shown with after the point.
    """

    title: Text
    unit: Text
    rows: Sequence[tuple[Text, float, float, float]]
    digits: int = 1


@dataclass(frozen=True, slots=True)
class HistogramPlot:
    """How many things have values from each edge to the next.

    Attributes:
        title: What it shows.
        unit: What the axis measures.
        edges: The ends of the bins, one more than `counts`.
        counts: How many are in each bin.
        counted: What is counted.
    """

    title: Text
    unit: Text
    edges: Sequence[float]
    counts: Sequence[int]
    counted: Text


@dataclass(frozen=True, slots=True)
class LinePlot:
    """A line over ordered classes for each series.

    Attributes:
        title: What it shows.
        unit: What the values measure.
        classes: The names of the classes.
        series: Name, and a value for each class.
        axis: What the classes are.
        digits: That values are said with after the point.
    """

    title: Text
    unit: Text
    classes: Sequence[Text]
    series: Sequence[tuple[Text, Sequence[float]]]
    axis: Text
    digits: int = 1


@dataclass(frozen=True, slots=True)
class BarPlot:
    """A bar a row.

    Attributes:
        title: What it shows.
        unit: What the bars measure.
        rows: Name and value.
    """

    title: Text
    unit: Text
    rows: Sequence[tuple[Text, float]]


Plot = IntervalPlot | HistogramPlot | LinePlot | BarPlot


@dataclass(frozen=True, slots=True)
class Example:
    """Lines of one sentence: each a label, and a text with its language, its runs and a figure or nothing as its note."""

    title: Text
    lines: Sequence[tuple[Text, Cell]]


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples of one kind."""

    title: Text
    examples: Sequence[Example]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text; `quiet` where it explains rather than reports."""

    text: Text
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    rows: Sequence[tuple[Text, Text]]


Block = Table | Plot | Examples | Paragraph | Facts


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading, which is the question that they answer."""

    title: Text
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the few figures that a reader meets first.

    Attributes:
        name: What it is.
        value: The figure.
        interval: Its confidence interval, empty where there is none.
        note: What it is of.
        signature: The metric's.
    """

    name: Text
    value: Text
    interval: Text = ""
    note: Text = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report.

    Attributes:
        title: What it is of.
        lead: What was measured, on what.
        headlines: The figures that a reader meets first.
        sections: Questions and answers.
        made: When, with what.
        versions: Of what made it, by package.
        changes: What is new since an earlier report, or empty.
        signatures: How each figure was measured.
    """

    title: Text
    lead: Text
    headlines: Sequence[Headline]
    sections: Sequence[Section]
    made: Text
    versions: Sequence[tuple[str, str]] = ()
    changes: Text = ""
    signatures: Sequence[tuple[Text, Text]] = field(default=())


def speaker(lang: str) -> Say:
    """What gives a report's texts in the language `lang`, `ko` or `en`."""
    return lambda text: text if isinstance(text, str) else localized(text, lang)


def joined(parts: Sequence[Text], between: str = ", ") -> Message:
    """Texts in a row, as one. It joins items of a list and whole sentences, never pieces of one: those no language shares."""
    names = [f"part{at}" for at in range(len(parts))]
    return Message(between.join(f"{{{name}}}" for name in names), dict(zip(names, parts, strict=True)))


def number(value: float, digits: int = 1) -> Cell:
    """A cell with a figure of so many digits after the point."""
    return Cell(f"{value:.{digits}f}", value)


def count(value: int) -> Cell:
    """A cell with a number of things."""
    return Cell(f"{value:,}", float(value))
