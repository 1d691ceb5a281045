"""What can be said of a checkpoint before it translates: whether its weights, its vocabularies and its pieces belong together.

A check finds things out one by one; the worst of them is the verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from jjak.align.mt.checkpoint import WEIGHTS, Checkpoint
from jjak.align.mt.marian_conversion import read_vocabulary
from jjak.align.mt.marian_layout import DECODER_TABLE, ENCODER_TABLE, SHARED, misplaced, missing, read_config, read_weights

Table = npt.NDArray[np.float32]

COVERED = 0.9  # share of a sentencepiece model's pieces that its vocabulary numbers; OPUS-MT's have over .99
UNKNOWN = 0.02  # share of the pieces of plain sentences that may have no number
BLANK = 0.02  # share of the rows of an embedding table that may be nothing but zeros: padding and a few unused ones
KNOWN = 0.05  # rank correlation of a piece's frequency and its embedding's length: .49 in our model, 0 by chance (± .01)


class Verdict(StrEnum):
    SOUND = "sound"
    WEAK = "weak"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """about: what was looked at; text: what was found, with its figure."""

    about: str
    verdict: Verdict
    text: str


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a model: its pieces with their log probabilities, its numbers, and its embedding table (rows, d)."""

    name: str
    pieces: Mapping[str, float]
    ids: Mapping[str, int]
    table: Table
    encode: Any


def worst(findings: Sequence[Finding]) -> Verdict:
    order = list(Verdict)
    return max((finding.verdict for finding in findings), key=order.index, default=Verdict.SOUND)


def structure(checkpoint: Checkpoint, sources: Sequence[str], targets: Sequence[str]) -> list[Finding]:
    """Findings that need no translation. sources, targets: sentences of both languages, none where the language is unknown."""
    try:
        tensors = _tensors(checkpoint)
    except Exception as error:  # safetensors and numpy each raise what they stumble over
        return [Finding("weights", Verdict.BROKEN, f"the weights cannot be read, they are cut short or damaged: {error}")]
    findings = [*_whole(checkpoint, tensors), *_values(tensors)]
    tables = _tables(checkpoint, tensors)
    if len(tables) < 2:
        return findings
    sides = [_side(checkpoint, at, tables[at]) for at in (0, 1)]
    for side, texts in zip(sides, (sources, targets), strict=True):
        findings += [*_numbers(side), *_covered(side), *_unknown(side, texts)]
    return [*findings, *_belonging(sides)]


def _tensors(checkpoint: Checkpoint) -> dict[str, Table]:
    if checkpoint.archive:
        with np.load(checkpoint.archive.weights) as data:
            return {name: data[name].astype(np.float32) for name in data.files if not name.startswith("special:")}
    weights = read_weights(checkpoint.folder / WEIGHTS)
    return {name: values.astype(np.float32, copy=False) for name, values in weights.arrays.items()}


def _tables(checkpoint: Checkpoint, tensors: Mapping[str, Table]) -> list[Table]:
    """The embedding tables of the source and of the target, those that are there."""
    if checkpoint.archive:
        names = (("encoder_Wemb", "Wemb"), ("decoder_Wemb", "Wemb"))
    else:
        shared = (SHARED,) if read_config(checkpoint.folder).share_encoder_decoder_embeddings else ()
        names = ((*shared, ENCODER_TABLE, SHARED), (*shared, DECODER_TABLE))
    found = [next((tensors[name] for name in side if name in tensors), None) for side in names]
    return [table for table in found if table is not None]


def _whole(checkpoint: Checkpoint, tensors: Mapping[str, Table]) -> Iterator[Finding]:
    """Whether every array that the configuration asks for is there, in its shape."""
    if checkpoint.archive:
        if len(_tables(checkpoint, tensors)) < 2:
            yield Finding("weights", Verdict.BROKEN, "an embedding table is missing: no Wemb in the archive")
        return
    config = read_config(checkpoint.folder)
    absent = missing(config, tensors)
    tables = [name for name in absent if "embed" in name or "shared" in name or "lm_head" in name]
    if tables:
        text = f"an embedding table is missing, which transformers would fill with random numbers: {', '.join(tables)}"
        yield Finding("weights", Verdict.BROKEN, text)
    elif absent:
        named = ", ".join(absent[:3]) + (" …" if len(absent) > 3 else "")
        text = f"{len(absent)} arrays are missing, which transformers would fill with random numbers: {named}"
        yield Finding("weights", Verdict.BROKEN, text)
    for name, shape, expected in misplaced(config, tensors):
        yield Finding("weights", Verdict.BROKEN, f"{name} is {shape}, but config.json says {expected}")
    if not absent:
        yield Finding("weights", Verdict.SOUND, f"{sum(x.size for x in tensors.values()):,} numbers in {len(tensors)} arrays")


