"""The report of a corpus whose texts are hostile."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import html

from jjak.corpora.store.corpus import Corpus
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.report.corpus_report import write_report
from jjak.workbench.settings import Settings

pytestmark = pytest.mark.slow

HOSTILE = '<script>alert(1)</script> & "quoted" {{ 7 * 7 }}'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "in").mkdir()
    (folder / "in" / "<b>name.txt").write_text(f"제목입니다\n\n{HOSTILE}\n\n비가 옵니다.\n")
    tasks, _ = find_bitexts([folder / "in"], [], ("ko", "en"))
    with Corpus(str(folder / "c.db")) as store:
        assert build(tasks, store, Settings()).pair_count == 3
    return folder / "c.db"


def test_a_report_has_its_figures_as_json_and_asks_nobody(corpus: Path, tmp_path: Path) -> None:
    with Corpus(str(corpus)) as store:
        beside = write_report(store, tmp_path / "report.html")
        pairs = list(store.pairs())
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    figures = json.loads(beside.read_text(encoding="utf-8"))
    assert figures["status"]["pairs"] == 3
    assert set(figures["scores"]) == {"round_trip_bleu 13a", "round_trip_bleu ko-mecab", "round_trip_chrf2++"}
    for title, score in figures["scores"].items():
        each = [pair.scores[title.split()[0]] for pair in pairs]
        (signature,) = score["signatures"]
        values = [figure.value for figure in each if figure.signature == signature]
        assert score["mean"] == pytest.approx(sum(values) / len(values))
        assert sum(score["histogram"]) == score["pairs"] == len(values)
    low = {pair.id for pair in pairs if pair.scores["round_trip_chrf2++"].value < 20}
    assert low
    # a low round trip is no reason for doubt by itself, and these pairs have no other
    assert not low & {row["id"] for row in figures["doubtful"]}
    assert all(row["reasons"] for row in figures["doubtful"])
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)
    # one script, which is the page's own
    (script,) = html.fromstring(text).findall(".//script")
    assert "alert" not in script.text
    assert html.fromstring(text).find(".//h1").text_content() == f"Report on {corpus}"
