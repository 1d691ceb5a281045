"""The embedded model in other forms, healthy and spoiled, for tests."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import yaml
from safetensors.torch import load_file, save_file

from jjak.align.mt.checkpoint import EMBEDDED, EMBEDDED_FOLDER, WEIGHTS, find_checkpoint
from jjak.align.mt.marian_conversion import convert

Tensors = dict[str, torch.Tensor]
Vocabulary = dict[str, int]


def copied(folder: Path) -> Path:
    shutil.copytree(EMBEDDED_FOLDER, folder)
    return folder


def changed(folder: Path, change: Callable[[Tensors], Tensors]) -> Path:
    save_file({name: value.contiguous() for name, value in change(load_file(folder / WEIGHTS)).items()}, folder / WEIGHTS)
    return folder


def configured(folder: Path, file: str = "config.json", **values: Any) -> Path:
    said = json.loads((folder / file).read_text(encoding="utf-8"))
    (folder / file).write_text(json.dumps(said | values), encoding="utf-8")
    return folder


def vocabulary(folder: Path) -> Vocabulary:
    ids: Vocabulary = json.loads((folder / "vocab.json").read_text(encoding="utf-8"))
    return ids


def single(folder: Path) -> Path:
    """In 32 bits."""
    return changed(copied(folder), lambda tensors: {name: value.float() for name, value in tensors.items()})


def apart(folder: Path) -> Path:
    """With a vocabulary and an embedding table for each side; the target's pieces have other numbers than the source's."""
    ids = vocabulary(copied(folder))
    pieces = sorted(ids, key=ids.__getitem__)
    free = len(pieces) - 3  # `</s>`, `<unk>` and `<pad>` keep their places
    order = np.concatenate([[0, 1], 2 + np.random.default_rng(1).permutation(free), [len(pieces) - 1]])
    moved = {pieces[old]: new for new, old in enumerate(order.tolist())}
    (folder / "target_vocab.json").write_text(json.dumps(moved, ensure_ascii=False), encoding="utf-8")
    configured(folder, share_encoder_decoder_embeddings=False, tie_word_embeddings=False)
    configured(folder, "tokenizer_config.json", separate_vocabs=True)

    def split(tensors: Tensors) -> Tensors:
        table = tensors.pop("model.shared.weight")
        target = table[torch.from_numpy(order)]
        tensors["final_logits_bias"] = tensors["final_logits_bias"][:, torch.from_numpy(order)]
        names = ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight", "lm_head.weight")
        return tensors | dict(zip(names, (table, target.clone(), target.clone()), strict=True))

    return changed(folder, split)


def one_way(folder: Path) -> Path:
    """Without a tag, for Korean to English, as most of OPUS-MT's say of themselves; what it translates is no good."""
    ids = vocabulary(copied(folder))
    plain = {piece.replace(">>", "<<"): at for piece, at in ids.items()}
    (folder / "vocab.json").write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return configured(folder, "tokenizer_config.json", source_lang="ko", target_lang="en")


def noisy(folder: Path, share: float = 0.1) -> Path:
    """Weaker than it was: noise on every matrix."""
    torch.manual_seed(1)

    def add(tensors: Tensors) -> Tensors:
        return {
            name: v + share * v.float().std().to(v.dtype) * torch.randn_like(v) if v.ndim == 2 else v
            for name, v in tensors.items()
        }

    return changed(copied(folder), add)


def archive(folder: Path) -> Path:
    """In the layout of OPUS-MT's archives: decoder.yml, Marian's .npz, a YAML vocabulary, two .spm."""
    folder.mkdir()
    for name in ("source.spm", "target.spm"):
        shutil.copyfile(EMBEDDED_FOLDER / name, folder / name)
    ids = {piece: at for piece, at in vocabulary(EMBEDDED_FOLDER).items() if piece != "<pad>"}
    lines = [f"{json.dumps(piece, ensure_ascii=False)}: {at}\n" for piece, at in ids.items()]
    (folder / "opus.vocab.yml").write_text("".join(lines), encoding="utf-8")
    said = {"models": ["opus.npz"], "vocabs": ["opus.vocab.yml", "opus.vocab.yml"], "beam-size": 6}
    (folder / "decoder.yml").write_text(yaml.safe_dump(said), encoding="utf-8")
    config = json.loads((EMBEDDED_FOLDER / "config.json").read_text(encoding="utf-8"))
    np.savez(
        folder / "opus.npz", **_marian({k: v.float().numpy() for k, v in load_file(EMBEDDED_FOLDER / WEIGHTS).items()}, config)
    )
    return folder


_ATTENTION = {"q_proj": "q", "k_proj": "k", "v_proj": "v", "out_proj": "o"}


