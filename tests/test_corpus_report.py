"""The report of a corpus: counts, doubts, what reviewers changed, what changed since."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from lxml import html

from jjak.corpora.pair import Figure, Origin, Pair, Side, Status, pair_id
from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import shown
from jjak.corpora.store.review_log import ReviewLog
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.document import Kind, Span
from jjak.seeds.errors import FormatError
from jjak.seeds.reading import document_of
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.pipeline.score_tally import ScoreTally
from jjak.workbench.report.corpus_report import corpus_report, print_report, write_report
from jjak.workbench.report.corpus_statistics import statistics_of
from jjak.workbench.report.corpus_status import status_of, status_rows

SIGNATURE = "nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0"


def pair(index: int, chrf: float, document: str = "a.txt", final: str = "", **change: object) -> Pair:
    source = Side(document, (index,), (Span(0, 5),), "ko", "비가 온다 오늘도")
    target = Side("", (), (), "en", final or "it rains today")
    made = Pair(
        id=pair_id(source, target, Origin.MACHINE),
        name=document,
        index=index,
        kind=Kind.TEXT,
        origin=Origin.MACHINE,
        source=source,
        target=target,
        hypothesis="it rains today",
        model="m",
        revision="1",
        nats=-1.0,
        confidence=1.0,
        back_translation="비가 오늘 온다",
        scores={"round_trip_chrf2++": Figure(chrf, SIGNATURE)},
    )
    return replace(made, **change)  # type: ignore[arg-type]


def filled(folder: Path, pairs: Sequence[Pair]) -> Corpus:
    store = Corpus(str(folder / "c.db"))
    run = store.begin_run({}, {"jjak": "0"})
    for name in dict.fromkeys(each.name for each in pairs):
        document = document_of(f"{name}\n\n본문\n".encode(), name)
        mine = [replace(each, source=each.source._replace(document=document.id)) for each in pairs if each.name == name]
        store.add(BuiltBitext([(document, folder / name, [])], "translation of itself", [], mine), run)
    return store


PAIRS = [
    pair(0, 10.0),
    pair(1, 90.0),
    pair(2, 80.0, status=Status.ACCEPTED, final="it rains again today"),
    pair(3, 70.0, status=Status.REJECTED),
    pair(0, 60.0, "b.txt", confidence=0.3, flags=("repetition",)),
    pair(1, 50.0, "b.txt", status=Status.ACCEPTED),
]


def test_figures_count_what_is_there_and_fit_their_schema(tmp_path: Path, root: Path) -> None:
    with filled(tmp_path, PAIRS) as store:
        _, figures = corpus_report(store)
    schema = json.loads((root / "workbench" / "report" / "schemas" / "corpus.json").read_text(encoding="utf-8"))
    jsonschema.validate(figures, schema)
    assert figures["counts"]["status"] == {"unreviewed": 3, "accepted": 2, "rejected": 1}
    assert figures["statuses"]["a.txt"] == {"unreviewed": 2, "accepted": 1, "rejected": 1}
    score = figures["scores"]["round_trip_chrf2++"]
    assert score["mean"] == pytest.approx(60.0)
    assert score["by"]["document"] == {"a.txt": {"pairs": 4, "mean": 62.5}, "b.txt": {"pairs": 2, "mean": 55.0}}
    assert sum(score["histogram"]) == 6
    # a round trip of 10 is no reason for doubt by itself
    assert figures["doubts"] == {"link doubtful": 1, "machine translation": 1}
    assert [(row["name"], row["index"]) for row in figures["doubtful"]] == [("b.txt", 0)]
    assert score["quarters"] == {"ko-en": {"low": 52.5, "middle": 65.0, "high": 77.5}}
    reviewed = figures["reviewed"]
    assert (reviewed["pairs"], reviewed["edited"], sum(reviewed["histogram"])) == (3, 1, 3)
    assert reviewed["characters"] == pytest.approx(6 / 20 / 3)
    assert reviewed["agreement"] is None


def test_the_page_shows_what_reviewers_changed_where_they_did(tmp_path: Path) -> None:
    with filled(tmp_path, PAIRS) as store:
        write_report(store, tmp_path / "r.html")
        page = html.fromstring((tmp_path / "r.html").read_text(encoding="utf-8"))
    heads = [head.text_content() for head in page.findall(".//h2")]
    assert "What did reviewers change?" in heads
    assert [mark.text for mark in page.findall(".//del")] == ["again"]


def test_agreement_is_of_what_reviewers_said_last_of_the_rows_that_two_judged(store: Corpus) -> None:
    session = ReviewSession(store)
    unit = ReviewLog(store).bitexts()[0]
    said = [("kim", 0, "accept"), ("lee", 0, "reject"), ("kim", 1, "accept"), ("lee", 1, "reject"), ("lee", 1, "accept")]
    for number, (user, place, name) in enumerate([*said, ("kim", 2, "accept")]):
        row = [row for row in session.snapshot(unit)[1] if row.source and row.target][place]
        reason = {"reason": "misaligned"} if name == "reject" else {}
        session.execute(unit, user, ReviewCommand(name, row.id, {row.id: row.version}, reason), f"k{number}")
    _, figures = corpus_report(store)
    # of two rows that both judged they say the same of one; alpha: 2 / ((16 - 9 - 1) / 3) of chance
    assert figures["reviewed"]["agreement"] == {"pairs": 2, "reviewers": 2, "same": 0.5, "alpha": pytest.approx(0.0)}
    assert "50% of the judgements agree; 2 pairs; 2 reviewers" in print_report(store, "text")


def test_nothing_is_said_of_reviewers_where_there_are_none(tmp_path: Path) -> None:
    with filled(tmp_path, [pair(0, 50.0)]) as store:
        report, _ = corpus_report(store)
    assert "What did reviewers change?" not in [str(section.title) for section in report.sections]


def test_an_empty_corpus_says_how_to_fill_it(tmp_path: Path) -> None:
    with Corpus(str(tmp_path / "c.db")) as store:
        write_report(store, tmp_path / "r.html")
    assert "jjak build" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_since_names_what_got_worse_first(tmp_path: Path, root: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with filled(tmp_path / "one", PAIRS) as store:
        before = write_report(store, tmp_path / "before.html")
    later = [
        *(
            replace(each, scores={"round_trip_chrf2++": Figure(20.0, SIGNATURE)}) if each.name == "b.txt" else each
            for each in PAIRS
        ),
        pair(4, 95.0),
    ]
    with filled(tmp_path / "two", later) as store:
        report, figures = corpus_report(store, before)
    schema = json.loads((root / "workbench" / "report" / "schemas" / "corpus.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(json.dumps(figures)), schema)
    worst = figures["since"]["moves"][0]
    assert (worst["group"], worst["name"], worst["after"] - worst["before"]) == ("document", "b.txt", pytest.approx(-35.0))
    assert figures["since"]["counts"]["pairs"] == (6, 7)
    assert str(report.changes).startswith("1 pair more than in the report of ")
    assert "Largest drop: document b.txt (round-trip chrF2++ -35.0)." in str(report.changes)
    assert str(report.sections[0].title) == "What changed since the last report?"


def test_scores_of_other_signatures_are_not_compared(tmp_path: Path) -> None:
    with filled(tmp_path, [pair(0, 50.0)]) as store:
        before = write_report(store, tmp_path / "before.html")
        found = json.loads(before.read_text(encoding="utf-8"))
        found["scores"]["round_trip_chrf2++"]["signatures"] = ["other"]
        before.write_text(json.dumps(found))
        _, figures = corpus_report(store, before)
    assert (figures["since"]["moves"], figures["since"]["signatures"]) == ([], ["round_trip_chrf2++"])
    (tmp_path / "x.json").write_text("[]")
    with Corpus(str(tmp_path / "c.db")) as store, pytest.raises(FormatError, match="no figures of this kind"):
        corpus_report(store, tmp_path / "x.json")


def test_an_odd_length_is_doubtful_beside_the_usual() -> None:
    usual = [pair(at, 50.0) for at in range(40)]
    odd = pair(40, 50.0, final="it rains today " * 6, hypothesis="it rains today " * 6)
    found = statistics_of([*usual, odd])
    assert found.unsure == 1
    assert str(found.doubtful[0].reasons[0]).startswith("length: 6")


def test_a_password_is_not_shown() -> None:
    assert shown("postgresql://kim:secret@host/db") == "postgresql://kim:***@host/db"
    assert shown("corpus.db") == "corpus.db"


def test_a_round_trip_has_no_mean_and_no_headline(tmp_path: Path) -> None:
    with filled(tmp_path, PAIRS) as store:
        text = print_report(store, "text")
        rows = {str(name): str(value) for name, value in status_rows(status_of(store))}
    assert "mean round-trip" not in text
    assert "Which documents have the lowest scores?" not in text
    assert "a quarter at most" in text
    trips = [value for name, value in rows.items() if "round-trip chrF2++" in name]
    assert trips == ["70 in the middle of 6 pairs, half of them from 50 to 80"]
    assert not any(value.startswith("mean") for value in rows.values())


def test_a_build_counts_the_scores_of_all_of_its_pairs_by_direction() -> None:
    many = ScoreTally.of(PAIRS[:2])
    for each in PAIRS[2:]:
        many.add(ScoreTally.of([each]))
    found = many.quarters()["round_trip_chrf2++", "ko-en"]
    assert (found.pairs, found.low, found.middle, found.high) == (6, 50, 70, 80)
    assert many.means == {}
    human = ScoreTally.of(
        [replace(each, scores={"bleu": Figure(each.scores["round_trip_chrf2++"].value, "s")}) for each in PAIRS]
    )
    assert human.means == {("bleu", "ko-en"): (6, 360.0)}
    assert human.trips == {}
