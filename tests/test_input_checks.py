"""Faults of an evaluation's files, each with its sentences, and none in files that are right."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest
from click.testing import CliRunner

from jjak.eval import input_checks as checks
from jjak.eval.input_checks import findings
from jjak.eval.mt_evaluation import TestSet
from jjak.seeds.errors import FormatError, SettingError
from jjak.workbench.cli import jjak

NOUNS = ["river", "market", "school", "winter", "harbour", "letter", "garden", "window"]
SOURCES = [f"{at}번째 문장은 서로 다른 이야기다" for at in range(8)]
REFERENCES = [f"The old {noun} near Busan stayed {noun}like for {at} years." for at, noun in enumerate(NOUNS)]
GOOD = [f"An old {noun} close to Busan was {noun}like during {at} years." for at, noun in enumerate(NOUNS)]
TEST = TestSet("ko", "en", SOURCES, REFERENCES, {"a": GOOD})


def with_line(at: int, line: str) -> list[str]:
    return [*GOOD[: at - 1], line, *GOOD[at:]]


def found(test: TestSet) -> dict[tuple[str, str], list[int]]:
    return {(each.fault, each.file): list(each.sentences) for each in findings(test)}


def test_files_that_are_right_have_no_fault() -> None:
    assert findings(TEST) == []


@pytest.mark.parametrize(
    ("fault", "lines", "sentences"),
    [
        (checks.ENTITIES, with_line(3, "Kim &amp; Lee went."), [3]),
        (checks.PREAMBLE, with_line(2, "Sure! Here is the translation: it rains."), [2]),
        (checks.REASONING, with_line(5, "<think>hm</think> It rains."), [5]),
        (checks.DECOMPOSED, with_line(4, normalize("NFD", "The café is open.")), [4]),
        (checks.SAME, REFERENCES, [*range(1, 9)]),
        (checks.COPIED, with_line(6, SOURCES[5]), [6]),
        (checks.SCRIPT, with_line(6, "이것은 번역되지 않은 문장이다"), [6]),
        (checks.LOWER, [line.lower() for line in GOOD], [*range(1, 9)]),
        (checks.REPEATED, ["It rains."] * 3 + GOOD[3:], [1, 2, 3]),
        (checks.TOKENISED, [line.replace(".", " .") for line in GOOD], [*range(1, 9)]),
        (checks.TOKENISED, [line.replace("Busan", "Bu@@ san") for line in GOOD], [*range(1, 9)]),
        (checks.SHIFTED, [*GOOD[:2], "x", *GOOD[2:7]], [4, 5, 6, 7, 8]),
    ],
)
def test_a_fault_is_named_with_its_sentences(fault: str, lines: list[str], sentences: list[int]) -> None:
    assert found(replace(TEST, systems={"a": lines}))[fault, "a"] == sentences


def test_empty_references_are_named() -> None:
    assert found(replace(TEST, references=[*REFERENCES[:7], " "]))[checks.EMPTY, "reference"] == [8]


def test_references_that_systems_learned_from_are_named() -> None:
    known = [REFERENCES[2].replace("The old", "An old"), "Nothing else of it stands there at all, as far as one can see."]
    assert found(replace(TEST, training=known))[checks.TRAINED, "reference"] == [3]
    assert not found(replace(TEST, training=known[1:]))


def test_strict_names_every_fault_and_stops(tmp_path: Path) -> None:
    files = {"source": SOURCES, "reference": [*REFERENCES[:7], ""], "hypothesis": with_line(3, "Kim &amp; Lee went.")}
    way = ["eval", "mt", "--strict"]
    for name, lines in files.items():
        path = tmp_path / f"{name}.txt"
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        way += [f"--{name}", str(path)]
    done = CliRunner().invoke(jjak, way)
    assert isinstance(done.exception, FormatError)
    assert done.stdout == ""
    assert "reference: empty reference in 1 sentence, number 8" in done.stderr
    assert "hypothesis.txt: HTML entities in 1 sentence, number 3" in done.stderr


def test_references_are_scored_together_and_each_is_looked_at(tmp_path: Path) -> None:
    other = [line.replace("The old", "An aged") for line in REFERENCES]
    files = {"source": SOURCES, "one": REFERENCES, "two": [*other[:7], ""], "hypothesis": other}
    paths = {}
    for name, lines in files.items():
        paths[name] = str(tmp_path / f"{name}.txt")
        Path(paths[name]).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    way = ["eval", "mt", "--source", paths["source"], "--hypothesis", f"a={paths['hypothesis']}", "--metrics", "bleu", "--json"]
    one, both = (
        json.loads(CliRunner().invoke(jjak, [*way, "--reference", paths["one"], *more]).stdout)
        for more in ([], ["--reference", paths["two"], "--save", str(tmp_path / "kept")])
    )
    assert both["systems"]["a"]["scores"]["bleu"]["value"] > one["systems"]["a"]["scores"]["bleu"]["value"]
    assert "nrefs:2" in both["metrics"]["bleu"]["signature"]
    assert (tmp_path / "kept" / "references" / "ko-en.refB.txt").read_text(encoding="utf-8").splitlines() == files["two"]
    assert found(replace(TEST, others=[files["two"]]))[checks.EMPTY, "reference 2"] == [8]


def test_an_option_of_metrics_with_a_model_is_refused_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("".join(f"{line}\n" for line in REFERENCES), encoding="utf-8")
    source = tmp_path / "source"
    source.write_text("".join(f"{line}\n" for line in SOURCES), encoding="utf-8")
    way = ["eval", "mt", "--source", str(source), "--reference", str(path), "--hypothesis", str(path), "--batch-size", "8"]
    with pytest.raises(SettingError, match="metrics with a model"):
        CliRunner().invoke(jjak, way, catch_exceptions=False)


def test_an_option_with_one_value_is_not_given_twice() -> None:
    done = CliRunner().invoke(jjak, ["eval", "mt", "--source", "a", "--source=b"])
    assert done.exit_code == 2
    assert "'--source' is given twice" in done.stderr
    # a value that looks like an option is none, and what may come often may
    done = CliRunner().invoke(jjak, ["eval", "mt", "--compare", "--source", "--hypothesis", "a=x", "--hypothesis", "b=y"])
    assert "given twice" not in done.output
