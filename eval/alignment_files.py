"""Alignments from files: beads by index, hunalign's ladder, and TMX, each as beads of line numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from jjak.align.sentence.beads import BeadIndices, parse_beads
from jjak.corpora.formats.tmx import tmx_texts
from jjak.seeds.decoding import decode
from jjak.seeds.errors import AlignmentError, FormatError, JjakError

Lines = Sequence[str]
SUFFIXES = (".gold", ".beads", ".align", ".path", ".ladder", ".tmx", ".txt", "")


def read_links(path: Path, source: Lines = (), target: Lines = ()) -> list[BeadIndices]:
    """The beads of an alignment file, whose form is seen from what it holds. source, target: the lines of the two texts, which
    TMX needs, since it has texts and no numbers.

    Raises FormatError with the place at a line of no form, and AlignmentError where a TMX is not of these lines.
    """
    text = _text(path)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise FormatError("{path}: an empty file", "An alignment has one bead a line, as [0,1]:[0].", path=path)
    if first.lstrip().startswith("<"):
        return _of_tmx(path, source, target)
    if len(first.split("\t")) == 3 and not first.lstrip().startswith("["):
        return _of_ladder(text, str(path))
    return [(tuple(a), tuple(b)) for a, b in parse_beads(text.splitlines(), str(path))]


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return decode(raw).text if raw else ""
    except OSError as error:
        raise FormatError("{path}: {reason}", "Check the path.", path=path, reason=error.strerror or str(error)) from error
    except JjakError as error:
        raise FormatError("{path}: {error}", error.remedy, path=path, error=error.message) from error


def _of_ladder(text: str, name: str) -> list[BeadIndices]:
    """hunalign's rungs: each line is a place in both texts and a score, and a bead reaches from one rung to the next."""
    rungs = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                source, target, _ = line.split("\t")
                rungs.append((int(source), int(target)))
            except ValueError as error:
                raise FormatError(
                    "{name}:{number}: {line!r} is no rung",
                    "A rung is two line numbers and a score, parted by tabs.",
                    name=name,
                    number=number,
                    line=line[:60],
                ) from error
    beads = [(tuple(range(a, c)), tuple(range(b, d))) for (a, b), (c, d) in pairwise(rungs)]
    return [bead for bead in beads if bead[0] or bead[1]]


def _of_tmx(path: Path, source: Lines, target: Lines) -> list[BeadIndices]:
    if not source or not target:
        raise AlignmentError(
            "{path}: a TMX has no line numbers",
            "Give the two texts, one sentence a line, with --source and --target.",
            path=path,
        )
    units = _units(path)
    # which of the two languages is the source's is seen from which order takes the lines
    for order in (units, [(b, a) for a, b in units]):
        taken = [_taken([unit[side] for unit in order], lines) for side, lines in ((0, source), (1, target))]
        if taken[0] is not None and taken[1] is not None:
            return list(zip(taken[0], taken[1], strict=True))
    raise AlignmentError(
        "{path}: its units are not made of the lines of the two texts",
        "A unit holds whole lines that are neighbours, none twice.",
        path=path,
    )


def _taken(texts: Sequence[str], lines: Lines) -> list[tuple[int, ...]] | None:
    """Which lines each text is made of, white space aside, no line twice; lines that no text has are passed over. Units that
    cross take lines from further back: of the places where a text can stand, the first one behind that of the text before it
    is taken, or else the first one at all. None where a text is not made of lines."""
    squeezed = ["".join(line.split()) for line in lines]
    starts: dict[str, list[int]] = {}
    for at, line in enumerate(squeezed):
        if line:
            starts.setdefault(line[0], []).append(at)
    free, found, last = [True] * len(lines), [], 0
    for text in texts:
        rest = "".join(text.split())
        places = starts.get(rest[:1], [])
        first = bisect_left(places, last)
        runs = (_run(rest, squeezed, free, at) for at in (*places[first:], *places[:first]))
        taken = next((run for run in runs if run), ()) if rest else ()
        if rest and not taken:
            return None
        for at in taken:
            free[at] = False
        last = taken[-1] + 1 if taken else last
        found.append(taken)
    return found


def _run(text: str, squeezed: Sequence[str], free: Sequence[bool], at: int) -> tuple[int, ...]:
    """The lines from `at` on that `text` is made of; none where it is not."""
    taken, place = [], 0
    while place < len(text) and at < len(squeezed) and free[at] and text.startswith(squeezed[at], place):
        if squeezed[at]:
            taken.append(at)
        place += len(squeezed[at])
        at += 1
    return tuple(taken) if place == len(text) else ()


def _units(path: Path) -> list[tuple[str, str]]:
    """Two texts of each unit, in the first two languages of the file; a unit without one of them has an empty side."""
    found = list(tmx_texts(path))
    languages = list(dict.fromkeys(language for texts in found for language in texts))
    if len(languages) < 2:
        raise FormatError(
            "{path}: {count} languages, expected 2", "A TMX of an alignment has two.", path=path, count=len(languages)
        )
    first, second = languages[:2]
    return [(texts.get(first, ""), texts.get(second, "")) for texts in found]


def read_documents(
    path: Path, texts: Callable[[str], tuple[Lines, Lines]] = lambda _: ((), ())
) -> dict[str, list[BeadIndices]]:
    """The alignments in a folder by document, or one file's by its name, up to the suffix; texts: the lines of a document by
    its name. In a folder with files that end in `.gold`, those alone are taken.

    Raises FormatError and AlignmentError as `read_links` does.
    """
    if not path.is_dir():
        return {path.stem: read_links(path, *texts(path.stem))}
    files = [file for file in sorted(path.iterdir()) if file.is_file() and file.suffix in SUFFIXES]
    chosen = next((group for suffix in SUFFIXES if (group := [f for f in files if f.suffix == suffix])), [])
    if not chosen:
        raise FormatError(
            "{path}: no alignment in this folder",
            "Files end in one of {suffixes}.",
            path=path,
            suffixes=", ".join(filter(None, SUFFIXES)),
        )
    return {file.stem: read_links(file, *texts(file.stem)) for file in chosen}


def lines_by_name(source: Path | None, target: Path | None) -> Callable[[str], tuple[Lines, Lines]]:
    """What gives the lines of a document's two texts by its name, from two files, or two folders with a file of each document
    called by its name and any suffix. Raises FormatError, when it is asked, where a file is missing."""

    def lines(name: str) -> tuple[Lines, Lines]:
        return _lines(source, name), _lines(target, name)

    return lines


def _lines(path: Path | None, name: str) -> Lines:
    if path is None:
        return ()
    if not path.is_dir():
        return _text(path).split("\n")
    found = next((file for file in sorted(path.iterdir()) if file.stem == name and file.is_file()), None)
    if found is None:
        raise FormatError(
            "{path}: no text of {name}", "A document's text has the name of its gold, up to the suffix.", path=path, name=name
        )
    return _text(found).split("\n")
