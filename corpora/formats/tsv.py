"""Tab-separated values with a head line, one pair a line, UTF-8."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from corpora.pair import Pair

SCORES = ("bleu", "chrf2++", "round_trip_bleu", "round_trip_chrf2++")
HEAD = ("kind", "origin", "status", "document", "segments", "model", "confidence", *SCORES, "flags")


def write_tsv(pairs: Iterable[Pair], languages: tuple[str, str], out: BinaryIO) -> None:
    out.write(_line(["id", *languages, *HEAD]))
    for pair in pairs:
        texts = {pair.source.lang: pair.source.text, pair.target.lang: pair.target.text}
        figures = [f"{pair.scores[name].value:.4f}" if name in pair.scores else "" for name in SCORES]
        out.write(
            _line(
                [
                    pair.id,
                    *(texts.get(language, "") for language in languages),
                    pair.kind,
                    pair.origin,
                    pair.status,
                    pair.name,
                    ",".join(map(str, pair.source.segments)),
                    f"{pair.model}@{pair.revision}",
                    f"{pair.confidence:.4f}",
                    *figures,
                    ",".join(pair.flags),
                ]
            )
        )


def _line(columns: list[str]) -> bytes:
    # a name may hold what would end a column; texts are folded and cannot
    return ("\t".join(" ".join(column.split()) for column in columns) + "\n").encode()
