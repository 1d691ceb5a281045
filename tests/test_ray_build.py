"""Builds on many machines give what one machine gives, whatever becomes of the machines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

JJAK = str(Path(sys.executable).parent / "jjak")


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory, sentences: list[tuple[str, str]]) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for at in range(24):
        some = [sentences[(at * 3 + more * 7) % len(sentences)] for more in range(6)]
        for side, lang in enumerate(("ko", "en")):
            if at % 3 in (side, 2):
                name = f"{at:02}.{lang}.txt" if at % 3 == 2 else f"{at:02}.txt"
                (folder / name).write_text(f"{at}\n\n" + "\n".join(pair[side] for pair in some) + "\n", encoding="utf-8")
    return folder


def test_two_nodes_give_one_processs_corpus_though_one_of_them_is_killed(root: Path, documents: Path) -> None:
    call = [sys.executable, str(root / "tests" / "bench" / "cluster.py"), str(documents), "--nodes", "2", "--killed-only"]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("identical") == 1
    assert done.stdout.count("one killed") == 1


def test_shards_that_were_kept_become_the_corpus_of_a_build(tmp_path: Path, documents: Path) -> None:
    out, corpus = tmp_path / "shards", str(tmp_path / "c.db")
    (tmp_path / "in").mkdir()
    for path in sorted(documents.iterdir())[:9]:
        (tmp_path / "in" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "in" / "bad.txt").write_bytes(b"")
    build = [JJAK, "build", str(tmp_path / "in"), "--executor", "ray", "--out", str(out), "--json"]
    first = subprocess.run(build, capture_output=True, text=True, check=False)
    assert first.returncode == 1, first.stderr
    said = json.loads(first.stdout)
    assert [failure["name"] for failure in said["failures"]] == ["bad.txt"]
    assert said["built"] >= 6
    assert all(path.suffix == ".parquet" for path in out.iterdir())
    again = json.loads(subprocess.run(build, capture_output=True, text=True, check=False).stdout)
    assert (again["built"], again["present"]) == (0, said["built"])
    other = subprocess.run([*build, "--beam", "1"], capture_output=True, text=True, check=False)
    assert "made with other settings" in other.stderr
    for _ in range(2):
        subprocess.run([JJAK, "build", "--shards", str(out), "--corpus", corpus, "--quiet"], check=True)
    local = str(tmp_path / "local.db")
    subprocess.run([JJAK, "build", str(tmp_path / "in"), "--corpus", local, "--quiet"], check=False, capture_output=True)
    exports = [
        subprocess.run([JJAK, "export", "-", "--format", "jsonl", "--corpus", each], check=True, capture_output=True).stdout
        for each in (corpus, local)
    ]
    assert exports[0] == exports[1] != b""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--executor", "ray", "--address", "127.0.0.1:1"], "No cluster at 127.0.0.1:1"),
        (["--address", "auto"], "Add --executor ray"),
    ],
)
def test_a_cluster_that_is_not_there_is_named(tmp_path: Path, documents: Path, options: list[str], message: str) -> None:
    call = [JJAK, "build", str(documents), "--corpus", str(tmp_path / "c.db"), *options]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode in (1, 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr
