"""What a build could not take is kept with the corpus, and shown on its page in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import DocumentError
from jjak.seeds.message import Message, counted, message, message_of, message_table
from jjak.workbench.cli import jjak
from jjak.workbench.failure_groups import grouped
from jjak.workbench.pipeline.inputs import Failure
from jjak.workbench.pipeline.kept_failures import NAMES, keep_failures, kept_failures
from visitor import Visitor


def empty(name: str) -> Failure:
    return Failure(
        name, DocumentError(message("{path}: {cause}", path=name, cause=message("an empty file")), "Remove it, or fill it.")
    )


def test_a_message_that_was_kept_says_the_same_in_every_language() -> None:
    inner = message("an empty file")
    for said in (
        message("{path}: {cause}", path="a.txt", cause=inner),
        counted("{count} line", "{count:,} lines", 1200),
        Message("files", context="left out"),
        message("{size:,} bytes, over the limit of {largest:,}", size=12345, largest=100),
    ):
        assert message_of(message_table(said)) == said


def test_the_latest_build_says_what_it_could_not_take_and_an_earlier_one_nothing_more(tmp_path: Path) -> None:
    with Corpus(str(tmp_path / "c.db"), create=True) as store:
        keep_failures(store, grouped([]), {})
        assert (kept_failures(store), store.runs()) == ([], [])
        keep_failures(store, grouped([empty(f"{number}.txt") for number in range(NAMES + 3)]), {"beam": 1})
        (group,) = kept_failures(store)
        assert (group.count, len(group.names), group.more) == (NAMES + 3, NAMES, 3)
        assert str(group.reason) == "an empty file"
        keep_failures(store, grouped([empty("other.txt")]), {"beam": 1})
        assert [list(group.names) for group in kept_failures(store)] == [["other.txt"]]
        assert len(store.runs()) == 1
        keep_failures(store, grouped([]), {"beam": 1})
        assert kept_failures(store) == []


def test_the_page_of_a_corpus_names_what_was_not_taken_in_with_the_reason(tmp_path: Path, serve: Callable[..., Any]) -> None:
    path = tmp_path / "c.db"
    with Corpus(str(path), create=True) as store:
        keep_failures(store, grouped([empty("<b>leer</b>.txt"), empty("y.txt")]), {})
    visitor = Visitor(serve(path).port).enter()
    english, korean = (visitor.ask("GET", "/", accept_language=lang)[2].decode() for lang in ("en", "ko"))
    assert "2 files were not taken in by the latest build" in english
    assert "an empty file" in english
    assert "&lt;b&gt;leer&lt;/b&gt;.txt, y.txt" in english
    assert "최근 빌드에서 들이지 못한 파일 2개" in korean
    assert "빈 파일" in korean


def test_a_run_that_looks_at_no_file_leaves_what_an_earlier_one_could_not_take(tmp_path: Path) -> None:
    path = str(tmp_path / "c.db")
    with Corpus(path, create=True) as store:
        keep_failures(store, grouped([empty("y.txt")]), {})
    assert CliRunner().invoke(jjak, ["build", "--retranslate", "--corpus", path, "--quiet"]).exit_code == 0
    with Corpus(path) as store:
        assert [list(group.names) for group in kept_failures(store)] == [["y.txt"]]
