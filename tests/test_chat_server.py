"""A server of OpenAI's chat interface: a line in, a line out, or the line is marked untranslated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from jjak.align.mt.engines import load_translator
from jjak.align.mt.registry import Added, keep
from jjak.align.mt.translator import EMPTY, UNTRANSLATED
from jjak.seeds.errors import ModelError
from jjak.workbench.cli import jjak
from model_server import ModelServer, served

LINES = [f"문장 {at}." for at in range(12)]


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JJAK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("jjak.align.mt.chat_server.time.sleep", lambda _: None)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with served(ModelServer(translate=str.upper)) as running:
        running.translate = lambda line: f"EN {line}"
        yield running


def translated(server: ModelServer, lines: list[str]) -> list[str]:
    return [each.text for each in load_translator("ko", "en", model=f"{server.address}/v1")(lines)]


def test_lines_come_back_in_their_order_several_to_a_request(server: ModelServer) -> None:
    assert translated(server, [*LINES, "", LINES[0]]) == [f"EN {line}" for line in LINES] + ["", f"EN {LINES[0]}"]
    assert len(server.bodies) == 2
    assert "from Korean to English" in server.bodies[0]["messages"][0]["content"]
    assert {body["model"] for body in server.bodies} == {"tiny"}


def test_what_was_answered_is_not_asked_again(server: ModelServer) -> None:
    translated(server, LINES)
    asked = len(server.bodies)
    assert translated(server, LINES[:3]) == [f"EN {line}" for line in LINES[:3]]
    assert len(server.bodies) == asked


@pytest.mark.parametrize("reply", ["1\tone\n1\ttwo", "7\tx", "a line of its own", "1) one\n2) two\n3) three\n4) four"])
def test_an_answer_with_other_numbers_is_not_believed_and_each_line_is_asked_alone(server: ModelServer, reply: str) -> None:
    server.replies = [lambda _: reply]
    assert translated(server, LINES[:3]) == [f"EN {line}" for line in LINES[:3]]
    assert len(server.bodies) == 4


def test_a_line_that_is_left_out_is_asked_alone(server: ModelServer) -> None:
    server.replies = [lambda _: "1\tone\n3\tthree"]
    assert translated(server, LINES[:3]) == ["one", f"EN {LINES[1]}", "three"]


def test_a_line_that_comes_back_as_several_is_untranslated_and_counted(server: ModelServer) -> None:
    server.replies = [lambda _: "Sure!\n\nHere it is."]
    (made,) = load_translator("ko", "en", model=f"{server.address}/v1")(LINES[:1])
    assert made.text == ""
    assert made.flags == (EMPTY, UNTRANSLATED)
    server.replies = [lambda _: "\n".join("12345"), *[lambda _: "two\nlines"] * 2]
    done = CliRunner().invoke(
        jjak, ["translate", "--from", "ko", "--to", "en", "--model", f"{server.address}/v1"], input="가\n나\n"
    )
    assert done.exit_code == 1
    assert "2 lines have no translation" in done.output


def test_thoughts_of_a_model_that_reasons_are_no_translation(server: ModelServer) -> None:
    server.replies = [lambda _: "<think>Korean.\nPolite.</think>\nHello."]
    assert translated(server, ["안녕하세요."]) == ["Hello."]


def test_a_busy_server_is_asked_again_and_a_dead_one_is_said(server: ModelServer) -> None:
    server.replies = [lambda _: 429, lambda _: 503]
    assert translated(server, LINES[:1]) == [f"EN {LINES[0]}"]
    server.replies = [lambda _: 500] * 9
    with pytest.raises(ModelError, match="does not answer: HTTP 500"):
        translated(server, ["다른 문장."])


def test_a_refused_key_is_said_and_a_given_one_is_sent(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.replies = [lambda _: 401]
    with pytest.raises(ModelError, match="refuses: HTTP 401") as caught:
        translated(server, LINES[:1])
    assert "JJAK_API_KEY" in caught.value.fix
    monkeypatch.setenv("JJAK_API_KEY", "a-key")
    translated(server, LINES[:1])
    assert server.keys == ["", "Bearer a-key"]


def test_a_server_of_several_models_needs_the_name_of_one(server: ModelServer) -> None:
    server.served = ["small", "large"]
    with pytest.raises(ModelError, match="has 2 models: small, large"):
        translated(server, LINES[:1])
    load_translator("ko", "en", model=f"{server.address}/v1#large")(LINES[:1])
    assert server.bodies[-1]["model"] == "large"


def test_an_address_with_a_password_or_without_such_a_server_is_refused(server: ModelServer) -> None:
    with pytest.raises(ModelError, match="holds a password"):
        load_translator("ko", "en", model="http://me:secret@127.0.0.1/v1#x")
    with pytest.raises(ModelError, match="has not that: HTTP 404"):
        load_translator("ko", "en", model=f"{server.address}/elsewhere")


def test_a_server_that_only_a_file_names_is_sent_nothing(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder, or the corpus, may be a stranger's."""
    monkeypatch.setenv("JJAK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("JJAK_API_KEY", "a-key")
    monkeypatch.chdir(tmp_path)
    address = f"{server.address}/v1"
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{name} 문장입니다.\n", encoding="utf-8")

    def build(name: str, *more: str) -> str:
        return str(CliRunner().invoke(jjak, ["build", f"{name}.txt", "--allow-broken", *more]).exception)

    toml = tmp_path / "jjak.toml"
    toml.write_text(f'[models]\nko-en = "{address}"\nen-ko = "{address}"\n', encoding="utf-8")
    assert "nothing is sent to a server that only a file names" in build("a")
    assert (server.asked, server.bodies) == ([], [])
    # whoever says so trusts it, for this call
    assert build("a", "--model", address) == "None"
    toml.unlink()
    met = len(server.asked)
    assert met
    assert "nothing is sent to a server that only a file names" in build("b")
    assert len(server.asked) == met
    # or for good
    keep({"local": Added(f"{address}#tiny", address, "")})
    assert build("b") == "None"
    toml.write_text(f'[models]\nko-en = "{address}"\nen-ko = "local"\n', encoding="utf-8")
    assert build("c") == "None"
