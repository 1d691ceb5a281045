"""Imports: what lands in the corpus, once and only once, also when a process is killed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import jjak
from jjak.corpora.exchange.exports import export
from jjak.corpora.exchange.imports import ImportSummary, ImportTerms, import_pairs
from jjak.corpora.formats import DATASET, Wanted
from jjak.corpora.pair import ImportedFrom, Origin, Status
from jjak.corpora.store.corpus import Corpus

LANGUAGES = ("ko", "en")


def bring(store: Corpus, *paths: Path, terms: ImportTerms | None = None, wanted: Wanted | None = None) -> ImportSummary:
    run = store.begin_run({}, {})
    return import_pairs(paths, store, run, wanted or Wanted(LANGUAGES), terms or ImportTerms())


def table(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.write_text("ko\ten\n" + "".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")
    return path


def test_an_imported_pair_says_where_it_is_from(tmp_path: Path) -> None:
    terms = ImportTerms(licence="CC BY 4.0", attribution="https://example.org", origin=Origin.MACHINE, status=Status.ACCEPTED)
    with Corpus(str(tmp_path / "c.db")) as store:
        summary = bring(store, table(tmp_path / "p.tsv", [("가", "a"), ("나", "b")]), terms=terms)
        first, second = store.pairs()
    assert (summary.new, summary.refused) == (2, 0)
    assert (first.name, first.licence, first.origin, first.status) == ("p.tsv", "CC BY 4.0", "machine", "accepted")
    assert first.taken == ImportedFrom("p.tsv", 2, "", "https://example.org")
    assert (second.index, second.hypothesis) == (2, "b")


def test_importing_again_takes_nothing_twice(tmp_path: Path) -> None:
    rows = [("가", "a"), ("나", "b"), ("가", "a")]
    with Corpus(str(tmp_path / "c.db")) as store:
        assert bring(store, table(tmp_path / "p.tsv", rows)).new == 3
        again = bring(store, table(tmp_path / "p.tsv", [*rows, ("다", "c")]))
        assert (again.new, again.present) == (1, 3)
        assert [pair.source.text for pair in store.pairs()] == ["가", "나", "가", "다"]


@pytest.mark.parametrize("name", ["jsonl", "tmx", "xliff", "tsv", "csv", "xlsx", "parquet", "po", DATASET])
def test_an_export_comes_into_another_corpus_with_its_ids_and_into_its_own_not_at_all(tmp_path: Path, name: str) -> None:
    out = tmp_path / ("out" if name == DATASET else "out.xlf" if name == "xliff" else f"out.{name}")
    with Corpus(str(tmp_path / "c.db")) as store, Corpus(str(tmp_path / "d.db")) as other:
        bring(
            store,
            table(tmp_path / "p.tsv", [("가", "a"), ("나", "b")]),
            terms=ImportTerms(status=Status.ACCEPTED, licence="CC0"),
        )
        export(store.pairs(), str(out), LANGUAGES, name)
        same = bring(store, out)
        assert (same.new, same.present, same.differing) == (0, 2, 0)
        assert bring(other, out).new == 2
        known = [(pair.id, pair.source.text, pair.target.text, pair.status, pair.licence) for pair in store.pairs()]
        assert [(pair.id, pair.source.text, pair.target.text, pair.status, pair.licence) for pair in other.pairs()] == known


def test_a_pair_that_is_there_with_another_text_is_left_and_counted(tmp_path: Path) -> None:
    with Corpus(str(tmp_path / "c.db")) as store:
        bring(store, table(tmp_path / "p.tsv", [("가", "a")]))
        export(store.pairs(), str(tmp_path / "p.jsonl"), LANGUAGES)
        (tmp_path / "p.jsonl").write_text((tmp_path / "p.jsonl").read_text(encoding="utf-8").replace('"a"', '"z"'))
        summary = bring(store, tmp_path / "p.jsonl")
        assert (summary.new, summary.differing) == (0, 1)
        assert [pair.target.text for pair in store.pairs()] == ["a"]


def test_empty_sides_are_passed_over_and_impossible_texts_named(tmp_path: Path) -> None:
    rows = [{"translation": {"ko": "가", "en": text}} for text in ("a", " ", "", "b\0", "\ud800", "x" * 300_000)]
    (tmp_path / "p.jsonl").write_text("\n".join(map(json.dumps, rows)))
    with Corpus(str(tmp_path / "c.db")) as store:
        summary = bring(store, tmp_path / "p.jsonl")
        assert [pair.target.text for pair in store.pairs()] == ["a"]
    assert summary.untranslated == 2
    assert [row.row for row in summary.rows] == [4, 5, 6]
    assert "U+0000" in summary.rows[0].reason
    assert "U+D800" in summary.rows[1].reason
    assert "300,000 characters" in summary.rows[2].reason


def test_documents_of_a_file_stay_apart_and_in_order(tmp_path: Path) -> None:
    units = "".join(
        f'<tu><prop type="x-document">{"ab"[at % 2]}</prop>'
        f'<tuv lang="ko"><seg>{at}번</seg></tuv><tuv lang="en"><seg>n{at}</seg></tuv></tu>'
        for at in range(6)
    )
    (tmp_path / "p.tmx").write_text(f'<tmx version="1.4"><header srclang="ko"/><body>{units}</body></tmx>', encoding="utf-8")
    with Corpus(str(tmp_path / "c.db")) as store:
        bring(store, tmp_path / "p.tmx")
        found = [(pair.name, pair.target.text) for pair in store.pairs()]
    assert found == [("a", "n0"), ("a", "n2"), ("a", "n4"), ("b", "n1"), ("b", "n3"), ("b", "n5")]


@pytest.mark.parametrize("names", [("p.ko",), ("p.en",), ("p.ko", "p.en"), ("p.en", "p.ko")])
def test_a_moses_pair_is_taken_once_whichever_side_is_named(tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "p.ko").write_text("가\n나\n", encoding="utf-8")
    (tmp_path / "p.en").write_text("a\nb\n")
    with Corpus(str(tmp_path / "c.db")) as store:
        assert bring(store, *(tmp_path / name for name in names)).new == 2
        assert {pair.taken and pair.taken.file for pair in store.pairs()} == {"p.ko"}


@pytest.mark.parametrize("head", ["made: 2024-99-99", "a: " + "[" * 50_000, "- a"])
def test_a_dataset_whose_card_is_no_yaml_is_taken_without_a_licence(tmp_path: Path, head: str) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "README.md").write_text(f"---\nlicense: mit\n{head}\n---\n# A set\n")
    (tmp_path / "set" / "train.jsonl").write_text(json.dumps({"translation": {"ko": "가", "en": "a"}}) + "\n")
    with Corpus(str(tmp_path / "c.db")) as store:
        assert bring(store, tmp_path / "set").new == 1
        assert [pair.licence for pair in store.pairs()] == [""]


def test_a_dataset_folder_gives_its_licence(tmp_path: Path) -> None:
    (tmp_path / "set" / "data").mkdir(parents=True)
    (tmp_path / "set" / "README.md").write_text("---\nlicense: cc-by-4.0\n---\n# A set\n")
    for at, split in enumerate(("train", "test")):
        row = {"translation": {"ko": f"{at}번", "en": split}}
        (tmp_path / "set" / "data" / f"{split}.jsonl").write_text(json.dumps(row) + "\n")
    with Corpus(str(tmp_path / "c.db")) as store:
        assert bring(store, tmp_path / "set").new == 2
        assert {(pair.name, pair.licence) for pair in store.pairs()} == {
            ("data/train.jsonl", "cc-by-4.0"),
            ("data/test.jsonl", "cc-by-4.0"),
        }


def test_the_command_names_what_it_did_not_take(tmp_path: Path) -> None:
    (tmp_path / "p.tsv").write_text("ko\ten\n가\ta\n나\n", encoding="utf-8")
    done = jjak("import", "p.tsv", "none.tmx", cwd=tmp_path)
    assert (done.returncode, "none.tmx: no such file" in done.stderr) == (1, True)
    done = jjak("import", "p.tsv", cwd=tmp_path)
    assert done.returncode == 1
    assert "p.tsv:3: 1 columns, expected 2" in done.stderr
    assert "1 new pair in corpus.db; 1 row was refused." in done.stderr
