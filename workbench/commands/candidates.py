"""What a shell may complete a value to: names from the tables that the commands themselves look into, and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click
from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def _of(names: Callable[[], Iterable[str]], *, or_files: bool = False) -> Completer:
    """Completes from a table, which is loaded only when somebody asks."""

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        # of `ko-en=NAME` the shell completes what follows the sign, and of `a,b` the last name
        head = incomplete[: max(incomplete.rfind("="), incomplete.rfind(",")) + 1]
        begun = incomplete[len(head) :]
        found = [CompletionItem(head + name) for name in sorted(names()) if name.startswith(begun)]
        return found or ([CompletionItem(incomplete, type="file")] if or_files else [])

    return complete


def _models() -> Iterable[str]:
    from jjak.align.mt.checkpoint import EMBEDDED
    from jjak.align.mt.registry import added

    return [EMBEDDED, "auto", *added()]


def _listed() -> Iterable[str]:
    from jjak.align.mt.catalogue import RECOMMENDED, catalogue

    return [RECOMMENDED, *catalogue()]


def _added() -> Iterable[str]:
    from jjak.align.mt.registry import added

    return added()


def _aligners() -> Iterable[str]:
    from jjak.align.sentence.aligners import ALIGNERS

    return ALIGNERS


def _engines() -> Iterable[str]:
    from jjak.align.mt.engines import ENGINES

    return ENGINES


def _encoders() -> Iterable[str]:
    from jjak.align.sentence.encoders import encoders

    return encoders()


def _formats() -> Iterable[str]:
    from jjak.corpora.formats import DATASET, FORMATS

    return [*FORMATS, DATASET]


def _report_formats() -> Iterable[str]:
    from jjak.workbench.report.files import FORMATS

    return FORMATS


def _filters() -> Iterable[str]:
    from jjak.corpora.filters import FILTERS

    return FILTERS


def _metrics() -> Iterable[str]:
    from jjak.eval.plugins import available

    return available()


def _statuses() -> Iterable[str]:
    from jjak.corpora.pair import Status

    return Status


models = _of(_models, or_files=True)
added_models = _of(_added)
listed_models = _of(_listed, or_files=True)
aligners = _of(_aligners)
engines = _of(_engines)
encoders = _of(_encoders)
formats = _of(_formats)
report_formats = _of(_report_formats)
filters = _of(_filters)
metrics = _of(_metrics)
statuses = _of(_statuses)
files = _of(tuple, or_files=True)
