"""The reference engine: transformers and torch in 32 bits, against which the fast one is checked.

Both are the extra `jjak[train]`; what else needs them, training and pickled weights, asks for them here.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jjak.align.mt.checkpoint import Checkpoint
from jjak.align.mt.translator import Hypothesis, Search, batches, output_limit
from jjak.seeds.errors import ModelError
from jjak.seeds.message import Message, message

if TYPE_CHECKING:
    from transformers import MarianMTModel

TOKENS = 1_024
EXTRA = ("torch", "transformers")
# pip takes torch with CUDA, of several GB, where Linux is offered nothing else
INSTALL = message(
    "Install them: pip install 'jjak[train]', in a clone with --constraint constraints.txt; on Linux without a graphics "
    "processor, PyTorch's CPU build first."
)


def lacking() -> list[str]:
    """Which libraries of the extra `train` are not installed."""
    return [name for name in EXTRA if _absent(name)]


def _absent(name: str) -> bool:
    try:
        return find_spec(name) is None
    except (ImportError, ValueError):  # it is hidden, or half there
        return True


def ensure_installed(purpose: Message) -> None:
    """Raises ModelError where a library of the extra `train` is not installed. purpose: what needs it, as a subject."""
    if names := lacking():
        text = "{purpose} needs what is not installed: {names}"
        raise ModelError(Message(text, {"purpose": purpose, "names": ", ".join(names)}), INSTALL)


@contextmanager
def quiet_transformers() -> Iterator[None]:
    """Loading through transformers without its progress bars and advice.

    Errors still come through; what only a developer of transformers could act on does not.
    """
    import transformers

    level, bars = transformers.logging.get_verbosity(), transformers.logging.is_progress_bar_enabled()
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        transformers.logging.set_verbosity(level)
        if bars:  # another call may go on around this one
            transformers.logging.enable_progress_bar()


def unpickle(name: str, source: Path, folder: Path) -> None:
    """Write the checkpoint in `source`, whose weights are a pickle, to `folder` with its weights as safetensors.

    Raises:
        ModelError: The pickle holds more than arrays, or it is no checkpoint.
        ImportError: The extra `train` is not installed.
    """
    from transformers import MarianMTModel

    with quiet_transformers():
        try:
            # torch.load with weights_only, which transformers insists on, reads arrays and refuses everything else
            model = MarianMTModel.from_pretrained(source, use_safetensors=False, weights_only=True)
        except Exception as error:  # torch and transformers raise what they stumble over
            text = "The pickle of {name} cannot be read without running code: {cause}"
            raise ModelError(text, "Do not use it.", name=name, cause=error) from error
        save_checkpoint(model, folder)


def save_checkpoint(model: MarianMTModel, folder: Path) -> None:
    """Write a model as `save_pretrained` does, with its positions where they are not Marian's sinusoids.

    transformers leaves Marian's positions out of what it saves, and makes sinusoids of them when it loads.
    """
    kept = model._keys_to_ignore_on_save
    model._keys_to_ignore_on_save = [] if _has_own_positions(model) else kept
    try:
        model.save_pretrained(folder)
    finally:
        model._keys_to_ignore_on_save = kept
    # safetensors keeps its files to their owner, while whoever may read the folder is to use the model
    for path in folder.glob("*.safetensors"):
        shutil.copymode(folder / "config.json", path)


def _has_own_positions(model: MarianMTModel) -> bool:
    import torch

    tables = (model.model.encoder.embed_positions, model.model.decoder.embed_positions)
    with torch.no_grad():
        # a checkpoint in half precision has sinusoids that are rounded
        return any(not torch.allclose(table.weight.float(), table.create_weight().float(), atol=5e-3) for table in tables)


class TransformersEngine:
    def __init__(self, checkpoint: Checkpoint, *, threads: int = 0) -> None:
        ensure_installed(message("The engine 'transformers'"))
        import torch
        from transformers import MarianMTModel

        from jjak.align.mt.marian_conversion import read_vocabulary  # it brings numpy

        if checkpoint.archive:
            fix = "`--engine ctranslate2`, the default, runs it."
            text = "The model {name} is in Marian's own form, which transformers does not read"
            raise ModelError(text, fix, name=checkpoint.name)
        if threads:
            torch.set_num_threads(threads)
        with quiet_transformers():
            try:
                model = MarianMTModel.from_pretrained(checkpoint.folder, dtype=torch.float32)
            except Exception as error:  # transformers raises whatever it stumbles over
                text = "The model {name} cannot be loaded: {cause}"
                raise ModelError(text, "Fetch the model again.", name=checkpoint.name, cause=error) from error
        self._model = model.eval()
        source, target = (read_vocabulary(path) for path in checkpoint.vocabularies)
        self._ids, self._unknown = source, target["<unk>"]
        self._pieces = {at: piece for piece, at in target.items()}

    def generate(self, sources: Sequence[Sequence[str]], search: Search, /) -> list[Hypothesis]:
        results: list[Hypothesis | None] = [None] * len(sources)
        for batch in batches([len(source) for source in sources], TOKENS):
            for at, hypothesis in zip(batch, self._batch([sources[at] for at in batch], search), strict=True):
                results[at] = hypothesis
        return [result for result in results if result is not None]

    def _batch(self, sources: list[Sequence[str]], search: Search) -> list[Hypothesis]:
        import torch

        config, unknown = self._model.config, self._ids["<unk>"]
        longest = max(map(len, sources))
        ids = torch.full((len(sources), longest), config.pad_token_id)
        for row, source in enumerate(sources):
            ids[row, : len(source)] = torch.tensor([self._ids.get(piece, unknown) for piece in source])
        mask = (ids != config.pad_token_id).long()
        with torch.inference_mode(), quiet_transformers():
            output = self._model.generate(
                input_ids=ids,
                attention_mask=mask,
                num_beams=search.beam,
                no_repeat_ngram_size=search.no_repeat,
                repetition_penalty=search.penalty,
                length_penalty=search.length,
                max_length=min(output_limit(longest), config.max_position_embeddings),
                bad_words_ids=[[config.pad_token_id], [self._unknown]],
                do_sample=False,
                early_stopping=False,
            )
            scores = self._scores(ids, mask, output)
        return [Hypothesis(self._read(row), score) for row, score in zip(output.tolist(), scores, strict=True)]

    def _scores(self, ids: object, mask: object, output: object) -> list[float]:
        """Mean log probability of each row's pieces, `</s>` included, in one more pass: the same figure for every search."""
        import torch

        assert isinstance(output, torch.Tensor)
        gold = output[:, 1:]
        logits = self._model(input_ids=ids, attention_mask=mask, decoder_input_ids=output[:, :-1]).logits
        logits[:, :, self._model.config.pad_token_id] = -torch.inf
        each = torch.log_softmax(logits.float(), -1).gather(2, gold[:, :, None])[:, :, 0]
        real = gold != self._model.config.pad_token_id
        return ((each.masked_fill(~real, 0).sum(1)) / real.sum(1).clamp(min=1)).tolist()  # type: ignore[no-any-return]

    def _read(self, row: list[int]) -> list[str]:
        config = self._model.config
        return [self._pieces[at] for at in row[1:] if at not in (config.pad_token_id, config.eos_token_id)]
