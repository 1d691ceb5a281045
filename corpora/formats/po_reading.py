"""gettext PO: `msgid` is the source, or a key that stands for it; `msgstr` is the target, and the head says its language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from jjak.align.text.language_names import regional_code
from jjak.corpora.formats.declared_encoding import settled
from jjak.corpora.formats.directions import Votes
from jjak.corpora.formats.entry import FUZZY, OBSOLETE, UNTRANSLATED, Entry, Note, Refused, Wanted, key_of
from jjak.corpora.formats.po_head import PoHead, charset, direction
from jjak.corpora.formats.po_messages import PoMessage, po_messages
from jjak.seeds.message import counted, message

SAMPLE = 1_000  # messages that are looked at to find out which way a file goes
_PART = r"[A-Za-z0-9-]+"
_KEY = re.compile(rf"{_PART}(?:[._:/]+{_PART})+_?|[a-z]+(?:[A-Z][a-z0-9]+)+")
_FACTS = ("document", "origin", "status", "kind", "licence")  # what an export of ours says in comments
_CONTEXT = re.compile(r"_: ?(.*?)\n(.+)", re.DOTALL)  # as KDE wrote a context before gettext had one


@dataclass(slots=True)
class _File:
    """What is known of a file. keyed: whether its message ids are keys; texts: the source's by key, as a file beside it has
    them; bare: how many keys have no text."""

    head: PoHead
    languages: tuple[str, str]
    keyed: bool = False
    texts: Mapping[str, str] = field(default_factory=dict)
    bare: int = 0


def read_po(path: Path, wanted: Wanted) -> Iterator[Entry | Note | Refused]:
    """Entries by the line that a message begins on, each plural form one of its own; obsolete ones have that state.

    Raises FormatError where the file is of another language, and where nothing says which way it goes.
    """
    codec, said = wanted.encoding, None
    if not codec and (label := charset(path)):
        codec, said = settled(path, label, wanted.languages)
    if said:
        yield Note(0, said)
    messages = po_messages(path, codec)
    sample = list(islice(messages, SAMPLE))
    file, notes = _known(path, sample, wanted)
    yield from notes
    for one in chain(sample, messages):
        if one.fault:
            yield Refused(one.row, one.fault)
        elif one.is_head:
            file.head = PoHead.of(one.texts.get("msgstr", ""))
        elif one.texts:
            yield from _entries(one, file)
    if file.bare:
        told = counted(
            "{count} message id is a key, and no text in {source} stands beside it",
            "{count:,} message ids are keys, and no texts in {source} stand beside them",
            file.bare,
            source=file.languages[0],
        )
        yield Note(0, told)


def _known(path: Path, sample: Sequence[PoMessage], wanted: Wanted) -> tuple[_File, Sequence[Note | Refused]]:
    head = next((PoHead.of(one.texts.get("msgstr", "")) for one in sample if one.is_head and not one.fault), PoHead())
    spoken = [one for one in sample if one.texts.get("msgid") and not one.fault]
    if not spoken:
        said = [] if head.fields or any(one.fault for one in sample) else [Refused(0, "there is no message in it")]
        return _File(head, wanted.languages), said
    ids = [one.texts["msgid"] for one in spoken if not one.obsolete] or [one.texts["msgid"] for one in spoken]
    keyed = bool(ids) and sum(1 for text in ids if _KEY.fullmatch(text)) * 2 > len(ids)
    pairs = (("" if keyed else one.texts["msgid"], one.texts[form]) for one in spoken for form in one.forms)
    languages, notes = direction(head, path, Votes.of(pairs, wanted.languages), wanted, keyed=keyed)
    file = _File(head, languages, keyed)
    if keyed and (beside := _beside(path, languages)):
        file.texts = {
            one.texts["msgid"]: one.texts[one.forms[0]]
            for one in po_messages(beside, wanted.encoding)
            if one.texts.get("msgid") and one.forms and not one.fault
        }
        notes.append(Note(0, message("its message ids are keys; their texts are those of {path}", path=beside.name)))
    return file, notes


def _beside(path: Path, languages: tuple[str, str]) -> Path | None:
    """The file of the source's language, where this file's name says the target's: `en.po` beside `ko.po`."""
    source, target = languages
    if target.split("-")[0] == "en":
        return None  # where ids are keys, the English file is the source's
    for at in range(len(path.parts) - 1, max(-1, len(path.parts) - 4), -1):
        pieces = re.split(r"([._-])", path.parts[at])
        named = [source if regional_code(piece) == target else piece for piece in pieces]
        if named != pieces:
            found = Path(*path.parts[:at], "".join(named), *path.parts[at + 1 :])
            return found if found.is_file() and found != path else None
    return None


def _entries(one: PoMessage, file: _File) -> Iterator[Entry | Refused]:
    texts, forms = one.texts, one.forms
    if "msgid" not in texts or not forms:
        yield Refused(one.row, "a message without " + ("msgstr" if "msgid" in texts else "msgid"))
        return
    sources = [texts["msgid"], texts.get("msgid_plural", texts["msgid"])]
    singular = file.head.singular(len(forms))
    for form in forms:
        number = form[7:-1] if form.endswith("]") else ""
        plural = number if "msgid_plural" in texts else ""
        source = sources[bool(number) and int(number[:6]) != singular]
        yield _entry(one, file, source, texts[form], plural, len(forms) > 1)


def _entry(one: PoMessage, file: _File, source: str, target: str, plural: str, several: bool) -> Entry:
    facts = one.facts if file.head.ours else {}
    context = one.texts.get("msgctxt", "")
    unit = context + (f"[{plural}]" if several else "")
    if file.keyed and _KEY.fullmatch(source):
        unit, source = f"{source}{unit}", _text_of(source, one, file)
    elif not context and (found := _CONTEXT.fullmatch(source)):
        context, source = found[1], found[2]
    a, b = (file.languages[0], source), (file.languages[1], target)
    if facts.get("direction") == f"{b[0]}-{a[0]}":
        a, b = b, a
    key = key_of(unit) if file.head.ours else ""
    comments = one.comments if file.head.ours else [*one.comments, *one.extracted]
    document, origin, status, kind, licence = (facts.get(name, "") for name in _FACTS)
    return Entry(
        one.row,
        a,
        b,
        unit="" if key else unit,
        key=key,
        comment="\n".join(comments),
        flags=() if file.head.ours else tuple(sorted(one.flags & {"fuzzy"})),
        state=_state(one, source, target, ours=file.head.ours),
        context="" if key else context,
        plural=plural,
        previous=one.previous.get("msgid_plural" if plural not in ("", "0") else "msgid", ""),
        document=document,
        origin=origin,
        status=status,
        kind=kind,
        licence=licence,
    )


def _state(one: PoMessage, source: str, target: str, *, ours: bool) -> str:
    if one.obsolete:
        return OBSOLETE
    if not source.strip() or not target.strip():
        return UNTRANSLATED
    # in an export of ours a fuzzy message is a pair that nobody has reviewed, and says so besides
    return FUZZY if "fuzzy" in one.flags and not ours else ""


def _text_of(key: str, one: PoMessage, file: _File) -> str:
    """The text that a key stands for: as a file beside this one has it, or a comment, as Zope writes it; else empty."""
    default = one.facts.get("Default", "")
    text = file.texts.get(key) or default.removeprefix('"').removesuffix('"')
    file.bare += not text
    return text
