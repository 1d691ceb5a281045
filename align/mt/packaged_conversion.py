"""M2M100, NLLB and MADLAD-400 from transformers' form into CTranslate2's, by CTranslate2's own converter.

It loads the checkpoint through transformers and torch (the extra `train`); no code of the checkpoint is run, and its weights
are safetensors. What lies in CTranslate2's form already needs neither.
"""

from __future__ import annotations

from pathlib import Path

from jjak.align.mt.packaged_model import PackagedModel
from jjak.align.mt.quantization import quantize
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
    spec.validate()
    if compute == "int8":
        quantize(spec)
    else:
        spec.optimize(quantization=compute)
    folder.mkdir()
    spec.save(str(folder))
