"""On PostgreSQL: the roles that the documentation makes can do what it says and no more, and no statement runs without end."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from sqlalchemy import text

from jjak.corpora.exchange.imports import ImportTerms, import_pairs
from jjak.corpora.formats import Wanted
from jjak.corpora.store import engine
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.errors import CorpusError


@pytest.fixture(scope="module")
def urls(server: str, root: Path) -> SimpleNamespace:
    """The addresses of a new database for each of the documented roles."""
    documented = re.search(r"```sql\n(CREATE ROLE.*?)```", (root / "docs" / "durability.md").read_text(encoding="utf-8"), re.S)
    assert documented
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE roles")
    with psycopg.connect(f"{server}/roles", autocommit=True) as connection:
        connection.execute(documented[1].encode())
    address = re.sub(r"//[^@/]*@", "//", server)
    roles = ("owner", "writer", "reader")
    return SimpleNamespace(**{role: address.replace("//", f"//jjak_{role}@") + "/roles" for role in roles})


def test_each_documented_role_can_do_what_it_is_for(urls: SimpleNamespace, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="permission denied"):
        Corpus(urls.writer)
    with Corpus(urls.owner):
        pass
    (tmp_path / "p.tsv").write_text("ko\ten\n비\train\n", encoding="utf-8")
    with Corpus(urls.writer, create=False) as store:
        done = import_pairs([tmp_path / "p.tsv"], store, store.begin_run({}, {}), Wanted(("ko", "en")), ImportTerms())
        assert done.new == 1
    with Corpus(urls.reader, create=False) as store:
        assert [pair.source.text for pair in store.pairs()] == ["비"]
        with pytest.raises(CorpusError, match="permission denied"):
            store.begin_run({}, {})
        with store.transaction() as connection:
            assert connection.execute(text("SHOW statement_timeout")).scalar() == "1min", "the role's own"
    with Corpus(urls.writer, create=False) as store, store.transaction() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "10min"


def test_a_statement_that_takes_too_long_is_stopped_and_named(urls: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "STATEMENT", 1)
    with Corpus(urls.owner) as store:
        with pytest.raises(CorpusError, match="statement timeout") as error, store.transaction() as connection:
            connection.execute(text("SELECT pg_sleep(20)"))
        assert "statement_timeout" in error.value.fix
    with Corpus(f"{urls.owner}?options=-c%20statement_timeout%3D7000") as store, store.transaction() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "7s"
