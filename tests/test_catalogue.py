"""The catalogue lists what can be had, truthfully: pinned or said not to be, each direction with one recommendation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jjak.align.mt.catalogue import ANY, catalogue, pivots, recommended, search
from jjak.seeds.errors import ModelError, SettingError
from jjak.workbench.cli import jjak


def test_every_entry_has_a_licence_a_place_or_a_reason_and_figures_with_their_set() -> None:
    for entry in catalogue().values():
        assert entry.licence, entry.name
        assert entry.place or entry.experimental, entry.name
        assert ("NC" in entry.licence) == entry.non_commercial, entry.name
        assert all(each.set and 0 < each.chrf2 < 100 for each in entry.quality), entry.name
        assert set(entry.recommended) <= {*entry.directions, ANY}, entry.name


def test_what_is_not_a_commit_or_a_checksum_is_not_called_pinned() -> None:
    assert catalogue()["opus-mt-ko-en"].pinned
    assert not catalogue()["argos-en-ko"].pinned  # Argos' index gives no checksum
    assert not catalogue()["nllb-200-600m"].pinned  # a branch may move


@pytest.mark.parametrize("way", [("ko", "en"), ("en", "ko"), ("de", "ko")])
def test_a_direction_has_one_recommendation_and_it_comes_first(way: tuple[str, str]) -> None:
    entry = recommended(*way)
    assert entry is not None
    assert entry.usable
    assert search(*way)[0] == entry
    assert not entry.non_commercial


def test_what_is_broken_or_cannot_be_run_comes_last() -> None:
    usable = [entry.usable for entry in search("en", "ko")]
    assert usable == sorted(usable, reverse=True)
    assert not usable[-1]


def test_a_direction_without_a_model_of_its_own_goes_through_english() -> None:
    pair = pivots("ko", "de")
    assert pair is not None
    assert [entry.directions for entry in pair] == [("ko-en",), ("en-de",)]
    assert pivots("ko", "tlh") is None


def test_ones_own_catalogue_comes_before_the_package_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = '[[model]]\nname = "opus-mt-ko-en"\nkind = "opus-mt"\nplace = "https://mirror.example/m.zip"\n'
    own += f'directions = ["ko-en"]\nlicence = "CC0"\nsha256 = "{"0" * 64}"\n'
    (tmp_path / "own.toml").write_text(own, encoding="utf-8")
    monkeypatch.setenv("JJAK_CATALOGUE", str(tmp_path / "own.toml"))
    assert catalogue()["opus-mt-ko-en"].licence == "CC0"
    assert catalogue()["opus-mt-ko-en"].pinned
    assert "argos-en-ko" in catalogue()


def test_a_catalogue_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own.toml").write_text('[[model]]\nnome = "x"\n', encoding="utf-8")
    monkeypatch.setenv("JJAK_CATALOGUE", str(tmp_path / "own.toml"))
    with pytest.raises(ModelError, match=r"own\.toml: no catalogue of models"):
        catalogue()


def test_the_command_lists_a_direction_and_says_what_must_be_known() -> None:
    done = CliRunner().invoke(jjak, ["models", "search", "--from", "en", "--to", "ko"])
    assert done.exit_code == 0
    assert "* argos-en-ko" in done.output
    assert "non-commercial" in done.output
    assert "neither a commit nor a checksum" in done.output
    assert "opus-mt-tc-big-en-ko cannot be added" in done.output.replace("\n", " ")
    rows = [json.loads(line) for line in CliRunner().invoke(jjak, ["models", "search", "--json"]).output.splitlines()]
    assert {row["name"] for row in rows} == set(catalogue())


def test_half_a_direction_is_refused() -> None:
    with pytest.raises(SettingError, match="A direction has two languages"):
        CliRunner().invoke(jjak, ["models", "search", "--from", "ko"], catch_exceptions=False)
