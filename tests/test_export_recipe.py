from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from jjak.align.training.recipe import read_pairs, read_recipe
from jjak.seeds.errors import FormatError, SettingError
from jjak.workbench.training.from_recipe import train

RECIPE = """
languages = ["ko", "en"]
columns = ["en", "ko"]
[vocabulary]
size = 460
[model]
d_model = 32
encoder_layers = 1
decoder_layers = 1
heads = 2
ffn = 64
[training]
steps = {steps}
warmup = 2
decay = 2
tokens = 400
validate_every = 2
[sets]
ours = 1.0
theirs = 0.5
"""


@pytest.fixture
def folder(tmp_path: Path, sentences: list[tuple[str, str]]) -> Path:
    """A recipe, its two sets with a manifest, and a development file."""
    (tmp_path / "pairs").mkdir()
    for name, rows in (("ours", sentences[:120]), ("theirs", sentences[100:])):
        with gzip.open(tmp_path / "pairs" / f"{name}.tsv.gz", "wt", encoding="utf-8") as file:
            file.writelines(f"{en}\t{ko}\n" for ko, en in rows)
    (tmp_path / "MANIFEST.tsv").write_text("name\tlicence\nours\tCC0\ntheirs\tMIT\n")
    (tmp_path / "recipe.toml").write_text(RECIPE.format(steps=4))
    (tmp_path / "dev.tsv").write_text("".join(f"{en}\t{ko}\n" for ko, en in sentences[:5]), encoding="utf-8")
    return tmp_path


def test_pairs_come_in_the_recipes_order_once_and_cleaned(folder: Path, sentences: list[tuple[str, str]]) -> None:
    with gzip.open(folder / "pairs" / "theirs.tsv.gz", "at", encoding="utf-8") as file:
        file.write("no Korean here\tnone\nlong " + "word " * 90 + "\t짧다\nIt rains.\t비가 온다.\n")
    found = list(read_pairs(folder / "pairs", read_recipe(folder / "recipe.toml")))
    assert [(ko, en) for ko, en, _ in found] == [*sentences, ("비가 온다.", "It rains.")]
    assert [share for _, _, share in found] == [1.0] * 120 + [0.5] * 81


def test_a_run_makes_a_model_with_its_card_and_goes_on(folder: Path) -> None:
    out = folder / "out"
    train(out, folder / "recipe.toml", folder / "pairs", [folder / "dev.tsv"], {}, threads=1)
    card = (out / "model" / "README.md").read_text(encoding="utf-8")
    assert "| ours | 1 | CC0 |" in card
    assert "| theirs | 0.5 | MIT |" in card
    assert "4 updates" in card
    for direction in ("ko-en", "en-ko"):
        for metric in ("bleu", "chrf2"):
            (row,) = [line for line in card.splitlines() if line.startswith(f"| dev {direction} {metric} |")]
            assert "version:" in row
    train(out, folder / "recipe.toml", folder / "pairs", [folder / "dev.tsv"], {"steps": 6}, threads=1)
    assert "6 updates" in (out / "model" / "README.md").read_text(encoding="utf-8")


def test_a_development_file_of_another_form_is_named(folder: Path) -> None:
    (folder / "dev.tsv").write_text("one column\n")
    with pytest.raises(FormatError, match=r"dev\.tsv:1: 1 columns, expected 2"):
        train(folder / "out", folder / "recipe.toml", folder / "pairs", [folder / "dev.tsv"], {})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("steps = 4", "stepps = 4"), "Unknown setting 'stepps'"),
        (('languages = ["ko", "en"]', ""), "languages"),
        (("size = 460", "size = "), "Invalid value"),
        (("theirs = 0.5", "nobodys = 0.5"), r"nobodys\.tsv\.gz"),
    ],
)
def test_a_recipe_that_says_what_it_cannot_is_named(folder: Path, change: tuple[str, str], message: str) -> None:
    text = RECIPE.format(steps=4)
    assert change[0] in text
    (folder / "recipe.toml").write_text(text.replace(*change))
    with pytest.raises(SettingError, match=message):
        train(folder / "out", folder / "recipe.toml", folder / "pairs", [folder / "dev.tsv"], {})
