"""M2M100, NLLB and MADLAD-400 from transformers' form into CTranslate2's, by CTranslate2's own converter.

It loads the checkpoint through transformers and torch (the extra `train`); no code of the checkpoint is run, and its weights
are safetensors. What lies in CTranslate2's form already needs neither.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jjak.align.mt.marian_conversion import read_vocabulary, save
from jjak.align.mt.packaged_model import Form, PackagedModel, m2m100_languages
from jjak.align.mt.transformers_engine import ensure_installed, quiet_transformers
from jjak.seeds.message import message


def convert_package(model: PackagedModel, folder: Path, compute: str) -> None:
    """Write the model in CTranslate2's form to `folder`, which is made.

    Raises:
        ModelError: torch or transformers are not installed.
        ValueError: CTranslate2 refuses it.
        OSError: The folder cannot be written.
    """
    ensure_installed(message("Converting {name} from transformers' form", name=model.name))
    from ctranslate2.converters import TransformersConverter

    with quiet_transformers():
        spec = TransformersConverter(str(model.weights), low_cpu_mem_usage=True)._load()
    if model.form is Form.M2M100:
        _name_languages(model, spec)
    save(spec, folder, compute)


def _name_languages(model: PackagedModel, spec: Any) -> None:
    """Write the names of the languages into the vocabularies, where transformers 5 tells CTranslate2's converter none: they
    follow the pieces of vocab.json, and words that were made up fill the rest."""
    ids = read_vocabulary(model.weights / "vocab.json")
    names = [*sorted(ids, key=ids.__getitem__), *m2m100_languages(model.weights)]
    rest = spec.get_target_vocabulary_size() - len(names)
    for vocabularies in spec._vocabularies.values():
        vocabularies[0] = [*names, *(f"madeupword{at}" for at in range(rest))]
