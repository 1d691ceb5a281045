"""What runs in a reader's process: functions that are asked for by name, each under its limits, until nobody asks any more.

It is begun by its path, outside of any package, by `reader_process`, which has the other end of both pipes. The first thing it
is told is where modules are found, so that it imports nothing before.
"""

from __future__ import annotations

import importlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from typing import Any

_HEAD = struct.Struct("!Q")


def main(reading: int, writing: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both; the other process decides
    path, memory = _received(reading)
    sys.path[:] = path
    _hold(memory)
    from jjak.seeds.limits import limited

    while True:
        task, given, limits, seconds = _received(reading)
        work = _function(task)  # what is loaded once counts for no file
        # SIGPROF ends a process that does not catch it, wherever it is
        signal.setitimer(signal.ITIMER_PROF, seconds)
        with limited(limits):
            _send(writing, _answered(writing, work, given))
        signal.setitimer(signal.ITIMER_PROF, 0)


def _function(task: str) -> Callable[..., Iterator[Any]]:
    module, _, name = task.partition(":")
    found: Callable[..., Iterator[Any]] = getattr(importlib.import_module(module), name)
    return found


def _answered(writing: int, work: Callable[..., Iterator[Any]], given: Any) -> tuple[str, Any]:
    """Send what a function gives; how it ended."""
    from jjak.seeds.errors import JjakError

    try:
        for value in work(*given):
            _send(writing, ("value", value))
    except JjakError as error:
        return "error", error
    except MemoryError:
        return "memory", None
    except BrokenPipeError:
        raise
    except Exception as error:
        return "error", f"{type(error).__name__}: {error}"[:1_000]
    return "end", None


def _hold(memory: int) -> None:
    """No more than so many MB: what asks for more is told that there is none."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = memory * 1_000_000
    resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))


def _received(reading: int) -> Any:
    (size,) = _HEAD.unpack(_bytes(reading, _HEAD.size))
    return pickle.loads(_bytes(reading, size))


def _bytes(reading: int, size: int) -> bytearray:
    raw = bytearray(size)
    view = memoryview(raw)
    while view:
        count = os.readv(reading, [view])
        if not count:
            os._exit(0)  # nobody asks any more
        view = view[count:]
    return raw


def _send(writing: int, value: Any) -> None:
    raw = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    left = memoryview(_HEAD.pack(len(raw)) + raw)
    while left:
        left = left[os.write(writing, left) :]


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]), int(sys.argv[2]))
    except BrokenPipeError:
        os._exit(0)
