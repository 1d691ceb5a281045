"""Old spellings, the nearest name for a misspelt one, and commands that load when they run."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from jjak.corpora.store.corpus import Corpus
from jjak.workbench.cli import COMMANDS, jjak
from jjak.workbench.commands.parsing import UNTIL, Command, leaves

# a command line in the old spelling, and in that of now
SPELLINGS = [
    ("build --list a.tsv --list b.tsv", "build --files-from a.tsv --files-from b.tsv"),
    ("build x --largest=9", "build x --max-bytes 9"),
    ("build x --engine ray --address auto", "build x --executor ray --address auto"),
    ("build x --engine=ray", "build x --executor=ray"),
    ("import a.tmx --source us", "import a.tmx --attribution us"),
    ("report --format json", "report --json"),
    ("review --name a.org --name b.org", "review --allowed-host a.org --allowed-host b.org"),
    ("models add place --as mine", "models add place --name mine"),
    ("eval mt --list", "eval mt --list-metrics"),
    ("eval mt --data d --pair en-ko", "eval mt --data d --direction en-ko"),
    ("eval mt --documents d --kinds=k", "eval mt --document-file d --kind-file k"),
    ("eval mt --format json", "eval mt --json"),
    ("eval alignment --gold g --test t --format json", "eval alignment --gold g --test t --json"),
    ("train out --shares 0.8,0.1,0.1", "train out --split train=0.8,dev=0.1,test=0.1"),
    ("train out --by pair", "train out --split-by pair"),
    ("train out --recipe r.toml", "train out --training-recipe r.toml"),
]


def parsed(line: str, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str]:
    """The values that a command line gives its command, and what is said meanwhile."""
    words = shlex.split(line)
    commands = leaves(jjak)
    name = next(each for each in (" ".join(words[:2]), words[0]) if each in commands)
    context = commands[name].make_context(name, words[len(name.split()) :])
    return context.params, capsys.readouterr().err


@pytest.mark.parametrize(("old", "new"), SPELLINGS)
def test_an_old_spelling_does_what_the_new_one_does_and_names_it(
    old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert parsed(new, capsys)[1] == ""
    values, said = parsed(old, capsys)
    assert values == parsed(new, capsys)[0]
    lines = said.splitlines()
    assert lines
    assert all(line.startswith("note: --") and f"until jjak {UNTIL}" in line for line in lines)
    named = {word for line in lines for word in line.split() if word.startswith("--")}
    assert named & set(shlex.split(new.replace("=", " ")))


def test_every_old_spelling_is_tried_and_none_is_the_name_of_something_else() -> None:
    tried = [line.split() for line, _ in SPELLINGS]
    for name, command in leaves(jjak).items():
        assert isinstance(command, Command)
        known = {option for parameter in command.params for option in parameter.opts}
        for change in command.renamed:
            assert change.new in known
            assert change.only or change.old not in known
            assert any(
                " ".join(words).startswith(name) and change.old in {word.split("=")[0] for word in words} for words in tried
            )


def test_old_spellings_go_when_their_time_is_over() -> None:
    numbers = [tuple(int(part) for part in text.split(".")[:2]) for text in (version("jjak"), UNTIL)]
    assert numbers[0] < numbers[1], "remove the old spellings from the commands and from the settings"


def test_a_value_that_looks_like_an_old_spelling_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    values, said = parsed("build x --licence --list", capsys)
    assert (values["licence"], said) == ("--list", "")
    values, said = parsed("build --engine transformers -- --list", capsys)
    assert (values["engine"], values["paths"], said) == ("transformers", (Path("--list"),), "")


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("bild", "No such command 'bild'. Did you mean 'build'?"),
        ("models chekc x", "No such command 'chekc'. Did you mean 'check'?"),
        ("users lst", "Did you mean 'list'?"),
        ("eval alignments", "Did you mean 'alignment'?"),
        ("build x --beem 3", "Did you mean '--beam'?"),
        ("status --jsn", "Did you mean '--json'?"),
        ("export x --split-by clustr", "Did you mean 'cluster'?"),
        ("train x --precision fp3", "Did you mean 'fp32'?"),
        ("users add kim reviwer", "Did you mean 'reviewer'?"),
        ("completion zish", "Did you mean 'zsh'?"),
    ],
)
def test_what_is_misspelt_is_told_with_the_nearest_name(line: str, near: str) -> None:
    done = CliRunner().invoke(jjak, shlex.split(line))
    assert done.exit_code == 2
    assert near in " ".join(done.stderr.replace("(", "").split())


def test_what_is_like_nothing_is_told_without_a_guess() -> None:
    done = CliRunner().invoke(jjak, ["zzzz"])
    assert (done.exit_code, "No such command 'zzzz'." in done.stderr, "mean" in done.stderr) == (2, True, False)


def test_every_choice_names_the_nearest() -> None:
    from jjak.workbench.commands.parsing import Choice

    plain = {
        (name, parameter.name)
        for name, command in leaves(jjak).items()
        for parameter in command.params
        if isinstance(parameter.type, click.Choice) and not isinstance(parameter.type, Choice)
    }
    assert not plain


def imported(*arguments: str) -> set[str]:
    code = f"import sys; sys.argv = {['jjak', *arguments]}\n"
    code += "from jjak.workbench.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    code += "print('MODULES', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("MODULES")[2].split())


def test_help_imports_no_command_and_nothing_heavy() -> None:
    modules = imported("--help")
    assert "jjak.workbench.cli" in modules
    ours = {name for name in modules if name.startswith("jjak.workbench.commands.")}
    assert ours == {"jjak.workbench.commands.parsing"}
    libraries = {"numpy", "rich", "sqlalchemy", "babel", "numba", "scipy", "torch", "transformers", "ctranslate2", "yaml"}
    assert not libraries & modules
    assert len(modules) < 250  # most of them Python's own and click's


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_help_of_a_command_imports_no_other_and_nothing_heavy(name: str) -> None:
    modules = imported(name, "--help")
    assert not {"numpy", "rich", "sqlalchemy", "numba", "scipy", "torch", "transformers", "ctranslate2", "pyarrow"} & modules


def test_the_list_of_commands_has_a_line_of_80_columns_for_each() -> None:
    shown = CliRunner().invoke(jjak, ["--help"], terminal_width=80).output
    for name, entry in COMMANDS.items():
        assert any(line.split()[:1] == [name] and line.endswith(entry.head) for line in shown.splitlines()), name


@pytest.mark.parametrize(
    "command",
    [("status",), ("export", "-", "--format", "tsv"), ("import", "p.tsv", "--dry-run")],
    ids=lambda command: command[0],
)
def test_a_command_that_counts_nothing_starts_without_numpy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    (tmp_path / "p.tsv").write_text("ko\ten\n비가 옵니다.\tIt rains.\n", encoding="utf-8")
    Corpus(str(tmp_path / "corpus.db")).close()
    monkeypatch.chdir(tmp_path)
    modules = imported(*command)
    assert "sqlalchemy" in modules
    assert not {"numpy", "numba", "ctranslate2", "kiwipiepy"} & modules
