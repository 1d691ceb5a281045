"""What sets a row aside: what its file says, a missing text, a source that was copied."""

from __future__ import annotations

import pytest

from jjak.corpora.exchange.row_states import flags_of, same_everywhere
from jjak.corpora.formats import Entry
from jjak.corpora.formats.entry import STATES
from jjak.corpora.pair import ASIDE, aside


def test_every_state_that_a_file_says_sets_a_row_aside() -> None:
    assert set(STATES) - {""} < set(ASIDE)
    for state in set(STATES) - {""}:
        assert flags_of(Entry(1, ("en", "Open"), ("ko", "열기"), state=state)) == (state,)
        # it is counted once, as what its file says
        assert flags_of(Entry(1, ("en", "TREE_ID"), ("ko", "TREE_ID"), state=state)) == (state,)


@pytest.mark.parametrize(
    ("source", "target", "status", "flags"),
    [
        ("Open", "열기", "", ()),
        ("Open", " ", "", ("untranslated",)),
        ("", "열기", "", ("untranslated",)),
        ("Open the door", "Open the door", "accepted", ("untranslated",)),
        ("Samsung", "Samsung", "accepted", ()),
        ("Samsung", "Samsung", "", ("untranslated",)),
        ("v2.0-rc1", "v2.0-rc1", "accepted", ()),
        ("12:30", "12:30 ", "unreviewed", ("untranslated",)),
    ],
)
def test_a_copy_is_untranslated_unless_it_is_a_name_that_somebody_approved(
    source: str, target: str, status: str, flags: tuple[str, ...]
) -> None:
    assert flags_of(Entry(1, ("en", source), ("ko", target), status=status)) == flags


def test_an_export_of_ours_says_itself_what_its_rows_are() -> None:
    known = Entry(1, ("ko", "NAVER"), ("en", "NAVER"), key="0" * 16, state="fuzzy")
    assert flags_of(known) == ()
    assert flags_of(Entry(1, ("en", "Open"), ("ko", "열기"), key="0" * 16, flags=("fuzzy",))) == ("fuzzy",)


def test_flags_come_in_one_order_and_others_are_none() -> None:
    assert aside(["language", "repetition", "fuzzy"]) == ("fuzzy", "language")


def test_names_numbers_and_codes_may_be_the_same_in_two_languages() -> None:
    assert all(map(same_everywhere, ["3.14", "LG Electronics", "user_id", "%s: %d", "H2O"]))
    assert not any(map(same_everywhere, ["open", "Open the file", "A Very Long Title In Capitals"]))
