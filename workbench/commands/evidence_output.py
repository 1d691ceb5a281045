"""What a command says of the languages of its documents: where evidence disagrees, what is in neither language, what was
paired."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from jjak.align.text.language_names import language_name
from jjak.seeds.message import Message, counted, message
from jjak.workbench.report.content import joined
from jjak.workbench.terminal import harmless, said

if TYPE_CHECKING:
    from jjak.align.text.segmentation import SegmentedDocument
    from jjak.corpora.formats.lexicon import LexiconFile
    from jjak.workbench.pipeline.evidence import EvidenceSummary
    from jjak.workbench.pipeline.inputs import Inputs

SHOWN = 20  # lines about documents on a terminal; JSON and the log have all of them


def show_evidence(documents: Iterable[SegmentedDocument]) -> None:
    """Where the evidence of documents' languages disagrees, and what was left out of them for its language, on standard
    error."""
    for each in documents:
        for finding in each.findings:
            note(finding)
        if each.foreign:
            note(message("{name}: {left}", name=each.document.name, left=foreign(each.foreign)))


def foreign(counts: Mapping[str, int]) -> Message:
    """What was left out because it is in neither language: `4 sentences are in neither language: Japanese 3, Chinese 1`."""
    named = [joined([language_name(lang), f"{count:,}"], " ") for lang, count in Counter(counts).most_common()]
    return counted(
        "{count} sentence is in neither language: {languages}",
        "{count:,} sentences are in neither language: {languages}",
        sum(counts.values()),
        languages=joined(named),
    )


def show_inputs(found: Inputs, *, names: bool = False) -> None:
    """How many files were paired, which look like pairs and were not; names: say each pair."""
    if found.pairs:
        note(
            counted(
                "{count} document with its human translation, {alone:,} alone",
                "{count:,} documents with their human translations, {alone:,} alone",
                len(found.pairs),
                alone=len(found.bitexts) - len(found.pairs),
            )
        )
    for bitext in found.pairs if names else ():
        note(bitext.name)
    notes(found.hints)


def show_choice(aligner: str, lines: int) -> None:
    """Which aligner was chosen, and what sentence vectors would bring and cost where an encoder is installed."""
    from jjak.align.sentence.aligners import with_encoder
    from jjak.align.sentence.encoders import encoders

    note(message("aligner: {aligner}", aligner=aligner))
    if installed := encoders():
        # by tests/bench/cross_sets.py, sets left out: the embedded model's translation gains most, good ones nothing
        gain = "0–.02" if aligner == "translation" else "0–.25"
        note(
            counted(
                "--aligner {other} adds sentence vectors by {encoder}: {gain} of F1 on development sets, for {count} line",
                "--aligner {other} adds sentence vectors by {encoder}: {gain} of F1 on development sets, for {count:,} lines"
                " to encode, some tens a second on a core",
                lines,
                other=with_encoder(aligner),
                encoder=installed[0],
                gain=gain,
            )
        )


def show_lexicon(name: str, file: LexiconFile, used: int) -> None:
    """How many entries a lexicon has, how many of them are in the texts, and how many were skipped."""
    note(
        counted(
            "{name}: {count} entry, {used:,} in these texts",
            "{name}: {count:,} entries, {used:,} of them in these texts",
            file.entries,
            name=name,
            used=used,
        )
    )
    show_skipped(name, file)


def show_skipped(name: str, file: LexiconFile) -> None:
    if file.skipped:
        note(
            counted(
                "{name}: {count} entry skipped: a side is empty, or too long for a term",
                "{name}: {count:,} entries skipped: a side is empty, or too long for a term",
                file.skipped,
                name=name,
            )
        )


def show_build_evidence(found: EvidenceSummary) -> None:
    """What a build says of its documents besides what it made of them: languages that disagree, and what is without scores."""
    notes(found.findings)
    if found.foreign:
        note(foreign(found.foreign))
    if found.same_language:
        note(
            counted(
                "{count} link is of two texts in one language, and no pair",
                "{count:,} links are of two texts in one language, and no pairs",
                found.same_language,
            )
        )
    for (aligner, ways), count in found.unscored.items():
        note(
            counted(
                "{count} document aligned by {aligner}, without scores: no model translates {ways}",
                "{count:,} documents aligned by {aligner}, without scores: no model translates {ways}",
                count,
                aligner=aligner,
                ways=", ".join(ways),
            )
        )


def notes(found: Sequence[Message]) -> None:
    """Each on a line, the first SHOWN of them."""
    for each in found[:SHOWN]:
        note(each)
    if len(found) > SHOWN:
        note(counted("… and {count} more", "… and {count:,} more", len(found) - SHOWN))


def note(text: Message | str) -> None:
    """A line on standard error."""
    print(harmless(said(text)), file=sys.stderr)
