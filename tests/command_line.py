"""The command line in this process: the same arguments, streams and exit codes as a process has, without starting one.

Starting Python, its libraries and kiwi takes seconds of a processor that most claims say nothing about. What is about signals,
kills, a terminal, another environment or what is imported starts a process; `tests/test_cli.py` holds that both give the same.
"""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
import traceback
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from jjak.workbench.cli import main

Run = subprocess.CompletedProcess[str]
PROGRAM = str(Path(sys.executable).parent / "jjak")


def jjak(
    *arguments: str, stdin: str | bytes | None = None, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Run:
    """What `jjak` with these arguments prints and ends with. env: what its environment has besides this process's."""
    out, err = io.BytesIO(), io.BytesIO()
    given = stdin.encode() if isinstance(stdin, str) else stdin or b""
    with _process([PROGRAM, *arguments], given, out, err, cwd, env or {}):
        code = _code()
    return subprocess.CompletedProcess([PROGRAM, *arguments], code, _text(out), _text(err))


def _code() -> int:
    """The exit code that the interpreter would end with."""
    try:
        main()
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            return stop.code or 0
        print(stop.code, file=sys.stderr)
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def _text(written: io.BytesIO) -> str:
    return written.getvalue().decode("utf-8").replace("\r\n", "\n")


@contextmanager
def _process(
    argv: list[str], given: bytes, out: io.BytesIO, err: io.BytesIO, cwd: Path | None, env: Mapping[str, str]
) -> Iterator[None]:
    """This process with the streams, the folder and the environment of another; whatever is changed of it is put back."""
    kept, program = (sys.argv, sys.stdin, sys.stdout, sys.stderr), sys.modules["__main__"]
    here, environment, handlers = Path.cwd(), dict(os.environ), logging.root.handlers[:]
    streams = io.TextIOWrapper(io.BytesIO(given), "utf-8"), _stream(out), _stream(err)
    os.environ.update(env)
    os.chdir(cwd or here)
    sys.modules["__main__"] = ModuleType("__main__")  # which click calls the program by
    logging.root.handlers[:] = []
    with warnings.catch_warnings():
        warnings.resetwarnings()
        warnings.simplefilter("ignore")
        sys.argv, (sys.stdin, sys.stdout, sys.stderr) = argv, streams
        try:
            yield
        finally:
            for stream in streams[1:]:
                stream.flush()
                stream.detach()
            sys.argv, sys.stdin, sys.stdout, sys.stderr = kept
            sys.modules["__main__"] = program
            logging.root.handlers[:] = handlers
            os.chdir(here)
            os.environ.clear()
            os.environ.update(environment)


def _stream(buffer: io.BytesIO) -> io.TextIOWrapper:
    return io.TextIOWrapper(buffer, "utf-8", write_through=True)
