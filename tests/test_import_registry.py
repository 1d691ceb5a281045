"""The list of imports: a content comes in once, files of one name stay apart, and an import can be taken out and corrected."""

from __future__ import annotations

import gzip
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from jjak.corpora.exchange.exports import export
from jjak.corpora.exchange.imports import ImportSummary, ImportTerms, import_pairs
from jjak.corpora.formats import Wanted
from jjak.corpora.pair import Pair, Status
from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.backup import backup
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.import_registry import ImportedFile, ImportRegistry
from jjak.corpora.store.summary import summary_of
from jjak.seeds.errors import CorpusError
from jjak.workbench.cli import jjak
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.session import ReviewSession

LANGUAGES = ("ko", "en")
ROWS = [("비가 옵니다.", "It rains."), ("눈이 옵니다.", "It snows.")]
PO = """msgid ""
msgstr "Language: ko\\n"

msgctxt "menu"
msgid "Open"
msgstr "열기"

#, fuzzy
msgid "Close the file"
msgstr "파일 열기"

msgid "Print"
msgstr ""
"""


def bring(store: Corpus, *paths: Path, languages: tuple[str, str] = LANGUAGES, **terms: Any) -> ImportSummary:
    run = store.begin_run({"import": [str(path.resolve()) for path in paths], "languages": list(languages)}, {})
    summary = import_pairs(paths, store, run, Wanted(languages), ImportTerms(**terms))
    store.end_run(run)
    return summary


