"""`jjak completion`: the script that makes a shell complete commands, options and values."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from jjak.workbench.commands.parsing import Choice, Command

SHELLS = ("bash", "zsh", "fish")


@click.command(cls=Command)
@click.argument("shell", type=Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes a shell complete commands, options, names of models, aligners, formats and files.

    \b
    Examples:
      jjak completion bash > ~/.local/share/bash-completion/completions/jjak
      eval "$(jjak completion zsh)"
      jjak completion fish > ~/.config/fish/completions/jjak.fish
    """
    kind = get_completion_class(shell)
    assert kind is not None, "click knows these three"
    click.echo(kind(click.get_current_context().find_root().command, {}, "jjak", "_JJAK_COMPLETE").source())