def _values(tensors: Mapping[str, Table]) -> Iterator[Finding]:
    wrong = [name for name, values in tensors.items() if not np.isfinite(values).all()]
    if wrong:
        yield Finding("weights", Verdict.BROKEN, f"{len(wrong)} arrays hold numbers that are none, the first {wrong[0]}")
    flat = [name for name, values in tensors.items() if values.ndim == 2 and values.shape[0] > 1 and not values.any()]
    if flat:
        yield Finding("weights", Verdict.BROKEN, f"{len(flat)} arrays hold nothing but zeros, the first {flat[0]}")


def _side(checkpoint: Checkpoint, at: int, table: Table) -> _Side:
    import sentencepiece

    name = ("source", "target")[at]
    model = sentencepiece.SentencePieceProcessor(model_file=str(checkpoint.folder / f"{name}.spm"))
    marks = (model.is_control, model.is_unknown, model.is_byte, model.is_unused)
    plain = [i for i in range(model.get_piece_size()) if not any(is_mark(i) for is_mark in marks)]
    pieces = {model.id_to_piece(i): model.get_score(i) for i in plain}
    return _Side(name, pieces, read_vocabulary(checkpoint.vocabularies[at]), table, model.encode)


def _numbers(side: _Side) -> Iterator[Finding]:
    rows, most = len(side.table), max(side.ids.values(), default=-1)
    if most >= rows:
        text = f"the {side.name} vocabulary numbers pieces up to {most:,}, its embedding table has {rows:,} rows"
        yield Finding("vocabulary", Verdict.BROKEN, text)
    elif rows > 1.05 * len(side.ids) + 8:
        text = f"the {side.name} vocabulary has {len(side.ids):,} pieces for {rows:,} rows of the embedding table"
        yield Finding("vocabulary", Verdict.WEAK, text)
    blank = float((~side.table.any(1)).mean())
    if blank > BLANK:
        text = f"{blank:.0%} of the {side.name} embeddings are nothing but zeros"
        yield Finding("vocabulary", Verdict.BROKEN if blank > 0.5 else Verdict.WEAK, text)


def _covered(side: _Side) -> Iterator[Finding]:
    share = sum(piece in side.ids for piece in side.pieces) / max(1, len(side.pieces))
    text = f"{share:.1%} of the pieces of {side.name}.spm are in its vocabulary"
    verdict = Verdict.SOUND if share >= COVERED else Verdict.WEAK if share >= 0.5 else Verdict.BROKEN
    yield Finding("vocabulary", verdict, text)


def _unknown(side: _Side, texts: Sequence[str]) -> Iterator[Finding]:
    if not texts:
        return
    pieces = [piece for text in side.encode(list(texts), out_type=str) for piece in text]
    share = sum(piece not in side.ids for piece in pieces) / max(1, len(pieces))
    if share > UNKNOWN:
        text = f"{share:.0%} of the pieces of {len(texts)} plain sentences are unknown to the {side.name} vocabulary"
        hint = "; it is for another language, or source and target are swapped" if share > 0.2 else ""
        yield Finding("pieces", Verdict.BROKEN if share > 0.2 else Verdict.WEAK, text + hint)


def _belonging(sides: Sequence[_Side]) -> Iterator[Finding]:
    """Whether the numbers of the pieces are those of the embeddings: frequent pieces have embeddings of another length than
    rare ones, which a vocabulary that was shuffled, or is another model's, does not know."""
    own = [_knows(side, side.table) for side in sides]
    if min(own) >= KNOWN:
        yield Finding("pieces", Verdict.SOUND, f"embeddings know how frequent pieces are (rank correlation {min(own):.2f})")
        return
    name = sides[int(np.argmin(own))].name
    text = f"{name} embeddings do not know how frequent pieces are (rank correlation {min(own):.2f}): "
    exchanged = min(_knows(sides[0], sides[1].table), _knows(sides[1], sides[0].table))
    if exchanged >= KNOWN:
        yield Finding("pieces", Verdict.BROKEN, text + f"the two vocabularies are swapped (swapped back it is {exchanged:.2f})")
    else:
        yield Finding("pieces", Verdict.WEAK, text + "the pieces are shuffled, or the vocabulary is another model's")


def _knows(side: _Side, table: Table) -> float:
    """The size of the rank correlation of log probability and length of embedding, over the pieces that have both."""
    from scipy.stats import spearmanr

    kept = [(score, side.ids[piece]) for piece, score in side.pieces.items() if side.ids.get(piece, len(table)) < len(table)]
    if len(kept) < 100:
        return 1.0  # too few to tell
    scores, rows = zip(*kept, strict=True)
    found = spearmanr(scores, np.linalg.norm(table[list(rows)], axis=1))
    return abs(float(np.nan_to_num(found.statistic)))
