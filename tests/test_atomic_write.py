"""What an export may take the place of, and what stands under the hidden name that it is written under meanwhile."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from jjak.corpora.atomic_write import atomic_write, atomic_write_folder, part_name
from jjak.corpora.store.backup import backup, restore
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import FormatError
from jjak.workbench.cli import jjak

SECRET = b"precious"


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    """A corpus in a file."""
    with Corpus(str(tmp_path / "c.db")) as store:
        return store.name


def _write(out: Path) -> None:
    with atomic_write([out]) as (file,):
        file.write(b"new")


def _folder(out: Path) -> None:
    with atomic_write_folder(out, "README.md") as folder:
        (folder / "README.md").write_text("new")


@pytest.mark.parametrize("beside", ["", "-wal", "-shm", "-journal"])
def test_no_export_takes_the_place_of_a_corpus(corpus: str, beside: str) -> None:
    with Corpus(corpus) as store:
        before = store.counts()
        out = Path(corpus + beside)
        out.touch()
        content = Path(corpus).read_bytes()
        with pytest.raises(FormatError, match="it is a corpus"):
            _write(out)
    assert Path(corpus).read_bytes() == content
    with Corpus(corpus) as store:
        assert store.counts() == before


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_nor_by_another_name(corpus: str, tmp_path: Path, link: Callable[[Path, str], None]) -> None:
    out = tmp_path / "pairs.tsv"
    link(out, corpus)
    with pytest.raises(FormatError, match="it is a corpus"):
        _write(out)
    assert out.samefile(corpus)


@pytest.mark.parametrize("command", [["export", "--format", "tsv"], ["report"]])
def test_commands_say_so(corpus: str, command: list[str]) -> None:
    content = Path(corpus).read_bytes()
    result = CliRunner().invoke(jjak, [command[0], corpus, *command[1:], "--corpus", corpus])
    assert result.exit_code == 1
    assert "it is a corpus, and would be lost" in str(result.exception)
    assert Path(corpus).read_bytes() == content


def test_a_backup_still_takes_the_place_of_one_and_a_corpus_that_of_another(corpus: str, tmp_path: Path) -> None:
    for _ in range(2):
        backup(corpus, tmp_path / "b", force=True)
        restore(tmp_path / "b", corpus, force=True)


def test_a_pipe_or_device_stays_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "null").symlink_to("/dev/null")
    for name in ("pipe", "null"):
        with pytest.raises(FormatError, match="a device or pipe"):
            _write(tmp_path / name)
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert (tmp_path / "null").is_symlink()


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_link_under_the_hidden_name_leads_nowhere(tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(SECRET)
    victim.chmod(0o600)
    link(part_name(tmp_path / "out"), victim)
    with pytest.raises(FormatError, match="no file that jjak left"):
        _write(tmp_path / "out")
    assert victim.read_bytes() == SECRET
    assert stat.S_IMODE(victim.stat().st_mode) == 0o600


@pytest.mark.parametrize("write", [_write, _folder])
def test_what_cannot_be_written_to_is_named(tmp_path: Path, write: Callable[[Path], None]) -> None:
    os.mkfifo(part_name(tmp_path / "out"))
    with pytest.raises(FormatError, match="no file that jjak left"):
        write(tmp_path / "out")


def test_a_backup_follows_no_link(corpus: str, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_bytes(SECRET)
    part_name(tmp_path / "b").symlink_to(victim)
    with pytest.raises(FormatError, match="no file that jjak left"):
        backup(corpus, tmp_path / "b")
    assert victim.read_bytes() == SECRET


def test_a_link_to_a_folder_is_not_emptied(tmp_path: Path) -> None:
    (tmp_path / "victim").mkdir()
    (tmp_path / "victim" / "file").write_bytes(SECRET)
    part_name(tmp_path / "out").symlink_to(tmp_path / "victim")
    with pytest.raises(FormatError, match="no file that jjak left"):
        _folder(tmp_path / "out")
    assert (tmp_path / "victim" / "file").read_bytes() == SECRET


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("write", [_write, _folder])
def test_what_another_account_laid_there_is_not_used(tmp_path: Path, write: Callable[[Path], None]) -> None:
    part = part_name(tmp_path / "out")
    part.mkdir() if write is _folder else part.touch()
    os.chown(part, 12345, 12345)
    with pytest.raises(FormatError, match="no file that jjak left"):
        write(tmp_path / "out")


def test_what_a_killed_process_left_is_overwritten(tmp_path: Path) -> None:
    part_name(tmp_path / "out").write_bytes(b"half of a longer file")
    _write(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"new"
    part_name(tmp_path / "folder").mkdir()
    (part_name(tmp_path / "folder") / "half").touch()
    _folder(tmp_path / "folder")
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["README.md"]
