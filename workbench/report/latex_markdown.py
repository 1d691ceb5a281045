"""A report's tables for papers and pages: LaTeX and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jjak.workbench.report.content import Cell, Report, Table

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


def render_latex(report: Report) -> str:
    """Every table as a `table` with booktabs' rules; signatures stand in the captions, or as a comment where there is none."""
    return "\n".join(["% needs \\usepackage{booktabs}; for Hangul also kotex or XeLaTeX", *_latex(report), ""])


def _latex(report: Report) -> Iterator[str]:
    yield f"% {report.title}: {report.lead}"
    for name, value in report.signatures:
        yield f"% {name}: {value}"
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield ""
                yield "\\begin{table}"
                yield "\\centering"
                yield f"\\begin{{tabular}}{{{''.join('r' if column.figure else 'l' for column in block.columns)}}}"
                yield "\\toprule"
                yield " & ".join(tex(column.name) for column in block.columns) + r" \\"
                yield "\\midrule"
                yield from (" & ".join(_tex_cell(cell) for cell in row) + r" \\" for row in block.rows)
                yield "\\bottomrule"
                yield "\\end{tabular}"
                yield f"\\caption{{{tex(' '.join(filter(None, (section.title, block.caption))))}}}"
                yield "\\end{table}"


def tex(text: str) -> str:
    """The text with what LaTeX takes for commands written out."""
    return "".join(_LATEX.get(c, c) for c in " ".join(text.split()))


def _tex_cell(cell: Cell) -> str:
    text = tex(f"{cell.text} {cell.note}".strip())
    return rf"\textbf{{{text}}}" if cell.strong else text


def render_markdown(report: Report) -> str:
    lines = [f"# {markdown(report.title)}", "", markdown(report.lead), ""]
    if report.changed:
        lines += [f"> {markdown(report.changed)}", ""]
    lines += [
        f"- {markdown(h.name)}: **{markdown(h.value)}** {markdown(f'{h.interval} {h.note}'.strip())}" for h in report.headlines
    ]
    for section in report.sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        lines += ["", f"## {markdown(section.title)}"] if tables else []
        for table in tables:
            lines += ["", *_rows(table), *(["", markdown(table.caption)] if table.caption else [])]
    lines += ["", "## Signatures", "", *(f"- {markdown(name)}: `{value}`" for name, value in report.signatures), ""]
    return "\n".join(lines)


def _rows(table: Table) -> Iterator[str]:
    yield "| " + " | ".join(markdown(column.name) for column in table.columns) + " |"
    yield "|" + "|".join("---:" if column.figure else "---" for column in table.columns) + "|"
    yield from ("| " + " | ".join(_each(row, _markdown_cell)) + " |" for row in table.rows)


def _each(row: Sequence[Cell], shown: Callable[[Cell], str]) -> Iterator[str]:
    return (shown(cell) for cell in row)


def _markdown_cell(cell: Cell) -> str:
    text = markdown(f"{cell.text} {cell.note}".strip())
    return f"**{text}**" if cell.strong and text else text


def markdown(text: str) -> str:
    """The text with what Markdown takes for marks escaped."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>|#" else c for c in " ".join(text.split()))
