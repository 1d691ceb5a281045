"""`jjak eval` and `jjak report` as a user calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from sacrebleu.metrics.bleu import BLEU

from jjak.workbench.cli import main

pytestmark = pytest.mark.slow

Run = subprocess.CompletedProcess[str]
Translated = dict[str, tuple[list[str], list[str], list[str]]]
QUICK = ("--metrics", "bleu,chrf2++", "--samples", "100", "--trials", "100")


def jjak(*arguments: str, cwd: Path) -> Run:
    command = [str(Path(sys.executable).parent / "jjak"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def folder(translated: Translated, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    files = {"src": translated["en"][0], "ref": translated["ko"][0], "a": translated["ko"][1], "b": translated["ko"][2]}
    for name, lines in files.items():
        (folder / name).write_text("".join(f"{line}\n" for line in lines[:120]), encoding="utf-8")
    (folder / "src2").write_text("".join(f"{line[:-9]}\n" for line in files["src"][:120]), encoding="utf-8")
    (folder / "short").write_text("하나\n")
    (folder / "nothing").write_text("")
    (folder / "bytes").write_bytes(bytes(range(256)) * 8)
    (folder / "g.gold").write_text("[0]:[0]\n[1,2]:[1]\n[3]:[2]\n")
    (folder / "t.beads").write_text("[0]:[0]:0.9\n[1]:[1]:0.5\n[2]:[]:0.4\n[3]:[2]:0.9\n")
    return folder


Called = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Called:
    """`jjak eval …` in this process, which has everything imported: exit code, standard output and error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["jjak", "eval", *arguments])
        try:
            main()
            code = 0
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return call


TEXTS = ("--source", "src", "--reference", "ref", "--hypothesis", "one=a", "--hypothesis", "two=b")


def test_a_page_and_its_figures_say_what_sacrebleu_says(folder: Path, root: Path) -> None:
    done = jjak("eval", "mt", *TEXTS, *QUICK, "--save", "campaign", "page.html", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    figures = json.loads((folder / "page.json").read_text(encoding="utf-8"))
    schema = json.loads((root / "workbench" / "report" / "schemas" / "translation.json").read_text(encoding="utf-8"))
    jsonschema.validate(figures, schema)
    lines = {name: (folder / name).read_text(encoding="utf-8").split("\n")[:-1] for name in ("ref", "a", "b")}
    own = BLEU(tokenize="ko-mecab")
    for system, file in (("one", "a"), ("two", "b")):
        assert figures["systems"][system]["scores"]["bleu"]["value"] == own.corpus_score(lines[file], [lines["ref"]]).score
    assert figures["metrics"]["bleu"]["signature"] == str(own.get_signature())
    assert figures["languages"] == {"source": "en", "target": "ko"}
    assert "comet" in figures["absent"]
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "tok:ko-mecab" in page
    outputs = folder / "campaign" / "system-outputs" / "en-ko"
    assert (outputs / "one.txt").read_text(encoding="utf-8") == (folder / "a").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("form", "part"), [("text", "Which system is better"), ("latex", "\\toprule"), ("markdown", "| rank |")]
)
def test_other_formats_go_to_standard_output(run: Called, form: str, part: str) -> None:
    texts = ("--source", "ref", "--reference", "src", "--hypothesis", "one=src", "--hypothesis", "two=src2")
    code, out, err = run("mt", *texts, *QUICK, "--format", form)
    assert (code, err) == (0, "")
    assert part in out


def test_aligners_are_scored_against_gold(run: Called, root: Path) -> None:
    _, out, _ = run("alignment", "--gold", "g.gold", "--test", "mine=t.beads", "--test", "gold=g.gold", "--json")
    figures = json.loads(out)
    schema = json.loads((root / "workbench" / "report" / "schemas" / "alignment.json").read_text(encoding="utf-8"))
    jsonschema.validate(figures, schema)
    assert list(figures["aligners"]) == ["gold", "mine"]
    pooled = figures["aligners"]["mine"]["pooled"]
    assert (pooled["precision"], pooled["lax_precision"]) == (0.5, 0.75)
    assert pooled["f1"] == pytest.approx(4 / 7)


def test_metrics_are_listed_with_those_that_are_absent(run: Called) -> None:
    _, out, _ = run("mt", "--list-metrics")
    rows = dict(line.split("\t") for line in out.splitlines())
    assert rows["ter"] == "built in"
    assert rows["comet"].startswith("absent: ")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("mt",), 2, "No source"),
        (("mt", "--source", "src"), 2, "No reference"),
        (("mt", "--source", "src", "--reference", "none"), 1, "none: No such file"),
        (("mt", "--source", "src", "--reference", "ref"), 2, "No system to evaluate"),
        (
            ("mt", "--source", "src", "--reference", "ref", "--hypothesis", "x=short"),
            1,
            "x: 1 lines, but the reference has 120",
        ),
        (("mt", "--source", "src", "--reference", "nothing", "--to", "ko", "--hypothesis", "x=a"), 1, "reference: no line"),
        (("mt", "--source", "src", "--reference", "ref", "--hypothesis", "x=nothing"), 1, "x: 0 lines"),
        (("mt", "--source", "src", "--reference", "bytes", "--hypothesis", "x=a"), 1, "bytes: "),
        (("mt", "--source", "src", "--reference", "src", "--hypothesis", "x=a"), 2, "both look like 'en'"),
        (("mt", *TEXTS, "--metrics", "blue"), 2, "No metric 'blue'"),
        (("mt", *TEXTS, "--metrics", "comet"), 2, "'comet' is not installed"),
        (("mt", *TEXTS, "--tokenize", "ko"), 2, "No tokenizer 'ko'"),
        (("mt", *TEXTS, "--format", "pdf"), 2, "No format 'pdf'"),
        (("mt", *TEXTS, "--compare", "one,three"), 2, "No system 'three'"),
        (("mt", *TEXTS, "--hypothesis", "one=b"), 2, "Two systems called 'one'"),
        (("mt", "--data", "."), 1, "no sources/SRC-TGT.txt"),
        (("alignment", "--gold", "g.gold"), 2, "--test"),
        (("alignment", "--gold", "nothing", "--test", "t.beads"), 1, "nothing: an empty file"),
        (("alignment", "--gold", "g.gold", "--test", "x=src"), 1, "is no bead"),
        (("alignment", "--gold", "g.gold", "--test", "x=bytes"), 1, "bytes: "),
    ],
)
def test_an_error_says_what_and_what_to_do(run: Called, arguments: tuple[str, ...], code: int, message: str) -> None:
    found, _, err = run(*arguments)
    assert message in err
    assert found == code
    assert "Traceback" not in err
