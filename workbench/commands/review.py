"""`jjak review`: the server of the workbench, and the audit of its log."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from jjak.seeds.secrets import without_secrets
from jjak.workbench.commands.options import corpus_option, json_option, print_json
from jjak.workbench.commands.parsing import Command, Renamed

if TYPE_CHECKING:
    from jjak.corpora.store.corpus import Corpus
    from jjak.workbench.editing.audit import Audit


@click.command(cls=Command, renamed=[Renamed("--name", "--allowed-host")])
@corpus_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Other than this machine's needs users."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8427, show_default=True, metavar="N", help="0 for any.")
@click.option("--allowed-host", "names", multiple=True, metavar="NAME", help="A name that this server is reached under.")
@click.option("--login", is_flag=True, help="Ask for a name and password on this machine too.")
@click.option("--open", "show", is_flag=True, help="Open the page in a browser.")
@click.option("--verify", is_flag=True, help="Serve nothing: rebuild the reviews from their log, and compare.")
@json_option
def review(
    corpus: str, host: str, port: int, names: tuple[str, ...], login: bool, show: bool, verify: bool, as_json: bool
) -> None:
    """Review the corpus in a browser; Ctrl+C stops it.

    \b
    Examples:
      jjak review --open
      jjak review --host 0.0.0.0 --allowed-host corpus.example.org
      jjak review --verify
    """
    import webbrowser

    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.users import Users
    from jjak.workbench.commands.export import export
    from jjak.workbench.commands.report import report
    from jjak.workbench.web.app import host_policy, serve

    def ready(address: str) -> None:
        print(f"Reviewing {without_secrets(corpus)} at {address} – Ctrl+C stops.", file=sys.stderr, flush=True)
        if show:
            webbrowser.open(address)

    with Corpus(corpus, create=not verify) as store:
        if verify:
            _verify(store, as_json)
        else:
            policy = host_policy(host, names, Users(store), login=login)
            serve(store, host, port, policy, {"export": export, "report": report}, ready)


def _verify(store: Corpus, as_json: bool) -> None:
    """Print what the audit finds; exit code 1 where it finds anything."""
    from jjak.workbench.editing.audit import audit

    found = audit(store)
    if as_json:
        rows = [{"name": each.name, "bitext": each.bitext, "message": str(each.message)} for each in found.findings]
        print_json({"events": found.events, "bitexts": found.bitexts, "findings": rows})
    else:
        _show(found)
    if found.findings:
        sys.exit(1)


def _show(found: Audit) -> None:
    for finding in found.findings:
        print(f"{finding.name} (unit {finding.bitext}): {finding.message}")
    print(f"{found.events:,} acts on {found.bitexts:,} units folded, {len(found.findings):,} differences")
