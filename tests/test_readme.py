"""What the README says of the commands is what the commands say of themselves."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from jjak.workbench.cli import COMMANDS, jjak
from jjak.workbench.commands.parsing import leaves

BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def documents(root: Path) -> list[Path]:
    return [root / "README.md", *sorted((root / "docs").rglob("*.md"))]


def calls(text: str) -> list[list[str]]:
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()] + re.findall(r"`(jjak [^`]+)`", text)
    words = [shlex.split(line, comments=True) for line in lines if line.strip().startswith("jjak ")]
    return [call for call in words if call[1] != "COMMAND"]


def test_every_call_in_the_documents_names_a_command_and_options_that_exist(root: Path) -> None:
    found = [(path.name, call) for path in documents(root) for call in calls(path.read_text(encoding="utf-8"))]
    assert len(found) > 10
    for name, call in found:
        command = leaves(jjak).get(call[1]) or leaves(jjak).get(" ".join(call[1:3]))
        assert command is not None, f"{name}: no command {' '.join(call[1:3])}"
        known = {option for parameter in command.params for option in parameter.opts}
        used = {word.split("=")[0] for word in call[2:] if word.startswith("-") and word != "-"}
        assert used <= known | {"--help"}, f"{name}: {' '.join(call)}"


def test_the_table_lists_every_command(root: Path) -> None:
    table = re.findall(r"^\| `jjak (\w+)", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(table) == sorted(COMMANDS)


@pytest.mark.parametrize("name", sorted({*leaves(jjak), *COMMANDS}))
def test_the_help_of_every_command_has_an_example_that_names_it(name: str) -> None:
    shown = CliRunner().invoke(jjak, [*name.split(), "--help"]).output
    example = re.search(rf"Examples?:\n.*^ +(?:.*\| )?(jjak {name}\b.*)", shown, re.DOTALL | re.MULTILINE)
    assert example is not None


def test_every_link_to_a_file_leads_somewhere(root: Path) -> None:
    for path in documents(root):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / link).exists(), f"{path.name}: {link}"


def test_the_two_commands_are_targets_of_the_makefile(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    for target in ("corpus", "test"):
        assert f"make {target}" in (root / "README.md").read_text(encoding="utf-8")
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)
