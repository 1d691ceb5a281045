"""What a page says of itself, whatever its layout: one record, stored among a document's metadata."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Empty where the page says nothing of it. date: the day, ISO 8601; published, modified: ISO 8601, with a zone where it is
    known, without a clock where the page gives none; url: where the page says that it is from."""

    title: str = ""
    broadcaster: str = ""
    programme: str = ""
    date: str = ""
    published: str = ""
    modified: str = ""
    reporter: str = ""
    category: str = ""
    url: str = ""

    def __iter__(self) -> Iterator[tuple[str, str]]:
        """What is said, by name."""
        named = ((field.name, getattr(self, field.name)) for field in fields(self))
        return ((name, value) for name, value in named if value)


def page_metadata(metadata: Mapping[str, str]) -> PageMetadata:
    """The record that a document's metadata hold; its day is that of its publication where the page says none."""
    said = {field.name: str(metadata.get(field.name, "")) for field in fields(PageMetadata)}
    said["date"] = said["date"] or (said["published"] or said["modified"])[:10]
    return PageMetadata(**said)
