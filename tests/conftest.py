from __future__ import annotations

import getpass
import importlib.util
import os
import pwd
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest

import system_packages
from jjak.corpora.store.corpus import Corpus
from jjak.seeds.document import Document
from jjak.seeds.reading import document_of
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.settings import Settings
from skips import (
    pytest_collection_modifyitems,
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_terminal_summary,
    skip_without,
)
from visitor import Visitor

__all__ = [  # what pytest takes from here
    "pytest_collection_modifyitems",
    "pytest_make_collect_report",
    "pytest_runtest_makereport",
    "pytest_terminal_summary",
]

# how long an example takes says more of what else the machine does than of the code
hypothesis.settings.register_profile("jjak", deadline=None)
hypothesis.settings.load_profile("jjak")

ROOT = Path(__file__).parent.parent
SEED = ROOT / "seeds" / "documents" / "000_ad53fbf95e7bb634.txt"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Converted and added models go to folders of this test run, and no test reaches for the Hub."""
    before = {name: os.environ.get(name) for name in ("JJAK_CACHE", "JJAK_DATA", "HF_HUB_OFFLINE")}
    os.environ["JJAK_CACHE"] = str(tmp_path_factory.mktemp("cache"))
    os.environ["JJAK_DATA"] = str(tmp_path_factory.mktemp("data"))
    os.environ["HF_HUB_OFFLINE"] = "1"
    yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


PLACES = list(sys.path)


@pytest.fixture(autouse=True)
def _own_import_path() -> None:
    """A command that ran in this process takes the current folder out of where modules are found, also by processes that later
    tests start."""
    sys.path[:] = PLACES
    os.environ.pop("PYTHONSAFEPATH", None)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def seed_bytes() -> bytes:
    return SEED.read_bytes()


@pytest.fixture(scope="session")
def seed(seed_bytes: bytes) -> Document:
    return document_of(seed_bytes, SEED.name)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this test run, without a database's name; skipped where none is installed."""
    programs = system_packages.postgresql()
    if programs is None:
        skip_without("PostgreSQL", "apt-get install postgresql")
    home = Path(tempfile.mkdtemp(prefix="jjak-postgres-"))
    user = _database_user()
    shutil.chown(home, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    owner = {"user": user} if os.geteuid() == 0 else {}
    options = ["-D", str(home / "data"), "-A", "trust", "-U", "jjak", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([programs / "initdb", *options], check=True, capture_output=True, cwd=home, **owner)  # type: ignore[call-overload]
    command = [programs / "postgres", "-D", home / "data", "-p", str(port), "-k", str(home), "-c", "listen_addresses=127.0.0.1"]
    with (home.parent / f"{home.name}.log").open("wb") as log:
        process = subprocess.Popen([*command, "-F"], stdout=log, stderr=log, cwd=home, **owner)  # type: ignore[call-overload]
        try:
            _wait(port)
            yield f"postgresql://jjak@127.0.0.1:{port}"
        finally:
            # the fast way to stop, which does not wait for connections
            process.send_signal(signal.SIGINT)
            process.wait(60)
            shutil.rmtree(home, ignore_errors=True)
    (home.parent / f"{home.name}.log").unlink()


def _database_user() -> str:
    """Who runs the database server: PostgreSQL refuses to run as root, and only its package makes a user for it."""
    if os.geteuid():
        return getpass.getuser()
    return "postgres" if any(user.pw_name == "postgres" for user in pwd.getpwall()) else "nobody"


def _wait(port: int) -> None:
    import psycopg

    for _ in range(300):
        try:
            psycopg.connect(f"host=127.0.0.1 port={port} user=jjak dbname=postgres").close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL does not answer")


@pytest.fixture(params=["sqlite", "postgresql"])
def corpus(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The place of a new corpus, on either database."""
    if request.param == "sqlite":
        return str(tmp_path / "c.db")
    import psycopg

    server = request.getfixturevalue("server")
    name = f"t{abs(hash(tmp_path)) % 10**12}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server}/{name}"


# 20 subjects and 10 predicates, in both languages: 200 sentences whose translation is known
SUBJECTS = [
    ("대통령은", "The president"),
    ("정부는", "The government"),
    ("연구자들은", "The researchers"),
    ("그 회사는", "The company"),
    ("학생들은", "The students"),
    ("서울시는", "The city of Seoul"),
    ("내 친구는", "My friend"),
    ("의사는", "The doctor"),
    ("경찰은", "The police"),
    ("기자들은", "The reporters"),
    ("새 프로그램은", "The new program"),
    ("이 서버는", "This server"),
    ("왕은", "The king"),
    ("군인들은", "The soldiers"),
    ("그 여자는", "The woman"),
    ("사용자는", "The user"),
    ("개발자들은", "The developers"),
    ("우리 팀은", "Our team"),
    ("은행은", "The bank"),
    ("그 사람은", "The man"),
]
PREDICATES = [
    ("새 법에 서명했습니다.", "signed a new law."),
    ("2024년 11월 11일에 도착했습니다.", "arrived on November 11, 2024."),
    ("문제를 해결하지 못했습니다.", "could not solve the problem."),
    ("물과 음식을 원합니다.", "wants water and food."),
    ("내일 아침에 돌아올 것입니다.", "will come back tomorrow morning."),
    ("파일 3개를 열었습니다.", "opened 3 files."),
    ("왜 그렇게 말했습니까?", "said so, but why?"),
    ("모든 사람에게 도움이 됩니다.", "helps everyone."),
    ("오류가 발생하면 다시 시작합니다.", "starts again when an error occurs."),
    ("작은 집에서 가족과 함께 살았습니다.", "lived in a small house with the family."),
]


@pytest.fixture(scope="session")
def sentences() -> list[tuple[str, str]]:
    """200 pairs, Korean first."""
    return [(f"{s[0]} {p[0]}", f"{s[1]} {p[1]}") for s in SUBJECTS for p in PREDICATES]


@pytest.fixture(scope="session")
def translated(sentences: list[tuple[str, str]]) -> dict[str, tuple[list[str], list[str], list[str]]]:
    """By language 1,200 references and two systems' translations of them: `worse` loses and swaps more words than `better`,
    and a few are empty, doubled or left in the other language."""
    rng = random.Random(7)
    found = {}
    for lang, side in (("ko", 0), ("en", 1)):
        both = [pair for _ in range(6) for pair in rng.sample(sentences, len(sentences))]
        joined = [f"{a[side]} {b[side]}" for a, b in zip(both, both[1:] + both[:1], strict=True)]
        better = [_damaged(text, 0.15, rng) for text in joined]
        worse = [_damaged(text, 0.17, rng) for text in joined]
        better[3], worse[5], worse[8], better[9] = "", "", f"{joined[8]} {joined[8]}", both[9][1 - side]
        found[lang] = (joined, better, worse)
    return found


def _damaged(text: str, share: float, rng: random.Random) -> str:
    words = [word for word in text.split() if rng.random() > share]
    for at in range(len(words) - 1):
        if rng.random() < share:
            words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


@pytest.fixture(scope="session")
def units(root: Path) -> ModuleType:
    """The module that makes units to review, which the benchmarks share."""
    spec = importlib.util.spec_from_file_location("units", root / "tests" / "bench" / "units.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Served:
    """A running `jjak review`: its address, and how to kill it and start it anew on the same port."""

    def __init__(self, corpus: Path, *options: str, inside: Sequence[str] = ()) -> None:
        self.corpus, self.options, self.inside, self.port = corpus, options, inside, 0
        self.process: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        command = [str(Path(sys.executable).parent / "jjak"), "review", "--corpus", str(self.corpus), "--port", str(self.port)]
        self.process = subprocess.Popen([*self.inside, *command, *self.options], stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        match = re.search(r"http://[^:]+:(\d+)/", line)
        assert match, line + self.process.stderr.read()
        self.port = int(match[1])

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            assert self.process.stderr is not None
            self.process.stderr.close()
            self.process = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def context(self, browser: Any, **options: Any) -> Any:
        """A context of a browser whose pages are let in, as after opening the address with the token."""
        context = browser.new_context(**options)
        self.let_in(context)
        return context

    def let_in(self, context: Any) -> None:
        """Let the pages of a browser's context in."""
        name, _, value = Visitor(self.port).enter().cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.address}])


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[..., Served]]:
    """Starts servers, and ends them with the module."""
    running: list[Served] = []

    def start(corpus: Path, *options: str, inside: Sequence[str] = ()) -> Served:
        running.append(Served(corpus, *options, inside=inside))
        return running[-1]

    yield start
    for served in running:
        served.kill()


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A Chromium, headless; skipped where there is none, or nothing that shows Korean. JJAK_CHROMIUM names one elsewhere."""
    path = system_packages.chromium()
    if path is None:
        skip_without("Chromium", "apt-get install chromium, or name one by JJAK_CHROMIUM")
    if not system_packages.libatomic():
        skip_without("libatomic", "apt-get install libatomic1")
    if not system_packages.hangul_font():
        skip_without("font with Hangul", "apt-get install fonts-noto-cjk fontconfig")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def built(root: Path, seed_bytes: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of the seed with its Korean page, and of a document alone, beside these files."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "treaty.en.txt").write_bytes(seed_bytes)
    shutil.copy(root / "tests" / "documents" / "treaty.ko.txt", folder)
    (folder / "alone.txt").write_text("비가 옵니다. 눈도 옵니다.\n\nIt rains.\n", encoding="utf-8")
    tasks, _ = find_bitexts([folder], [], ("ko", "en"))
    with Corpus(str(folder / "corpus.db")) as store:
        # which sentences of so small a model's are alike enough to be linked turns on its last digits: no eight bits here
        assert not build(tasks, store, Settings(licence="CC0", compute="float32")).failures
    return folder / "corpus.db"


@pytest.fixture
def store(built: Path, tmp_path: Path) -> Iterator[Corpus]:
    """A copy of `built` of one's own."""
    shutil.copy(built, tmp_path / "corpus.db")
    with Corpus(str(tmp_path / "corpus.db")) as opened:
        yield opened
