"""The aligners by name, and what each is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from align.beads import Bead, covers
from align.overlap import align_by_overlap
from seeds.errors import AlignmentError, unknown


@dataclass(frozen=True, slots=True)
class Texts:
    """The two sides, and machine translations of them: each of `forward` translates every line of `source`, each of
    `backward` every line of `target`; an empty line is a translation that is not there."""

    source: Sequence[str]
    target: Sequence[str]
    forward: Sequence[Sequence[str]] = ()
    backward: Sequence[Sequence[str]] = ()


Aligner = Callable[[Texts], list[Bead]]


def _by_overlap(texts: Texts) -> list[Bead]:
    if not texts.forward and not texts.backward:
        raise AlignmentError(
            "The aligner 'translation' needs a machine translation of either side",
            "Give --forward (of the source) or --backward (of the target); `jjak translate` makes one.",
        )
    return align_by_overlap(texts.source, texts.target, texts.forward, texts.backward)


ALIGNERS: dict[str, Aligner] = {"translation": _by_overlap}


def align(texts: Texts, aligner: str = "translation") -> list[Bead]:
    """Beads that cover both sides, in order; raises SettingError at an unknown aligner, AlignmentError where a
    translation has another number of lines than what it translates."""
    if aligner not in ALIGNERS:
        raise unknown("aligner", aligner, ALIGNERS)
    for name, translations, lines in (("forward", texts.forward, texts.source), ("backward", texts.backward, texts.target)):
        for translation in translations:
            if len(translation) != len(lines):
                side = "source" if name == "forward" else "target"
                message = f"--{name}: {len(translation)} lines, but the {side} it translates has {len(lines)}"
                raise AlignmentError(message, "A translation has one line for each line, an empty one where there is none.")
    beads = ALIGNERS[aligner](texts)
    assert covers(beads, len(texts.source), len(texts.target)), "an aligner's beads must cover both sides"
    return beads
