"""The command line: the commands in the order in which a person needs them, and how errors come out."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack
from types import TracebackType

import click

from jjak.seeds.errors import JjakError, SettingError, unwritable
from jjak.seeds.import_path import without_this_folder
from jjak.workbench.commands.parsing import Entry, LazyGroup

COMMANDS = {
    "build": Entry("build:build", "Segment, translate, align, score and store documents."),
    "status": Entry("status:status", "Say what a corpus holds."),
    "import": Entry("import_pairs:import_", "Bring pairs in from files of other tools."),
    "imports": Entry("imports:imports", "List, show, correct and remove what was imported."),
    "export": Entry("export:export", "Take the pairs of a corpus out."),
    "backup": Entry("backup:backup", "Copy a corpus to a file, while it is in use too."),
    "restore": Entry("restore:restore", "Put a backup in the place of a corpus."),
    "check": Entry("check:check", "Look at every page of a corpus; exit code 1 where it is damaged."),
    "report": Entry("report:report", "Say what a corpus holds and how good it is, on one page."),
    "eval": Entry("evaluate:evaluate", "Score translations against a reference, alignments against gold."),
    "review": Entry("review:review", "Review a corpus in a browser."),
    "users": Entry("users:users", "Say who may review."),
    "segment": Entry("segment:segment", "Print the segments of documents."),
    "translate": Entry("translate:translate", "Translate: a line in, a line out."),
    "align": Entry("align:align", "Align two texts, one sentence a line."),
    "models": Entry("models:models", "List, check, add and remove models."),
    "train": Entry("train:train", "Fine-tune a model, or train one by a recipe."),
    "doctor": Entry("doctor:doctor", "Say what is installed and what is missing; for bug reports too."),
    "completion": Entry("completion:completion", "Print what makes a shell complete commands."),
}


@click.group(
    cls=LazyGroup, entries=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="jjak")
def jjak() -> None:
    """A bilingual translation and alignment workbench, Korean–English first.

    Documents go in; a scored parallel corpus with its provenance comes out.

    \b
    Examples:
      jjak build seeds/documents          translate, align, score and store documents
      jjak status                         what the corpus holds
      jjak export pairs.tmx               take the pairs out
    """


def main() -> None:
    """The entry point: errors a person can cause come out in two lines, with exit code 1, or 2 for wrong usage."""
    without_this_folder()
    _fill_closed()
    sys.excepthook = _reported
    with ExitStack() as stack:
        stack.callback(_close_quietly)
        try:
            jjak.main(standalone_mode=False)
            sys.stdout.flush()
        except click.exceptions.Exit as stop:
            sys.exit(stop.exit_code)
        except click.ClickException as error:
            error.show()
            sys.exit(2)
        except click.Abort:
            sys.exit(130)
        except JjakError as error:
            _complain(error)
            sys.exit(2 if isinstance(error, SettingError) else 1)
        except BrokenPipeError:
            sys.exit(0)
        except OSError as error:
            _complain(unwritable(error.filename or "standard output", error))
            sys.exit(1)


def _fill_closed() -> None:
    """Give a standard stream that was closed, as by `>&-`, a place: the next file that is opened would take its number, and
    what is said would be written into it."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    for name, place in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(place, "r" if name == "stdin" else "w"))


def _complain(error: JjakError) -> None:
    from jjak.workbench.terminal import complain

    complain(error)


def _reported(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A fault of ours, as Python reports it, without passwords: libraries say the address that they were called with."""
    from traceback import format_exception

    from jjak.seeds.secrets import without_secrets

    sys.stderr.write(without_secrets("".join(format_exception(kind, error, trace))))


def _close_quietly() -> None:
    """A reader such as `head` that went away is no error of ours, and what could not be written was said."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
