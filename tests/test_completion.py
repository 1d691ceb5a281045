"""What a shell is told when somebody presses Tab, by click's protocol."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import jjak

JJAK = str(Path(sys.executable).parent / "jjak")


def completed(words: str, tmp_path: Path, shell: str = "bash") -> list[str]:
    """What completes the last of `words`, each with its kind: `plain,align`."""
    told = {"_JJAK_COMPLETE": f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    places = {"JJAK_DATA": str(tmp_path), "JJAK_CACHE": str(tmp_path)}
    done = jjak(env=told | places)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("jjak al", ["plain,align"]),
        ("jjak models ch", ["plain,check"]),
        ("jjak build --ali", ["plain,--aligner"]),
        ("jjak translate --model jj", ["plain,jjak-ko-en"]),
        ("jjak translate --model ./mine", ["file,./mine"]),
        ("jjak build --model ko-en=jj", ["plain,ko-en=jjak-ko-en"]),
        ("jjak align a b --aligner m", ["plain,mixture"]),
        ("jjak export x --format xl", ["plain,xliff", "plain,xliff2", "plain,xlsx"]),
        ("jjak report --format m", ["plain,markdown"]),
        ("jjak export x --filter near", ["plain,near-duplicates"]),
        ("jjak export x --status accepted,rej", ["plain,accepted,rejected"]),
        ("jjak eval mt --metrics bleu,te", ["plain,bleu,ter"]),
        ("jjak users add kim rea", ["plain,reader"]),
        ("jjak build seeds/doc", ["file,seeds/doc"]),
        ("jjak status --corpus ne", ["file,ne"]),
        ("jjak completion z", ["plain,zsh"]),
        ("jjak models add argos-en-k", ["plain,argos-en-ko", "plain,argos-en-ky"]),
    ],
)
def test_names_and_files_are_completed(words: str, found: list[str], tmp_path: Path) -> None:
    assert completed(words, tmp_path) == found


def test_a_model_that_was_added_is_completed(tmp_path: Path) -> None:
    entry = '{"mine": {"place": "/nowhere", "origin": "", "revision": "r"}}'
    (tmp_path / "models.json").write_text(entry, encoding="utf-8")
    assert completed("jjak models remove ", tmp_path) == ["plain,mine"]
    assert completed("jjak build --model ", tmp_path) == ["plain,auto", "plain,jjak-ko-en", "plain,mine"]


def test_an_old_spelling_is_not_offered_and_says_nothing(tmp_path: Path) -> None:
    assert completed("jjak build --lis", tmp_path) == [""]
    assert completed("jjak build --list a.tsv --ali", tmp_path) == ["plain,--aligner"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_jjak_by_that_protocol(shell: str) -> None:
    done = subprocess.run([JJAK, "completion", shell], capture_output=True, text=True, check=True)
    assert f"_JJAK_COMPLETE={shell}_complete" in done.stdout
    assert done.stderr == ""


def test_the_script_for_bash_completes_in_bash(tmp_path: Path) -> None:
    script = subprocess.run([JJAK, "completion", "bash"], capture_output=True, text=True, check=True).stdout
    asked = 'COMP_WORDS=(jjak al); COMP_CWORD=1; _jjak_completion jjak; echo "${COMPREPLY[@]}"'
    path = f"{Path(JJAK).parent}:{os.environ['PATH']}"
    command = ["bash", "--norc", "-c", f"{script}\n{asked}"]
    done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["align"]
