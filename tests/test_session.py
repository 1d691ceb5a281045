"""Acts on a real corpus: each is stored whole, exports see it, undoing brings back every figure, and the audit agrees."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace

import pytest

from command_line import jjak
from jjak.corpora.pair import Pair, Status
from jjak.corpora.review.commands import REASONS, ReviewCommand, hundredths
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import ReviewLog
from jjak.seeds.errors import AlignmentError, CorpusError, JjakError, ReviewError
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.realign import Stopped, realign
from jjak.workbench.editing.session import Conflict, ReviewSession

ROWS = 18  # of the pair of documents


def units(store: Corpus) -> tuple[int, int]:
    """The alignments of the document alone and of the pair of documents."""
    found = {row.name: row.alignment for row in ReviewLog(store).progress(0.6, 30)}
    return found["alone.txt"], found["treaty.ko.txt"]


class Reviewer:
    def __init__(self, session: ReviewSession, alignment: int, user: str = "kim") -> None:
        self.session, self.alignment, self.user, self.count = session, alignment, user, 0

    def key(self) -> str:
        self.count += 1
        return f"{self.user}{self.count}"

    def act(self, name: str, row: str = "", seen: dict[str, int] | None = None, **values: object) -> dict:
        return self.session.execute(self.alignment, self.user, ReviewCommand(name, row, seen or {}, values), self.key())

    def back(self, *, again: bool = False) -> dict:
        step = self.session.redo if again else self.session.undo
        return step(self.alignment, self.user, self.key())


def sound(store: Corpus) -> None:
    found = audit(store)
    assert not found.findings, found.findings


def pairs(store: Corpus) -> list[Pair]:
    return list(store.pairs())


def test_a_unit_opens_with_what_the_pipeline_left(store: Corpus) -> None:
    _, treaty = units(store)
    index = ReviewSession(store).index(treaty, "kim")
    assert (len(index["rows"]), index["head"], index["undo"]) == (ROWS, 0, 0)
    view = index["views"][6]
    assert [piece[1] for piece in view["source"]] == [6, 7]
    assert view["mt"]["source"]
    assert view["mt"]["target"]
    assert set(view["scores"]) == {"bleu", "chrf2++"}
    assert any(reason[1] == "aligner" for reason in view["why"])
    assert any(view["runner"] for view in index["views"])
    assert [reason[1] for reason in index["views"][11]["why"]] == ["empty source"]


def test_a_judgement_reaches_the_pairs_that_are_exported(store: Corpus) -> None:
    _, treaty = units(store)
    kim = Reviewer(ReviewSession(store), treaty)
    answer = kim.act("accept", "3", {"3": 0})
    assert (answer["number"], answer["undo"]) == (1, 1)
    kim.act("reject", "4", reason="free translation")
    kim.act("comment", "4", text="too free")
    found = {
        pair.index: pair for pair in store.pairs(next(p.source.document for p in pairs(store) if p.name == "treaty.ko.txt"))
    }
    assert found[3].status is Status.ACCEPTED
    assert (found[4].status, found[4].reason, found[4].comment) == (Status.REJECTED, "free translation", "too free")
    assert store.counts()["status"] == {"unreviewed": 16, "accepted": 1, "rejected": 1}
    sound(store)


def test_undoing_brings_back_every_pair_with_every_figure(store: Corpus) -> None:
    _, treaty = units(store)
    before = pairs(store)
    kim = Reviewer(ReviewSession(store), treaty)
    kim.act("merge", "2", **{"with": "next"})
    kim.act("split", "6", source=[1, 0], target=[0, 20], new="rowafter6")
    kim.act("edit", "8", side="target", texts={"8": "A text of my own."})
    kim.act("move", "10", side="target", to="next")
    kim.act("accept_above", score=0.0)
    middle = pairs(store)
    assert middle != before
    sound(store)
    for _ in range(5):
        kim.back()
    assert pairs(store) == before
    for _ in range(5):
        kim.back(again=True)
    assert pairs(store) == middle
    sound(store)
    # another server, as after a restart, goes on where this one stood
    late = Reviewer(ReviewSession(store), treaty)
    late.count = 100
    assert late.session.index(treaty, "kim")["undo"] == 5
    for _ in range(5):
        late.back()
    assert pairs(store) == before
    with pytest.raises(ReviewError, match="nothing to undo"):
        late.back()


def test_a_new_pair_is_scored_as_the_pipeline_would(store: Corpus) -> None:
    import sacrebleu

    _, treaty = units(store)
    Reviewer(ReviewSession(store), treaty).act("merge", "2", **{"with": "next"})
    (pair,) = [pair for pair in pairs(store) if len(pair.source.segments) == 2 and pair.source.segments == (2, 3)]
    expected = sacrebleu.sentence_chrf(pair.hypothesis, [pair.target.text], word_order=2).score
    assert pair.scores["chrf2++"].value == expected
    assert "version:" in pair.scores["bleu"].signature
    assert pair.model == "jjak-ko-en"


def test_parts_of_a_segment_are_pairs_of_their_own_in_order(store: Corpus) -> None:
    _, treaty = units(store)
    kim = Reviewer(ReviewSession(store), treaty)
    (segment,) = kim.session.views(treaty, ["8"])[0]["source"]
    middle = segment[4].index(" ", len(segment[4]) // 2)
    kim.act("split", "8", source=[0, middle], target=[0, 30], new="rowafter8")
    document = ReviewLog(store).document(ReviewLog(store).bitext(treaty).source)  # type: ignore[union-attr]
    found = [pair for pair in pairs(store) if pair.source.segments == (segment[1],)]
    assert [pair.source.text for pair in found] == [segment[4][:middle], segment[4][middle + 1 :]]
    for pair in found:
        assert document is not None
        raw = " ".join(document.text[slice(*pair.source.spans[0])].split())
        assert raw == pair.source.text
    sound(store)


@pytest.mark.slow
def test_random_acts_of_three_people_leave_log_rows_and_pairs_in_step(store: Corpus) -> None:
    generator = random.Random(5)
    alone, treaty = units(store)
    session = ReviewSession(store)
    people = [Reviewer(session, unit, user) for unit in (alone, treaty) for user in ("kim", "lee", "park")]
    done = 0
    for at in range(260):
        person = generator.choice(people)
        rows = session.index(person.alignment, "")["rows"]
        row = generator.choice(rows)
        side, to = generator.choice(["source", "target"]), generator.choice(["next", "previous"])
        cuts = {name: [generator.randint(0, 2), generator.choice([0, 0, 5])] for name in ("source", "target")}
        name = generator.choice(
            [
                "accept",
                "reject",
                "clear",
                "merge",
                "split",
                "move",
                "edit",
                "comment",
                "bookmark",
                "accept_above",
                "undo",
                "redo",
            ]
        )
        view = session.views(person.alignment, [row[0]])[0]
        values = {"side": side, "to": to, "with": to, "reason": generator.choice(REASONS), "new": f"row{at:06}", **cuts}
        texts = {piece[0]: f"문장 {at}" for piece in view[side][:1]} or {"": f"text {at}"}
        try:
            if name in ("undo", "redo"):
                person.back(again=name == "redo")
            else:
                more = {"text": f"note {at}", "texts": texts, "on": True, "score": 0.9}
                person.act(name, row[0], {row[0]: row[1]}, **values, **more)
            done += 1
        except JjakError:
            continue
        if at % 40 == 0:
            sound(store)
    assert done > 120
    sound(store)
    for person in people:
        while person.session.index(person.alignment, person.user)["undo"]:
            try:
                person.back()
            except ReviewError:
                break
    sound(store)


def test_cutting_at_one_spot_again_and_again_keeps_the_order(store: Corpus) -> None:
    _, treaty = units(store)
    kim = Reviewer(ReviewSession(store), treaty)
    words = [f"말{at}" for at in range(60)]
    kim.act("edit", "8", side="source", texts={"9": " ".join(words)})
    for at in range(58):
        # each cut halves what is left between the row and the one that was cut off before
        text = kim.session.views(treaty, ["8"])[0]["source"][0][4]
        kim.act("split", "8", source=[0, text.rindex(" ")], target=[1, 0], new=f"cut{at:04}")
    order = [row[0] for row in kim.session.index(treaty, "kim")["rows"]]
    views = kim.session.views(treaty, order[order.index("8") : order.index("9")])
    assert [piece[4] for view in views for piece in view["source"]] == ["말0 말1", *words[2:]]
    sound(store)
    assert [row[0] for row in ReviewSession(store).index(treaty, "kim")["rows"]] == order


def test_an_act_sent_twice_is_done_once(store: Corpus) -> None:
    _, treaty = units(store)
    session = ReviewSession(store)
    first = session.execute(treaty, "kim", ReviewCommand("merge", "2", {"2": 0}, {"with": "next"}), "once")
    again = session.execute(treaty, "kim", ReviewCommand("merge", "2", {"2": 0}, {"with": "next"}), "once")
    assert first["changes"] == again["changes"]
    assert session.log.head(treaty) == 1


def test_a_stale_act_is_refused_with_what_stands_there_now(store: Corpus) -> None:
    _, treaty = units(store)
    session = ReviewSession(store)
    Reviewer(session, treaty, "lee").act("edit", "3", side="target", texts={"3": "Lee's words."})
    with pytest.raises(Conflict) as caught:
        Reviewer(session, treaty).act("edit", "3", {"3": 0}, side="target", texts={"3": "Kim's words."})
    (row,) = caught.value.rows
    assert row["target"][0][4] == "Lee's words."
    assert caught.value.by == "lee"
    assert session.log.head(treaty) == 1


def test_two_servers_on_one_corpus_never_take_one_number_twice(store: Corpus) -> None:
    _, treaty = units(store)
    kim, lee = Reviewer(ReviewSession(store), treaty), Reviewer(ReviewSession(store), treaty, "lee")
    for at in range(6):
        (kim if at % 2 else lee).act("comment", str(at), text=f"{at}")
    assert ReviewLog(store).head(treaty) == 6
    sound(store)


def test_nothing_can_be_changed_or_removed_in_the_log(store: Corpus) -> None:
    _, treaty = units(store)
    Reviewer(ReviewSession(store), treaty).act("accept", "3")
    with sqlite3.connect(store.name) as connection:
        for statement in ("UPDATE events SET user = 'lee'", "DELETE FROM events"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE reviewed SET status = 'rejected', body = json_set(body, '$.status', 'rejected')", "row 3 is not what"),
        ("DELETE FROM reviewed", "row 3 is not what"),
        ("UPDATE pairs SET status = 'unreviewed' WHERE status = 'accepted'", "is not what its row says"),
        ("DELETE FROM scores; DELETE FROM pairs WHERE status = 'accepted'", "missing"),
    ],
)
def test_the_audit_finds_what_does_not_follow_from_the_log(store: Corpus, statement: str, message: str) -> None:
    _, treaty = units(store)
    Reviewer(ReviewSession(store), treaty).act("accept", "3")
    sound(store)
    with sqlite3.connect(store.name) as connection:
        connection.executescript(statement)
    connection.close()
    assert any(message in finding.message for finding in audit(store).findings)


def test_aligning_again_finds_the_links_that_were_spoiled_and_keeps_what_was_settled(store: Corpus) -> None:
    _, treaty = units(store)
    kim = Reviewer(ReviewSession(store), treaty)

    def links() -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
        return {(pair.source.segments, pair.target.segments) for pair in pairs(store) if pair.name == "treaty.ko.txt"}

    before = links()
    kim.act("accept", "5")
    for row in ("0", "7", "10"):
        kim.act("merge", row, **{"with": "next"})
    spoiled = links()
    answer = realign(kim.session, treaty, "kim", "0", "again")
    assert answer["act"] == "realign"
    # sections between settled rows are shorter texts, so that a doubtful link may come out otherwise
    assert len(before - links()) <= 1 < len(before - spoiled)
    assert kim.session.views(treaty, ["5"])[0]["status"] == "accepted"
    sound(store)
    kim.back()
    sound(store)


def test_aligning_again_that_is_stopped_changes_nothing(store: Corpus) -> None:
    _, treaty = units(store)
    session = ReviewSession(store)

    def stop(done: int, total: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        realign(session, treaty, "kim", "0", "again", stop)
    assert session.log.head(treaty) == 0


def test_a_write_that_fails_leaves_the_desk_as_it_was(store: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    _, treaty = units(store)
    kim = Reviewer(ReviewSession(store), treaty)

    def full(*_: object) -> bool:
        raise CorpusError("the disk is full")

    monkeypatch.setattr(kim.session.log, "record", full)
    with pytest.raises(CorpusError):
        kim.act("merge", "2", **{"with": "next"})
    monkeypatch.undo()
    assert len(kim.session.index(treaty, "kim")["rows"]) == ROWS
    kim.act("merge", "2", **{"with": "next"})
    sound(store)


def test_a_document_opens_where_its_reviewer_left_it(store: Corpus) -> None:
    _, treaty = units(store)
    session = ReviewSession(store)
    session.log.leave("kim", treaty, "7")
    session.log.leave("lee", treaty, "2")
    assert [session.index(treaty, user)["place"] for user in ("kim", "lee", "park")] == ["7", "2", ""]


def test_progress_counts_rows_as_they_stand(store: Corpus) -> None:
    alone, treaty = units(store)
    kim = Reviewer(ReviewSession(store), treaty)
    kim.act("accept", "3")
    kim.act("merge", "7", **{"with": "next"})
    kim.act("reject", "7", reason="misaligned")
    found = {row.alignment: row for row in kim.session.log.progress(0.6, 30)}
    assert (found[treaty].rows, found[treaty].settled) == (ROWS - 1, 2)
    assert (found[alone].rows, found[alone].settled) == (3, 0)
    index = kim.session.index(treaty, "kim")["rows"]
    assert found[treaty].doubtful == sum(row[2] == "u" and 0 <= row[3] < 60 for row in index)


def test_in_a_document_alone_accepting_above_a_score_goes_by_the_round_trip(store: Corpus) -> None:
    alone, _ = units(store)
    kim = Reviewer(ReviewSession(store), alone)
    shown = {row[0]: row[3] for row in kim.session.index(alone, "kim")["rows"]}
    assert len(set(shown.values())) > 1
    least = sorted(shown.values())[1] / 100
    kim.act("accept_above", score=least)
    accepted = {row[0] for row in kim.session.index(alone, "kim")["rows"] if row[2] == "a"}
    assert accepted == {name for name, figure in shown.items() if figure >= sorted(shown.values())[1]}
    assert len(accepted) < len(shown)
    sound(store)


def test_the_command_rebuilds_and_says_what_differs(store: Corpus) -> None:
    _, treaty = units(store)
    Reviewer(ReviewSession(store), treaty).act("accept", "3")
    done = jjak("review", "--verify", "--corpus", store.name)
    assert (done.returncode, done.stdout) == (0, "1 acts on 1 units folded, 0 differences\n")
    with sqlite3.connect(store.name) as connection:
        connection.execute("DELETE FROM reviewed")
    connection.close()
    done = jjak("review", "--verify", "--corpus", store.name)
    assert done.returncode == 1
    assert "treaty.ko.txt (unit" in done.stdout


def test_a_long_text_is_aligned_by_another_process_to_the_same_beads(monkeypatch: pytest.MonkeyPatch) -> None:
    from jjak.align.sentence.aligners import Texts
    from jjak.workbench.editing import realign

    lines = [f"문장 {at}은 {'길' * (at % 7)}다." for at in range(40)]
    texts = Texts(lines, [f"Sentence {at} is {'long ' * (at % 7)}." for at in range(40)])
    here = realign._beads(texts, "length", lambda: None)
    monkeypatch.setattr(realign, "LONG", 0)
    assert realign._beads(texts, "length", lambda: None) == here
    with pytest.raises(AlignmentError, match="3 lines") as caught:
        realign._beads(replace(texts, forward=[["only", "three", "lines"]]), "translation", lambda: None)
    assert caught.value.fix


def test_no_bulk_act_accepts_a_row_in_which_a_check_found_an_error(store: Corpus) -> None:
    _, treaty = units(store)
    session = ReviewSession(store)
    kim = Reviewer(session, treaty)
    opened = session._open.get(treaty)
    row = next(row for row in opened.rows if row.source and row.target and hundredths(row.score or 0) >= 90)
    kim.act("edit", row.id, {}, side="target", texts={row.target[0].id: row.target[0].text + " There are 7,301 of them."})
    kim.act("accept_above", score=0.5)
    statuses = {each.id: each.status for each in session._open.get(treaty).rows}
    assert statuses[row.id] is Status.UNREVIEWED
    assert Status.ACCEPTED in statuses.values()
    (view,) = session.views(treaty, [row.id])
    assert view["errors"] == ["number only in target"]
    kim.act("accept", row.id)
    assert session.views(treaty, [row.id])[0]["errors"] == ["number only in target"]


def test_an_undo_passes_by_what_another_changed_and_does_not_stop_there(store: Corpus) -> None:
    _, treaty = units(store)
    session = ReviewSession(store)
    kim, lee = Reviewer(session, treaty), Reviewer(session, treaty, "lee")
    kim.act("accept", "2")
    kim.act("accept", "3")
    lee.act("reject", "3", reason="bad text")
    answer = kim.back()
    assert (answer["detail"]["row"], answer["detail"]["skipped"]) == ("2", ["accept"])
    assert {each.id: each.status for each in session._open.get(treaty).rows}["3"] is Status.REJECTED
    with pytest.raises(ReviewError, match="Somebody else changed the rows"):
        kim.back()
    lee.back()
    assert kim.back()["detail"]["row"] == "3"
    kim.act("accept", "5")
    assert kim.back()["detail"]["row"] == "5"
    assert kim.back(again=True)["detail"]["row"] == "5"
    sound(store)


def test_a_conflict_names_the_row_by_its_number_on_the_page(store: Corpus) -> None:
    _, treaty = units(store)
    session = ReviewSession(store)
    Reviewer(session, treaty, "lee").act("accept", "3")
    with pytest.raises(Conflict, match="Row 4 was changed since"):
        Reviewer(session, treaty).act("reject", "3", {"3": 0}, reason="bad text")
