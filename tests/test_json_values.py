"""What JSON cannot carry is refused before it is stored, and comes out of nothing; a corpus that holds it is read."""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import StatementError

from jjak.corpora.exchange.imports import ImportTerms, import_pairs
from jjak.corpora.formats import Unwritable, Wanted
from jjak.corpora.formats.jsonl import JsonlWriter
from jjak.corpora.pair import Figure, bare
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.engine import _json, _value
from jjak.seeds.json_values import finite
from jjak.workbench.commands.options import print_json

WANTED = Wanted(("ko", "en"))
HEAD = "id\tko\ten\tkind\torigin\tstatus\tdirection\tbleu\tconfidence"


@pytest.mark.parametrize("wrong", ["nan", "inf", "-inf", "1e999", "NaN"])
@pytest.mark.parametrize("name", ["bleu", "confidence"])
def test_a_row_with_an_endless_figure_is_refused_and_others_are_taken(tmp_path: Path, wrong: str, name: str) -> None:
    figures = {"bleu": "1.5", "confidence": "0.5"} | {name: wrong}
    rows = [
        f"{'0' * 15}{at}\t비 {at}\train {at}\ttext\thuman\taccepted\tko-en\t{figure['bleu']}\t{figure['confidence']}"
        for at, figure in enumerate((figures, {"bleu": "1.5", "confidence": "0.5"}))
    ]
    (tmp_path / "p.tsv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    with Corpus(str(tmp_path / "c.db")) as store:
        done = import_pairs([tmp_path / "p.tsv"], store, store.begin_run({}, {}), WANTED, ImportTerms())
        assert (done.new, done.refused) == (1, 1)
        assert "no finite number" in done.rows[0].reason
        assert [pair.source.text for pair in store.pairs()] == ["비 1"]


def test_a_store_refuses_what_json_cannot_carry_and_reads_what_was_stored(tmp_path: Path) -> None:
    for wrong in (math.nan, math.inf, [1, {"a": -math.inf}]):
        with pytest.raises(ValueError, match="not JSON compliant"):
            _json(wrong)
    assert math.isnan(_value('{"score":NaN}')["score"])
    with Corpus(str(tmp_path / "c.db")) as store, pytest.raises(StatementError, match="not JSON compliant"):
        store.begin_run({"beam": math.nan}, {})


def test_a_pair_with_an_endless_figure_is_left_out_of_json_lines_by_name() -> None:
    pair = replace(bare(("ko", "비"), ("en", "rain")), scores={"bleu": Figure(math.inf, "s")})
    out = io.BytesIO()
    with pytest.raises(Unwritable, match="no number that JSON can hold"):
        JsonlWriter([out], ("ko", "en")).write(pair)
    assert out.getvalue() == b""


def test_json_of_a_command_has_none_in_the_place_of_no_number(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": math.nan, "b": [1.5, math.inf, {"c": -math.inf}], "d": (math.nan,)})
    found = json.loads(capsys.readouterr().out, parse_constant=lambda name: pytest.fail(name))
    assert found == {"a": None, "b": [1.5, None, {"c": None}], "d": [None]}
    assert finite("nan") == "nan"
