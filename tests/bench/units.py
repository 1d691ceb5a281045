"""Units to review, made without a model: sentences of a few words whose translations are known."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from jjak.align.mt.translator import Translation
from jjak.align.sentence.beads import Bead, RunnerUp
from jjak.align.text.segmentation import Segment
from jjak.corpora.pair import Figure, Origin, Pair, Side, pair_id
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.writing import BuiltBitext, Direction
from jjak.seeds.document import Block, Document, Kind, Span

Sentence = tuple[str, str]
# sentences of both sides, how sure their link is, and what machines make of both
Link = tuple[Sequence[str], Sequence[str], float]

SUBJECTS = (
    *(
        ("대통령은", "The president"),
        ("정부는", "The government"),
        ("연구자들은", "The researchers"),
        ("그 회사는", "The company"),
    ),
    *(("학생들은", "The students"), ("서울시는", "The city of Seoul"), ("내 친구는", "My friend"), ("의사는", "The doctor")),
    *(("경찰은", "The police"), ("기자들은", "The reporters"), ("이 서버는", "This server"), ("군인들은", "The soldiers")),
)
PREDICATES = (
    *(("새 법에 서명했습니다.", "signed a new law."), ("{n}년에 도착했습니다.", "arrived in {n}.")),
    *(("문제를 해결하지 못했습니다.", "could not solve the problem."), ("물과 음식을 원합니다.", "wants water and food.")),
    *(("내일 아침에 돌아올 것입니다.", "will come back tomorrow morning."), ("파일 {n}개를 열었습니다.", "opened {n} files.")),
    *(("모든 사람에게 도움이 됩니다.", "helps everyone."), ("작은 집에서 가족과 함께 살았습니다.", "lived in a small house.")),
)


def sentence(at: int) -> Sentence:
    subject, predicate = SUBJECTS[at % len(SUBJECTS)], PREDICATES[(at // len(SUBJECTS)) % len(PREDICATES)]
    n = 1900 + at % 150
    return f"{subject[0]} {predicate[0].format(n=n)}", f"{subject[1]} {predicate[1].format(n=n)}"


def links(size: int, seed: int = 1) -> Iterator[Link]:
    """`size` beads: mostly one with one, some two with one, some omissions, one in seven doubtful."""
    generator = random.Random(seed)
    at = 0
    for place in range(size):
        shape = generator.choices([(1, 1), (2, 1), (1, 2), (1, 0), (0, 1)], [84, 5, 5, 3, 3])[0]
        shape = (1, 1) if place < 2 else shape
        some = [sentence(at + k) for k in range(max(shape))]
        at += len(some)
        sure = generator.uniform(0.2, 0.59) if place % 7 == 3 else generator.uniform(0.7, 1.0)
        yield [ko for ko, _ in some[: shape[0]]], [en for _, en in some[: shape[1]]], round(sure, 3)


def document(name: str, texts: Sequence[str], lang: str, salt: str = "") -> tuple[Document, list[Segment]]:
    import hashlib

    text = "\n".join(texts)
    key = hashlib.sha256(f"{name}{salt}".encode()).hexdigest()[:16]
    segments, blocks, start = [], [], 0
    for at, each in enumerate(texts):
        span = Span(start, start + len(each))
        blocks.append(Block(Kind.TEXT, span))
        segments.append(Segment(key, at, Kind.TEXT, lang, each, span))
        start = span.stop + 1
    return Document(key, name, text, {"reader": "plain"}, tuple(blocks)), segments


def unit(name: str, chosen: Sequence[Link], *, scored: bool = True, order: Sequence[int] = ()) -> BuiltBitext:
    """A document and its human translation, as the pipeline would store them; order: of the links in the translation, where
    they cross."""
    source, first = document(f"{name}.ko.txt", [text for link in chosen for text in link[0]], "ko")
    placed = order or range(len(chosen))
    target, second = document(f"{name}.en.txt", [text for at in placed for text in chosen[at][1]], "en")
    begins = {at: sum(len(chosen[k][1]) for k in placed[:place]) for place, at in enumerate(placed)}
    beads, pairs, i = [], [], 0
    for at, (ko, en, sure) in enumerate(chosen):
        a, b = range(i, i + len(ko)), range(begins[at], begins[at] + len(en))
        i = a.stop
        runner = RunnerUp(range(a.start, a.start + 1), range(b.start, b.start), round((1 - sure) / 2, 3))
        beads.append(Bead(a, b, sure, (("words", round(4 * sure, 1)), ("length", -0.6)), runner))
        if ko and en:
            sides = [
                Side(doc.id, tuple(span), tuple(parts[k].span for k in span), lang, " ".join(parts[k].text for k in span))
                for doc, span, parts, lang in ((source, a, first, "ko"), (target, b, second, "en"))
            ]
            scores = {"bleu": Figure(40 * sure, "sig|bleu"), "chrf2++": Figure(60 * sure, "sig|chrf")} if scored else {}
            made = " ".join(_english(text) for text in ko)
            pair = Pair(
                *(pair_id(sides[0], sides[1], Origin.HUMAN), source.name, at, Kind.TEXT, Origin.HUMAN, sides[0], sides[1]),
                *(made, "model", "1", -0.3, sure),
                scores=scores,
                licence="CC0",
            )
            pairs.append(pair)
    made_of = {
        Direction("model", "1", "search", "ko", "en"): {
            p.text: Translation(_english(p.text), "model", "1", -0.3) for p in first
        },
        Direction("model", "1", "search", "en", "ko"): {
            p.text: Translation(_korean(p.text), "model", "1", -0.3) for p in second
        },
    }
    return BuiltBitext(
        [(source, Path(f"/{source.name}"), first), (target, Path(f"/{target.name}"), second)],
        "translation",
        beads,
        pairs,
        made_of,
    )


_BOTH = dict(map(sentence, range(len(SUBJECTS) * len(PREDICATES) * 150)))
_BACK = {e: k for k, e in _BOTH.items()}


def _english(text: str) -> str:
    return _BOTH.get(text, text)


def _korean(text: str) -> str:
    return _BACK.get(text, text)


def store_units(corpus: Path, *units: BuiltBitext) -> None:
    with Corpus(str(corpus)) as store:
        run = store.begin_run({"languages": ["ko", "en"], "licence": "CC0"}, {"model ko-en": "model@1"})
        for each in units:
            assert store.add(each, run)
        store.end_run(run)
