"""The cookies of a server, by names of their own for each port: a browser sends a machine's cookies to all of its ports."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.requests import cookie_parser

from jjak.corpora.store.users import LASTS

Scope = MutableMapping[str, Any]

SESSION, FORM, DEVICE = "", "_form", "_device"  # what a cookie is for, as it ends its name
YEAR = 31_536_000  # seconds that a browser is known
HOUR = 3_600  # seconds that a page which asks for a name and password is good for
_LASTS = {SESSION: int(LASTS.total_seconds()), FORM: HOUR, DEVICE: YEAR}


def cookie_name(scope: Scope, kind: str = SESSION) -> str:
    return f"jjak_{(scope.get('server') or ('', 0))[1]}{kind}"


def cookie(scope: Scope, value: str, kind: str = SESSION, *, secure: bool = False) -> str:
    """The header that sets a cookie. secure: it goes over TLS alone."""
    rest = f"Path=/; HttpOnly; SameSite=Lax; Max-Age={_LASTS[kind]}{'; Secure' if secure else ''}"
    return f"{cookie_name(scope, kind)}={value}; {rest}"


def cookie_of(scope: Scope, header: str, kind: str = SESSION) -> str:
    """The value of a cookie of this server; empty where there is none."""
    return value_of(header, cookie_name(scope, kind))


def value_of(header: str, name: str) -> str:
    """The value of a cookie, whatever others stand beside it: other programs of this machine set what they like.

    Of two of one name the last counts: a browser sends those of deeper paths first, and ours is of the whole server.
    """
    return cookie_parser(header).get(name, "")
