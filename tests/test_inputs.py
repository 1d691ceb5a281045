from __future__ import annotations

from pathlib import Path

import pytest

from jjak.workbench.pipeline.inputs import find_bitexts, find_inputs

LANGUAGES = ("ko", "en")


def files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("text")


def test_files_of_one_name_in_two_languages_are_one_task(tmp_path: Path) -> None:
    files(tmp_path, "a.en.txt", "a.ko.txt", "b.txt", "c.ko.txt", "sub/a.ko", "sub/a.en", "a.fr.txt")
    tasks, failures = find_bitexts([tmp_path], [], LANGUAGES)
    assert [task.name for task in tasks] == ["a.ko.txt + a.en.txt", "a.fr.txt", "b.txt", "c.ko.txt", "sub/a.ko + sub/a.en"]
    assert not failures


def test_two_files_that_are_named_are_paired_too(tmp_path: Path) -> None:
    files(tmp_path, "a.en.txt", "a.ko.txt")
    tasks, _ = find_bitexts([tmp_path / "a.en.txt", tmp_path / "a.ko.txt"], [], LANGUAGES)
    assert [task.name for task in tasks] == ["a.ko.txt + a.en.txt"]


def test_a_file_named_twice_is_one_task(tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    tasks, _ = find_bitexts([tmp_path, tmp_path], [], LANGUAGES)
    assert len(tasks) == 1


def test_a_list_names_documents_and_their_translations(tmp_path: Path) -> None:
    files(tmp_path, "page.txt", "seite.txt")
    (tmp_path / "list.tsv").write_text("page.txt\tseite.txt\n\nonly one column\n", encoding="utf-8")
    tasks, failures = find_bitexts([], [tmp_path / "list.tsv"], LANGUAGES)
    assert [(task.source.path, task.target and task.target.path) for task in tasks] == [
        (tmp_path / "page.txt", tmp_path / "seite.txt")
    ]
    assert [str(failure.error) for failure in failures] == [
        f"{tmp_path / 'list.tsv'}:3: {tmp_path / 'only one column'}: no such file or folder"
    ]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.write_bytes(b"\xff\xff\xff")])
def test_a_list_that_cannot_be_read_is_a_failure(tmp_path: Path, make: object) -> None:
    make(tmp_path / "list.tsv")  # type: ignore[operator]
    tasks, failures = find_bitexts([], [tmp_path / "list.tsv"], LANGUAGES)
    assert not tasks
    assert len(failures) == 1


def test_a_path_that_leads_nowhere_does_not_stop_the_others(tmp_path: Path) -> None:
    files(tmp_path, "a.txt")
    tasks, failures = find_bitexts([tmp_path / "none", tmp_path], [], LANGUAGES)
    assert [task.name for task in tasks] == ["a.txt"]
    assert "no such file" in str(failures[0].error)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("page_ko.txt", "page_en.txt"),
        ("page-ko-KR.txt", "page-en-US.txt"),
        ("page.ko-KR.txt", "page.en.txt"),
        ("page.KO.txt", "page.EN.txt"),
        ("ko/page.txt", "en/page.txt"),
        ("docs/ko-KR/guide/page.md", "docs/en-US/guide/page.md"),
        ("Korean/page.txt", "English/page.txt"),
        ("page (Korean).txt", "page (English).txt"),
        ("보고서_국문.txt", "보고서_영문.txt"),
        ("보고서국문.txt", "보고서영문.txt"),
        ("pageKO.txt", "pageEN.txt"),
        ("ko_page.txt", "en_page.txt"),
        ("corpus.ko", "corpus.en"),
        ("Books.en-ko.ko", "Books.en-ko.en"),
        ("page_kor.srt", "page_eng.srt"),
        ("page_ko.txt", "page.en.txt"),
        ("page_ko_v2.txt", "page_en_v2.txt"),
        ("values-ko/a.xml", "values-en/a.xml"),
        ("ko.txt", "en.txt"),
        ("ko/page.ko.txt", "en/page.en.txt"),
    ],
)
def test_two_languages_are_paired_however_they_are_laid_out(tmp_path: Path, first: str, second: str) -> None:
    files(tmp_path, first, second)
    found = find_inputs([tmp_path], [], LANGUAGES)
    assert [[(file.name, file.language) for file in bitext.files] for bitext in found.bitexts] == [
        [(first, "ko"), (second, "en")]
    ]
    assert not found.hints


