"""What the flags that set an imported row aside are called, for people."""

from __future__ import annotations

from collections.abc import Mapping

from jjak.seeds.message import Message, message

FLAGS: Mapping[str, Message] = {
    "untranslated": message("untranslated", context="flag"),
    "needs translation": message("needs translation", context="flag"),
    "fuzzy": message("fuzzy", context="flag"),
    "obsolete": message("obsolete", context="flag"),
    "locked": message("not to be translated", context="flag"),
    "language": message("in another language", context="flag"),
    "rejected": message("rejected", context="flag"),
}
