"""No password and no key of an address is shown, in whatever form a library says it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jjak.corpora.store.backup import backup, check, restore
from jjak.corpora.store.engine import open_database, shown, up_to_date
from jjak.seeds.errors import CorpusError, JjakError
from jjak.seeds.message import message, message_table
from jjak.seeds.secrets import without_secrets

SECRET = "hush-Hush1"


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://me:{SECRET}@host:5432/corpus",
        f"postgresql+psycopg://me:{SECRET}@[::1]/corpus?sslmode=require",
        f"postgresql://me@host/corpus?password={SECRET}&sslmode=require",
        f"postgresql://:{SECRET}@/corpus",
        f"postgresql://me:a/{SECRET}@host/corpus",
        f"postgresql://me:a@{SECRET}@host/corpus",
        f"https://me:{SECRET}@models.example/v1",
        f"https://models.example/v1?key={SECRET}",
        f"https://models.example/v1?x=1&api_key={SECRET}#part",
        f"https://models.example/v1?access_token={SECRET}",
        f"Client error '401 Unauthorized' for url 'https://me:{SECRET}@models.example/v1?key={SECRET}'",
        f"ConnectError(URL('https://models.example/v1?token={SECRET}'))",
        f"host=h user=me password={SECRET} dbname=corpus",
        f"host=h password='a {SECRET}' dbname=corpus",
        f"(psycopg.OperationalError) could not connect to postgresql://me:{SECRET}@host/corpus: refused",
    ],
)
def test_a_secret_is_in_no_form_of_an_address(text: str) -> None:
    said = without_secrets(text)
    assert SECRET not in said
    assert "***" in said
    assert SECRET not in str(message("{path}: {cause}", path="x", cause=text))
    assert SECRET not in str(JjakError("{cause}", "Try {cause}", cause=ValueError(text)))
    assert SECRET not in json.dumps(message_table(message("{cause}", cause=ValueError(text))))


@pytest.mark.parametrize(
    "text", ["corpus.db", "a: b@c.example", "https://example.org/a?b=c", "Key = value", "me@host", "a?b&c"]
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert without_secrets(text) == text


URLS = [
    f"postgresql://me:{SECRET}@127.0.0.1:1/corpus",
    f"postgresql://me@127.0.0.1:1/corpus?password={SECRET}",
    f"postgresql://me:{SECRET}@127.0.0.1:port/corpus",
    f"postgresql://me:{SECRET}@127.0.0.1:1/corpus?nonsense=1",
    f"nothing://me:{SECRET}@127.0.0.1/corpus",
    f"mysql://me:{SECRET}@127.0.0.1/corpus",
]


@pytest.mark.parametrize("url", URLS)
def test_an_error_of_a_database_does_not_say_its_password(url: str, tmp_path: Path) -> None:
    for act in (
        lambda: open_database(url, create=True),
        lambda: check(url),
        lambda: backup(url, tmp_path / "out"),
        lambda: restore(tmp_path / "out", url),
    ):
        with pytest.raises(CorpusError) as error:
            act()
        assert SECRET not in f"{error.value} {error.value.fix} {error.value!r}"
    assert SECRET not in shown(url)
    assert not up_to_date(url)


@pytest.mark.parametrize(
    "call", [["status"], ["import", "p.tsv", "--json"], ["import", "p.tsv", "--dry-run", "--json"], ["check"]]
)
def test_a_command_takes_the_address_from_the_environment_and_does_not_say_the_password(
    tmp_path: Path, call: list[str]
) -> None:
    (tmp_path / "p.tsv").write_text("ko\ten\n비\train\n", encoding="utf-8")
    environment = os.environ | {"JJAK_CORPUS": URLS[0]}
    done = subprocess.run([sys.executable, "-m", "jjak", *call], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert SECRET not in done.stdout + done.stderr
    assert "postgresql://me:***@127.0.0.1:1/corpus" in done.stdout + done.stderr or "postgresql://me@" in done.stderr


def test_a_fault_of_ours_is_reported_without_passwords(tmp_path: Path) -> None:
    code = "import sys\nfrom jjak.workbench import cli\n"
    code += f"def fail(**_):\n    raise RuntimeError('no postgresql://me:{SECRET}@host/x')\ncli.jjak.main = fail\ncli.main()\n"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "RuntimeError: no postgresql://me:***@host/x" in done.stderr
    assert "fail" in done.stderr
    assert done.stderr.count(SECRET) == 0


def test_an_export_of_the_server_is_given_the_address_in_its_environment() -> None:
    from jjak.workbench.web.export_jobs import ExportJobs
    from jjak.workbench.web.forms import CommandForm

    jobs = ExportJobs(URLS[0])
    try:
        form = CommandForm("export", "tsv", [])
        assert SECRET not in " ".join(jobs._call(form, "pairs.tsv"))
        assert jobs._told("ko")["JJAK_CORPUS"] == URLS[0]
    finally:
        jobs.close()
