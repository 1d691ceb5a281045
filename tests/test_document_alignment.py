"""Finding translations among many documents."""

from __future__ import annotations

import random
import shutil
from datetime import date
from pathlib import Path

from jjak.align.sentence.document_alignment import Match, Text, match
from jjak.workbench.pipeline.document_matches import match_folders
from jjak.workbench.settings import Settings

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def story(seed: int, size: int, *, kept: float = 0.3) -> tuple[Text, Text]:
    """A text with a translation that keeps `kept` of the words of the other text."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 4)))

    lines = [[word() for _ in range(chance.randint(4, 14))] for _ in range(size)]
    made = [" ".join(each if chance.random() < kept else word() for each in line) for line in lines]
    return Text([text[::-1] for text in made], made), Text([" ".join(line) for line in lines])


def pairs(found: list[Match]) -> list[tuple[int, int]]:
    return [(pair.source, pair.target) for pair in found]


def test_translations_are_found_among_others_and_what_has_none_stays_alone() -> None:
    stories = [story(seed, 8 + 5 * seed) for seed in range(9)]
    order = [4, 8, 1, 0, 6, 2]
    found = match([source for source, _ in stories], [stories[at][1] for at in order])
    assert sorted(pairs(found)) == sorted((at, place) for place, at in enumerate(order))
    assert all(pair.gain > 0.3 for pair in found)


def test_a_document_has_one_partner_at_most() -> None:
    source, target = story(1, 30)
    assert len(match([source, source], [target])) == 1


def test_a_date_window_parts_what_was_published_apart() -> None:
    source, target = story(2, 20)
    pages = [Text(source.lines, source.translation, date(2024, 11, 13))], [Text(target.lines, (), date(2024, 11, 17))]
    assert pairs(match(*pages, days=4)) == [(0, 0)]
    assert not match(*pages, days=3)
    assert pairs(match(pages[0], [target], days=3)) == [(0, 0)]  # no date, no reason against it


def test_nothing_matches_nothing() -> None:
    source, _ = story(3, 10)
    assert match([source], []) == match([], [source]) == []


def test_a_page_finds_its_korean_version_in_a_folder(root: Path, seed_bytes: bytes, tmp_path: Path) -> None:
    for name in ("ko", "en"):
        (tmp_path / name).mkdir()
    (tmp_path / "en" / "0001.txt").write_bytes(seed_bytes)
    (tmp_path / "en" / "0002.txt").write_bytes(random.Random(1).randbytes(500))
    shutil.copy(root / "tests" / "documents" / "treaty.ko.txt", tmp_path / "ko" / "a.txt")
    weather = ["내일은 비가 옵니다.", "바람이 붑니다.", "모레는 맑겠습니다.", "기온은 20도입니다."]
    (tmp_path / "ko" / "b.txt").write_text("\n\n\n".join(weather), encoding="utf-8")
    found = match_folders((tmp_path / "ko", tmp_path / "en"), Settings(), days=None)
    assert [(first.name, second.name) for first, second, _ in found.pairs] == [("a.txt", "0001.txt")]
    assert [[path.name for path in side] for side in found.alone] == [["b.txt"], []]
    assert [Path(failure.name).name for failure in found.failures] == ["0002.txt"]
