"""What a person is told who stops a command: what is kept, and how it goes on. Exit code 130 for Ctrl-C, 143 for SIGTERM."""

from __future__ import annotations

import shlex
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from jjak.seeds.message import Message, message
from jjak.seeds.secrets import without_secrets
from jjak.workbench.terminal import said


class Terminated(BaseException):
    """The system, or whoever supervises this process, asked it to end."""


@contextmanager
def interruptible(kept: Callable[[], Message]) -> Iterator[None]:
    """Inside, Ctrl-C and SIGTERM end what is done, as an error would; `kept` is asked then for what to say of it."""
    before = _handled(signal.SIGTERM, _terminated)
    try:
        yield
    except (KeyboardInterrupt, Terminated) as stop:
        # what follows is short, and must not be stopped in its middle
        _handled(signal.SIGINT, signal.SIG_IGN)
        print(said(kept()), file=sys.stderr)
        print(said(message("To go on, run the same command: {command}", command=this_command())), file=sys.stderr)
        sys.exit(128 + (signal.SIGTERM if isinstance(stop, Terminated) else signal.SIGINT))
    finally:
        if before is not None:
            signal.signal(signal.SIGTERM, before)


def this_command() -> str:
    """The command as it was called, without passwords."""
    return shlex.join(["jjak", *map(without_secrets, sys.argv[1:])])


def _handled(number: signal.Signals, handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> signal._HANDLER:
    """The handler that was there before; None in a thread, which gets no signals."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.signal(number, handler)


def _terminated(_: int, __: FrameType | None) -> None:
    raise Terminated
