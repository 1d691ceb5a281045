"""What is found out about systems that translated one text, and its figures as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from jjak.eval.contrast import Faults, Gram, faults, grams
from jjak.eval.metrics import tokenizer_of
from jjak.eval.mt_evaluation import Evaluation
from jjak.eval.plugins import available
from jjak.eval.slices import Slice, WordClass, Words, classes_of, sliced, slices_of, spreads_of_slices, words_of
from jjak.eval.unit_intervals import Spread

SCHEMA = "jjak/translation/1"
_COMPARED = (
    "metric", "first", "second", "difference", "bootstrap", "randomisation", "corrected", "reachable", "detectable", "needed"
)  # fmt: skip
_EXAMPLE_METRIC = "chrf2++"  # a sentence's BLEU is 0 or near it too often to order by


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found out beyond scores.

    Attributes:
        evaluation: The scores.
        words: Of the test set.
        slices: Parts of the test set.
        slice_scores: Of each slice, the score by system.
        slice_spreads: Of each slice, the 95% interval by system.
        classes: Words of the references by class.
        faults: What went wrong, by system.
        metric: What slices and sentences are measured by.
        sentences: By system, each sentence's score by `metric`.
        pair: The two systems that are contrasted, None where there is one system.
        grams: What the first of the pair gets right more often, and what the second does.
    """

    evaluation: Evaluation
    words: Words
    slices: Sequence[Slice]
    slice_scores: Sequence[Mapping[str, float]]
    slice_spreads: Sequence[Mapping[str, Spread | None]]
    classes: Sequence[WordClass]
    faults: Mapping[str, Faults]
    metric: str
    sentences: Mapping[str, Sequence[float]]
    pair: tuple[str, str] | None
    grams: tuple[Sequence[Gram], Sequence[Gram]]


def analyse(evaluation: Evaluation, tokenizer: str = "", pair: tuple[str, str] | None = None) -> Analysis:
    """Find out where systems are weak and how two of them differ.

    Args:
        evaluation: The scores.
        tokenizer: Of words, the target language's own by default.
        pair: The systems to contrast, the two best by default.
    """
    test, systems = evaluation.test, evaluation.systems
    words = words_of(test, tokenizer)
    slices = slices_of(test, words)
    names = [metric.name for metric in evaluation.metrics]
    chosen = next(m for m in evaluation.metrics if m.name == (_EXAMPLE_METRIC if _EXAMPLE_METRIC in names else names[0]))
    pair = pair or ((systems[0], systems[1]) if len(systems) > 1 else None)
    contrast = grams(words.systems[pair[0]], words.systems[pair[1]], words.references) if pair else ([], [])
    cut = tokenizer or tokenizer_of(test.target_lang)
    langs = (test.source_lang, test.target_lang)
    wrong = {name: faults(test.sources, test.systems[name], test.references, langs, cut) for name in systems}
    sentences = {name: evaluation.sentences(chosen, name) for name in systems}
    return Analysis(
        evaluation,
        words,
        slices,
        sliced(evaluation, slices, chosen.name),
        spreads_of_slices(evaluation, slices, chosen.name),
        classes_of(test, words),
        wrong,
        chosen.name,
        sentences,
        pair,
        contrast,
    )


def figures_of(analysis: Analysis) -> dict[str, Any]:
    """The figures as JSON; docs/report.md says what each means."""
    e = analysis.evaluation
    return {
        "schema": SCHEMA,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "languages": {"source": e.test.source_lang, "target": e.test.target_lang},
        "sentences": len(e.test.references),
        "draws": asdict(e.draws),
        "metrics": {m.name: {"signature": m.signature, "better": "higher" if m.better > 0 else "lower"} for m in e.metrics},
        "absent": absent_metrics(),
        "systems": {name: _system(analysis, name) for name in e.systems},
        "comparisons": _comparisons(e),
        "slices": {
            "metric": analysis.metric,
            "parts": [
                {"family": part.family, "name": part.name, "sentences": len(part.places), "scores": dict(scores)}
                | {"spreads": {name: asdict(each) if each else None for name, each in spreads.items()}}
                for part, scores, spreads in zip(analysis.slices, analysis.slice_scores, analysis.slice_spreads, strict=True)
            ],
        },
        "words": [
            {
                "class": each.name,
                "references": each.wanted,
                "recall": {name: each.recall(name) for name in e.systems},
                "precision": {name: each.precision(name) for name in e.systems},
            }
            for each in analysis.classes
        ],
        "ngrams": {"systems": list(analysis.pair or ()), **_gram_figures(analysis)},
    }


def absent_metrics() -> dict[str, str]:
    """The metrics that were not to be had, and why."""
    return {name: why for name, why in available().items() if why.startswith("absent")}


def _system(analysis: Analysis, name: str) -> dict[str, Any]:
    scores = analysis.evaluation.scores[name].values()
    return {
        "rank": analysis.evaluation.rank(name),
        "scores": {s.metric: {"value": s.value, "mean": s.mean, "margin": s.margin} for s in scores},
        "spreads": {m: asdict(s) if s else None for m, s in analysis.evaluation.spreads.get(name, {}).items()},
        "faults": asdict(analysis.faults[name]),
    }


def _comparisons(e: Evaluation) -> list[dict[str, Any]]:
    better = {metric.name: metric.better for metric in e.metrics}
    return [
        {name: getattr(c, name) for name in _COMPARED}
        | {"p": c.test.p, "exact": c.test.exact, "units": c.test.units, "trials": c.test.trials}
        | {"significant": c.significant, "better": _winner(c.first, c.second, c.difference * better[c.metric], c.significant)}
        for c in e.comparisons
    ]


def _winner(first: str, second: str, gain: float, significant: bool) -> str | None:
    return None if not significant else first if gain > 0 else second


def _gram_figures(analysis: Analysis) -> dict[str, Any]:
    return {
        side: [asdict(g) | {"p": g.p} for g in found] for side, found in zip(("first", "second"), analysis.grams, strict=True)
    }


def versions() -> dict[str, str]:
    """Of the packages that the figures depend on."""
    return {name: version(name) for name in ("jjak", "sacrebleu", "mecab-ko", "kiwipiepy", "numpy")}
