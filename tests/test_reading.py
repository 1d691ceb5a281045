from __future__ import annotations

from pathlib import Path

import pytest

from jjak.seeds.errors import DocumentError
from jjak.seeds.reading import Source, read_document, sources


def test_a_folder_is_walked_in_the_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.txt", ".hidden", ".git/x.txt", "a/b.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("text")
    assert [source.name for source in sources([tmp_path])] == ["a/b.txt", "a/c.txt", "b.txt"]


def test_a_path_that_is_not_there_is_named() -> None:
    with pytest.raises(DocumentError, match="nowhere: no such file"):
        list(sources([Path("nowhere")]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "an empty file"),
        (b" \n\t\n", "an empty file"),
        (b"\x00\x01\x02\x03", "binary"),
        (b"x" * 101, "over the limit of 100"),
    ],
)
def test_what_is_no_document_is_refused_by_name_and_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=f"{path}: .*{reason}"):
        read_document(Source("file.txt", path), largest=100)


def test_a_dangling_link_is_reported_as_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to("nowhere")
    (source,) = sources([tmp_path])
    with pytest.raises(DocumentError, match="no such file"):
        read_document(source)


def test_a_documents_id_depends_on_its_bytes_alone(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("The same.")
    first, second = (read_document(source) for source in sources([tmp_path]))
    assert first.id == second.id
    assert first.name != second.name
