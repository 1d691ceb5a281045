"""The commands that give a person something to look at."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from jjak.seeds.errors import SettingError
from jjak.workbench.commands.options import corpus_option

if TYPE_CHECKING:
    from jjak.corpora.store.corpus import Corpus


@click.command()
@click.argument("out", required=False, type=click.Path(path_type=Path), metavar="[OUT.html]")
@corpus_option
@click.option("--since", type=click.Path(path_type=Path), metavar="REPORT.json", help="Say what changed since this report.")
@click.option(
    "--format", "form", default="text", show_default=True, metavar="NAME", help="Without OUT: text, json, latex, markdown."
)
def report(out: Path | None, corpus: str, since: Path | None, form: str) -> None:
    """Write a report of the corpus to OUT.html, and its figures to OUT.json; without OUT, print it.

    \b
    Examples:
      jjak report report.html
      jjak report new.html --since report.json
      jjak report --format markdown
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.workbench.report.corpus_report import print_report, write_report
    from jjak.workbench.report.files import known_format

    known_format(form)
    with Corpus(corpus, create=False) as store:
        if out is None:
            print(print_report(store, form, since), end="")
        else:
            beside = write_report(store, out, since)
            print(f"{out}, with its figures in {beside}", file=sys.stderr)


@click.command()
@corpus_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Other than this machine's needs users."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8427, show_default=True, metavar="N", help="0 for any.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A name that this server is reached under.")
@click.option("--login", is_flag=True, help="Ask for a name and password on this machine too.")
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
@click.option("--verify", is_flag=True, help="Serve nothing: rebuild the reviews from their log, and compare.")
def review(corpus: str, host: str, port: int, names: tuple[str, ...], login: bool, show: bool, verify: bool) -> None:
    """Review the corpus in a browser; Ctrl+C stops it.

    \b
    Examples:
      jjak review --open
      jjak review --host 0.0.0.0 --name corpus.example.org
      jjak review --verify
    """
    import webbrowser

    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.users import Users
    from jjak.workbench.commands.exchange import export
    from jjak.workbench.web.app import host_policy, serve

    def ready(address: str) -> None:
        print(f"Reviewing {corpus} at {address} – Ctrl+C stops.", file=sys.stderr, flush=True)
        if show:
            webbrowser.open(address)

    with Corpus(corpus, create=not verify) as store:
        if verify:
            _verify(store)
        else:
            policy = host_policy(host, names, Users(store), login=login)
            serve(store, host, port, policy, {"export": export, "report": report}, ready)


def _verify(store: Corpus) -> None:
    """Print what the audit finds; exit code 1 where it finds anything."""
    from jjak.workbench.editing.audit import audit

    found = audit(store)
    for finding in found.findings:
        print(f"{finding.name} (unit {finding.bitext}): {finding.message}")
    print(f"{found.events:,} acts on {found.bitexts:,} units folded, {len(found.findings):,} differences")
    if found.findings:
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def users() -> None:
    """Say who may review where others can reach the server: add, list and remove users.

    \b
    Examples:
      jjak users add kim reviewer
      jjak users list
      jjak users remove kim
    """


@users.command("add")
@click.argument("name")
@click.argument("role", type=click.Choice(["reader", "reviewer", "admin"]), default="reviewer")
@corpus_option
@click.option("--password-stdin", "piped", is_flag=True, help="Read the password from standard input.")
def add_user(name: str, role: str, corpus: str, piped: bool) -> None:
    """Add a user, or give one another role and password, which is asked for.

    \b
    Example:
      jjak users add kim reviewer
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.users import Users

    password = (
        sys.stdin.readline().rstrip("\n") if piped else click.prompt("Password", hide_input=True, confirmation_prompt=True)
    )
    with Corpus(corpus) as store:
        Users(store).add(name, role, password)
    print(f"{name} is {role} of {corpus}", file=sys.stderr)


@users.command("list")
@corpus_option
def list_users(corpus: str) -> None:
    """Print the users with their roles.

    \b
    Example:
      jjak users list
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.users import Users
    from jjak.workbench.terminal import show_status

    with Corpus(corpus, create=False) as store:
        show_status([(user.name, f"{user.role} since {user.created}") for user in Users(store).all()])


@users.command("remove")
@click.argument("name")
@corpus_option
def remove_user(name: str, corpus: str) -> None:
    """Remove a user; what they did stays in the log.

    \b
    Example:
      jjak users remove kim
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.users import Users

    with Corpus(corpus, create=False) as store:
        if not Users(store).remove(name):
            raise SettingError(f"There is no user {name}", "`jjak users list` names them.")
    print(f"{name} is no user any more", file=sys.stderr)
