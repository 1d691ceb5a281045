"""Whatever a file holds, a reader gives what it should, refuses a row, or refuses the file. `tests/bench/fuzz.py` tries far
more; every input that it found to fail is in `tests/fuzz`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fuzz_formats
import million
from jjak.corpora.formats import Entry
from targets import KEPT, TARGETS, Target, imported

pytestmark = pytest.mark.slow

TEXT = ["csv", "jsonl", "moses", "po", "tmx", "tsv", "xliff"]
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PIECES = [
    "<tu>",
    "</tu>",
    "<seg>",
    '"',
    "\t",
    ",",
    "\n",
    "ko",
    "en",
    "{",
    "}",
    'msgid "',
    'msgstr "',
    "&",
    "\0",
    "가",
    "\\",
    "<g>",
    "]]>",
]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_an_input_that_was_spoilt_or_made_up_is_read_or_refused(target: Target) -> None:
    for at in range(40):
        assert target.tried(target.input(7, at)) is not None


def kept() -> Iterator[tuple[Target, Path]]:
    yield from ((target, path) for target in TARGETS for path in target.kept())


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("target", "path"), [pytest.param(*one, id=f"{one[0].name}-{one[1].name}") for one in kept()])
def test_a_kept_input_is_read_or_refused_in_less_than_a_second(target: Target, path: Path) -> None:
    raw = path.read_bytes()
    target.tried(target.seeds[0])  # what is loaded once is loaded here
    began = time.process_time()
    assert target.tried(raw) is not None
    assert time.process_time() - began < 1


def test_every_kept_input_is_of_a_target() -> None:
    assert {folder.name for folder in KEPT.iterdir()} <= {target.folder for target in TARGETS}


@pytest.mark.parametrize("name", TEXT)
@QUICK
@given(
    data=st.one_of(
        st.binary(max_size=400), st.lists(st.sampled_from(PIECES), max_size=40).map(lambda parts: "".join(parts).encode())
    )
)
def test_any_bytes_are_read_or_refused(tmp_path: Path, name: str, data: bytes) -> None:
    assert imported(name, data, tmp_path) is not None


@pytest.mark.parametrize("name", fuzz_formats.SOUND)
def test_what_a_fault_left_alone_is_given_and_what_it_spoilt_is_named(name: str, tmp_path: Path) -> None:
    wrong = {at: fuzz_formats.tried(name, 1, at, tmp_path)[1] for at in range(60)}
    assert {at: what for at, what in wrong.items() if what} == {}


def test_the_property_of_a_fault_sees_a_pair_that_is_gone_swapped_or_unnamed() -> None:
    entries = [Entry(at, ("ko", ko), ("en", en)) for at, (ko, en) in enumerate(map(fuzz_formats.pair, range(8)))]
    seen = fuzz_formats.wrong_of
    assert seen(entries, entries, set(range(8)), "unit", b"") == ""
    assert seen(entries[1:], entries[1:], set(range(8)), "unit", b"") == "unit 0 is gone, and was left alone"
    turned = [Entry(0, ("en", entries[0].source[1]), ("ko", entries[0].target[1])), *entries[1:]]
    assert seen(turned, turned, set(range(8)), "unit", b"") == "unit 0 is swapped, and was left alone"
    assert seen(entries[1:], entries[1:], set(range(1, 8)), "unit", b"") == "7 things were said of 8 units"
    lost = [*entries, Entry(9, ("ko", "\ufffd"), ("en", "x"))]
    assert seen(lost, lost, set(range(8)), "unit", b"") == "a text holds U+FFFD"


def test_what_was_tried_is_not_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(million, "PIECE", 5)
    monkeypatch.setattr(fuzz_formats, "wrong_of", lambda *_: "planted")
    state, wanted = tmp_path / "state.json", {"jsonl": 12, "tsv": 7}
    tallies = million.loaded(state, 1)
    assert list(million.pieces(wanted, tallies))[:2] == [("jsonl", 0, 5), ("tsv", 0, 5)]
    for piece in list(million.pieces(wanted, tallies))[:2]:
        million._add(tallies[piece[0]], million.tried(*piece, seed=1))
    million.kept(state, 1, tallies)
    again = million.loaded(state, 1)
    assert (again["jsonl"].done, len(again["jsonl"].wrong), len(again["tsv"].wrong)) == (5, 5, 5)
    assert list(million.pieces(wanted, again)) == [("jsonl", 5, 10), ("tsv", 5, 7), ("jsonl", 10, 12)]
    assert million.report(wanted, again, 1) == 1
    assert million.tried("markdown", 1, 9, seed=1).wrong == []
    with pytest.raises(SystemExit, match="of seed 1"):
        million.loaded(state, 2)


def test_every_kind_has_its_share_of_a_million() -> None:
    wanted = million.goals(1_000_000)
    assert set(wanted) >= {"plain", "news", *fuzz_formats.SOUND}
    assert abs(sum(wanted.values()) - 1_000_000) < len(wanted)
    assert min(wanted.values()) > 1_000
