"""A server that speaks OpenAI's chat interface (vLLM, Ollama, llama.cpp, a provider) as a model: a line in, a line out.

Lines are sent several at a time with their numbers. A line that comes back without its number, or as several lines, is sent
alone; where that gives no single line either, it is marked untranslated. What was answered is kept in `$JJAK_CACHE`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import urllib.error
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

from jjak.align.mt.http_requests import opened
from jjak.align.mt.model_folders import cache_folder
from jjak.align.mt.translator import EMPTY, UNTRANSLATED, Translation
from jjak.align.text.language_names import NAMES
from jjak.seeds.errors import ModelError

LINES = 10  # of a request: a long list makes small models lose count
AT_ONCE = 4  # requests
TRIES = 4
PATIENCE = 300  # seconds for an answer
LONGEST_WAIT = 30.0  # seconds, whatever `Retry-After` says
KEY = "JJAK_API_KEY"
_MANY = (
    "Translate from {source} to {target}. Each line of the input is a number, a tab and a text. Answer with a line for each, "
    "in the same order: its number, a tab and the translation of its text alone. Leave no line out, join none, add nothing."
)
_ONE = "Translate from {source} to {target}. Answer with the translation alone, on one line."
_NUMBERED = re.compile(r"\s*(\d+)[\t.):]\s*(.*\S)\s*$")
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)  # what models that reason say before they answer


@dataclass(frozen=True, slots=True)
class ChatServer:
    """address: up to `/v1`; served: the server's own name of the model."""

    name: str
    address: str
    served: str

    @property
    def revision(self) -> str:
        """What an answer depends on, as far as it can be known: the model's name and what it is asked."""
        return hashlib.sha256("\0".join((self.served, _MANY, _ONE)).encode()).hexdigest()[:12]

    def tag(self, _: str, __: str) -> str:
        """Empty: a server is asked for any direction."""
        return ""


class _Refused(Exception):  # noqa: N818 -- it is never seen by a person
    """The server did not answer this request, and would not the next time."""


def find_server(name: str, place: str) -> ChatServer:
    """The server at `address[#model]`; a server that has one model needs no name of it.

    Raises ModelError where there is no such server, or it has several models and none is named.
    """
    address, _, served = place.partition("#")
    if "@" in address.partition("://")[2].partition("/")[0]:
        fix = "Leave it out, and give the key in {key}."
        raise ModelError("The address of a server holds a password", fix, key=KEY)
    address = address.rstrip("/")
    if served:
        return ChatServer(name, address, served)
    known = models_of(address)
    if len(known) != 1:
        message = "The server {address} has {count} models: {known}"
        fix = "Name one: {address}#MODEL"
        raise ModelError(message, fix, address=address, count=len(known), known=", ".join(known[:12]) or "none")
    return ChatServer(name, address, known[0])


def models_of(address: str) -> list[str]:
    """What a server says that it serves; raises ModelError where it does not answer as such a server does."""
    try:
        said = _asked(f"{address}/models", None)
        return [str(each["id"]) for each in said["data"]]
    except (_Refused, KeyError, TypeError) as error:
        message = "{address} does not answer as a server of OpenAI's chat interface does: {cause}"
        fix = "Give its address up to /v1, for example http://127.0.0.1:11434/v1."
        raise ModelError(message, fix, address=address, cause=error) from error


