from __future__ import annotations

from pathlib import Path

import pytest

from jjak.workbench.pipeline.inputs import find_bitexts

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
