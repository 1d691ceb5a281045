"""Files from addresses: what broke off goes on where it stopped, what came is checked, and nothing half has a file's name.

Proxies are those of the environment (`HTTPS_PROXY`, `NO_PROXY`). The part of a file that has come waits in `$JJAK_CACHE`.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
import urllib.error
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from jjak.align.mt.http_requests import opened
from jjak.align.mt.model_folders import cache_folder
from jjak.seeds.errors import ModelError

Progress = Callable[[int, int], None]  # bytes that are here, and of all, 0 where that is not known

TRIES = 4
PATIENCE = 30  # seconds without a byte
BLOCK = 1 << 20


def silent(_: int, __: int) -> None:
    """The progress that nobody watches."""


def is_address(place: str) -> bool:
    return place.startswith(("http://", "https://"))


@dataclass(frozen=True, slots=True)
class _Part:
    """What has come of a file, and what tells whether the rest is of the same one."""

    path: Path

    @property
    def note(self) -> Path:
        return self.path.with_suffix(".json")

    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def validator(self) -> str:
        try:
            return str(json.loads(self.note.read_text(encoding="utf-8"))["validator"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def begin(self, validator: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_bytes(b"")
        self.note.write_text(json.dumps({"validator": validator}), encoding="utf-8")

    @contextmanager
    def held(self) -> Iterator[None]:
        """While nobody else may write it; raises BlockingIOError where somebody does."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                yield
            finally:
                if not self.size():
                    self.remove()

    def remove(self) -> None:
        for path in (self.path, self.note):
            path.unlink(missing_ok=True)


def fetch(address: str, *, sha256: str = "", progress: Progress = silent) -> Path:
    """The file at an address, in a folder of the cache, under the name that it has there; whoever took it removes it.

    sha256: what its bytes must come to, empty where that is not known.
    Raises ModelError where it cannot be had or is another; what came of it is kept for the next time.
    """
    folder = cache_folder() / "downloads" / hashlib.sha256(address.encode()).hexdigest()[:16]
    part = _Part(folder / "file.part")
    path = folder / (Path(unquote(urlsplit(address).path)).name or "file")
    try:
        with part.held():
            _whole(address, part, progress)
            _ensure_same(address, part, sha256)
            part.path.replace(path)
            part.remove()
        return path
    except BlockingIOError as error:
        message, fix = "{address} is being fetched by another process", "Wait until it is done."
        raise ModelError(message, fix, address=address) from error
    except OSError as error:
        message, cause = "{address} cannot be kept in {folder}: {cause}", error.strerror or error
        fix = "Free some space, or set JJAK_CACHE to a folder that can be written."
        raise ModelError(message, fix, address=address, folder=folder, cause=cause) from error


def _whole(address: str, part: _Part, progress: Progress) -> None:
    """Fetch what is not there yet, in a few tries; raises ModelError where that does not do."""
    for tried in range(TRIES):
        try:
            _go_on(address, part, progress)
            return
        except (TimeoutError, ConnectionError, HTTPException, urllib.error.URLError) as error:
            _give_up_at(address, error, last=tried == TRIES - 1)
            time.sleep(min(2.0**tried / 4, 4))


def _give_up_at(address: str, error: Exception, *, last: bool) -> None:
    """Raises ModelError at what another try would not change, and after the last one."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if error.code in (408, 425, 429) or error.code >= 500:
            cause: object = f"HTTP {error.code}"
        else:
            fix = "Check the address; `jjak models search` lists what there is."
            raise ModelError("{address}: HTTP {code}", fix, address=address, code=error.code) from error
    else:
        cause = getattr(error, "reason", None) or error or type(error).__name__
    if last:
        fix = "What has come of it is kept: the same command goes on from there."
        raise ModelError("{address} cannot be fetched: {cause}", fix, address=address, cause=cause) from error


def _go_on(address: str, part: _Part, progress: Progress) -> None:
    have, validator = part.size(), part.validator()
    headers = {"Accept-Encoding": "identity"}
    if have and validator:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    try:
        with opened(address, headers, timeout=PATIENCE) as answer:
            if answer.status != 206:
                part.begin(_validator(answer))
                have = 0
            _append(answer, part, have, progress)
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        error.close()
        part.remove()  # it has changed or shrunk since: from the beginning
        raise ConnectionError("the file has changed") from error


def _validator(answer: Any) -> str:
    tag = str(answer.headers.get("ETag") or "")
    return tag if tag and not tag.startswith("W/") else str(answer.headers.get("Last-Modified") or "")


def _append(answer: Any, part: _Part, have: int, progress: Progress) -> None:
    rest = int(answer.headers.get("Content-Length") or 0)
    total = have + rest if rest else 0
    with part.path.open("ab") as file:
        while block := answer.read(BLOCK):
            file.write(block)
            have += len(block)
            progress(have, total)
    if total and have < total:
        raise ConnectionError(f"it broke off at {have:,} of {total:,} bytes")


def _ensure_same(address: str, part: _Part, sha256: str) -> None:
    if not sha256:
        return
    with part.path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        part.remove()
        message = "{address} is not the file that was listed: SHA-256 {found}, expected {expected}"
        fix = "It was damaged or exchanged, and is not used. Try again later, or add another model."
        raise ModelError(message, fix, address=address, found=found, expected=sha256)


def discard(path: Path) -> None:
    """Remove what `fetch` gave, with its folder."""
    path.unlink(missing_ok=True)
    with suppress(OSError):
        path.parent.rmdir()
