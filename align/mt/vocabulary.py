"""One sentencepiece vocabulary for both sides, in the files that MarianTokenizer reads.

The pieces fall back to bytes, so that no text can give `<unk>`, and every digit is a piece, so that numbers are copied
rather than remembered.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

END = "</s>"
UNKNOWN = "<unk>"
PAD = "<pad>"
TAGS = {"ko": ">>kor<<", "en": ">>eng<<"}  # the Tatoeba challenge's three-letter codes, as OPUS-MT's models use them


def tag_of(language: str) -> str:
    """What stands before a source text to ask for a translation into `language`."""
    return TAGS.get(language, f">>{language}<<")


def ranked_pieces(path: Path) -> list[tuple[str, float]]:
    """The pieces of a sentencepiece model with their log probabilities, by their numbers."""
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [(model.id_to_piece(at), model.get_score(at)) for at in range(model.get_piece_size())]


@dataclass(frozen=True, slots=True)
class SpecialPieces:
    """The ids that are no text. tags: what stands before a source for each of the two languages (0, 1) that a model
    translates into, empty for a model without tags; ends: `</s>` of a source and of a target; pad: of both."""

    tags: Mapping[int, tuple[int, ...]]
    ends: tuple[int, int]
    pad: int


def train_vocabulary(texts: Iterable[str], folder: Path, *, size: int, tags: Sequence[str], threads: int = 1) -> None:
    """Write `source.spm`, `target.spm` (the same), `vocab.json` and `tokenizer_config.json` to `folder`.

    `size` counts pieces without `tags` and `<pad>`. Raises RuntimeError (sentencepiece's own) where the texts are too few.
    """
    import sentencepiece

    folder.mkdir(parents=True, exist_ok=True)
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_prefix=str(folder / "source"),
        vocab_size=size,
        model_type="unigram",
        character_coverage=0.9995,
        byte_fallback=True,
        split_digits=True,
        bos_id=-1,
        num_threads=threads,
        input_sentence_size=0,
        minloglevel=2,
    )
    (folder / "source.vocab").unlink()
    (folder / "source.model").rename(folder / "source.spm")
    shutil.copyfile(folder / "source.spm", folder / "target.spm")
    write_tokenizer(folder, tags)


def write_tokenizer(folder: Path, tags: Sequence[str]) -> None:
    """Write the two JSON files that turn `source.spm` into a MarianTokenizer with `tags`."""
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor(model_file=str(folder / "source.spm"))
    pieces = [model.id_to_piece(i) for i in range(model.get_piece_size())]
    names = [END, UNKNOWN, *(p for p in pieces if p not in (END, UNKNOWN)), *tags, PAD]
    vocabulary = {name: index for index, name in enumerate(names)}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False, indent=0), encoding="utf-8")
    config = {
        "tokenizer_class": "MarianTokenizer",
        "separate_vocabs": False,
        "model_max_length": 512,
        "eos_token": END,
        "unk_token": UNKNOWN,
        "pad_token": PAD,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


class Vocabulary:
    """Piece ids of one side, `source` or `target`, of a checkpoint folder; made for packing millions of lines."""

    def __init__(self, folder: Path, side: str = "source") -> None:
        import numpy as np
        import sentencepiece

        self.ids = ids_of(folder, side)
        self._model = sentencepiece.SentencePieceProcessor(model_file=str(folder / f"{side}.spm"))
        unknown = self.ids[UNKNOWN]
        pieces = (self._model.id_to_piece(i) for i in range(self._model.get_piece_size()))
        self._to_marian = np.array([self.ids.get(piece, unknown) for piece in pieces], dtype=np.int32)

    def __len__(self) -> int:
        return len(self.ids)

    def encode(self, texts: Sequence[str], threads: int = 1) -> list[list[int]]:
        """The ids of each text, without tag and without `</s>`."""
        encoded = self._model.encode(list(texts), out_type=int, num_threads=threads)
        return [self._to_marian[ids].tolist() if ids else [] for ids in encoded]


def ids_of(folder: Path, side: str) -> dict[str, int]:
    """The ids of a side's pieces: a checkpoint has one table for both sides, or another one for the target."""
    own = folder / "target_vocab.json"
    path = own if side == "target" and own.is_file() else folder / "vocab.json"
    ids: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return ids


def one_vocabulary(folder: Path) -> bool:
    """Whether both sides of a checkpoint cut text into the same pieces under the same ids, so that one encoding of a text
    serves as source and as target."""
    models = [(folder / f"{side}.spm").read_bytes() for side in ("source", "target")]
    return models[0] == models[1] and not (folder / "target_vocab.json").is_file()


def marks_of(folder: Path, tags: Mapping[int, str]) -> SpecialPieces:
    """The ids of `tags` (empty for none), by the language (0, 1) that they ask for, of `</s>` and of the padding.

    Raises ValueError where the two sides pad with different ids, which no batch can hold.
    """
    source, target = ids_of(folder, "source"), ids_of(folder, "target")
    if source[PAD] != target[PAD]:
        raise ValueError(f"{folder}: the padding is {source[PAD]} in the source vocabulary and {target[PAD]} in the target's")
    return SpecialPieces(
        {to: (source[tag],) if tag else () for to, tag in tags.items()}, (source[END], target[END]), source[PAD]
    )
