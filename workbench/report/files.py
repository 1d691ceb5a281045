"""Reports to files and to standard output: a page with its figures beside it, or one format alone."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jjak.corpora.atomic_write import atomic_write
from jjak.seeds.errors import FormatError, unknown, unwritable
from jjak.workbench.report.content import Report
from jjak.workbench.report.html_page import render_html
from jjak.workbench.report.latex_markdown import render_latex, render_markdown
from jjak.workbench.report.terminal_text import render_text

FORMATS: dict[str, Callable[[Report], str]] = {"latex": render_latex, "markdown": render_markdown, "text": render_text}


def known_format(name: str) -> None:
    """Raises SettingError at an unknown format, before any work is done."""
    if name not in FORMATS and name != "json":
        raise unknown("format", name, [*FORMATS, "json"])


def rendered(report: Report, figures: Mapping[str, Any], name: str) -> str:
    """The report in the format called `name`; raises SettingError where there is none."""
    known_format(name)
    return as_json(figures) if name == "json" else FORMATS[name](report)


def write(report: Report, figures: Mapping[str, Any], out: Path) -> Path:
    """Write `out` (HTML) and the figures under the same name with `.json`, whose path is returned.

    Raises FormatError where they cannot be written.
    """
    beside = out.with_suffix(".json")
    if beside == out:
        raise FormatError(f"{out}: the page would overwrite its own figures", "Give a name that ends in .html.")
    try:
        with atomic_write([out, beside]) as files:
            for file, text in zip(files, (render_html(report), as_json(figures)), strict=True):
                file.write(text.encode())
    except OSError as error:
        raise unwritable(out, error) from error
    return beside


def as_json(figures: Mapping[str, Any]) -> str:
    return json.dumps(_finite(figures), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    """JSON has no figure for infinity, and none for what is no number."""
    if isinstance(value, Mapping):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def read_figures(path: Path, kind: str) -> dict[str, Any]:
    """The figures of an earlier report; raises FormatError where the file is none of this kind."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FormatError(f"{path}: {error.strerror or error}", "Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"{path}: {error}", "Give the .json that an earlier report wrote beside its page.") from error
    schema = found.get("schema", "") if isinstance(found, dict) else ""
    if schema != kind:
        raise FormatError(
            f"{path}: no figures of this kind of report (schema {schema or 'none'!r}, expected '{kind}')",
            "Give the .json that an earlier report wrote beside its page.",
        )
    return dict(found)
