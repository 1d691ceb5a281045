"""Every error that a user can cause, in one tree.

    JjakError
    ├── DocumentError      a file that cannot be read as a document; the batch goes on without it
    │   └── DecodingError  its bytes are text in no encoding that we know
    ├── ModelError         a model that is missing, broken, or does not translate this way
    ├── AlignmentError     input of an aligner that does not fit together
    ├── FormatError        a file of an exchange format that says what it must not
    │   └── LimitError     it is more work than a file may be
    ├── CorpusError        a corpus that cannot be opened or written
    ├── ReviewError        an act that does not fit what stands in the row now
    └── SettingError       an option, a setting or a name that does not exist

Each says the place and what was found (`str(error)`), and what to do about it (`error.fix`).
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable

from jjak.seeds.message import Message, message


class JjakError(Exception):
    """What went wrong, in one line; `fix` is what to do, in one line, or empty.

    Both are messages, so that a page can say them in its reader's language: English texts with named places, whose values are
    given by name and serve both: `FormatError("{path}: an empty file", "Check {path}.", path=path)`. `str(error)` and
    `error.fix` are English.
    """

    def __init__(self, what: str | Message, fix: str | Message = "", /, **values: object) -> None:
        self.message = what if isinstance(what, Message) else Message(what, values)
        self.remedy = fix if isinstance(fix, Message) else Message(fix, values)
        super().__init__(str(self.message))

    @property
    def fix(self) -> str:
        return str(self.remedy)

    def __reduce__(self) -> tuple[type[JjakError], tuple[Message, Message]]:
        return type(self), (self.message, self.remedy)


class DocumentError(JjakError):
    pass


class DecodingError(DocumentError):
    pass


class ModelError(JjakError):
    pass


class AlignmentError(JjakError):
    pass


class FormatError(JjakError):
    pass


class LimitError(FormatError):
    pass


class CorpusError(JjakError):
    pass


class ReviewError(JjakError):
    pass


class SettingError(JjakError):
    pass


def unwritable(place: object, error: OSError) -> FormatError:
    """The error for a file that could not be written."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    fix = message("Check that the folder is there and may be written.")
    if full:
        fix = message("Free some space and run the command again.")
    return FormatError("{place}: {cause}", fix, place=place, cause=error.strerror or error)


def unknown(kind: str | Message, name: str, known: Iterable[str]) -> SettingError:
    """The error for a name that is in no table: `No aligner 'gale'; there are: length, translation`.

    `kind` is a text that stands in the code, or a message, so that it is said in the reader's language too.
    """
    names = sorted(known)
    said = kind if isinstance(kind, Message) else Message(kind)
    values: dict[str, object] = {"kind": said, "name": name, "known": ", ".join(names)}
    near = difflib.get_close_matches(name, names, n=1)
    if not near:
        return SettingError("No {kind} '{name}'; there are: {known}", **values)
    return SettingError("No {kind} '{name}'; there are: {known}", "Did you mean '{near}'?", near=near[0], **values)
