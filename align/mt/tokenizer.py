"""Text to pieces and back for a MarianMT checkpoint: its two sentencepiece models and its target tag.

The same pieces that transformers' MarianTokenizer gives without sacremoses, at sentencepiece's speed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jjak.align.mt.vocabulary import END


class Tokenizer:
    """`tag` stands before every source text; empty for a model of one direction."""

    def __init__(self, folder: Path, tag: str) -> None:
        import sentencepiece

        self._source = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
        self._target = sentencepiece.SentencePieceProcessor(model_file=str(folder / "target.spm"))
        self._tag = [tag] if tag else []

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """The source pieces of each text, tag and `</s>` included."""
        encoded: list[list[str]] = self._source.encode(list(texts), out_type=str)
        return [[*self._tag, *pieces, END] for pieces in encoded]

    def encode_target(self, texts: Sequence[str]) -> list[list[str]]:
        """The target pieces of each text, without any mark."""
        encoded: list[list[str]] = self._target.encode(list(texts), out_type=str)
        return encoded

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of target pieces; special tokens are left out."""
        text: str = self._target.decode_pieces([piece for piece in pieces if piece not in (END, "<pad>", "<unk>")])
        # a byte of a character whose other bytes the model did not give comes out as a replacement character
        return " ".join(text.replace("▁", " ").replace("\ufffd", "").split())
