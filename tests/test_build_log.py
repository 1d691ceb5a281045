"""Where the time of a build goes, in a line for each document and in one for all."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from command_line import jjak
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import DocumentError
from jjak.workbench.commands.build_output import show_built
from jjak.workbench.pipeline.build import BuildSummary, build
from jjak.workbench.pipeline.build_log import BitextOutcome, BuildLogEntry
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.pipeline.stage_timer import STAGES
from jjak.workbench.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    (made / "a.ko.txt").write_text("비가 옵니다.\n\n눈이 옵니다.\n", encoding="utf-8")
    (made / "a.en.txt").write_text("It rains.\n\nIt snows.\n")
    (made / "b.txt").write_text("It pours.\n")
    (made / "empty.txt").write_text(" ")
    return made


def logged(folder: Path, *options: str) -> tuple[list[dict[str, Any]], str, int]:
    done = jjak("build", *options, "--log", "json", cwd=folder.parent)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    return [line for line in lines if line["event"] != "note"], done.stdout, done.returncode


def test_a_log_says_what_the_model_of_a_build_is_like(folder: Path) -> None:
    done = jjak("build", "in", "--log", "json", cwd=folder.parent)
    notes = [line["text"] for line in map(json.loads, done.stderr.splitlines()) if line["event"] == "note"]
    assert ["jjak models add recommended" in note for note in notes] == [True]


def test_a_log_has_a_line_for_each_document_and_nothing_that_is_no_json(folder: Path) -> None:
    lines, out, code = logged(folder, "in", "nowhere.txt", "--json")
    *documents, last = lines
    by_name = {line["name"]: line for line in documents}
    assert len(by_name) == len(documents) == 4
    assert code == 1
    pair, alone, empty, absent = (by_name[name] for name in ("a.ko.txt + a.en.txt", "b.txt", "empty.txt", "nowhere.txt"))
    assert [line["outcome"] for line in (pair, alone, empty, absent)] == ["built", "built", "failed", "failed"]
    assert (len(pair["ids"]), pair["segments"], pair["pairs"]) == (2, 4, 2)
    assert (len(alone["ids"]), alone["segments"], alone["pairs"]) == (1, 1, 1)
    assert "an empty file" in empty["error"]
    assert "no such file" in absent["error"]
    assert set(pair["seconds"]) == set(STAGES)
    said = json.loads(out)
    assert (last["event"], last["built"], last["failures"]) == ("build", 2, 2)
    assert last["seconds"] == said["seconds"]
    for stage, seconds in said["seconds"].items():
        assert seconds == pytest.approx(sum(line["seconds"].get(stage, 0) for line in documents), abs=2e-3)


def test_a_log_tells_what_was_there_already_from_what_was_renewed(folder: Path) -> None:
    logged(folder, "in")
    again, _, _ = logged(folder, "in")
    assert sorted(line["outcome"] for line in again[:-1]) == ["failed", "present", "present"]
    renewed, _, code = logged(folder, "--retranslate", "--beam", "1")
    assert [(line["outcome"], line["pairs"]) for line in renewed[:-1]] == [("renewed", 2), ("renewed", 1)]
    assert renewed[0]["seconds"]["translate"] > 0
    assert code == 0


def test_a_failure_says_why_and_what_to_do() -> None:
    table = BuildLogEntry("a", BitextOutcome.FAILED, error=DocumentError("an empty file", "Fill it.")).table()
    assert (table["error"], table["fix"], table["ids"]) == ("an empty file", "Fill it.", [])


def test_a_long_build_ends_with_the_share_and_the_throughput_of_each_stage(capsys: pytest.CaptureFixture[str]) -> None:
    summary = BuildSummary(built=2, elapsed=25.0, segments=3000)
    summary.timer.add_all({"read": 0.01, "align": 10.0, "translate": 30.0})
    show_built(summary, "c.db", [])
    said = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "25.0 s, 120 segments per second. By stage:" in said
    assert said[-2:] == ["translating 75% 100 segments per second", "aligning 25% 300 segments per second"]


def test_the_stages_account_for_the_time_of_a_build(tmp_path: Path, sentences: list[tuple[str, str]]) -> None:
    for at in range(20):
        (tmp_path / f"{at}.ko.txt").write_text("\n".join(ko for ko, _ in sentences[at * 8 : at * 8 + 8]), encoding="utf-8")
        (tmp_path / f"{at}.en.txt").write_text("\n".join(en for _, en in sentences[at * 8 : at * 8 + 8]))
    bitexts, _ = find_bitexts([tmp_path], [], ("ko", "en"))
    entries: list[BuildLogEntry] = []
    with Corpus(str(tmp_path / "c.db")) as store:
        began = time.perf_counter()
        summary = build(bitexts, store, Settings(), entries.append)
        took = time.perf_counter() - began
    assert [entry.outcome for entry in entries] == [BitextOutcome.BUILT] * 20
    assert summary.elapsed == pytest.approx(took, rel=0.1)
    assert sum(summary.timer.seconds.values()) >= 0.7 * took
