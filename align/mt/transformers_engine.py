"""The reference engine: transformers and torch in 32 bits, against which the fast one is checked."""

from __future__ import annotations

from collections.abc import Sequence

from jjak.align.mt.checkpoint import Checkpoint
from jjak.align.mt.ctranslate2_engine import output_limit, read_vocabulary
from jjak.align.mt.quiet import quiet_transformers
from jjak.align.mt.translator import Hypothesis, Search, batches
from jjak.seeds.errors import ModelError

TOKENS = 1_024


class TransformersEngine:
    def __init__(self, checkpoint: Checkpoint, *, threads: int = 0) -> None:
        import torch
        from transformers import MarianMTModel

        if checkpoint.archive:
            fix = "`--engine ctranslate2`, the default, runs it."
            raise ModelError(f"The model {checkpoint.name} is in Marian's own form, which transformers does not read", fix)
        if threads:
            torch.set_num_threads(threads)
        with quiet_transformers():
            try:
                model = MarianMTModel.from_pretrained(checkpoint.folder, dtype=torch.float32)
            except Exception as error:  # transformers raises whatever it stumbles over
                raise ModelError(f"The model {checkpoint.name} cannot be loaded: {error}", "Fetch the model again.") from error
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
