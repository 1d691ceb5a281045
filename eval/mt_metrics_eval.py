"""The folder layout of mt-metrics-eval, which keeps a test set, the systems' outputs and every metric's scores.

sources/ko-en.txt   references/ko-en.NAME.txt   system-outputs/ko-en/SYSTEM.txt   documents/ko-en.docs
metric-scores/ko-en/METRIC-NAME.{sys,seg}.score
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from unicodedata import normalize

from jjak.eval.mt_evaluation import Evaluation, TestSet
from jjak.seeds.decoding import decode
from jjak.seeds.errors import FormatError, JjakError

REFERENCE = "refA"
LONGEST = 60  # characters of a system's file name: Hangul takes three bytes each, and file systems allow 255
_UNSAFE = re.compile(r"""[\s/\\:*?"<>|\x00-\x1f\x7f]+""")
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)  # of Windows
_PAIR = re.compile(r"([A-Za-z]+)-([A-Za-z]+)")


def lines_in(path: Path) -> list[str]:
    """The lines of a text file; only line feeds part them. Raises FormatError where it cannot be read, or is no text."""
    try:
        raw = path.read_bytes()
        text = decode(raw).text if raw else ""
    except OSError as error:
        raise FormatError("{path}: {reason}", "Check the path.", path=path, reason=error.strerror or str(error)) from error
    except JjakError as error:
        raise FormatError("{path}: {error}", error.remedy, path=path, error=error.message) from error
    lines = text.replace("\r\n", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def read_campaign(folder: Path, pair: str = "", reference: str = "") -> TestSet:
    """The test set of a language pair (the only one by default), against one of its references (the first by default).

    Outputs that are references are left out. Raises FormatError where a file is missing.
    """
    found = sorted(path.stem for path in (folder / "sources").glob("*.txt"))
    if not found:
        raise FormatError(
            "{folder}: no sources/SRC-TGT.txt", "Give a test set's folder in the layout of mt-metrics-eval.", folder=folder
        )
    if not pair and len(found) > 1:
        raise FormatError(
            "{folder}: {count} language pairs: {names}",
            "Choose one with --direction.",
            folder=folder,
            count=len(found),
            names=", ".join(found),
        )
    chosen = pair or found[0]
    match = _PAIR.fullmatch(chosen)
    if chosen not in found or match is None:
        raise FormatError(
            "{folder}: no language pair '{chosen}'; there are: {names}",
            "Choose one with --direction.",
            folder=folder,
            chosen=chosen,
            names=", ".join(found),
        )
    names = sorted(path.name.removeprefix(f"{chosen}.")[:-4] for path in (folder / "references").glob(f"{chosen}.*.txt"))
    if not names or (reference and reference not in names):
        known = f"; there are: {', '.join(names)}" if names else ""
        raise FormatError(
            "{folder}: no reference {reference}{known}",
            "Choose one with --reference-name.",
            folder=folder,
            reference=reference or "of " + chosen,
            known=known,
        )
    outputs = sorted((folder / "system-outputs" / chosen).glob("*.txt"))
    documents = folder / "documents" / f"{chosen}.docs"
    tagged = [line.split(maxsplit=1) for line in lines_in(documents)] if documents.exists() else []
    return TestSet(
        match[1],
        match[2],
        lines_in(folder / "sources" / f"{chosen}.txt"),
        lines_in(folder / "references" / f"{chosen}.{reference or names[0]}.txt"),
        {path.stem: lines_in(path) for path in outputs if path.stem not in names},
        documents=[each[-1] for each in tagged],
        kinds=[each[0] for each in tagged],
    )


def write_campaign(evaluation: Evaluation, folder: Path, reference: str = REFERENCE) -> None:
    """Write the test set and every score, of systems and of sentences. Raises FormatError where that fails."""
    test = evaluation.test
    pair = f"{_safe(test.source_lang)}-{_safe(test.target_lang)}"
    words = file_names(test.systems)
    _write(folder / "sources" / f"{pair}.txt", test.sources)
    _write(folder / "references" / f"{pair}.{reference}.txt", test.references)
    # refA, refB …: scores are against all of them together
    for at, lines in enumerate(test.others, start=1):
        _write(folder / "references" / f"{pair}.{_next(reference, at)}.txt", lines)
    names = test.documents or ["all"] * len(test.references)
    kinds = test.kinds or ["all"] * len(test.references)
    tagged = (f"{_word(kind)} {_word(name)}" for kind, name in zip(kinds, names, strict=True))
    _write(folder / "documents" / f"{pair}.docs", tagged)
    for system, texts in test.systems.items():
        _write(folder / "system-outputs" / pair / f"{words[system]}.txt", texts)
    for metric in evaluation.metrics:
        start = folder / "metric-scores" / pair / f"{metric.name}-{reference}"
        corpus = (f"{words[name]}\t{evaluation.scores[name][metric.name].value}" for name in evaluation.systems)
        _write(start.with_name(start.name + ".sys.score"), corpus)
        single = (f"{words[name]}\t{value}" for name in evaluation.systems for value in evaluation.sentences(metric, name))
        _write(start.with_name(start.name + ".seg.score"), single)


def _next(reference: str, at: int) -> str:
    """What the `at`-th reference after `reference` is called: after `refA` comes `refB`."""
    last = reference[-1]
    return reference[:-1] + chr(ord(last) + at) if "A" <= last <= chr(ord("Z") - at) else f"{reference}{at + 1}"


def file_names(systems: Iterable[str]) -> dict[str, str]:
    """A name for each system's file that stays in its folder, differs from the others' and has no white space."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for system in systems:
        start = name = _safe(system)
        number = 1
        # files whose names differ in case alone are one file on some systems
        while name.casefold() in taken:
            number += 1
            name = f"{start}-{number}"
        taken.add(name.casefold())
        found[system] = name
    return found


def _safe(name: str) -> str:
    """A name without anything that leads to another folder or that a file system forbids."""
    plain = _UNSAFE.sub("_", normalize("NFC", name)).lstrip(".")[:LONGEST]
    return f"_{plain}" if not plain or _RESERVED.fullmatch(plain.split(".")[0]) else plain


def _word(name: str) -> str:
    """A name without white space, as the layout's columns ask."""
    return "_".join(name.split()) or "_"


def _write(path: Path, lines: Iterable[str] | Sequence[str]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(f"{' '.join(line.splitlines())}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise FormatError(
            "{path}: {reason}", "Check that the folder may be written.", path=path, reason=error.strerror or str(error)
        ) from error
