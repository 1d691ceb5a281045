"""Passwords and keys in addresses, which nobody is shown: not in an error, a log, a page or a result."""

from __future__ import annotations

import re

HIDDEN = "***"
_USER = re.compile(r"(\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@?#'\"<>]*):[^\s'\"<>]*@")
_NAMES = (
    r"pass(?:word|wd|phrase)?|pwd|sslpassword|(?:api|access|secret|auth)?[_-]?(?:key|token)|secret|credentials?|sig(?:nature)?"
)
_QUERY = re.compile(rf"([?&;](?:{_NAMES})=)[^&;\s'\"<>#]+", re.IGNORECASE)
_SETTING = re.compile(r"\b((?:ssl)?password\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s'\"&;<>]+)", re.IGNORECASE)
_MAY = re.compile(r"://|[?&;=]|password", re.IGNORECASE)


def without_secrets(text: str) -> str:
    """A text without what stands after a user's name in an address (`me:***@host`), and in what is called a password or key."""
    if not _MAY.search(text):
        return text
    return _SETTING.sub(rf"\1{HIDDEN}", _QUERY.sub(rf"\1{HIDDEN}", _USER.sub(rf"\1:{HIDDEN}@", text)))
