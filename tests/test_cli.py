"""The commands as a user calls them: a process, its two streams and its exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from lxml import etree

from command_line import PROGRAM, Run, jjak
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.document import fold
from jjak.seeds.reading import document_of
from jjak.workbench.terminal import harmless

pytestmark = pytest.mark.slow


def started(*arguments: str, stdin: str | None = None, cwd: Path | None = None) -> Run:
    """What `jjak` gives as a process of its own; `jjak` is the same in this one."""
    command = [PROGRAM, *arguments]
    return subprocess.run(command, capture_output=True, text=True, input=stdin, cwd=cwd, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """The corpus of the seed, and what building it printed."""
    corpus = tmp_path_factory.mktemp("built") / "corpus.db"
    return corpus, jjak("build", str(root / "seeds" / "documents"), "--corpus", str(corpus))


def rows(corpus: Path) -> list[dict[str, object]]:
    out = jjak("export", "-", "--format", "jsonl", "--corpus", str(corpus)).stdout
    return [json.loads(line) for line in out.split("\n")[:-1]]


def test_help_comes_at_once() -> None:
    started("--help")
    took = []
    for _ in range(5):
        start = time.perf_counter()
        done = started("--help")
        took.append(time.perf_counter() - start)
    assert done.returncode == 0
    assert min(took) < 0.3


@pytest.mark.parametrize(
    "arguments",
    [
        ("status", "--corpus", "CORPUS"),
        ("export", "-", "--format", "tsv", "--corpus", "CORPUS"),
        ("segment", "x.txt"),
        ("translate", "--from", "ko", "--to", "en"),
        ("align", "x.txt", "none"),
        ("build", "--beem", "3"),
        ("import", "x.txt"),
        ("import", "x.tsv", "--corpus", "new.db", "--dry-run"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_command_in_this_process_gives_what_a_process_gives(
    built: tuple[Path, Run], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "x.txt").write_text("비가 옵니다. 눈도 옵니다.\n", encoding="utf-8")
    (tmp_path / "x.tsv").write_text("ko\ten\n비가 옵니다.\tIt rains.\n", encoding="utf-8")
    given = [str(built[0]) if each == "CORPUS" else each for each in arguments]
    here, there = (run(*given, stdin="안녕하세요.\n", cwd=tmp_path) for run in (jjak, started))
    assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)


def test_the_seed_gives_a_scored_pair_for_every_segment(built: tuple[Path, Run], seed_bytes: bytes) -> None:
    corpus, _ = built
    pairs = rows(corpus)
    document = document_of(seed_bytes, "seed")
    assert [row["source"]["segments"] for row in pairs] == [[at] for at in range(19)]
    for row in pairs:
        source, target = row["source"]["lang"], row["target"]["lang"]
        assert {source, target} == {"ko", "en"}
        assert (source == "ko") == (row["kind"] == "label")
        assert row["translation"][target]
        (span,) = row["source"]["spans"]
        assert fold(document.text, document.blocks[0].span._make(span)).text == row["translation"][source]
        assert row["model"] == "jjak-ko-en"
        assert len(row["revision"]) == 12
        assert set(row["scores"]) == {"round_trip_bleu", "round_trip_chrf2++"}
        assert all("version:" in score["signature"] for score in row["scores"].values())


def test_scores_are_sacrebleus_of_the_back_translation(built: tuple[Path, Run]) -> None:
    import sacrebleu

    for row in rows(built[0]):
        lang = row["source"]["lang"]
        source, back = row["translation"][lang], row["back_translation"]
        bleu = sacrebleu.sentence_bleu(back, [source], tokenize="ko-mecab" if lang == "ko" else "13a").score
        chrf = sacrebleu.sentence_chrf(back, [source], word_order=2).score
        assert row["scores"]["round_trip_bleu"]["value"] == bleu
        assert row["scores"]["round_trip_chrf2++"]["value"] == chrf


def test_a_build_prints_its_first_rows_and_what_to_do_next(built: tuple[Path, Run]) -> None:
    _, done = built
    assert done.returncode == 0
    assert "19 new pairs from 1 document" in done.stdout
    assert "N. KOREA" in done.stdout
    assert "jjak export" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 100
    (note,) = done.stderr.splitlines()
    assert note.startswith("note: jjak-ko-en, the model inside the package, gives the gist")


def test_building_again_changes_nothing(built: tuple[Path, Run], root: Path) -> None:
    corpus, _ = built
    before = rows(corpus)
    done = jjak("build", str(root / "seeds" / "documents"), "--corpus", str(corpus), "--json")
    found = json.loads(done.stdout)
    assert {name: found[name] for name in ("built", "present", "pairs")} == {"built": 0, "present": 1, "pairs": 0}
    assert found["failures"] == []
    assert rows(corpus) == before


def test_status_counts_what_is_there(built: tuple[Path, Run]) -> None:
    found = json.loads(jjak("status", "--corpus", str(built[0]), "--json").stdout)
    assert (found["documents"], found["pairs"], found["origin"], found["direction"]) == (
        1,
        19,
        {"machine": 19},
        {"en-ko": 17, "ko-en": 2},
    )
    shown = jjak("status", "--corpus", str(built[0])).stdout
    assert "machine 19" in shown
    assert "round-trip" in shown


def test_segment_prints_json_lines_with_code_points(root: Path, seed_bytes: bytes) -> None:
    done = jjak("segment", str(root / "seeds" / "documents"))
    text = seed_bytes.decode()
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 19
    for at, row in enumerate(found):
        assert list(row) == ["document", "index", "kind", "lang", "text", "start", "end"]
        assert row["index"] == at
        assert " ".join(text[row["start"] : row["end"]].split()) == row["text"]


def test_translate_gives_a_line_for_a_line() -> None:
    done = jjak("translate", "--from", "ko", "--to", "en", stdin="안녕하세요.\n\n고맙습니다.\n")
    lines = done.stdout.split("\n")
    assert len(lines) == 4
    assert lines[0]
    assert lines[1] == ""
    assert lines[2]


def test_align_prints_beads_in_vecaligns_form(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("나는 간다.\n너는 온다.\n그리고 우리는 웃는다.\n")
    (tmp_path / "t").write_text("I am going home.\nYou are coming, and we laugh together.\n")
    (tmp_path / "m").write_text("I am going home.\nYou are coming.\nAnd we laugh together.\n")
    done = jjak("align", str(tmp_path / "s"), str(tmp_path / "t"), "--forward", str(tmp_path / "m"))
    assert [line.rsplit(":", 1)[0] for line in done.stdout.splitlines()] == ["[0]:[0]", "[1,2]:[1]"]
    assert all(0 <= float(line.rsplit(":", 1)[1]) <= 1 for line in done.stdout.splitlines())


def test_align_says_what_it_chose_and_why_it_linked(tmp_path: Path) -> None:
    for name, text in (("s", "가나다\n라마\n"), ("t", "one two three\nfour five\n"), ("m", "one two three\nfour five\n")):
        (tmp_path / name).write_text(text)
    done = jjak(
        "align", str(tmp_path / "s"), str(tmp_path / "t"), "--forward", str(tmp_path / "m"), "--aligner", "auto", "--json"
    )
    assert done.stderr.strip() in ("aligner: translation", "aligner: mixture")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(row["source"], row["target"]) for row in rows] == [([0], [0]), ([1], [1])]
    assert rows[0]["reasons"]["words"] > 0
    assert rows[0]["runner_up"]["score"] < rows[0]["score"]


def test_broken_inputs_are_named_and_the_good_ones_built(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(root / "seeds" / "documents", folder)
    (folder / "good.txt").write_text("비가 옵니다.\n")
    (folder / "bytes.txt").write_bytes(bytes(range(256)) * 8)
    (folder / "line.txt").write_text("x" * 50_000_000)
    (folder / "secret.txt").write_text("nobody may read this")
    (folder / "secret.txt").chmod(0)
    if os.geteuid() == 0:
        # to root every file is readable: a link to itself is what even root cannot read
        (folder / "secret.txt").unlink()
        (folder / "secret.txt").symlink_to("secret.txt")
    done = jjak("build", str(folder), "--corpus", str(tmp_path / "c.db"), "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["built"], len(found["failures"])) == (2, 3)
    reasons = {Path(failure["name"]).name: failure["error"] for failure in found["failures"]}
    assert "binary" in reasons["bytes.txt"]
    assert "50,000,000 bytes, over the limit" in reasons["line.txt"]
    assert "secret.txt" in reasons["secret.txt"]
    assert "Traceback" not in done.stderr


def test_a_long_line_under_the_limit_is_refused_as_no_prose(tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text("x" * 50_000_000)
    done = jjak("build", str(tmp_path / "line.txt"), "--corpus", str(tmp_path / "c.db"), "--max-bytes", "60000000")
    assert done.returncode == 1
    assert "line.txt: line 1: 50,000,000 characters, over 200,000" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("build",), 2, "Nothing to build"),
        (("build", "x", "--engine", "marian"), 2, "No engine 'marian'; there are: ctranslate2, transformers"),
        (("build", "--beem", "3"), 2, "--beem"),
        (("build", "nowhere.txt"), 1, "nowhere.txt: no such file"),
        (("export", "p.tsv"), 1, "No corpus at corpus.db"),
        (("export", "p.xml"), 2, "No format 'xml'; there are: csv, csv-plain, dataset, jsonl, moses"),
        (("status", "--corpus", "none.db"), 1, "No corpus at none.db"),
        (("translate", "--from", "ko", "--to", "fr"), 1, "does not translate into 'fr'"),
        (("translate", "--from", "ko", "--to", "en", "--model", "no/such"), 1, "no/such is not on this machine"),
        (("align", "none", "none"), 1, "none: No such file"),
        (("segment", "none"), 1, "none: no such file"),
        (("train", "out", "--training-recipe", "none", "--pairs", "none"), 2, "none"),
    ],
)
def test_an_error_is_two_lines_and_a_code(tmp_path: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = jjak(*arguments, stdin="", cwd=tmp_path)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_error(built: tuple[Path, Run]) -> None:
    command = f"'{PROGRAM}' export - --format tsv --corpus '{built[0]}' | head -n 1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("id\tko\ten")
    assert done.stderr == ""


def test_a_dry_run_prints_what_would_be_written_and_writes_nothing(built: tuple[Path, Run], tmp_path: Path) -> None:
    options = (
        "--corpus",
        str(built[0]),
        "--kind",
        "headline,text,quote",
        "--split",
        "train=0.5,test=0.5",
        "--split-by",
        "cluster",
    )
    done = jjak("export", "pairs.tsv", *options, "--dry-run", cwd=tmp_path)
    assert not list(tmp_path.iterdir())
    assert done.stderr == ""
    first, *_, last = done.stdout.splitlines()
    assert re.fullmatch(r"kind: \d+ removed", first)
    assert re.fullmatch(r"\d+ of \d+ pairs would be written", last)
    said = json.loads(jjak("export", "pairs.tsv", *options, "--dry-run", "--json", cwd=tmp_path).stdout)
    made = json.loads(jjak("export", "pairs.tsv", *options, "--json", cwd=tmp_path).stdout)
    assert made.pop("files")
    assert said.pop("files") == []
    assert said == made
    assert said["pairs"] == int(last.split()[0])


@pytest.mark.parametrize("suffix", ["tsv", "jsonl", "tmx"])
def test_export_writes_every_pair(built: tuple[Path, Run], tmp_path: Path, suffix: str) -> None:
    done = jjak("export", f"pairs.{suffix}", "--corpus", str(built[0]), cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "19 pairs" in done.stderr
    raw = (tmp_path / f"pairs.{suffix}").read_bytes()
    counted = {"tsv": raw.count(b"\n") - 1, "jsonl": raw.count(b"\n"), "tmx": raw.count(b"<tu ")}
    assert counted[suffix] == 19
    if suffix == "tmx":
        etree.fromstring(raw)


def test_a_document_cannot_speak_to_the_terminal() -> None:
    assert (
        harmless("a title \x1b]0;owned\x07 \u202edenrut\u2069 \x9b31m")
        == "a title \ufffd]0;owned\ufffd \ufffddenrut\ufffd \ufffd31m"
    )
    assert harmless("한국어,\n\ttabs and lines — 👩\u200d👧") == "한국어,\n\ttabs and lines — 👩\u200d👧"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", ">&- 2>&- <&-"])
def test_a_stream_that_is_closed_is_no_fault_and_takes_no_file(tmp_path: Path, closed: str) -> None:
    corpus = tmp_path / "c.db"
    with Corpus(str(corpus)):
        pass
    command = f'exec "$0" -m jjak status --corpus "$1" {closed}'
    done = subprocess.run(["sh", "-c", command, sys.executable, str(corpus)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with Corpus(str(corpus), create=False) as store:
        assert store.documents() == []
