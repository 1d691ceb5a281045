from __future__ import annotations

from pathlib import Path

import pytest

from jjak.eval.alignment_files import lines_by_name, read_documents, read_links
from jjak.seeds.errors import AlignmentError, FormatError

SOURCE = ["하나", "둘", "셋", "넷"]
TARGET = ["one", "two three", "five", "four"]
BEADS = [((0,), (0,)), ((1, 2), (1,)), ((), (2,)), ((3,), (3,))]


def test_the_three_forms_say_the_same(tmp_path: Path) -> None:
    (tmp_path / "beads").write_text("[0]:[0]:0.9\n[1,2]:[1]\n\n[]:[2]:0.1\n[3]:[3]\n")
    (tmp_path / "ladder").write_text("0\t0\t0.3\n1\t1\t0.5\n3\t2\t-0.3\n3\t3\t1\n4\t4\t0\n")
    units = [("하나", "one"), ("둘 셋", "two three"), ("", "five"), ("넷", "four")]
    body = "".join(f'<tu><tuv xml:lang="ko"><seg>{a}</seg></tuv><tuv xml:lang="en"><seg>{b}</seg></tuv></tu>' for a, b in units)
    (tmp_path / "tmx").write_text(f'<?xml version="1.0"?><tmx version="1.4"><header/><body>{body}</body></tmx>')
    for name in ("beads", "ladder", "tmx"):
        assert read_links(tmp_path / name, SOURCE, TARGET) == BEADS
    # the two texts are told apart by what they say, not by the order of the languages
    assert read_links(tmp_path / "tmx", TARGET, SOURCE) == [(b, a) for a, b in BEADS]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "an empty file"),
        ("[0]:[0]\n0 1\n", ":2: '0 1' is no bead"),
        ("0\t0\t1\n1\tx\t1\n", ":2: .* is no rung"),
        ("<tmx><body>", "ends before </body>"),
        ('<tmx><body><tu><tuv xml:lang="ko"><seg>하나</seg></tuv></tu></body></tmx>', "1 languages"),
    ],
)
def test_what_has_no_form_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x").write_text(text)
    with pytest.raises(FormatError, match=message):
        read_links(tmp_path / "x", SOURCE, TARGET)


def test_a_tmx_needs_the_lines_it_is_made_of(tmp_path: Path) -> None:
    unit = '<tu><tuv xml:lang="ko"><seg>다섯</seg></tuv><tuv xml:lang="en"><seg>one</seg></tuv></tu>'
    (tmp_path / "x.tmx").write_text(f"<tmx><body>{unit}</body></tmx>")
    with pytest.raises(AlignmentError, match="no line numbers"):
        read_links(tmp_path / "x.tmx")
    with pytest.raises(AlignmentError, match="not made of the lines"):
        read_links(tmp_path / "x.tmx", SOURCE, TARGET)


def test_codes_of_the_original_file_are_no_text_of_a_unit(tmp_path: Path) -> None:
    seg = '<bpt i="1">&lt;b&gt;</bpt>one<ept i="1">&lt;/b&gt;</ept>'
    unit = f'<tu><tuv xml:lang="ko"><seg>하나</seg></tuv><tuv xml:lang="en"><seg>{seg}</seg></tuv></tu>'
    (tmp_path / "x.tmx").write_text(f"<tmx><body>{unit}</body></tmx>")
    assert read_links(tmp_path / "x.tmx", SOURCE, TARGET) == [((0,), (0,))]


def test_a_folder_gives_its_documents_by_name(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.gold").write_text("[0]:[0]\n")
        (tmp_path / f"{name}.txt").write_text("a text beside it\n")
    assert read_documents(tmp_path) == {"a": [((0,), (0,))], "b": [((0,), (0,))]}
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match="no alignment in this folder"):
        read_documents(tmp_path / "empty")
    with pytest.raises(FormatError, match="no text of c"):
        lines_by_name(tmp_path, None)("c")