def _marian(tensors: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    """Marian's arrays from Hugging Face's: matrices stand the other way round, and there is no row for padding."""
    pad = config["pad_token_id"]
    out = {"Wemb": tensors["model.shared.weight"][:pad], "decoder_ff_logit_out_b": tensors["final_logits_bias"][:, :pad]}
    for side in ("encoder", "decoder"):
        for layer in range(config[f"{side}_layers"]):
            old, new = f"model.{side}.layers.{layer}", f"{side}_l{layer + 1}"
            parts = {"self_attn": "self"} | ({"encoder_attn": "context"} if side == "decoder" else {})
            for part, name in parts.items():
                for theirs, letter in _ATTENTION.items():
                    _linear(out, tensors, f"{old}.{part}.{theirs}", f"{new}_{name}", letter)
                _norm(out, tensors, f"{old}.{part}_layer_norm", f"{new}_{name}_Wo_ln")
            _linear(out, tensors, f"{old}.fc1", f"{new}_ffn", "1")
            _linear(out, tensors, f"{old}.fc2", f"{new}_ffn", "2")
            _norm(out, tensors, f"{old}.final_layer_norm", f"{new}_ffn_ffn_ln")
    said = {
        "type": "transformer",
        "transformer-decoder-autoreg": "self-attention",
        "transformer-no-projection": False,
        "transformer-ffn-activation": "relu",
        "transformer-preprocess": "",
        "transformer-postprocess": "dan",
        "transformer-postprocess-emb": "d",
        "transformer-guided-alignment-layer": "last",
        "transformer-heads": config["encoder_attention_heads"],
        "enc-depth": config["encoder_layers"],
        "dec-depth": config["decoder_layers"],
    }
    out["special:model.yml"] = np.frombuffer(yaml.safe_dump(said).encode() + b"\0", dtype=np.int8)
    return out


def _linear(out: dict[str, Any], tensors: dict[str, Any], theirs: str, scope: str, letter: str) -> None:
    out[f"{scope}_W{letter}"] = tensors[f"{theirs}.weight"].T
    out[f"{scope}_b{letter}"] = tensors[f"{theirs}.bias"][None]


def _norm(out: dict[str, Any], tensors: dict[str, Any], theirs: str, scope: str) -> None:
    out[f"{scope}_scale"], out[f"{scope}_bias"] = tensors[f"{theirs}.weight"][None], tensors[f"{theirs}.bias"][None]


def swapped_vocabularies(folder: Path) -> Path:
    files = [apart(folder) / "vocab.json", folder / "target_vocab.json"]
    texts = [file.read_text(encoding="utf-8") for file in files]
    for file, text in zip(files, reversed(texts), strict=True):
        file.write_text(text, encoding="utf-8")
    return folder


def dropped_table(folder: Path) -> Path:
    return changed(
        apart(folder), lambda tensors: {k: v for k, v in tensors.items() if k != "model.decoder.embed_tokens.weight"}
    )


def wrong_tag(folder: Path) -> Path:
    ids = vocabulary(copied(folder))
    ids[">>kor<<"], ids[">>eng<<"] = ids[">>eng<<"], ids[">>kor<<"]
    (folder / "vocab.json").write_text(json.dumps(ids, ensure_ascii=False), encoding="utf-8")
    return folder


def truncated(folder: Path) -> Path:
    weights = (copied(folder) / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(weights[: len(weights) // 2])
    return folder


def shuffled(folder: Path) -> Path:
    """Each piece has another's number."""
    ids = vocabulary(copied(folder))
    pieces = [piece for piece in ids if piece not in ("</s>", "<unk>", "<pad>") and not piece.startswith(">>")]
    numbers = np.random.default_rng(2).permutation([ids[piece] for piece in pieces]).tolist()
    (folder / "vocab.json").write_text(
        json.dumps(ids | dict(zip(pieces, numbers, strict=True)), ensure_ascii=False), encoding="utf-8"
    )
    return folder


def ctranslate2(folder: Path, tags: dict[str, str]) -> Path:
    """In CTranslate2's form with its sentencepiece model beside it, under other names of the target languages."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    convert(find_checkpoint(EMBEDDED), folder, "float32")
    path = folder / "shared_vocabulary.json"
    pieces = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps([tags.get(piece, piece) for piece in pieces], ensure_ascii=False), encoding="utf-8")
    return folder


def madlad(folder: Path) -> Path:
    """As MADLAD-400 lies in CTranslate2's form: `<2en>` before a source, one sentencepiece model."""
    ctranslate2(folder, {">>eng<<": "<2en>", ">>kor<<": "<2ko>"})
    shutil.copyfile(EMBEDDED_FOLDER / "source.spm", folder / "spiece.model")
    return folder


def m2m100(folder: Path) -> Path:
    """As M2M100 lies in CTranslate2's form: the source's language before a source, the target's before its translation."""
    ctranslate2(folder, {">>eng<<": "__ko__", ">>kor<<": "__en__"})
    shutil.copyfile(EMBEDDED_FOLDER / "source.spm", folder / "sentencepiece.bpe.model")
    return folder


def nllb(folder: Path) -> Path:
    """As NLLB lies in CTranslate2's form."""
    ctranslate2(folder, {">>eng<<": "kor_Hang", ">>kor<<": "eng_Latn"})
    shutil.copyfile(EMBEDDED_FOLDER / "source.spm", folder / "sentencepiece.bpe.model")
    return folder


def argos(folder: Path, source: str = "ko", target: str = "en") -> Path:
    """An Argos package, unpacked: metadata.json, sentencepiece.model, and the model in a folder of its own.

    A package has one direction; here the model's configuration has the tag put before each source.
    """
    folder.mkdir(parents=True)
    ctranslate2(folder / "model", {})
    tag = {"en": ">>eng<<", "ko": ">>kor<<"}[target]
    configured(folder / "model", bos_token=tag, add_source_bos=True, add_source_eos=True)
    shutil.copyfile(EMBEDDED_FOLDER / "source.spm", folder / "sentencepiece.model")
    said = {"package_version": "1.1", "argos_version": "1.1", "from_code": source, "to_code": target}
    (folder / "metadata.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def zipped(folder: Path, file: Path, top: str = "") -> Path:
    """A zip file of a folder, below a folder `top` where that is given, as Argos packages are."""
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, Path(top) / path.relative_to(folder))
    return file
