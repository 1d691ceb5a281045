"""Requests over HTTP, through the proxies that the environment names at the time."""

from __future__ import annotations

import urllib.request
from collections.abc import Mapping
from typing import Any


def opened(address: str, headers: Mapping[str, str], *, data: bytes | None = None, timeout: float) -> Any:
    """The answer, to be read in a `with`; raises what urllib raises."""
    request = urllib.request.Request(address, data, {"User-Agent": "jjak", **headers})
    return urllib.request.build_opener().open(request, timeout=timeout)
