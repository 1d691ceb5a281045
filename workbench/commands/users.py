"""`jjak users`: who may review."""

from __future__ import annotations

import sys

import click

from jjak.seeds.errors import SettingError
from jjak.seeds.secrets import without_secrets
from jjak.workbench.commands.options import HELP, corpus_option, json_lines_option, print_json
from jjak.workbench.commands.parsing import Choice, Group


@click.group(cls=Group, context_settings=HELP)
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
    from jjak.corpora.store.users import Users
    from jjak.workbench.terminal import show_status

    with Corpus(corpus, create=False) as store:
        found = Users(store).all()
    if as_json:
        for user in found:
            print_json({"name": user.name, "role": user.role, "created": user.created})
    else:
        show_status([(user.name, f"{user.role} since {user.created}") for user in found])


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
