"""The report and the pages in the browser, over a corpus whose texts are hostile."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from corpora.store import Store
from workbench.pipeline import build
from workbench.report.corpus import write_report
from workbench.settings import Settings
from workbench.tasks import find_tasks

HOSTILE = '<script>alert(1)</script> & "quoted" {{ 7 * 7 }}'


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "in").mkdir()
    (folder / "in" / "<b>name.txt").write_text(f"제목입니다\n\n{HOSTILE}\n\n비가 옵니다.\n")
    tasks, _ = find_tasks([folder / "in"], [], ("ko", "en"))
    with Store(str(folder / "c.db")) as store:
        assert build(tasks, store, Settings()).made == 3
    return folder / "c.db"


def test_a_report_has_its_figures_as_json_and_asks_nobody(corpus: Path, tmp_path: Path) -> None:
    with Store(str(corpus)) as store:
        beside = write_report(store, tmp_path / "report.html")
        pairs = list(store.pairs())
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    figures = json.loads(beside.read_text(encoding="utf-8"))
    assert figures["status"]["pairs"] == 3
    assert set(figures["scores"]) == {"round_trip_bleu 13a", "round_trip_bleu ko-mecab", "round_trip_chrf2++"}
    for title, score in figures["scores"].items():
        each = [pair.scores[title.split()[0]] for pair in pairs]
        (signature,) = score["signatures"]
        values = [figure.value for figure in each if figure.signature == signature]
        assert score["mean"] == pytest.approx(sum(values) / len(values))
        assert sum(score["histogram"]) == score["pairs"] == len(values)
    low = {pair.id for pair in pairs if pair.scores["round_trip_chrf2++"].value < 20}
    assert low <= {row["id"] for row in figures["doubtful"]}
    assert all(row["reasons"] for row in figures["doubtful"])
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", text)
    # one script, which is the page's own
    (script,) = html.fromstring(text).findall(".//script")
    assert "alert" not in script.text
    assert html.fromstring(text).find(".//h1").text_content() == f"Report of {corpus}"


@pytest.fixture(scope="module")
def address(corpus: Path) -> Iterator[str]:
    command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(corpus), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        line = server.stderr.readline()
        yield re.search(r"http://127\.0\.0\.1:\d+/", line)[0]  # type: ignore[index]
        server.terminate()


def get(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), dict(error.headers)


def test_the_pages_show_documents_and_their_pairs_escaped(address: str) -> None:
    status, text, headers = get(address)
    assert status == 200
    assert "default-src 'none'" in headers["content-security-policy"]
    (link,) = html.fromstring(text).findall(".//tbody//a")
    assert link.text == "<b>name.txt"
    status, text, _ = get(address.rstrip("/") + link.get("href"))
    assert status == 200
    assert "<script" not in text
    cells = [cell.text_content().strip() for cell in html.fromstring(text).findall(".//td[@class='text']")]
    assert HOSTILE in cells


def test_a_document_that_is_not_there_is_a_404(address: str) -> None:
    assert get(address + "documents/none")[0] == 404


def test_another_name_for_this_machine_is_not_answered(address: str) -> None:
    assert get(address, Host="evil.example")[0] == 400


def test_a_port_that_is_taken_is_named(address: str, corpus: Path) -> None:
    port = address.rstrip("/").rsplit(":", 1)[1]
    command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(corpus), "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"Port {port} cannot be used" in done.stderr
