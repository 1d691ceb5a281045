"""A build that is killed at any moment and run again gives the corpus of one that was left alone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

JJAK = str(Path(sys.executable).parent / "jjak")
DOCUMENTS, KILLS = 200, 10


def documents(folder: Path, sentences: list[tuple[str, str]]) -> None:
    """200 documents, alone and in pairs, that share some of their sentences."""
    generator = random.Random(1)
    folder.mkdir()
    for at in range(DOCUMENTS):
        chosen = generator.sample(sentences, 3)
        if at % 10 == 0:
            (folder / f"{at:03}.ko.txt").write_text(f"문서 {at}\n\n" + "\n".join(pair[0] for pair in chosen))
            (folder / f"{at:03}.en.txt").write_text(f"Document {at}\n\n" + "\n".join(pair[1] for pair in chosen))
        else:
            side = at % 2
            (folder / f"{at:03}.txt").write_text(f"{at}\n\n" + "\n".join(pair[side] for pair in chosen))


def export(corpus: Path) -> bytes:
    return subprocess.run(
        [JJAK, "export", "-", "--format", "jsonl", "--corpus", str(corpus)], check=True, capture_output=True
    ).stdout


def test_ten_kills_leave_the_corpus_of_an_undisturbed_run(tmp_path: Path, sentences: list[tuple[str, str]]) -> None:
    documents(tmp_path / "in", sentences)
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    command = [JJAK, "build", str(tmp_path / "in"), "--quiet", "--corpus"]
    start = time.monotonic()
    subprocess.run([*command, str(whole)], check=True)
    took = time.monotonic() - start
    generator = random.Random(7)
    deaths = 0
    for _ in range(KILLS):
        process = subprocess.Popen([*command, str(killed)])
        # anywhere from before the first line of ours to where a tenth of the work is done
        time.sleep(generator.uniform(0, 1.5 + took / KILLS))
        os.kill(process.pid, signal.SIGKILL)
        deaths += process.wait() == -signal.SIGKILL
    subprocess.run([*command, str(killed)], check=True)
    assert deaths >= KILLS // 2
    assert export(killed) == export(whole)
    assert export(whole).count(b"\n") > DOCUMENTS
