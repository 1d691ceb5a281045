"""The command line: the commands in the order in which a person needs them, and how errors come out."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack

import click

from jjak.seeds.errors import JjakError, SettingError, unwritable
from jjak.workbench.commands.align import align
from jjak.workbench.commands.backup import backup
from jjak.workbench.commands.build import build
from jjak.workbench.commands.check import check
from jjak.workbench.commands.evaluate import evaluate
from jjak.workbench.commands.export import export
from jjak.workbench.commands.import_pairs import import_
from jjak.workbench.commands.models import models
from jjak.workbench.commands.report import report
from jjak.workbench.commands.restore import restore
from jjak.workbench.commands.review import review
from jjak.workbench.commands.segment import segment
from jjak.workbench.commands.status import status
from jjak.workbench.commands.train import train
from jjak.workbench.commands.translate import translate
from jjak.workbench.commands.users import users
from jjak.workbench.terminal import complain


class _Group(click.Group):
    """Commands in the order in which a person needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


_CORPUS = (build, status, import_, export, backup, restore, check, report, evaluate, review, users)
for _command in (*_CORPUS, segment, translate, align, models, train):
    jjak.add_command(_command)


def main() -> None:
    """The entry point: errors a person can cause come out in two lines, with exit code 1, or 2 for wrong usage."""
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
        except SettingError as error:
            complain(error)
            sys.exit(2)
        except JjakError as error:
            complain(error)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(0)
        except OSError as error:
            complain(unwritable(error.filename or "standard output", error))
            sys.exit(1)


def _close_quietly() -> None:
    """A reader such as `head` that went away is no error of ours, and what could not be written was said."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
