"""Test sets that stay unseen: what can be one, and what is said of one that is none."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from jjak.corpora.exchange.export_recipe import ExportRecipe, dump, export_pairs
from jjak.corpora.filters import filter_of
from jjak.corpora.filters.test_sets import digest, rows_of
from jjak.corpora.pair import Pair, bare
from jjak.seeds.errors import FormatError, SettingError

KOREAN, ENGLISH = "우체국은 역 뒤에 있습니다.", "The post office is behind the station."
OTHER = "빵집은 일요일에 쉽니다.", "The bakery is closed on Sundays."


def pair(source: str, target: str) -> Pair:
    return bare(("ko", source), ("en", target))


PAIRS = [pair(KOREAN, ENGLISH), pair(*OTHER)]


def left(path: Path, **values: object) -> list[int]:
    """Which pairs stay."""
    one = filter_of("overlap", {"with": str(path)} | values)
    return [at for at, score in enumerate(one.score(PAIRS)) if one.accept(score)]


def test_a_table_without_a_head_is_a_test_set(tmp_path: Path) -> None:
    path = tmp_path / "test.tsv"
    path.write_text(f"{ENGLISH}\t{KOREAN}\nIt rains.\t비가 옵니다.\n", encoding="utf-8")
    assert left(path) == [1]


@pytest.mark.parametrize("name", ["test.txt", "test.en", "test"])
def test_lines_of_one_language_are_a_test_set_zipped_or_not(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(f"{ENGLISH}\n\nIt rains.\n", encoding="utf-8")
    zipped = tmp_path / f"{name}.gz"
    zipped.write_bytes(gzip.compress((tmp_path / name).read_bytes()))
    (tmp_path / name).rename(tmp_path / "elsewhere")
    assert left(zipped) == [1]
    assert left(zipped, sides="target") == [1]
    with pytest.raises(FormatError, match="no source text to compare"):
        left(zipped, sides="source")
    with pytest.raises(FormatError, match="to compare in ko–en"):
        left(zipped, sides="both")


def test_an_empty_line_of_one_language_is_like_no_text(tmp_path: Path) -> None:
    (tmp_path / "test.txt").write_text("It rains.\n\n", encoding="utf-8")
    one = filter_of("overlap", {"with": str(tmp_path / "test.txt")})
    assert not any(one.score([*PAIRS, pair("…", ENGLISH)]))


def test_a_folder_of_test_sets_is_all_of_them_and_two_sides_are_one(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "first.txt").write_text(OTHER[0] + "\n", encoding="utf-8")
    (folder / "second.ko").write_text(KOREAN + "\n", encoding="utf-8")
    (folder / "second.en").write_text(ENGLISH + "\n", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    assert left(folder) == []
    assert [tuple(row) for row in rows_of(folder, ("ko", "en"))] == [(OTHER[0], ""), (KOREAN, ENGLISH)]


def test_what_is_no_test_set_is_an_error_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="names no test set"):
        filter_of("overlap", {})
    with pytest.raises(FormatError, match="no such file"):
        filter_of("overlap", {"with": str(tmp_path / "none.tsv")})
    (tmp_path / "empty.txt").write_text("\n\n", encoding="utf-8")
    (tmp_path / "head.tsv").write_text("ko\ten\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    for name in ("empty.txt", "head.tsv", "folder"):
        with pytest.raises(FormatError, match="no text in it"):
            left(tmp_path / name)
    turned = tmp_path / "turned.tsv"
    turned.write_text(f"ko\ten\n{ENGLISH}\t{KOREAN}\nIt rains.\t비가 옵니다.\n", encoding="utf-8")
    with pytest.raises(FormatError, match="not in the letters of ko"):
        left(turned)
    russian = tmp_path / "test.txt"
    russian.write_text("Почта находится за вокзалом.\nИдёт дождь.\n", encoding="utf-8")
    with pytest.raises(FormatError, match="not in the letters of"):
        left(russian)


def test_a_recipe_keeps_what_a_test_set_was(tmp_path: Path) -> None:
    path = tmp_path / "test.tsv"
    path.write_text(f"{KOREAN}\t{ENGLISH}\n비가 옵니다.\tIt rains.\n", encoding="utf-8")
    recipe = ExportRecipe(("ko", "en"), (("overlap", {"with": str(path)}),))
    kept = [replace(one, id=f"{at:032x}") for at, one in enumerate(PAIRS)]
    first = export_pairs(lambda: kept, recipe, str(tmp_path / "out.tsv"), dry=True)
    assert first.removed == [1]
    assert f"{path}: {digest(path)}" in dump(first)
    path.write_text("비가 옵니다.\tIt rains.\n", encoding="utf-8")
    again = export_pairs(lambda: kept, recipe, str(tmp_path / "out.tsv"), dry=True)
    assert first.files != again.files