@dataclass(frozen=True, slots=True)
class ChatTranslator:
    """A server in one direction."""

    server: ChatServer
    source: str
    target: str

    @property
    def model(self) -> str:
        return self.server.name

    @property
    def revision(self) -> str:
        return self.server.revision

    def __call__(self, texts: Sequence[str], /) -> list[Translation]:
        lines = [" ".join(text.split()) for text in texts]
        known = {line: text for line in set(lines) if line and (text := self._kept(line))}
        missing = [line for line in dict.fromkeys(lines) if line and line not in known]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for answers in pool.map(self._several, _batches(missing)):
                for line, text in answers.items():
                    self._keep(line, text)
                known |= answers
        return [self._translation(line, known) for line in lines]

    def _translation(self, line: str, known: Mapping[str, str]) -> Translation:
        flags = () if known.get(line) or not line else (EMPTY, UNTRANSLATED)
        return Translation(known.get(line, ""), self.model, self.revision, 0.0, flags)

    def _several(self, lines: Sequence[str]) -> dict[str, str]:
        """The translations of some lines, without those that have none."""
        found = self._numbered(lines) if len(lines) > 1 else {}
        for line in lines:
            if line not in found and (text := self._alone(line)):
                found[line] = text
        return found

    def _numbered(self, lines: Sequence[str]) -> dict[str, str]:
        """Those that came back with their numbers; none where a number came twice, or one that was not asked for."""
        text = "\n".join(f"{at}\t{line}" for at, line in enumerate(lines, 1))
        with suppress(_Refused):
            rows = [match for row in self._answer(_MANY, text).splitlines() if (match := _NUMBERED.match(row))]
            numbers = [int(row[1]) for row in rows]
            if len(set(numbers)) == len(numbers) and all(1 <= at <= len(lines) for at in numbers):
                return {lines[at - 1]: row[2] for at, row in zip(numbers, rows, strict=True)}
        return {}

    def _alone(self, line: str) -> str:
        """The translation of one line, empty where the answer is no single line."""
        with suppress(_Refused):
            rows = [row.strip() for row in self._answer(_ONE, line).splitlines() if row.strip()]
            if len(rows) == 1:
                return rows[0]
        return ""

    def _answer(self, prompt: str, text: str) -> str:
        asked = prompt.format(source=NAMES.get(self.source, self.source), target=NAMES.get(self.target, self.target))
        messages = [{"role": "system", "content": asked}, {"role": "user", "content": text}]
        body = {"model": self.server.served, "messages": messages, "temperature": 0, "stream": False}
        said = _asked(f"{self.server.address}/chat/completions", body)
        try:
            choice = said["choices"][0]
            if choice.get("finish_reason") == "length":
                raise _Refused("it was cut off")
            return _THOUGHT.sub("", str(choice["message"]["content"] or ""))
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            raise _Refused("no answer in it") from error

    def _file(self, line: str) -> Path:
        key = hashlib.sha256("\0".join((self.server.address, self.source, self.target, line)).encode()).hexdigest()
        return cache_folder() / "chat" / self.revision / key[:2] / f"{key[2:]}.json"

    def _kept(self, line: str) -> str:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return str(json.loads(self._file(line).read_text(encoding="utf-8"))["text"])
        return ""

    def _keep(self, line: str, text: str) -> None:
        path = self._file(line)
        with suppress(OSError):  # a cache that cannot be written costs time only
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}.part")
            part.write_text(json.dumps({"text": text}, ensure_ascii=False), encoding="utf-8")
            part.replace(path)


def _batches(lines: Sequence[str]) -> list[Sequence[str]]:
    return [lines[at : at + LINES] for at in range(0, len(lines), LINES)]


def _asked(address: str, body: Mapping[str, Any] | None) -> Any:
    """What a server answers, as JSON; tried again where that may help.

    Raises _Refused where it says no to this request, ModelError where it says no to all, or cannot be reached.
    """
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json"}
    if key := os.environ.get(KEY):
        headers["Authorization"] = f"Bearer {key}"
    cause: object = ""
    for wait in _waits():
        try:
            with opened(address, headers, data=data, timeout=PATIENCE) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            cause = _temporary(address, error)
            time.sleep(_pause(error, wait))
        except ValueError as error:
            raise _Refused("no JSON") from error
        except (OSError, HTTPException) as error:
            cause = getattr(error, "reason", None) or error
            time.sleep(wait)
    message = "The server {address} does not answer: {cause}"
    raise ModelError(message, "Start it, or check its address.", address=address, cause=cause)


def _waits() -> Iterator[float]:
    """Seconds to wait after each try; none after the last."""
    yield from (0.25 * 4**tried for tried in range(TRIES - 1))
    yield 0.0


def _pause(error: urllib.error.HTTPError, wait: float) -> float:
    """What the server asks for, where it asks."""
    with suppress(ValueError, TypeError):
        return min(float(str(error.headers.get("Retry-After"))), LONGEST_WAIT) if wait else 0.0
    return wait


def _temporary(address: str, error: urllib.error.HTTPError) -> str:
    """The reason of an answer that may be another the next time; raises at one that will not."""
    error.close()
    if error.code in (401, 403):
        fix = "Give its key in {key}."
        raise ModelError("The server {address} refuses: HTTP {code}", fix, address=address, code=error.code, key=KEY) from error
    if error.code == 404:
        fix = "Check the address and the name of the model."
        raise ModelError("The server {address} has not that: HTTP 404", fix, address=address) from error
    if error.code in (408, 425, 429) or error.code >= 500:
        return f"HTTP {error.code}"
    raise _Refused(f"HTTP {error.code}") from error
