"""Sentence scores by the million: a stream of pairs in, a stream of scores out, by several processes and in bounded memory."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from jjak.eval.metrics import metric_of
from jjak.seeds.import_path import children_without_this_folder

AT_ONCE = 8_192  # pairs scored together; more gains nothing and takes memory
AHEAD = 2  # batches that wait for each process


def scored(
    pairs: Iterable[tuple[str, str]], metrics: Sequence[str], lang: str, processes: int = 1
) -> Iterator[tuple[float, ...]]:
    """For each (hypothesis, reference) its score by each of `metrics`, equal to sacreBLEU's `sentence_score`, in order.

    Raises SettingError at an unknown metric.
    """
    for name in metrics:
        metric_of(name, lang)
    batches = _batches(pairs)
    if processes == 1:
        for batch in batches:
            yield from _scores(batch, metrics, lang)
        return
    children_without_this_folder()
    # started anew rather than forked: a fork of a process that has threads may hang
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        waiting: deque[Future[list[tuple[float, ...]]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(_scores, batch, metrics, lang))
            if len(waiting) > AHEAD * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _batches(pairs: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    left = iter(pairs)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _scores(batch: Sequence[tuple[str, str]], metrics: Sequence[str], lang: str) -> list[tuple[float, ...]]:
    hypotheses, references = [pair[0] for pair in batch], [pair[1] for pair in batch]
    chosen = [metric_of(name, lang) for name in metrics]
    columns = [metric.sentences(metric.statistics(hypotheses, references)) for metric in chosen]
    return list(zip(*columns, strict=True))
