"""Models that are not MarianMT's: Argos packages, folders in CTranslate2's form, and M2M100, NLLB and MADLAD-400.

What a folder holds is told by its files, never by its name. All of them run on CTranslate2 with one or two sentencepiece
models; they differ in how they are told the languages.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jjak.align.mt.checkpoint import content_digest, json_object
from jjak.align.mt.language_tags import M2M100_CODES, NLLB_CODES, WMT21_CODES
from jjak.align.mt.vocabulary import END
from jjak.seeds.errors import ModelError

METADATA = "metadata.json"
BINARY = "model.bin"
_PIECES = ("sentencepiece.model", "sentencepiece.bpe.model", "spiece.model")
_VOCABULARIES = ("shared_vocabulary.json", "source_vocabulary.json", "shared_vocabulary.txt", "source_vocabulary.txt")
_TABLES = ("special_tokens_map.json", "tokenizer_config.json", "added_tokens.json", "tokenizer.json")


class Form(StrEnum):
    """Whose form a model has, which says how it is told the languages."""

    ARGOS = "argos"
    CTRANSLATE2 = "ctranslate2"
    M2M100 = "m2m100"
    NLLB = "nllb"
    MADLAD = "madlad"


_LANGUAGES = {
    Form.M2M100: re.compile(r"__[a-z]{2,3}__"),
    Form.NLLB: re.compile(r"[a-z]{3}_[A-Z][a-z]{3}"),
    Form.MADLAD: re.compile(r"<2[a-z]{2,3}(?:_[A-Za-z]+)?>"),
}


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """A model that CTranslate2 runs.

    Attributes:
        revision: A commit of the Hub, or 12 digits of the SHA-256 of its files.
        folder: All of its files.
        weights: The folder that holds them, in CTranslate2's form where `converted`, else in transformers'.
        pieces: The sentencepiece models of the source and of the target, which may be one.
        tags: The names of its languages in its vocabulary; empty for a model of one direction.
        source, target: Of a model of one direction, where it says.
        ends: Whether `</s>` ends a source.
        prefix: A piece that every translation begins with; empty for none.
    """

    name: str
    revision: str
    folder: Path
    form: Form
    weights: Path
    pieces: tuple[Path, Path]
    converted: bool = True
    tags: frozenset[str] = frozenset()
    source: str = ""
    target: str = ""
    ends: bool = True
    prefix: str = ""

    def tag(self, source: str, target: str) -> str:
        """The name of the target language in its vocabulary, empty for a model of one direction; raises ModelError where it
        does not do this direction."""
        if self.tags:
            self.language(source)
            return self.language(target)
        if self.source and self.target and (self.source, self.target) != (source, target):
            message = "The model {name} translates {own} to {other}, not {source} to {target}"
            fix = "Name a model for this direction: --model SOURCE-TARGET=NAME, once for each direction."
            values = {"name": self.name, "own": self.source, "other": self.target, "source": source, "target": target}
            raise ModelError(message, fix, **values)
        return ""

    def language(self, code: str) -> str:
        """The name of a language in its vocabulary; raises ModelError where it does not know it."""
        named = {
            Form.M2M100: f"__{code}__",
            Form.NLLB: NLLB_CODES.get(code, code),
            Form.MADLAD: f"<2{code}>",
        }[self.form]
        if named not in self.tags:
            known = ", ".join(sorted(self.tags)[:12])
            message = "The model {name} does not know the language '{code}'; of the {count} that it knows the first are {known}"
            fix = "`jjak models search --from A --to B` lists models for two languages."
            raise ModelError(message, fix, name=self.name, code=code, count=len(self.tags), known=known)
        return named

    def around(self, source: str, target: str) -> tuple[list[str], list[str], list[str]]:
        """What stands before and after the pieces of a source, and what its translation begins with."""
        after = [END] if self.ends else []
        if self.form in (Form.M2M100, Form.NLLB):
            return [self.language(source)], after, [self.language(target)]
        if self.form is Form.MADLAD:
            return [self.language(target)], after, []
        return [], after, [self.prefix] if self.prefix else []


def is_packaged(folder: Path) -> bool:
    """Whether the folder holds one of these models."""
    return _form(folder) is not None


def _form(folder: Path) -> Form | None:
    if (folder / METADATA).is_file() and "from_code" in json_object(folder / METADATA):
        return Form.ARGOS
    config = json_object(folder / "config.json") if (folder / "config.json").is_file() else {}
    kind = config.get("model_type")
    if kind == "m2m_100":
        return Form.M2M100 if (folder / "vocab.json").is_file() else Form.NLLB
    if kind == "t5":
        return Form.MADLAD
    if kind is None and (folder / BINARY).is_file():
        return _form_of_vocabulary(_vocabulary(folder))
    return None


def _form_of_vocabulary(pieces: Sequence[str]) -> Form:
    """By how the languages stand in it; two of them at least, for one may be a word."""
    counts = {form: sum(bool(pattern.fullmatch(piece)) for piece in pieces) for form, pattern in _LANGUAGES.items()}
    form = max(counts, key=counts.__getitem__)
    return form if counts[form] >= 2 else Form.CTRANSLATE2


def read_package(name: str, folder: Path, revision: str = "") -> PackagedModel:
    """The model in a folder; raises ModelError where something is missing, with what."""
    form = _form(folder)
    assert form is not None, "whoever calls has looked"
    inner = folder / "model"
    weights = inner if form is Form.ARGOS and inner.is_dir() else folder
    converted = (weights / BINARY).is_file()
    needed = [weights / BINARY] if form in (Form.ARGOS, Form.CTRANSLATE2) else []
    pieces = _pieces(name, folder)
    files = [*dict.fromkeys(pieces), folder / METADATA, *(weights / file for file in (BINARY, "config.json", *_VOCABULARIES))]
    files += sorted(weights.glob("*.safetensors"))
    if missing := [file.name for file in needed if not file.is_file()]:
        raise _incomplete(name, ", ".join(missing), folder)
    if not converted and not list(weights.glob("*.safetensors")):
        raise _incomplete(name, f"{BINARY}, *.safetensors", folder)
    common = {"form": form, "weights": weights, "pieces": pieces, "converted": converted}
    found = revision or content_digest(files)
    if form is Form.ARGOS:
        return _argos(name, found, folder, common)
    tags = frozenset(piece for piece in _names(folder, weights, pieces, converted) if _is_tag(form, piece))
    if form is not Form.CTRANSLATE2 and not tags:
        raise _incomplete(name, "the names of its languages", folder)
    return PackagedModel(name, found, folder, tags=tags, ends=not _ends_by_itself(weights, converted), **common)  # type: ignore[arg-type]


def _argos(name: str, revision: str, folder: Path, common: Mapping[str, object]) -> PackagedModel:
    said = json_object(folder / METADATA)
    source, target = str(said.get("from_code") or ""), str(said.get("to_code") or "")
    prefix = str(said.get("target_prefix") or "")
    return PackagedModel(name, revision, folder, source=source, target=target, ends=False, prefix=prefix, **common)  # type: ignore[arg-type]


def _is_tag(form: Form, piece: str) -> bool:
    return form in _LANGUAGES and bool(_LANGUAGES[form].fullmatch(piece))


def _ends_by_itself(weights: Path, converted: bool) -> bool:
    """Whether CTranslate2 adds `</s>` to a source, as in what is converted from Marian's own form."""
    config = weights / "config.json"
    return converted and config.is_file() and bool(json_object(config).get("add_source_eos"))


