from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from corpora.formats import FORMATS, export
from corpora.pair import Figure, Origin, Pair, Side
from seeds.document import Kind, Span
from seeds.errors import FormatError, SettingError

TEXTS = [
    ("비가 옵니다.", "It rains."),
    ("<b>&amp; “따옴표”</b>", 'a "quote" & <tag>'),
    ("e\u0301 각 🦜 \u202e", "right-to-left"),
]


def pairs() -> list[Pair]:
    return [
        Pair(
            id=f"{at:016x}",
            name="a\tname.txt",
            index=at,
            kind=Kind.REPORT,
            origin=Origin.HUMAN,
            source=Side("d1", (at,), (Span(at, at + 1),), "ko", ko),
            target=Side("d2", (at, at + 1), (Span(0, 3), Span(4, 5)), "en", en),
            hypothesis="a machine's",
            model="m",
            revision="r",
            nats=-0.25,
            confidence=0.75,
            scores={"bleu": Figure(12.345678, "sig"), "chrf2++": Figure(50.0, "sig2")},
        )
        for at, (ko, en) in enumerate(TEXTS)
    ]


def test_tsv_has_a_head_and_one_line_a_pair(tmp_path: Path) -> None:
    assert export(pairs(), str(tmp_path / "p.tsv"), ("ko", "en")) == 3
    head, *rows = [line.split("\t") for line in (tmp_path / "p.tsv").read_text(encoding="utf-8").splitlines()]
    assert {len(row) for row in [head, *rows]} == {len(head)}
    assert head[:3] == ["id", "ko", "en"]
    assert [(row[1], row[2]) for row in rows] == TEXTS
    assert rows[0][head.index("document")] == "a name.txt"
    assert rows[0][head.index("bleu")] == "12.3457"


def test_json_lines_carry_translation_scores_and_provenance(tmp_path: Path) -> None:
    export(pairs(), str(tmp_path / "p.jsonl"), ("ko", "en"))
    rows = [json.loads(line) for line in (tmp_path / "p.jsonl").read_text(encoding="utf-8").split("\n")[:-1]]
    assert [(row["translation"]["ko"], row["translation"]["en"]) for row in rows] == TEXTS
    assert rows[1]["scores"]["bleu"] == {"value": 12.345678, "signature": "sig"}
    assert rows[1]["target"] == {"lang": "en", "document": "d2", "segments": [1, 2], "spans": [[0, 3], [4, 5]]}
    assert rows[1]["hypothesis"] == "a machine's"


def test_tmx_is_well_formed_and_keeps_every_text(tmp_path: Path) -> None:
    export(pairs(), str(tmp_path / "p.tmx"), ("ko", "en"))
    tree = etree.parse(tmp_path / "p.tmx").getroot()
    assert (tree.tag, tree.get("version")) == ("tmx", "1.4")
    assert [tuple(seg.text for seg in unit.iter("seg")) for unit in tree.iter("tu")] == TEXTS
    assert {prop.get("type") for prop in tree.iter("prop")} >= {"x-origin", "x-model", "x-bleu", "x-bleu-signature"}


def test_what_xml_cannot_hold_is_left_out_of_tmx_and_said(tmp_path: Path) -> None:
    from dataclasses import replace

    (first, *_) = pairs()
    spoilt = replace(first, source=first.source._replace(text="a\x00b\x1bc\ufffe"))
    export([spoilt], str(tmp_path / "p.tmx"), ("ko", "en"))
    tree = etree.parse(tmp_path / "p.tmx").getroot()
    assert next(tree.iter("seg")).text == "abc"
    assert "x-left-out" in {prop.get("type") for prop in tree.iter("prop")}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_an_export_is_the_same_every_time(tmp_path: Path, name: str) -> None:
    for file in ("a", "b"):
        export(pairs(), str(tmp_path / file), ("ko", "en"), name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_export_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    def broken() -> object:
        yield pairs()[0]
        raise RuntimeError("the disk is gone")

    (tmp_path / "p.tsv").write_text("before")
    with pytest.raises(RuntimeError):
        export(broken(), str(tmp_path / "p.tsv"), ("ko", "en"))  # type: ignore[arg-type]
    assert [path.name for path in tmp_path.iterdir()] == ["p.tsv"]
    assert (tmp_path / "p.tsv").read_text() == "before"


def test_a_format_is_known_by_its_suffix_or_named() -> None:
    with pytest.raises(SettingError, match="No format 'xml'; there are: jsonl, tmx, tsv"):
        export([], "p.xml", ("ko", "en"))
    with pytest.raises(SettingError, match="No format for '-'"):
        export([], "-", ("ko", "en"))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="No such file"):
        export([], str(tmp_path / "none" / "p.tsv"), ("ko", "en"))
