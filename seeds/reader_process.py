"""A process that reads files for this one, so that a file which takes too long, or too much memory, ends the reader alone.

It is begun at the first file that needs it, and kept from file to file. A small file that cannot unpack to more than it is
is read where it is asked for, since a process of its own takes longer to begin. One that passed a limit, or crashed
in a parser, is ended and replaced by a new one at the next file. Nothing is imported from the folder that a person stands in:
the process is begun by its file's path with `-P`, and gets this process's import path without that folder.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jjak.seeds.errors import DocumentError, JjakError
from jjak.seeds.import_path import import_path
from jjak.seeds.limits import DEFAULT, Limits, how_to_raise
from jjak.seeds.message import Message, message

CHILD = Path(__file__).with_name("reader_child.py")
PIPE = 1 << 20  # bytes that may wait between the two; the system's own 64 KiB are a few hundred rows
PATIENCE = 20  # times the seconds of the processor that may pass by the clock, on a busy machine
_HEAD = struct.Struct("!Q")
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ of Linux


class ReaderEnded(Exception):  # noqa: N818
    """The process ended at a file. reason: why, as a message; fix: what to do about it."""

    def __init__(self, reason: Message, fix: Message) -> None:
        super().__init__(str(reason))
        self.reason, self.fix = reason, fix

    def error(self, path: object) -> DocumentError:
        return DocumentError("{path}: {cause}", self.fix, path=path, cause=self.reason)


class ReaderProcess:
    """Begun at the first file, or by `begin`; use it as a context manager, which ends it."""

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def begun(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        os.close(self._to)
        os.close(self._from)
        process.kill()
        process.wait()

    def results(self, task: str, size: int, *given: Any) -> Iterator[Any]:
        """What the generator `task` (`module:function`) gives for `given`, in the other process.

        Args:
            task: Where the function is; what it is given and gives is pickled.
            size: Bytes of the file, which its time is measured by.

        Raises:
            ReaderEnded: It took too long or too much memory, or crashed; the next call begins a new process.
            JjakError: What the function raised; any other error of it is a RuntimeError that names it.
        """
        self.begin()
        seconds, done = self.limits.time_for(size), False
        try:
            self._send((task, given, self.limits, seconds))
            while True:
                kind, value = self._received(seconds)
                if kind == "value":
                    yield value
                    continue
                done = kind != "memory"
                if kind == "end":
                    return
                if kind == "memory":
                    raise self._out_of_memory()
                raise value if isinstance(value, JjakError) else RuntimeError(value)
        except (EOFError, OSError, pickle.UnpicklingError):
            raise self._why(seconds) from None
        finally:
            if not done:  # it is in the middle of a file, or gone
                self.close()

    def result(self, task: str, size: int, *given: Any) -> Any:
        """What the function `task` gives; as `results`, which has the errors."""
        (found,) = self.results(task, size, *given)
        return found

    def begin(self) -> None:
        """Begin the process where it is not there; called early, it loads while this process goes on."""
        if self.begun:
            return
        self.close()
        theirs, self._to = os.pipe()
        self._from, ours = os.pipe()
        _widen(self._from)
        flags = [flag for flag, on in (("-I", sys.flags.isolated), ("-s", sys.flags.no_user_site)) if on]
        call = [sys.executable, "-P", *flags, str(CHILD), str(theirs), str(ours)]
        try:
            self._process = subprocess.Popen(call, pass_fds=(theirs, ours), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        finally:
            os.close(theirs)
            os.close(ours)
        self._send((import_path(), self.limits.memory))

    def _send(self, value: Any) -> None:
        raw = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        left = memoryview(_HEAD.pack(len(raw)) + raw)
        while left:
            left = left[os.write(self._to, left) :]

    def _received(self, seconds: float) -> Any:
        """The next value; raises EOFError where the process is gone, or has been silent for too long."""
        (size,) = _HEAD.unpack(self._bytes(_HEAD.size, seconds))
        return pickle.loads(self._bytes(size, seconds))

    def _bytes(self, size: int, seconds: float) -> bytearray:
        raw = bytearray(size)
        view = memoryview(raw)
        while view:
            if not select.select([self._from], [], [], seconds * PATIENCE)[0]:
                raise EOFError
            count = os.readv(self._from, [view])
            if not count:
                raise EOFError
            view = view[count:]
        return raw

    def _out_of_memory(self) -> ReaderEnded:
        memory = self.limits.memory
        return ReaderEnded(message("reading it took over {memory:,} MB", memory=memory), how_to_raise("memory"))

    def _why(self, seconds: float) -> ReaderEnded:
        """Why the process is gone, or does not answer."""
        assert self._process is not None
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            code = -signal.SIGPROF
        if code == -signal.SIGPROF:
            said = message("reading it took over {seconds:,.0f} seconds of the processor", seconds=seconds)
            return ReaderEnded(said, how_to_raise("seconds"))
        if code == -signal.SIGKILL:  # by the system, as a rule, when it is out of memory
            return self._out_of_memory()
        name = signal.Signals(-code).name if -code in set(signal.Signals) else str(code)
        return ReaderEnded(
            message("its reader crashed ({signal})", signal=name),
            message("The file is probably made to do so, or damaged; leave it out, and please report it."),
        )


def _widen(pipe: int) -> None:
    import fcntl

    with suppress(OSError):  # an administrator may allow less
        fcntl.fcntl(pipe, _SET_PIPE_SIZE, PIPE)
