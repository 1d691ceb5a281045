"""Books of Project Gutenberg: the book is read, the notices around it are left out by name."""

from __future__ import annotations

from collections import Counter

import pytest

from jjak.align.text.segmentation import segment_document
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.reading import document_of

BOOK = """The Project Gutenberg EBook of The Alder Wood, by Nora Byrne

This eBook is for the use of anyone anywhere.  You may copy it.

Title: The Alder Wood

Author: Nora Byrne

Release Date: May 2, 2031 [EBook #99999]

Language: English

*** START OF THIS PROJECT GUTENBERG EBOOK THE ALDER
WOOD ***

  [Illustration]

CHAPTER ONE

The wood stood by the river, and nobody in the town could have said
who had planted it.  Two mills had come and gone below it, and the
children of three villages went there for nuts.

End of the Project Gutenberg EBook of The Alder Wood, by Nora Byrne

*** END OF THIS PROJECT GUTENBERG EBOOK THE ALDER WOOD ***

Updated editions will replace the previous one.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_book_is_what_stands_between_the_notices(end: str) -> None:
    document = document_of(BOOK.replace("\n", end).encode(), "book.txt")
    assert document.metadata["reader"] == "gutenberg"
    assert (document.metadata["title"], document.metadata["author"]) == ("The Alder Wood", "Nora Byrne")
    found = segment_document(document, ("en", "ko"))
    assert [segment.text for segment in found.segments] == [
        "CHAPTER ONE",
        "The wood stood by the river, and nobody in the town could have said who had planted it.",
        "Two mills had come and gone below it, and the children of three villages went there for nuts.",
    ]


def test_everything_around_it_is_accounted_for() -> None:
    found = segment_document(document_of(BOOK.encode(), "book.txt"), ("en", "ko"))
    fates = Counter(part.fate for part in found.ledger)
    assert fates[Fate.UNACCOUNTED] == 0
    assert fates[Fate.METADATA] == 4
    assert Counter(part.reason for part in found.ledger if part.reason) == {Reason.NOTICE: 7, Reason.CAPTION: 1}


def test_a_book_whose_end_is_lost_is_read_to_the_end() -> None:
    text = BOOK[: BOOK.index("End of the")]
    found = segment_document(document_of(text.encode(), "book.txt"), ("en", "ko"))
    assert len(found.segments) == 3


def test_a_text_that_speaks_of_the_project_is_no_book() -> None:
    document = document_of(b"Project Gutenberg was founded in 1971.\n\nIt holds books.\n", "a.txt")
    assert document.metadata["reader"] == "plain"
