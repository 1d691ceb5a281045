"""What a build depends on: defaults, a file beside the corpus, and the options of a call."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from jjak.align.mt.checkpoint import EMBEDDED
from jjak.seeds.errors import SettingError
from jjak.workbench.commands.parsing import UNTIL
from jjak.workbench.settings import Settings, override, read_settings


def test_the_file_beside_the_corpus_is_read(tmp_path: Path) -> None:
    (tmp_path / "jjak.toml").write_text('beam = 2\nlicence = "CC0"\n[models]\nko-en = "a/b"\n')
    settings = read_settings(str(tmp_path / "corpus.db"))
    assert (settings.beam, settings.licence, settings.model("ko", "en"), settings.model("en", "ko")) == (
        2,
        "CC0",
        "a/b",
        EMBEDDED,
    )


def test_an_option_goes_over_the_file() -> None:
    settings = override(Settings(beam=2, licence="CC0"), [], {"beam": 5, "licence": None})
    assert (settings.beam, settings.licence) == (5, "CC0")


def test_a_model_is_for_both_directions_or_for_one() -> None:
    both = override(Settings(), ["a/b"], {})
    assert (both.model("ko", "en"), both.model("en", "ko")) == ("a/b", "a/b")
    one = override(both, ["en-ko=c/d"], {})
    assert (one.model("ko", "en"), one.model("en", "ko")) == ("a/b", "c/d")


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("beam = " + "[" * 50_000, "recursion", "toml.io"),
        ("beam = 1000000", "beam is 1,000,000", "1 to 32"),
        ("beem = 2", "No setting 'beem'", "Did you mean 'beam'"),
        ('beam = "two"', "beam is 'two', not of the type int", ""),
        ('aligner = "gale"', "No aligner 'gale'; there are: ", ""),
        ('engine = "marian"', "No engine 'marian'", ""),
        ('languages = ["ko"]', "two different ones are needed", "ko,en"),
        ("beam = ", r"jjak\.toml: ", "toml"),
    ],
)
def test_a_wrong_setting_is_named_with_its_file(tmp_path: Path, text: str, message: str, fix: str) -> None:
    (tmp_path / "jjak.toml").write_text(text)
    with pytest.raises(SettingError, match=message) as caught:
        read_settings(str(tmp_path / "corpus.db"))
    assert str(tmp_path / "jjak.toml") in str(caught.value)
    assert fix in caught.value.fix


def test_a_direction_that_is_none_of_the_two_is_refused() -> None:
    with pytest.raises(SettingError, match="no direction 'ko-fr'"):
        override(Settings(), ["ko-fr=x"], {})


def test_an_old_key_means_what_the_new_one_means_and_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "jjak.toml").write_text("largest = 9\n")
    assert [read_settings(str(tmp_path / "corpus.db")).max_bytes for _ in range(3)] == [9, 9, 9]
    assert [record.getMessage() for record in caplog.records] == [
        f"note: {tmp_path}/jjak.toml: largest is max_bytes now; the old spelling works until jjak {UNTIL}"
    ]


def test_a_key_under_both_its_names_is_refused(tmp_path: Path) -> None:
    (tmp_path / "jjak.toml").write_text("largest = 9\nmax_bytes = 8\n")
    with pytest.raises(SettingError, match=r"jjak\.toml: largest and max_bytes are one setting") as caught:
        read_settings(str(tmp_path / "corpus.db"))
    assert caught.value.fix == "Remove largest."


def test_a_command_tells_an_old_key_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "jjak.toml").write_text("largest = 9\n")
    (tmp_path / "x.txt").write_text("Rain.\n")
    command = [str(Path(sys.executable).parent / "jjak"), "build", "x.txt", "--json"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["built"] == 1
    assert done.stderr.splitlines() == [f"note: jjak.toml: largest is max_bytes now; the old spelling works until jjak {UNTIL}"]