def _pieces(name: str, folder: Path) -> tuple[Path, Path]:
    source, target = folder / "source.spm", folder / "target.spm"
    if source.is_file() and target.is_file():
        return source, target
    for file in _PIECES:
        if (folder / file).is_file():
            return folder / file, folder / file
    if (folder / "bpe.model").is_file():
        message = "The package {name} cuts words by subword-nmt's BPE over Moses' tokens, which jjak does not read"
        raise ModelError(message, "Add another: `jjak models search` lists them.", name=name)
    raise _incomplete(name, f"source.spm, target.spm, {', '.join(_PIECES)}", folder)


def _incomplete(name: str, missing: str, folder: Path) -> ModelError:
    message = "The model {name} is not whole: {missing} not in {folder}"
    return ModelError(message, "Fetch it again, or add another.", name=name, missing=missing, folder=folder)


def _vocabulary(folder: Path) -> list[str]:
    """The source pieces of a model in CTranslate2's form."""
    for file in _VOCABULARIES:
        if (folder / file).is_file():
            text = (folder / file).read_text(encoding="utf-8")
            return [str(piece) for piece in json.loads(text)] if file.endswith(".json") else text.split("\n")
    return []


def _names(folder: Path, weights: Path, pieces: tuple[Path, Path], converted: bool) -> Iterator[str]:
    """Every place where the name of a language may stand."""
    if converted:
        yield from _vocabulary(weights)
        return
    if (folder / "vocab.json").is_file():
        yield from m2m100_languages(folder)
        return
    for file in _TABLES:
        if (folder / file).is_file():
            yield from _texts(json_object(folder / file), depth=3)
    import sentencepiece

    model = sentencepiece.SentencePieceProcessor(model_file=str(pieces[0]))
    yield from (model.id_to_piece(at) for at in range(model.get_piece_size()))


def m2m100_languages(folder: Path) -> list[str]:
    """The names of the languages of an M2M100 in transformers' form, which no file of it lists."""
    path = folder / "tokenizer_config.json"
    wmt = path.is_file() and json_object(path).get("language_codes") == "wmt21"
    return [f"__{code}__" for code in (WMT21_CODES if wmt else M2M100_CODES).split()]


def _texts(value: object, depth: int) -> Iterator[str]:
    """The keys and texts in a JSON value, those in lists and objects too."""
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, Mapping):
        for key, each in value.items():
            yield str(key)
            yield from _texts(each, depth - 1)
    elif depth and isinstance(value, list):
        for each in value:
            yield from _texts(each, depth - 1)


class PackageTokenizer:
    """Text to pieces and back for one direction of a packaged model."""

    def __init__(self, model: PackagedModel, source: str, target: str) -> None:
        import sentencepiece

        self._source, self._target = (sentencepiece.SentencePieceProcessor(model_file=str(path)) for path in model.pieces)
        self._before, self._after, self.prefix = model.around(source, target)
        self._marks = {END, "<s>", "<pad>", "<unk>", *self.prefix}

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """The source pieces of each text, with what tells the languages."""
        encoded: list[list[str]] = self._source.encode(list(texts), out_type=str)
        return [[*self._before, *pieces, *self._after] for pieces in encoded]

    def encode_target(self, texts: Sequence[str]) -> list[list[str]]:
        """The target pieces of each text, without any mark."""
        encoded: list[list[str]] = self._target.encode(list(texts), out_type=str)
        return encoded

    def decode(self, pieces: Sequence[str]) -> str:
        """The text of target pieces; special ones are left out."""
        text: str = self._target.decode_pieces([piece for piece in pieces if piece not in self._marks])
        return " ".join(text.replace("▁", " ").replace("\ufffd", "").split())
