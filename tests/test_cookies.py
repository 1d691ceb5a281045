"""The cookies of a server, among those that other programs of the machine set."""

from __future__ import annotations

import pytest

from jjak.workbench.web.cookies import value_of


@pytest.mark.parametrize(
    "other",
    [
        'shape={"w":3}',
        "b[0=1",
        "k=two words",
        "x=\u00e9",
        "no-value",
        "a/b=1",
        "path=/",
        "expires=1",
        "domain",
        "=",
        "jjak_1=x",
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_others_cookies_hide_none_of_ours(other: str, before: bool) -> None:
    header = f"{other}; jjak_8000=ours" if before else f"jjak_8000=ours; {other}"
    assert value_of(header, "jjak_8000") == "ours"


def test_of_two_the_one_of_the_whole_server_counts() -> None:
    assert value_of("jjak_8000=of-a-deeper-path; jjak_8000=ours", "jjak_8000") == "ours"
    assert value_of("jjak_80=1", "jjak_8000") == ""
