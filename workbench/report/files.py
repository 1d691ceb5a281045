"""Reports to files and to standard output: a page with its figures beside it, or one format alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jjak.corpora.atomic_write import atomic_write
from jjak.seeds.errors import FormatError, unknown, unwritable
from jjak.seeds.json_values import finite
from jjak.seeds.message import message
from jjak.workbench.messages.catalogue import localized
from jjak.workbench.report.content import Report
from jjak.workbench.report.html_page import render_html
from jjak.workbench.report.latex_markdown import render_latex, render_markdown
from jjak.workbench.report.terminal_text import render_text
from jjak.workbench.terminal import harmless

FORMATS: dict[str, Callable[[Report, str], str]] = {"latex": render_latex, "markdown": render_markdown, "text": render_text}

_EARLIER = message("Give the .json that an earlier report wrote beside its page.")


def known_format(name: str) -> None:
    """Raises SettingError at an unknown format, before any work is done."""
    if name not in FORMATS and name != "json":
        raise unknown("format", name, [*FORMATS, "json"])


def rendered(report: Report, figures: Mapping[str, Any], name: str, lang: str = "en") -> str:
    """The report in a format for terminals and papers, or its figures.

    Args:
        report: What a person reads.
        figures: What a program reads; they are the same in every language.
        name: One of `FORMATS`, or `json`.
        lang: `ko` or `en`.

    Raises:
        SettingError: There is no such format.
    """
    known_format(name)
    return as_json(figures) if name == "json" else FORMATS[name](report, lang)


def write(report: Report, figures: Mapping[str, Any], out: Path, lang: str = "en") -> Path:
    """Write the page in the language `lang`, and the figures beside it under the same name with `.json`.

    Returns:
        Where the figures are.

    Raises:
        FormatError: They cannot be written.
    """
    beside = out.with_suffix(".json")
    if beside == out:
        raise FormatError("{out}: the page would overwrite its own figures", "Give a name that ends in .html.", out=out)
    try:
        with atomic_write([out, beside]) as files:
            for file, text in zip(files, (render_html(report, lang), as_json(figures)), strict=True):
                file.write(text.encode())
    except OSError as error:
        raise unwritable(out, error) from error
    return beside


def show_written(page: Path, figures: Path, lang: str) -> None:
    """Say on standard error where a report and its figures are."""
    written = message("{page}, with its figures in {figures}", page=page, figures=figures)
    print(harmless(localized(written, lang)), file=sys.stderr)


def as_json(figures: Mapping[str, Any]) -> str:
    return json.dumps(finite(figures), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def read_figures(path: Path, kind: str) -> dict[str, Any]:
    """The figures of an earlier report; raises FormatError where the file is none of this kind."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormatError("{path}: {cause}", "Check the path.", path=path, cause=error.strerror or error) from error
    except (ValueError, RecursionError) as error:
        raise FormatError("{path}: {cause}", _EARLIER, path=path, cause=error) from error
    schema = found.get("schema", "") if isinstance(found, dict) else ""
    if schema != kind:
        raise FormatError(
            "{path}: no figures of this kind of report (its schema is '{schema}', expected '{kind}')",
            _EARLIER,
            path=path,
            schema=schema or "none",
            kind=kind,
        )
    return dict(found)
