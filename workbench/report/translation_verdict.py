"""What a report of translations says first: who is best, where the metrics agree and where not, and what the lead is worth."""

from __future__ import annotations

from collections.abc import Sequence

from jjak.eval.effect_sizes import CHANCE, SOURCE, preferred
from jjak.eval.metric_names import metric_name
from jjak.eval.mt_evaluation import Evaluation
from jjak.eval.significance import LEVEL
from jjak.seeds.message import counted, message
from jjak.workbench.report.content import Text, joined
from jjak.workbench.report.names import documents


def verdict(e: Evaluation) -> Text:
    """Who is best, or that nobody knows."""
    first = _first(e)
    parts = [_agreement(e, first) if len(set(first.values())) == 1 else _disagreement(e, first)]
    if not any(c.reachable for c in e.comparisons):
        parts.append(unreachable(e))
    elif (worth := _worth(e)) is not None:
        parts.append(worth)
    return joined(parts, " ")


def unreachable(e: Evaluation) -> Text:
    """Why no comparison can be significant."""
    test = e.comparisons[0].test
    return message(
        "No difference can be significant here: exchanging {units} gives a p of {least:.3g} at the lowest, and Holm's "
        "correction for {comparisons} asks for less than {asked:.3g}.",
        units=units_of(e, test.units),
        least=test.least,
        comparisons=counted("{count} comparison", "{count:,} comparisons", e.comparisons[0].comparisons),
        asked=LEVEL / e.comparisons[0].comparisons,
    )


def units_of(e: Evaluation, number: int) -> Text:
    return documents(number) if e.test.documents else counted("{count} sentence", "{count:,} sentences", number)


def _first(e: Evaluation) -> dict[str, str]:
    """Who ranks first by each metric."""
    return {m.name: max(e.systems, key=lambda name: m.better * e.scores[name][m.name].value) for m in e.metrics}


def _agreement(e: Evaluation, first: dict[str, str]) -> Text:
    best = e.systems[0]
    others = e.systems[1:]
    # by each metric, whom the best does not beat
    level = {name: [other for other in others if not e.comparison(name, best, other).significant] for name in first}
    metrics = _names(list(first))
    if not any(level.values()):
        return message(
            "{best} is significantly better than {others} by {metrics}.", best=best, metrics=metrics, others=", ".join(others)
        )
    if not any(c.reachable for c in e.comparisons):
        return message("{best} ranks first by {metrics}.", best=best, metrics=metrics)
    tied = [other for other in others if any(other in each for each in level.values())]
    by = [name for name, each in level.items() if each]
    if by == list(first):
        return message(
            "{best} ranks first by {metrics}, but its lead over {others} is not significant.",
            best=best,
            metrics=metrics,
            others=", ".join(tied),
        )
    return message(
        "{best} ranks first by {metrics}; its lead over {others} is significant by {some} but not by {rest}.",
        best=best,
        metrics=metrics,
        others=", ".join(tied),
        some=_names([name for name in first if name not in by]),
        rest=_names(by),
    )


def _disagreement(e: Evaluation, first: dict[str, str]) -> Text:
    """Each system that is first by some metric, with those metrics and whether its lead is significant."""
    said: list[Text] = []
    for best in dict.fromkeys(first.values()):
        metrics = [name for name, system in first.items() if system == best]
        sure = [
            name for name in metrics if all(e.comparison(name, best, other).significant for other in e.systems if other != best)
        ]
        by = _names(metrics)
        if sure == metrics:
            said.append(message("{best} by {metrics}, significantly", best=best, metrics=by))
        elif sure:
            said.append(message("{best} by {metrics}, significantly by {some}", best=best, metrics=by, some=_names(sure)))
        else:
            said.append(message("{best} by {metrics}, not significantly", best=best, metrics=by))
    return message("The metrics disagree on who is first: {systems}.", systems=joined(said, "; "))


def _worth(e: Evaluation) -> Text | None:
    """What people made of leads like that of the first over the second."""
    best, second = e.systems[:2]
    for metric in e.metrics:
        difference = e.scores[best][metric.name].value - e.scores[second][metric.name].value
        share = preferred(metric.name, difference)
        if share is None or difference <= 0:
            continue
        points = message("{points} {metric}", points=f"{difference:.1f}", metric=metric_name(metric.name))
        if share <= CHANCE:
            return message(
                "The lead of {best} over {second}, {points}, is one at which people's judgements went either way ({source}).",
                best=best,
                second=second,
                points=points,
                source=SOURCE,
            )
        return message(
            "The lead of {best} over {second} is {points}: of systems that far apart people preferred the higher in "
            "{share:.0f} of 100 pairs ({source}).",
            best=best,
            second=second,
            points=points,
            share=100 * share,
            source=SOURCE,
        )
    return None


def _names(metrics: Sequence[str]) -> Text:
    return joined([metric_name(name) for name in metrics])
