"""A card names every licence of what a model was trained on, and the strictest of them."""

from __future__ import annotations

import pytest

from jjak.workbench.training.licences import identifier, licence_line, strictest


@pytest.mark.parametrize(
    ("licences", "hardest"),
    [
        (["CC0", "MIT", "Apache-2.0"], "MIT"),
        (["MIT", "CC BY 4.0", "MPL-2.0"], "MPL-2.0"),
        (["MPL-2.0", "CC BY-SA 3.0", "CC BY 4.0"], "CC BY-SA 3.0"),
        (["CC BY-SA 4.0", "GPL-3.0"], "GPL-3.0"),
        (["GPL-3.0", "CC BY-NC 4.0", "CC BY-SA 4.0"], "CC BY-NC 4.0"),
        (["CC BY 4.0", "MIT/GPL-3.0"], "CC BY 4.0"),
        (["CC BY-NC 4.0", ""], "not said"),
        (["MIT", "CC BY 3.0?"], "CC BY 3.0?"),
        ([], "not said"),
        (["cc-by-sa-4.0", "public domain"], "cc-by-sa-4.0"),
    ],
)
def test_the_strictest_is_the_one_that_asks_the_most(licences: list[str], hardest: str) -> None:
    assert strictest(licences) == hardest
    assert strictest(licences[::-1]) == hardest


def test_a_line_names_every_licence_with_its_count() -> None:
    line = licence_line(["MIT", "CC BY-SA 4.0", "MIT"])
    assert line.startswith("Licences: CC BY-SA 4.0 (1), MIT (2). The strictest")
    assert line.endswith("is CC BY-SA 4.0.")
    assert "ask before passing the model on" in licence_line(["MIT", "CC BY 3.0?"])


def test_the_hub_s_word_for_a_licence() -> None:
    assert [identifier(each) for each in ("CC BY-SA 4.0", "Apache-2.0", "not said", "CC BY 3.0?")] == [
        "cc-by-sa-4.0",
        "apache-2.0",
        "unknown",
        "unknown",
    ]
