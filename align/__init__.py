"""Texts, machine translation, training and sentence alignment.

`jjak.align(source, target)` aligns. The room has the name of its verb, and Python binds a package's name to what was imported
last; so the room can be called as well.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Room(ModuleType):
    def __call__(self, *args: Any, **options: Any) -> Any:
        from jjak.interface import align

        return align(*args, **options)


sys.modules[__name__].__class__ = _Room
