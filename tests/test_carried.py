"""What JSON cannot carry is refused before it is stored, with its place; logs that hold it are read."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jjak.corpora.review.carried import carried, check_carried
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import ReviewLog
from jjak.seeds.errors import ReviewError
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.session import ReviewSession
from visitor import Visitor

LINKS = [([f"문장 {at}입니다."], [f"Sentence {at}."], 0.9) for at in range(3)]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"values": {"score": math.nan}}, r"^values\.score: nan is no number that JSON can carry"),
        ({"a": [0, {"b": -math.inf}]}, r"^a\.1\.b: -inf"),
        ({"values": {"text": "ab\ud800"}}, r"^values\.text: half a character, U\+D800, at 2"),
        ({"values": {"\udfff": 1}}, r"^values: half a character"),
        ({"n": 10**30}, r"^n: a number over"),
    ],
)
def test_the_place_is_named(value: Any, said: str) -> None:
    with pytest.raises(ReviewError, match=said):
        check_carried(value)


def test_what_json_can_carry_is_left_alone() -> None:
    value = {"a": [1, -2.5, None, True, "짝 😀 \x00"], "b": {"c": "é"}}
    check_carried(value)
    assert carried(value) == value


def test_what_an_old_log_holds_is_read_as_what_json_can_carry() -> None:
    assert carried({"s": math.nan, "t": ["a\ud83d", "\U0001f600"]}) == {"s": None, "t": ["a\ufffd", "\U0001f600"]}


@pytest.fixture
def corpus(tmp_path: Path, units: ModuleType) -> Path:
    units.store_units(tmp_path / "c.db", units.unit("a", LINKS))
    return tmp_path / "c.db"


@pytest.mark.slow
@pytest.mark.parametrize(
    "values",
    ['{"score": NaN}', '{"score": Infinity}', '{"score": -1e999}', '{"with": "\\ud800"}', '{"to": {"deep": [NaN]}}'],
)
def test_an_act_that_json_cannot_carry_is_refused_and_not_stored(corpus: Path, serve: Callable[..., Any], values: str) -> None:
    visitor = Visitor(serve(corpus).port).enter()
    body = f'{{"key": "k", "act": "bookmark", "row": "0", "values": {{"on": true, {values[1:]}}}'.encode()
    given = {"x_csrf_token": visitor.token, "x_jjak_corpus": visitor.corpus}
    status, _, raw = visitor.ask("POST", "/api/documents/1/acts", body, **given)
    assert status == 400
    assert json.loads(raw)["error"].startswith("values.")
    with Corpus(str(corpus)) as store:
        assert ReviewLog(store).head(1) == 0


def test_a_log_of_an_older_server_that_holds_such_values_is_read(corpus: Path) -> None:
    with Corpus(str(corpus)) as store:
        from jjak.corpora.review.commands import ReviewCommand

        ReviewSession(store).execute(1, "kim", ReviewCommand("bookmark", "0", {}, {"on": True}), "k1")
    with closing(sqlite3.connect(corpus)) as connection:
        connection.execute("DROP TRIGGER events_no_update")
        connection.execute("""UPDATE events SET detail = '{"row":"0","score":NaN,"with":"\\ud800"}'""")
        connection.commit()
    with Corpus(str(corpus)) as store:
        answers = ReviewSession(store).answers_since(1, 0, "kim")["events"]
        json.dumps(answers, allow_nan=False).encode()
        assert answers[0]["detail"] == {"row": "0", "score": None, "with": "\ufffd"}
        assert not audit(store).findings
        assert [event.detail["score"] for event in ReviewLog(store).headings(1)] == [None]
