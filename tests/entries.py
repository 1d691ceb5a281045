"""What a reader of a format gives, sorted by what it is."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from jjak.corpora.formats import Entry, Note, Refused, Wanted, reader_of

KO_EN = Wanted(("ko", "en"))


class Found(NamedTuple):
    entries: list[Entry]
    refused: dict[int, str]
    notes: list[str]

    @property
    def texts(self) -> list[tuple[str, str]]:
        return [(one.source[1], one.target[1]) for one in self.entries]

    @property
    def states(self) -> list[str]:
        return [one.state for one in self.entries]

    @property
    def directions(self) -> set[str]:
        return {f"{one.source[0]}-{one.target[0]}" for one in self.entries}


def found(path: Path, raw: bytes | str = b"", wanted: Wanted = KO_EN) -> Found:
    """What is read of `path`, once `raw` is written there where it is given."""
    if raw:
        path.write_bytes(raw.encode() if isinstance(raw, str) else raw)
    given = list(reader_of(path, wanted)[1](path, wanted))
    return Found(
        [one for one in given if isinstance(one, Entry)],
        {one.row: one.reason for one in given if isinstance(one, Refused)},
        [str(one.text) for one in given if isinstance(one, Note)],
    )
