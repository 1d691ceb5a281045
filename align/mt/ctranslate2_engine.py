"""The default engine: CTranslate2, which runs any model in 8 bits several times as fast as transformers.

A checkpoint is converted once, into a cache keyed by its content; what lies in CTranslate2's form is used where it lies.
"""

from __future__ import annotations

import glob
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from jjak.align.mt.checkpoint import Checkpoint
from jjak.align.mt.model_folders import cache_folder
from jjak.align.mt.packaged_model import PackagedModel
from jjak.align.mt.translator import Hypothesis, Search, batches, output_limit
from jjak.seeds.errors import ModelError

TOKENS = 1_024  # source pieces of a batch: more no longer raises the speed on a processor
COMPUTE = ("int8", "float32")
DEVICES = ("cpu", "cuda")
CONVERSION = 2  # raised when conversions are made otherwise, so that older ones in a cache are not used


def converted(checkpoint: Checkpoint | PackagedModel, compute: str) -> Path:
    """The folder of the checkpoint in CTranslate2's form, made where it is not there yet.

    Raises ModelError where the checkpoint cannot be converted or the cache cannot be written.
    """
    if isinstance(checkpoint, PackagedModel) and checkpoint.converted:
        return checkpoint.weights
    place = cache_folder() / "ctranslate2"
    folder = place / f"{checkpoint.name.strip('/').replace('/', '--')}-{checkpoint.revision}-{compute}-{CONVERSION}"
    if (folder / "model.bin").exists():
        return folder
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, prefix=".part-") as part:
            _convert(checkpoint, Path(part) / "model", compute)
            # another process may have been faster; both made the same
            if not folder.exists():
                (Path(part) / "model").rename(folder)
    except OSError as error:
        if (folder / "model.bin").exists():
            return folder
        message, cause = "The model {name} cannot be kept in {place}: {cause}", error.strerror or error
        fix = "Free some space, or set JJAK_CACHE to a folder that can be written."
        raise ModelError(message, fix, name=checkpoint.name, place=place, cause=cause) from error
    return folder


def conversions(revision: str) -> Iterator[Path]:
    """The folders in the cache that were made of a checkpoint."""
    return (cache_folder() / "ctranslate2").glob(f"*-{glob.escape(revision)}-*") if revision else iter(())


def _convert(checkpoint: Checkpoint | PackagedModel, folder: Path, compute: str) -> None:
    # they bring numpy, which few commands need
    from jjak.align.mt.marian_conversion import convert
    from jjak.align.mt.packaged_conversion import convert_package

    try:
        if isinstance(checkpoint, PackagedModel):
            convert_package(checkpoint, folder, compute)
        else:
            convert(checkpoint, folder, compute)
    except OSError:
        raise
    except Exception as error:  # CTranslate2, numpy and safetensors each raise what they stumble over
        fix = "`jjak models check {name}` says what is wrong with it."
        cause = error.message if isinstance(error, ModelError) else error
        raise ModelError("The model {name} cannot be converted: {cause}", fix, name=checkpoint.name, cause=cause) from error


class CTranslate2Engine:
    """`threads` batches are translated at a time, each on one core.

    A batch holds sources of one length: padding changes the last digits of what is computed, and now and then a word, so
    that a translation would depend on what else was translated. It costs nothing: short batches are nearly as fast.
    """

    def __init__(
        self, checkpoint: Checkpoint | PackagedModel, *, compute: str = "int8", threads: int = 0, device: str = "cpu"
    ) -> None:
        import ctranslate2

        # a graphics processor works on one batch at a time
        workers = 1 if device == "cuda" else threads or os.cpu_count() or 1
        folder = converted(checkpoint, compute)
        try:
            self._model = ctranslate2.Translator(
                str(folder), device=device, compute_type=compute, inter_threads=workers, intra_threads=1
            )
        except (RuntimeError, ValueError) as error:
            message = "The model {name} cannot be loaded on '{device}': {cause}"
            raise ModelError(message, "Leave --device out.", name=checkpoint.name, device=device, cause=error) from error

    def generate(self, sources: Sequence[Sequence[str]], search: Search, /) -> list[Hypothesis]:
        return [found[0] for found in self.several(sources, search, [search.prefix] * len(sources), 1)]

    def several(
        self,
        sources: Sequence[Sequence[str]],
        search: Search,
        prefixes: Sequence[Sequence[str]],
        count: int,
        temperature: float = 0.0,
    ) -> list[list[Hypothesis]]:
        """The `count` best hypotheses of each source that begin with its prefix, the best first; temperature: above 0 they are
        drawn at random, the more evenly the higher."""
        beam = 1 if temperature else max(search.beam, count)
        drawn = {"sampling_topk": 0, "sampling_temperature": temperature} if temperature else {}
        results: list[Any] = [None] * len(sources)
        for batch in batches([len(source) for source in sources], TOKENS, even=True):
            futures = self._model.translate_batch(
                [list(sources[at]) for at in batch],
                target_prefix=[list(prefixes[at]) for at in batch] if any(prefixes) else None,
                beam_size=beam,
                num_hypotheses=count,
                no_repeat_ngram_size=search.no_repeat,
                repetition_penalty=search.penalty,
                length_penalty=search.length,
                max_decoding_length=output_limit(len(sources[batch[0]])),
                max_input_length=0,
                disable_unk=True,
                return_scores=True,
                asynchronous=True,
                **drawn,
            )
            for at, future in zip(batch, futures, strict=True):
                results[at] = future
        return [_hypotheses(future.result(), search.length) for future in results]

    def attention(self, source: Sequence[str], target: Sequence[str]) -> list[list[float]]:
        """How much each piece of a target looks at each piece of its source, by the last layer: target × source."""
        found = self._model.translate_batch(
            [list(source)],
            target_prefix=[list(target)],
            beam_size=1,
            max_decoding_length=len(target) + 1,
            max_input_length=0,
            return_attention=True,
        )
        return [list(row) for row in found[0].attention[0]][: len(target)]

    def probabilities(self, sources: Sequence[Sequence[str]], targets: Sequence[Sequence[str]]) -> list[float]:
        """The log probability of each target for its source, in nats a piece."""
        given = ([list(source) for source in sources], [list(target) for target in targets])
        return [sum(each.log_probs) / max(1, len(each.log_probs)) for each in self._model.score_batch(*given)]


def _hypotheses(result: Any, length: float) -> list[Hypothesis]:
    found = zip(result.hypotheses, result.scores, strict=True)
    return [_hypothesis(pieces, float(score), length) for pieces, score in found]


def _hypothesis(pieces: Sequence[str], score: float, length: float) -> Hypothesis:
    """`score` is a sum of nats over the number of pieces, `</s>` counted, to the power `length`."""
    return Hypothesis(list(pieces), score * (len(pieces) + 1) ** (length - 1))


def devices() -> dict[str, tuple[str, ...]]:
    """What CTranslate2 can compute on here, `cpu` and maybe `cuda`, with the types that it computes in on each."""
    import ctranslate2

    names = ["cpu", "cuda"] if ctranslate2.get_cuda_device_count() else ["cpu"]
    return {name: tuple(sorted(ctranslate2.get_supported_compute_types(name))) for name in names}
