"""Marks that a line of a table cannot hold, as two letters each; a row that has them says so among its flags."""

from __future__ import annotations

import re

ESCAPED = "escaped"  # the flag of such a row
_WRITTEN = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\\": "\\\\"}
_READ = {written: mark for mark, written in _WRITTEN.items()}


def escaped(cell: str) -> str:
    """A cell without tabs and line breaks."""
    return re.sub(r"[\t\n\r\\]", lambda found: _WRITTEN[found[0]], cell)


def unescaped(cell: str) -> str:
    """What `escaped` made, as it was."""
    return re.sub(r"\\[tnr\\]", lambda found: _READ[found[0]], cell)