def table(path: Path, rows: list[tuple[str, str]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("ko\ten\n" + "".join(f"{a}\t{b}\n" for a, b in rows), encoding="utf-8")
    return path


def texts(store: Corpus) -> list[tuple[str, str]]:
    return [(pair.source.text, pair.target.text) for pair in store.pairs()]


@pytest.fixture
def store(corpus: str) -> Iterator[Corpus]:
    with Corpus(corpus) as opened:
        yield opened


def test_a_content_comes_in_once_under_any_name_and_says_so(store: Corpus, tmp_path: Path) -> None:
    bring(store, table(tmp_path / "p.tsv", ROWS))
    copy = table(tmp_path / "other" / "q.tsv", ROWS)
    packed = tmp_path / "r.tsv.gz"
    packed.write_bytes(gzip.compress(copy.read_bytes()))
    for path in (tmp_path / "p.tsv", copy, packed):
        again = bring(store, path)
        assert (again.new, again.present, again.imports) == (0, 2, [1])
        assert "imported already, as import 1 (p.tsv" in str(again.notes[0].text)
    assert len(texts(store)) == 2
    assert [record.counts["pairs"] for record in ImportRegistry(store).all()] == [2]


def test_two_files_of_one_name_stay_two_documents(store: Corpus, tmp_path: Path) -> None:
    bring(store, table(tmp_path / "a" / "x.tsv", ROWS))
    second = bring(store, table(tmp_path / "b" / "x.tsv", [*ROWS, ("바람이 붑니다.", "The wind blows.")]))
    assert (second.new, second.imports) == (3, [2])
    assert len({pair.source.document for pair in store.pairs()}) == 2
    assert {pair.name for pair in store.pairs()} == {"x.tsv"}
    # each of them goes on as itself
    assert bring(store, table(tmp_path / "b" / "x.tsv", [*ROWS, ("해가 뜹니다.", "The sun rises.")])).new == 1
    assert [record.name for record in ImportRegistry(store).all()] == ["x.tsv", "x.tsv"]


def test_a_file_that_changed_adds_what_is_new_and_says_so(store: Corpus, tmp_path: Path) -> None:
    bring(store, table(tmp_path / "p.tsv", ROWS[:1]))
    changed = bring(store, table(tmp_path / "p.tsv", ROWS))
    assert (changed.new, changed.present, changed.imports) == (1, 1, [1])
    assert "it changed since it was imported" in str(changed.notes[0].text)


def test_an_import_that_was_killed_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import jjak.corpora.exchange.imports as module

    rows = [(f"{at}번 나무입니다.", f"This is tree {at}.") for at in range(50)]
    path, corpus = table(tmp_path / "p.tsv", rows), str(tmp_path / "c.db")
    monkeypatch.setattr(module, "AT_ONCE", 10)
    child = os.fork()
    if not child:
        with Corpus(corpus) as opened:
            import_pairs([path], opened, opened.begin_run({}, {}), Wanted(LANGUAGES), ImportTerms(), None, stop_at_30)
        os._exit(0)
    os.waitpid(child, 0)
    with Corpus(corpus) as opened:
        assert 0 < len(texts(opened)) < 50
        assert not ImportRegistry(opened).get(1).finished
        done = bring(opened, path)
        assert done.new == 50 - done.present > 0
        assert sorted(texts(opened)) == sorted(rows)
        assert ImportRegistry(opened).get(1).counts["pairs"] == 50


def stop_at_30(said: str) -> None:
    if said.endswith(" 30"):
        os.kill(os.getpid(), signal.SIGKILL)


def test_what_is_not_translated_is_a_row_and_no_pair(store: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text(PO, encoding="utf-8")
    summary = bring(store, path, status=Status.ACCEPTED)
    assert (summary.new, summary.set_aside, dict(summary.aside)) == (1, 2, {"fuzzy": 1, "untranslated": 1})
    assert texts(store) == [("Open", "열기")]
    assert store.states() == {"fuzzy": 1, "untranslated": 1}
    assert sum(store.counts()["origin"].values()) == 1
    assert [pair.target.text for pair in store.pairs(include=["fuzzy"])] == ["열기", "파일 열기"]
    every = list(store.pairs(include=["fuzzy", "untranslated"]))
    assert [pair.status for pair in every] == ["accepted", "unreviewed", "unreviewed"]
    session = ReviewSession(store)
    assert [light[8] for light in session.index(1, "kim")["rows"]] == ["", "fuzzy", "untranslated"]


def act(session: ReviewSession, name: str, row: str, **values: Any) -> None:
    session.execute(1, "kim", ReviewCommand(name, row, {}, values), f"{name}{row}{values}")


def test_a_row_becomes_a_pair_when_it_is_translated_or_accepted_and_undoing_takes_that_back(
    store: Corpus, tmp_path: Path
) -> None:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    bring(store, tmp_path / "a.po")
    session = ReviewSession(store)
    act(session, "accept", "2")
    act(session, "edit", "3", side="target", texts={"3": "인쇄"})
    assert [pair.target.text for pair in store.pairs()] == ["열기", "파일 열기", "인쇄"]
    assert not audit(store).findings
    assert [light[8] for light in session.index(1, "kim")["rows"]] == ["", "fuzzy", ""]
    session.undo(1, "kim", "u1")
    assert [pair.target.text for pair in store.pairs()] == ["열기", "파일 열기"]
    assert store.states() == {"untranslated": 1}
    session.undo(1, "kim", "u2")
    assert store.states() == {"fuzzy": 1, "untranslated": 1}
    # a page that is opened now sees the same
    assert [light[8] for light in ReviewSession(store).index(1, "kim")["rows"]] == ["", "fuzzy", "untranslated"]
    # nothing is there to accept in a row without a text
    act(session, "accept", "3")
    assert [pair.target.text for pair in store.pairs()] == ["열기"]
    assert not audit(store).findings


def test_removing_takes_an_import_out_and_restoring_puts_it_back_with_its_reviews(store: Corpus, tmp_path: Path) -> None:
    bring(store, table(tmp_path / "p.tsv", ROWS))
    bring(store, table(tmp_path / "q.tsv", [("해가 뜹니다.", "The sun rises.")]))
    registry, before = ImportRegistry(store), list(store.pairs())
    session = ReviewSession(store)
    act(session, "accept", "1")
    with pytest.raises(CorpusError, match="1 reviewed rows among 2") as refused:
        registry.remove(1)
    assert "--with-reviews" in refused.value.fix
    assert registry.remove(1, with_reviews=True) == (1, 2, 1)
    assert texts(store) == [("해가 뜹니다.", "The sun rises.")]
    assert len(list(session.log.events(1))) == 1
    with pytest.raises(CorpusError, match="removed already"):
        registry.remove(1, with_reviews=True)
    registry.restore(1)
    after = list(store.pairs())
    assert [pair.id for pair in after] == [pair.id for pair in before]
    assert after[0].status is Status.ACCEPTED
    assert [one["act"] for one in registry.get(1).history] == ["remove", "restore"]
    with pytest.raises(CorpusError, match="was not removed"):
        registry.restore(1)
    with pytest.raises(CorpusError, match="no import 9"):
        registry.get(9)


def test_importing_what_was_removed_puts_it_back_unless_it_is_said_to_be_another_way_round(
    store: Corpus, tmp_path: Path
) -> None:
    path = table(tmp_path / "p.tsv", ROWS)
    bring(store, path)
    ImportRegistry(store).remove(1)
    back = bring(store, path)
    assert (back.new, back.imports, len(texts(store))) == (0, [1], 2)
    assert "put back" in str(back.notes[0].text)
    ImportRegistry(store).remove(1)
    other = bring(store, path, languages=("en", "ko"), given=True)
    assert (other.new, other.imports) == (2, [2])
    assert {pair.source.lang for pair in store.pairs()} == {"en"}


def test_an_export_that_comes_back_says_which_of_its_pairs_are_in_a_removed_import(store: Corpus, tmp_path: Path) -> None:
    bring(store, table(tmp_path / "p.tsv", ROWS))
    export(store.pairs(), str(tmp_path / "out.jsonl"), LANGUAGES)
    ImportRegistry(store).remove(1)
    found = bring(store, tmp_path / "out.jsonl")
    assert (found.new, found.present, found.removed) == (0, 0, 2)


def test_licence_and_languages_are_corrected_in_pairs_rows_and_what_undoing_brings_back(store: Corpus, tmp_path: Path) -> None:
    bring(store, table(tmp_path / "p.tsv", ROWS), licence="unknown")
    session, registry = ReviewSession(store), ImportRegistry(store)
    act(session, "edit", "1", side="target", texts={"1": "It is raining."})
    assert registry.correct(1, "CC BY 4.0", "a book", ("fr", "de")) == 2
    found = list(store.pairs())
    assert {(pair.source.lang, pair.target.lang, pair.licence) for pair in found} == {("fr", "de", "CC BY 4.0")}
    assert {pair.taken.attribution for pair in found if pair.taken} == {"a book"}
    assert registry.get(1).languages == ["fr", "de"]
    # the page that was open before goes on with what is said now
    session.undo(1, "kim", "u")
    first: Pair = list(store.pairs())[0]  # noqa: RUF015 -- a reader that is left holds its cursor
    assert (first.target.text, first.target.lang, first.licence) == ("It rains.", "de", "CC BY 4.0")
    act(session, "edit", "2", side="target", texts={"2": "It is snowing."})
    assert {(pair.source.lang, pair.target.lang) for pair in store.pairs()} == {("fr", "de")}
    assert not audit(store).findings


def test_labels_that_change_places_unmark_the_rows_that_were_called_wrongly(store: Corpus, tmp_path: Path) -> None:
    from jjak.corpora.exchange.language_check import language_flags

    rows = [(f"{at}번 나무를 심습니다.", f"We plant tree {at} in the park.") for at in range(4)]
    swapped = [("We water it every day now.", "매일 물을 줍니다.")]
    bring(store, table(tmp_path / "p.tsv", rows + swapped))
    assert store.states() == {"language": 1}
    ImportRegistry(store).correct(1, languages=("en", "ko"), judge=language_flags)
    assert store.states() == {"language": 4}
    assert texts(store) == swapped


def test_a_backup_and_the_summary_count_pairs_as_the_corpus_does(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    with Corpus(str(tmp_path / "c.db")) as opened:
        bring(opened, tmp_path / "a.po", table(tmp_path / "p.tsv", ROWS))
        ImportRegistry(opened).remove(2)
        assert len(list(opened.pairs())) == 1
    backup(str(tmp_path / "c.db"), tmp_path / "b.db")
    assert summary_of(tmp_path / "b.db", tmp_path / "b.db", "").pairs == 1
    with Corpus(str(tmp_path / "b.db"), create=False) as opened:
        assert [bool(record.removed) for record in ImportRegistry(opened).all()] == [False, True]


def test_a_corpus_of_an_earlier_jjak_knows_its_imports_and_takes_nothing_twice(tmp_path: Path) -> None:
    from sqlalchemy import delete, update

    from jjak.corpora.store.schema import import_contents, imports

    rows = [(f"{at}번 나무입니다.", f"This is tree {at}.") for at in range(9)]
    with Corpus(str(tmp_path / "c.db")) as opened:
        bring(opened, table(tmp_path / "p.tsv", rows))
        with opened.transaction() as connection:  # as the migration leaves it
            connection.execute(delete(import_contents))
            connection.execute(update(imports).values(digest="", path=""))
        for path in (table(tmp_path / "other" / "renamed.tsv", rows), tmp_path / "p.tsv"):
            again = bring(opened, path)
            assert (again.new, again.imports) == (0, [1])
            assert "imported already, as import 1" in str(again.notes[0].text)
        assert bring(opened, table(tmp_path / "new.tsv", ROWS)).new == 2
        assert len(texts(opened)) == 11


def test_an_earlier_import_with_its_sides_swapped_is_found_and_corrected(tmp_path: Path) -> None:
    from sqlalchemy import delete, update

    from jjak.corpora.exchange.imports import FileIds, pair_of
    from jjak.corpora.formats import Entry
    from jjak.corpora.store.schema import import_contents, imports

    texts_of = [(2, "We plant a tree now.", "나무를 심습니다."), (3, "We water it every day.", "매일 물을 줍니다.")]
    old = [Entry(row, ("ko", source), ("en", target)) for row, source, target in texts_of]
    path = table(tmp_path / "p.tsv", [(source, target) for _, source, target in texts_of])
    with Corpus(str(tmp_path / "c.db")) as opened:
        # as it was taken before texts were compared with their labels
        made = ImportRegistry(opened).begin(file_of(path), opened.begin_run({}, {}))
        opened.take(
            [pair_of(entry, FileIds("p.tsv", "p.tsv"), at, ImportTerms()) for at, entry in enumerate(old, 1)], 1, made.id
        )
        with opened.transaction() as connection:
            connection.execute(delete(import_contents))
            connection.execute(update(imports).values(digest="", path="", finished="2026", counts={"pairs": 2}))
        again = bring(opened, path)
        assert (again.new, again.present) == (0, 2)
        assert "`jjak imports set 1 --languages en,ko`" in str(again.notes[0].text)
        ImportRegistry(opened).correct(1, languages=("en", "ko"))
        assert {(pair.source.lang, pair.target.text) for pair in opened.pairs()} == {
            ("en", "나무를 심습니다."),
            ("en", "매일 물을 줍니다."),
        }


def file_of(path: Path) -> ImportedFile:
    return ImportedFile(path.name, str(path), "k", "d", "tsv", LANGUAGES)


def test_processes_that_import_at_the_same_time_take_nothing_twice(tmp_path: Path) -> None:
    rows = [(f"{at}번 나무입니다.", f"This is tree {at}.") for at in range(40)]
    same = [table(tmp_path / folder / "x.tsv", rows) for folder in "ab"]
    other = [table(tmp_path / folder / "y.tsv", [*rows, (f"{folder}번입니다.", f"Number {folder}.")]) for folder in "cd"]
    with Corpus(str(tmp_path / "c.db")):
        pass
    children = []
    for path in [*same, *other]:
        if not (child := os.fork()):
            with Corpus(str(tmp_path / "c.db")) as opened:
                bring(opened, path)
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    with Corpus(str(tmp_path / "c.db")) as opened:
        assert sorted(record.name for record in ImportRegistry(opened).all()) == ["x.tsv", "y.tsv", "y.tsv"]
        assert len(texts(opened)) == 40 + 2 * 41


def run(*arguments: str) -> Any:
    return CliRunner().invoke(jjak, list(arguments), catch_exceptions=True)


def test_the_commands_list_show_remove_restore_and_correct(tmp_path: Path) -> None:
    corpus = ("--corpus", str(tmp_path / "c.db"))
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    with Corpus(corpus[1]) as opened:
        bring(opened, tmp_path / "a.po", licence="CC0")
    (row,) = json.loads(run("imports", *corpus, "--json").stdout)
    assert (row["id"], row["name"], row["licence"], row["languages"]) == (1, "a.po", "CC0", ["en", "ko"])
    assert row["counts"] == {"pairs": 1, "refused": 0, "empty": 0, "fuzzy rows": 1, "untranslated rows": 1}
    assert json.loads(run("imports", "list", *corpus, "--json").stdout) == [row]
    assert "a.po" in run("imports", *corpus).stdout
    shown = json.loads(run("imports", "show", "1", *corpus, "--json").stdout)
    assert shown["holding"] == {"documents": 1, "pairs": 3, "reviewed": 0}
    assert [one["flags"] for one in shown["first"]] == [[], ["fuzzy"], ["untranslated"]]
    assert "untranslated" in run("imports", "show", "1", *corpus).stdout
    assert json.loads(run("imports", "remove", "1", *corpus, "--json").stdout)["removed"]["pairs"] == 3
    assert "Restored import 1: 3 rows" in run("imports", "restore", "1", *corpus).stderr
    assert run("imports", "set", "1", *corpus, "--licence", "MIT").exit_code == 0
    assert json.loads(run("imports", "show", "1", *corpus, "--json").stdout)["licence"] == "MIT"
    assert isinstance(run("imports", "show", "7", *corpus).exception, CorpusError)
    assert run("imports", "set", "1", *corpus).exception is not None


def test_a_dry_run_shows_what_would_come_in_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    path, corpus = str(tmp_path / "a.po"), str(tmp_path / "c.db")
    said = run("import", path, "--dry-run", "--corpus", corpus)
    assert said.exit_code == 0
    assert "Close the file" in said.stdout
    assert "fuzzy" in said.stdout
    assert not Path(corpus).exists()
    found = json.loads(run("import", path, "--dry-run", "--json", "--corpus", corpus).stdout)
    assert (found["new"], found["aside"], found["dry_run"]) == (1, {"fuzzy": 1, "untranslated": 1}, True)
    assert [row["flags"] for row in found["first"]] == [[], ["fuzzy"], ["untranslated"]]
    assert found["first"][0]["target"] == {"lang": "ko", "text": "열기"}
    (tmp_path / "b.tsv").write_text("ko\ten\n가\n", encoding="utf-8")
    assert run("import", str(tmp_path / "b.tsv"), "--dry-run", "--corpus", corpus).exit_code == 1


def test_an_export_leaves_out_what_is_set_aside_and_says_so_unless_it_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_text(PO, encoding="utf-8")
    corpus = ("--corpus", str(tmp_path / "c.db"))
    with Corpus(corpus[1]) as opened:
        bring(opened, tmp_path / "a.po")
    said = run("export", str(tmp_path / "o.tsv"), *corpus)
    assert "2 rows are set aside and left out: untranslated 1, fuzzy 1 (--include)" in said.stderr
    assert "1 pair in" in said.stderr
    done = json.loads(run("export", str(tmp_path / "o.tsv"), *corpus, "--include", "all", "--json").stdout)
    assert (done["pairs"], done["aside"]) == (3, {})
    recipe = (tmp_path / "o.tsv.recipe.yaml").read_text(encoding="utf-8")
    assert "include:\n- untranslated\n" in recipe
    again = json.loads(
        run("export", str(tmp_path / "p.tsv"), *corpus, "--recipe", str(tmp_path / "o.tsv.recipe.yaml"), "--json").stdout
    )
    assert again["pairs"] == 3
    wrong = run("export", str(tmp_path / "p.tsv"), *corpus, "--include", "fuzy")
    assert "Did you mean 'fuzzy'?" in getattr(wrong.exception, "fix", "")


def test_what_there_is_not_is_an_error_and_no_empty_export(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("ko\ten\n가나\tab\n", encoding="utf-8")
    corpus = ("--corpus", str(tmp_path / "c.db"))
    run("import", str(tmp_path / "a.tsv"), *corpus)
    for more, said in (
        (["--status", "acceptd"], "No status 'acceptd'"),
        (["--kind", "headlin*x"], "No kind"),
        (["--min", "blue=3"], "No score 'blue'"),
        (["--filter", "score={name: chrf, min: 3}"], "No score 'chrf'"),
        (["--languages", "ko,de"], "has no pairs in ko and de"),
    ):
        done = run("export", str(tmp_path / "o.tsv"), *corpus, *more)
        assert said in str(done.exception), more
    assert not (tmp_path / "o.tsv").exists()


def test_two_exports_leave_each_others_recipe(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("ko\ten\n가나\tab\n", encoding="utf-8")
    corpus = ("--corpus", str(tmp_path / "c.db"))
    run("import", str(tmp_path / "a.tsv"), *corpus)
    run("export", str(tmp_path / "o.tsv"), *corpus, "--filter", "length={max: 50}")
    run("export", str(tmp_path / "o.jsonl"), *corpus, "--filter", "length={max: 9}")
    kept = {path.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*.recipe.yaml")}
    assert sorted(kept) == ["o.jsonl.recipe.yaml", "o.tsv.recipe.yaml"]
    assert "max: 50" in kept["o.tsv.recipe.yaml"]


def test_a_po_file_has_the_source_that_most_pairs_have(tmp_path: Path) -> None:
    corpus = ("--corpus", str(tmp_path / "c.db"))
    for head, rows in (
        ("source_en\ttarget_ko", "One thing\t하나다\nTwo things\t둘이다\n"),
        ("source_ko\ttarget_en", "셋이다\tIt is three\n"),
    ):
        (tmp_path / f"{head[:9]}.tsv").write_text(f"{head}\n{rows}", encoding="utf-8")
        assert run("import", str(tmp_path / f"{head[:9]}.tsv"), *corpus).exit_code == 0
    run("export", str(tmp_path / "o.po"), *corpus)
    text = (tmp_path / "o.po").read_text(encoding="utf-8")
    assert "X-Source-Language: en" in text
    assert 'msgid "One thing"' in text
    run("export", str(tmp_path / "k.po"), *corpus, "--languages", "ko,en")
    assert 'msgid "하나다"' in (tmp_path / "k.po").read_text(encoding="utf-8")


def test_a_build_of_nothing_makes_no_corpus(tmp_path: Path) -> None:
    done = run("build", str(tmp_path / "nosuch"), "--corpus", str(tmp_path / "n.db"))
    assert done.exit_code == 1
    assert not (tmp_path / "n.db").exists()
    # and a misspelt corpus to translate anew is still an error
    assert run("build", "--retranslate", "--corpus", str(tmp_path / "n.db")).exception
