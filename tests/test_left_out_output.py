from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jjak.workbench.commands.segment import segment

TEXT = "나무는 자란다. 숲이 \ufffd\ufffd. 물을 준다.\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "notes.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def rows(file: Path, *options: str) -> list[dict[str, object]]:
    result = CliRunner().invoke(segment, [str(file), *options])
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_sentence_that_brings_broken_characters_is_left_out_and_counted(file: Path) -> None:
    result = CliRunner().invoke(segment, [str(file)], env={"LANG": "C"})
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["나무는 자란다.", "물을 준다."]
    assert "notes.txt: 1 line left out: broken characters 1" in result.stderr


def test_what_is_left_out_is_printed_with_its_place_and_reason(file: Path) -> None:
    (row,) = rows(file, "--left-out")
    assert (row["line"], row["reason"], row["text"]) == (1, "broken characters", "숲이 \ufffd\ufffd.")
    assert TEXT[row["start"] : row["end"]] == row["text"]  # type: ignore[misc]


def test_the_ledger_is_the_whole_text(file: Path) -> None:
    parts = rows(file, "--ledger")
    assert "".join(TEXT[part["start"] : part["end"]] for part in parts) == TEXT  # type: ignore[misc]
    assert {part["fate"] for part in parts} == {"segment", "left out", "space"}


def test_a_guess_at_the_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "mac.txt"
    path.write_bytes("“Yes,” he said. It’s a café.".encode("mac-roman"))
    result = CliRunner().invoke(segment, [str(path)], env={"LANG": "C"})
    assert "mac.txt: the encoding is a guess: mac-roman" in result.stderr