def test_two_folders_that_are_named_are_paired_by_their_own_names(tmp_path: Path) -> None:
    files(tmp_path, "ko/a.txt", "en/a.txt", "en/b.txt")
    found = find_inputs([tmp_path / "ko", tmp_path / "en"], [], LANGUAGES)
    assert [[file.path for file in bitext.files] for bitext in found.bitexts] == [
        [tmp_path / "ko" / "a.txt", tmp_path / "en" / "a.txt"],
        [tmp_path / "en" / "b.txt"],
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("seoul_en_route.txt", "seoul_ko_route.txt"),
        ("ko/a.txt", "en/b.txt"),
        ("a.ko.txt", "b.en.txt"),
        ("page.ko.txt", "page.fr.txt"),
        ("broken.txt", "brokko.txt"),
    ],
)
def test_files_that_only_seem_to_name_a_language_stay_alone(tmp_path: Path, names: tuple[str, str]) -> None:
    files(tmp_path, *names)
    found = find_inputs([tmp_path], [], LANGUAGES)
    assert not found.pairs
    assert not found.hints


@pytest.mark.parametrize(
    ("names", "paired", "hint"),
    [
        (("x.ko.txt", "x.en-GB.txt", "x.en-US.txt"), 0, "x.ko.txt, x.en-GB.txt, x.en-US.txt look like"),
        (("x.ko.txt", "x.en.txt", "x_ko.txt"), 1, "x_ko.txt, x.ko.txt, x.en.txt look like"),
        (("README.md", "README.ko.md"), 0, "README.md and README.ko.md look like"),
        (("x.ko.html", "x.en.txt"), 0, "x.ko.html and x.en.txt look like"),
        (("x.txt", "en/x.txt"), 0, "x.txt and en/x.txt look like"),
    ],
)
def test_what_may_be_a_pair_is_named_and_not_guessed(tmp_path: Path, names: tuple[str, ...], paired: int, hint: str) -> None:
    files(tmp_path, *names)
    found = find_inputs([tmp_path], [], LANGUAGES)
    assert len(found.pairs) == paired
    (said,) = map(str, found.hints)
    assert said.startswith(hint)


def test_an_ordinary_word_is_a_language_where_the_other_file_says_so_too(tmp_path: Path) -> None:
    files(tmp_path, "a_it.txt", "a_en.txt", "how_is_it.txt")
    found = find_inputs([tmp_path], [], ("it", "en"))
    assert [[file.language for file in bitext.files] for bitext in found.bitexts] == [["it", "en"], [""]]


def test_a_list_says_the_languages_by_its_order_where_names_do_not(tmp_path: Path) -> None:
    files(tmp_path, "a.txt", "b.txt", "x.en.txt", "x.ko.txt")
    (tmp_path / "list.tsv").write_text("a.txt\tb.txt\nx.en.txt\tx.ko.txt\n", encoding="utf-8")
    found = find_inputs([], [tmp_path / "list.tsv"], LANGUAGES)
    assert [[file.language for file in bitext.files] for bitext in found.bitexts] == [["ko", "en"], ["en", "ko"]]


def test_a_file_alone_is_in_the_language_that_its_name_says(tmp_path: Path) -> None:
    files(tmp_path, "a.ko.txt", "b.txt", "ko/c.txt", "en_route.txt")
    found = find_inputs([tmp_path], [], LANGUAGES)
    assert {bitext.name: bitext.source.language for bitext in found.bitexts} == {
        "a.ko.txt": "ko",
        "b.txt": "",
        "ko/c.txt": "ko",
        "en_route.txt": "",
    }
    assert found.table()["paired"] == []
