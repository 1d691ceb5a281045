from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from jjak.eval.mt_evaluation import Draws, TestSet, evaluate
from jjak.eval.mt_metrics_eval import file_names, read_campaign, write_campaign
from jjak.seeds.errors import FormatError

TEST = TestSet(
    "en",
    "ko",
    ["It rains.", "It snows today."],
    ["비가 옵니다.", "오늘은 눈이 옵니다."],
    {"sys a": ["비가 온다.", "눈이 온다."], "b": ["비가 옵니다.", "눈이 옵니다."]},
    documents=["doc 1", "doc 2"],
    kinds=["news", "speech"],
)


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = evaluate(TEST, ["bleu", "chrf2"], draws=Draws(50, 10))
    write_campaign(found, tmp_path)
    again = read_campaign(tmp_path)
    assert (again.source_lang, again.target_lang) == ("en", "ko")
    assert (again.sources, again.references) == (TEST.sources, TEST.references)
    assert again.systems == {"b": TEST.systems["b"], "sys_a": TEST.systems["sys a"]}
    assert (again.documents, again.kinds) == (["doc_1", "doc_2"], TEST.kinds)
    scores = tmp_path / "metric-scores" / "en-ko"
    system = (scores / "bleu-refA.sys.score").read_text().splitlines()
    assert system == [f"{'_'.join(name.split())}\t{found.scores[name]['bleu'].value}" for name in found.systems]
    single = (scores / "chrf2-refA.seg.score").read_text().splitlines()
    assert len(single) == 4
    assert single[0].split("\t")[0] == single[1].split("\t")[0]


def test_a_reference_among_the_outputs_is_no_system(tmp_path: Path) -> None:
    write_campaign(evaluate(TEST, ["bleu"], draws=Draws(50, 10)), tmp_path)
    (tmp_path / "references" / "en-ko.refB.txt").write_text("비다.\n눈이다.\n")
    (tmp_path / "system-outputs" / "en-ko" / "refB.txt").write_text("비다.\n눈이다.\n")
    assert "refB" not in read_campaign(tmp_path).systems
    assert read_campaign(tmp_path, reference="refB").references == ["비다.", "눈이다."]


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no sources/SRC-TGT"):
        read_campaign(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "en-ko.txt").write_text("a\n")
    with pytest.raises(FormatError, match="no reference of en-ko"):
        read_campaign(tmp_path)
    with pytest.raises(FormatError, match="no language pair 'en-de'; there are: en-ko"):
        read_campaign(tmp_path, "en-de")
    (tmp_path / "sources" / "en-de.txt").write_text("a\n")
    with pytest.raises(FormatError, match="2 language pairs: en-de, en-ko"):
        read_campaign(tmp_path)


def test_no_name_of_a_system_or_language_leads_out_of_the_folder(tmp_path: Path) -> None:
    lines = TEST.systems["b"]
    names = ["../../out", "/etc/x", "a/b", "A_b", "..", "con", "가" * 200, "line\nfeed\x00"]
    test = replace(TEST, source_lang="../en", systems=dict.fromkeys(names, lines))
    inside = tmp_path / "deep" / "campaign"
    write_campaign(evaluate(test, ["chrf2"], draws=Draws(50, 10)), inside)
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    assert [path.name for path in inside.parent.iterdir()] == ["campaign"]
    (folder,) = (inside / "system-outputs").iterdir()
    written = [path.name for path in folder.iterdir()]
    assert len({name.casefold() for name in written}) == len(names)
    assert sorted(f"{word}.txt" for word in file_names(names).values()) == sorted(written)
    assert "con.txt" not in written
