"""`jjak users`: who may review."""

from __future__ import annotations

import sys

import click

from jjak.seeds.errors import SettingError
from jjak.seeds.message import counted
from jjak.seeds.secrets import without_secrets
from jjak.workbench.commands.options import HELP, corpus_option, json_lines_option, print_json
from jjak.workbench.commands.parsing import Choice, Group
from jjak.workbench.terminal import said


@click.group(cls=Group, context_settings=HELP)
def users() -> None:
    """Say who may review where others can reach the server: add, list and remove users, and say what they see.

    \b
    Examples:
      jjak users add kim reviewer
      jjak users assign kim "treaty*" minutes.txt
      jjak users list
      jjak users remove kim
    """


@users.command("add")
@click.argument("name")
@click.argument("role", type=Choice(["reader", "reviewer", "admin"]), default="reviewer")
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
        user = Users(store).add(name, role, password)
    seen = "the documents that are assigned to them" if user.assigned_only else "every document"
    print(f"{name} is {role} of {without_secrets(corpus)} and sees {seen}", file=sys.stderr)


@users.command("list")
@corpus_option
@json_lines_option
def list_users(corpus: str, as_json: bool) -> None:
    """Print the users with their roles.

    \b
    Example:
      jjak users list
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.people import People
    from jjak.corpora.store.users import Users
    from jjak.workbench.terminal import show_status

    with Corpus(corpus, create=False) as store:
        found = [(user, People(store).seen_by(user)) for user in Users(store).all()]
    if as_json:
        for user, seen in found:
            documents = None if seen is None else len(seen)
            print_json({"name": user.name, "role": user.role, "created": user.created, "assigned": documents})
    else:
        show_status([(user.name, f"{user.role} since {user.created}{_seen(seen)}") for user, seen in found])


def _seen(seen: frozenset[int] | None) -> str:
    """What a user sees, where that is not everything."""
    return "" if seen is None else f", {said(counted('{count} document', '{count:,} documents', len(seen)))}"


@users.command("assign")
@click.argument("name")
@click.argument("documents", nargs=-1)
@click.option("--all", "all_of_them", is_flag=True, help="Let them see all documents again.")
@corpus_option
def assign_documents(name: str, documents: tuple[str, ...], all_of_them: bool, corpus: str) -> None:
    """Let a user see these documents and no others, in the review and in exports; * stands for any characters.

    What was assigned before is taken back.

    \b
    Examples:
      jjak users assign kim "treaty*" minutes.txt
      jjak users assign kim --all
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.people import People

    if bool(documents) == all_of_them:
        raise SettingError("Which documents {name} sees is not said", "Name some, or give --all alone.", name=name)
    with Corpus(corpus, create=False) as store:
        count = People(store).let_see(name, None if all_of_them else documents)
    print(said(counted("{name} sees {count} document", "{name} sees {count:,} documents", count, name=name)), file=sys.stderr)


@users.command("remove")
@click.argument("name")
@corpus_option
def remove_user(name: str, corpus: str) -> None:
    """Remove a user, with every link that invites them; what they did stays in the log.

    \b
    Example:
      jjak users remove kim
    """
    from jjak.corpora.store.corpus import Corpus
    from jjak.corpora.store.users import Users

    with Corpus(corpus, create=False) as store:
        if not Users(store).remove(name):
            raise SettingError("There is no user {name}", "`jjak users list` names them.", name=name)
    print(f"{name} is no user any more", file=sys.stderr)
