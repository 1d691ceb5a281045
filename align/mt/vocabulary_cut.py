"""A large sentencepiece vocabulary cut down to the pieces that some texts use, in the files that MarianTokenizer reads.

A multilingual encoder has a quarter of a million pieces, most of them of languages that a model does not translate; its
embeddings would be nine tenths of the model.
"""

from __future__ import annotations

import io
import shutil
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from jjak.align.mt.vocabulary import write_tokenizer

Pieces = Sequence[tuple[str, float]]
START = "▁"
SEEN = 3  # times that a piece is used, under which its embedding would learn little
SCRIPT = 0.01  # share of the letters that makes a script one of the texts'
_UNKNOWN, _CONTROL, _BYTE = 2, 3, 6  # sentencepiece's types of pieces that are no text


def cut(pieces: Pieces, texts: Iterable[str], size: int) -> Pieces:
    """At most about `size` of `pieces`: those that `texts` use most, then by rank others in the scripts of `texts`.

    Every single character of these scripts is kept besides, and no piece of several digits: numbers are copied digit by
    digit.

    Args:
        pieces: Texts with their log probabilities, the most frequent first.
        texts: What will be translated, in both languages.
        size: How many pieces; the single characters may make them more.
    """
    known = [(piece, score) for piece, score in pieces if _usable(piece)]
    counts, letters = _counted(known, texts)
    scripts = {script for script, count in letters.items() if count >= SCRIPT * letters.total()}
    used = [piece for piece, count in counts.most_common(size) if count >= SEEN]
    wanted = set(used)
    for piece, _ in known:
        text = piece.strip(START)
        own = text.isdecimal() or (bool(text) and all(_script(letter) in scripts for letter in text))
        if own and (len(text) == 1 or len(wanted) < size):
            wanted.add(piece)
    return [(piece, score) for piece, score in known if piece in wanted]


def write_cut(folder: Path, pieces: Pieces, tags: Sequence[str]) -> None:
    """Write the tokenizer of `pieces` to `folder`: bytes stand for what they lack, and every digit is a piece."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "source.spm").write_bytes(_model(pieces))
    shutil.copyfile(folder / "source.spm", folder / "target.spm")
    write_tokenizer(folder, tags)


def _usable(piece: str) -> bool:
    text = piece.strip(START)
    return bool(piece) and "\ufffd" not in piece and not (len(text) > 1 and any(letter.isdigit() for letter in text))


def _counted(pieces: Pieces, texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """How often each piece is used, and how many letters each script has."""
    import sentencepiece

    whole = sentencepiece.SentencePieceProcessor(model_proto=_model(pieces))
    counts: Counter[int] = Counter()
    letters: Counter[str] = Counter()
    lines = iter(texts)
    while some := list(islice(lines, 10_000)):
        for ids in whole.encode(some):
            counts.update(ids)
        for letter, count in Counter("".join(some)).items():
            if letter.isalpha():
                letters[_script(letter)] += count
    plain = {whole.piece_to_id(piece) for piece, _ in pieces}
    return Counter({whole.id_to_piece(at): count for at, count in counts.items() if at in plain}), letters


def _script(letter: str) -> str:
    """The first word of a character's name, which for letters is the script's: `HANGUL`, `LATIN`, `CJK`."""
    return unicodedata.name(letter, "").partition(" ")[0]


def _model(pieces: Pieces) -> bytes:
    """A unigram model of `pieces` and all bytes, with XLM-R's normalizer.

    sentencepiece writes no model from a list: one that it has trained on next to nothing lends it the rest.
    """
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2

    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["a b c d e f g"] * 20),
        model_writer=out,
        vocab_size=280,
        model_type="unigram",
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="nmt_nfkc",
        hard_vocab_limit=False,
        bos_id=-1,
        minloglevel=2,
    )
    form: Any = sentencepiece_model_pb2
    model = form.ModelProto.FromString(out.getvalue())
    marks = [(each.piece, each.score, each.type) for each in model.pieces if each.type in (_UNKNOWN, _CONTROL, _BYTE)]
    del model.pieces[:]
    for piece, score, kind in [*marks, *((piece, score, 1) for piece, score in pieces)]:
        model.pieces.add(piece=piece, score=score, type=kind)
    model.trainer_spec.vocab_size = len(model.pieces)
    whole: bytes = model.SerializeToString()
    return whole
