"""A report's tables for papers and pages: LaTeX and Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from jjak.seeds.message import message
from jjak.workbench.report.content import Cell, Report, Say, Table, Text, speaker

_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "–": "--",
    "±": r"$\pm$",
    "→": r"$\rightarrow$",
    "−": "$-$",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "↑": r"$\uparrow$",
    "↓": r"$\downarrow$",
    "†": r"$\dagger$",
}


def render_latex(report: Report, lang: str = "en") -> str:
    """Every table as a `table` with booktabs' rules; signatures stand in the captions, or as a comment where there is none."""
    needed = speaker(lang)(message("needs \\usepackage{booktabs}; for Hangul also kotex or XeLaTeX"))
    return "\n".join([f"% {needed}", *_latex(report, speaker(lang)), ""])


def _latex(report: Report, say: Say) -> Iterator[str]:
    yield f"% {_line(say(report.title))}: {_line(say(report.lead))}"
    for name, value in report.signatures:
        yield f"% {_line(say(name))}: {_line(say(value))}"
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from ("", *_latex_table(block, say(section.title), say))


def _latex_table(table: Table, title: str, say: Say) -> Iterator[str]:
    yield "\\begin{table}"
    yield "\\centering"
    yield f"\\begin{{tabular}}{{{''.join('r' if column.figure else 'l' for column in table.columns)}}}"
    yield "\\toprule"
    yield " & ".join(tex(say(column.name)) for column in table.columns) + r" \\"
    yield "\\midrule"
    yield from (" & ".join(_tex_cell(cell, say) for cell in row) + r" \\" for row in table.rows)
    yield "\\bottomrule"
    yield "\\end{tabular}"
    yield f"\\caption{{{tex(' '.join(filter(None, (title, say(table.caption)))))}}}"
    yield "\\end{table}"


def tex(text: str) -> str:
    """The text with what LaTeX takes for commands written out."""
    return "".join(_LATEX.get(c, c) for c in _line(text))


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex_cell(cell: Cell, say: Say) -> str:
    text = tex(f"{say(cell.text)} {say(cell.note)}".strip())
    return rf"\textbf{{{text}}}" if cell.strong else text


def render_markdown(report: Report, lang: str = "en") -> str:
    """Headings, figures, tables and signatures; plots and examples are left to the page."""
    say = speaker(lang)

    def plain(text: Text) -> str:
        return markdown(say(text))

    lines = [f"# {plain(report.title)}", "", plain(report.lead), ""]
    if report.changes:
        lines += [f"> {plain(report.changes)}", ""]
    lines += [
        f"- {plain(h.name)}: **{plain(h.value)}** {markdown(f'{say(h.interval)} {say(h.note)}'.strip())}".rstrip()
        for h in report.headlines
    ]
    for section in report.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        lines += ["", f"## {plain(section.title)}"] if tables else []
        for table in tables:
            lines += ["", *_rows(table, say), *(["", plain(table.caption)] if table.caption else [])]
    made = plain(message("How was it made?"))
    return "\n".join([*lines, "", f"## {made}", "", *(_signature(*each, say) for each in report.signatures), ""])


def _signature(name: Text, value: Text, say: Say) -> str:
    return f"- {markdown(say(name))}: `{say(value)}`"


def _rows(table: Table, say: Say) -> Iterator[str]:
    yield "| " + " | ".join(markdown(say(column.name)) for column in table.columns) + " |"
    yield "|" + "|".join("---:" if column.figure else "---" for column in table.columns) + "|"
    yield from ("| " + " | ".join(_markdown_cell(cell, say) for cell in row) + " |" for row in table.rows)


def _markdown_cell(cell: Cell, say: Say) -> str:
    text = markdown(f"{say(cell.text)} {say(cell.note)}".strip())
    return f"**{text}**" if cell.strong and text else text


def markdown(text: str) -> str:
    """The text with what Markdown takes for marks escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in _line(text))
