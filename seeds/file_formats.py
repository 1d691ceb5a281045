"""What a file is that is no text for us: told by its first bytes, by how its text begins, or by the end of its name.

The rows of `FORMATS` are tried in order: first the bytes, then the text, both from the most particular to the most general,
then the name, since `x.txt` may hold subtitles and `x.html` a page that begins with anything. Each has an example that is its
test. A reader for one of them takes its row away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from jjak.seeds.errors import DocumentError
from jjak.seeds.message import Message, message

HEAD = 4_000  # characters of a text that its beginning is looked for in


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that is recognised and not read as a document.

    Attributes:
        name: As people call it; a message where it is said in words.
        suffixes: Ends of names, without their dot.
        magic: What a file's bytes begin with, as a pattern.
        begins: What a text of it begins with, as a pattern; white space before it is passed over.
        holds: What must be true of the whole text as well.
        imported: It holds pairs of texts, which `jjak import` reads.
        container: It may be any of several formats, which the name tells.
        example: A file of it.
        read: A reader of ours reads it as a document.
    """

    name: str | Message
    suffixes: tuple[str, ...] = ()
    magic: bytes = b""
    begins: str = ""
    holds: Callable[[str], bool] | None = None
    imported: bool = False
    container: bool = False
    example: bytes = b""
    read: bool = False


def _closed(text: str) -> bool:
    """Whether the element that a text begins with ends it, or a part of it ends in another: prose begins with no such thing."""
    first = re.match(r"\s*<([\w.:-]+)", text)
    return first is not None and (text.rstrip().endswith((f"</{first[1]}>", "/>")) or text.rstrip().endswith("</html>"))


def _tagged(text: str) -> bool:
    """Whether a text has as many tags of HTML as a page or a part of one."""
    return len(re.findall(r"</(?:p|div|h[1-6]|ul|ol|li|table|tr|td|span|a|b|i|em|strong|section|article)>", text, re.I)) > 1


def _parsed(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list) and '"' in text
    except (ValueError, RecursionError):
        return False


def _lines_parsed(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and all(line.lstrip().startswith("{") and _parsed(line) for line in lines[:2])


def _addressed(text: str) -> bool:
    """Whether the head of a text is a message's: a memo has `To:` and `From:` too, and no addresses."""
    head = re.split(r"\n[ \t]*\n", text.lstrip(), maxsplit=1)[0]
    fields = re.findall(r"^([A-Za-z][A-Za-z-]*):", head, re.M)
    known = {"from", "to", "cc", "subject", "date", "reply-to", "sender"} & {field.lower() for field in fields}
    technical = re.search(r"^(Message-ID|Received|MIME-Version|Return-Path|Delivered-To|Content-Type):", head, re.M | re.I)
    address = re.search(r"^(?:From|To|Sender|Reply-To):.*\S@\S", head, re.M | re.I)
    lines = head.split("\n")
    shaped = all(re.match(r"[A-Za-z][A-Za-z-]*:|[ \t]+\S|>?From ", line) for line in lines)
    return shaped and len(known) > 1 and bool(technical or address)


def _timed(text: str) -> bool:
    return "-->" in text


def _unfinished(text: str) -> bool:
    """Whether a text does not end as a sentence does: `{"a": 1} is a set.` is prose."""
    return not text.rstrip().endswith((".", "!", "?", "。"))


def _translated(text: str) -> bool:
    return re.search(r'^msgstr(?:\[\d\])? ?"', text, re.M) is not None


_STAMP = r"\d{1,3}:\d\d(?::\d\d(?:[,.]\d{1,3})?|[,.]\d{1,3})"
_COMMENTS = r"(?:<\?xml[^>]*\?>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*"
_TAG = _COMMENTS + r"(?:<!DOCTYPE[^>]*>\s*)?"  # what may stand before the first element
_PARTS = "p|div|h[1-6]|ul|ol|dl|table|section|article|main|nav|header|span|title|meta|font|center|script|style|link"
_PROGRAMS = "py|js|mjs|ts|tsx|jsx|c|h|cc|cpp|hpp|cs|java|kt|go|rs|rb|php|pl|lua|r|swift|scala|sh|bash|ps1|bat|css|scss|sql|vue"
_MAIL = message("an e-mail message")


def _zip(kind: bytes) -> bytes:
    return rb"PK\x03\x04(?s:.{0,3000}?)" + kind


BINARY = (
    FileFormat("PDF", ("pdf",), rb"\s*%PDF-\d\.\d\s", example=b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF"),
    FileFormat("PostScript", ("ps", "eps"), rb"%!PS(?:-Adobe|\s)", example=b"%!PS-Adobe-3.0\n(Tree) show"),
    FileFormat("EPUB", ("epub",), _zip(b"application/epub"), example=b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/epub+zip"),
    FileFormat("HWPX", ("hwpx",), _zip(b"application/hwp"), example=b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/hwp+zip"),
    FileFormat(
        "OpenDocument",
        ("odt", "ods", "odp", "odg", "ott"),
        _zip(b"application/vnd.oasis"),
        example=b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text",
    ),
    FileFormat(
        "DOCX",
        ("docx", "docm", "dotx"),
        _zip(b"word/"),
        example=b"PK\3\4" + b"\0" * 26 + b"word/document.xml",
        read=True,
    ),
    FileFormat("PPTX", ("pptx", "pptm"), _zip(b"ppt/"), example=b"PK\3\4" + b"\0" * 26 + b"ppt/presentation.xml"),
    FileFormat("XLSX", ("xlsx", "xlsm"), _zip(b"xl/"), imported=True, example=b"PK\3\4" + b"\0" * 26 + b"xl/workbook.xml"),
    FileFormat(
        "HWP", ("hwp",), rb"HWP Document File V\d|\xd0\xcf\x11\xe0(?s:.*?)HWP Document File", example=b"HWP Document File V3.00"
    ),
    FileFormat(
        message("an Office document of before 2007"),
        ("doc", "xls", "ppt"),
        rb"\xd0\xcf\x11\xe0",
        container=True,
        example=b"\xd0\xcf\x11\xe0\xa1",
    ),
    FileFormat(
        message("an archive"),
        ("zip", "gz", "tgz", "bz2", "xz", "7z", "rar", "tar", "zst"),
        rb"PK[\x03\x05]|\x1f\x8b|BZh\d1AY|\xfd7zXZ|7z\xbc\xaf|Rar!\x1a|\x28\xb5\x2f\xfd",
        container=True,
        example=b"PK\3\4" + b"\0" * 26 + b"trees.txt",
    ),
    FileFormat(
        message("an image"),
        ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "ico", "heic", "avif"),
        rb"\x89PNG|\xff\xd8\xff|GIF8[79]a(?s:.{0,7}?)[\0-\x08]|II\*\0|MM\0\*|RIFF(?s:.{4})WEBP|BM(?s:.{4})\0\0\0\0",
        example=b"GIF89a\1\1\1\1",
    ),
    FileFormat(
        message("a recording"),
        ("mp3", "mp4", "m4a", "mov", "avi", "mkv", "wav", "flac", "ogg", "webm"),
        rb"ID3[\x02-\x04]|(?s:.{4})ftyp|RIFF(?s:.{4})(?:WAVE|AVI )|fLaC\0|OggS\0|\x1aE\xdf\xa3",
        example=b"fLaC\0\0\0\x22",
    ),
    FileFormat(message("a database"), ("db", "sqlite", "sqlite3"), rb"SQLite format 3\0", example=b"SQLite format 3\0\x10"),
    FileFormat("Parquet", ("parquet",), rb"PAR1(?s:.*)PAR1\Z", imported=True, example=b"PAR1\x15\4PAR1"),
    FileFormat(
        message("a compiled catalogue of gettext"),
        ("mo", "gmo"),
        rb"\xde\x12\x04\x95|\x95\x04\x12\xde",
        example=b"\xde\x12\x04\x95\0",
    ),
)
WRITTEN = (
    FileFormat("TMX", ("tmx",), begins=_TAG + r"<tmx[\s>]", imported=True, example=b'<tmx version="1.4"><body/></tmx>'),
    FileFormat(
        "XLIFF",
        ("xlf", "xliff", "sdlxliff", "mqxliff", "mxliff"),
        begins=_TAG + r"<(?:\w+:)?xliff[\s>]",
        imported=True,
        example=b'<?xml version="1.0"?>\n<xliff version="1.2"/>',
    ),
    FileFormat(
        "TTML", ("ttml", "dfxp"), begins=_TAG + r"<(?:\w+:)?tt[\s>]", holds=_closed, example=b'<tt xml:lang="ko"><body/></tt>'
    ),
    FileFormat("SVG", ("svg",), begins=_TAG + r"<svg[\s>]", example=b'<svg width="1"><text>Tree</text></svg>'),
    FileFormat(
        "SAMI", ("smi", "sami"), begins=_TAG + r"<SAMI[\s>]", example=b"<SAMI>\n<BODY>\n<SYNC Start=1000><P Class=KRCC>Tree"
    ),
    FileFormat(
        "HTML",
        ("html", "htm", "xhtml", "shtml", "mht", "mhtml"),
        begins=_COMMENTS + r"(?:<!DOCTYPE\s+html|<(?:html|head|body)[\s>])",
        example=b"<!DOCTYPE html>\n<title>Trees</title><p>A tree.</p>",
    ),
    FileFormat(
        "HTML",
        begins=_COMMENTS + rf"<(?:{_PARTS})(?:\s[^<>]*)?>",
        holds=_tagged,
        example=b"<div><p>A tree.</p><p>A wood.</p></div>",
    ),
    FileFormat(
        "XML",
        ("xml", "xsl", "rss", "atom", "opml", "resx", "plist"),
        begins=r"<\?xml\s",
        example=b'<?xml version="1.0"?>\n<trees/>',
    ),
    FileFormat("XML", begins=r"<[A-Za-z_][\w.:-]*(?:\s[^<>]*)?>", holds=_closed, example=b"<trees><tree>Oak</tree></trees>"),
    FileFormat("RTF", ("rtf",), begins=r"\{\\rtf", example=rb"{\rtf1\ansi A tree.\par}"),
    FileFormat(
        "WebVTT",
        ("vtt",),
        begins=r"WEBVTT(?:[ \t][^\n]*)?(?:\r?\n|\Z)",
        holds=_timed,
        example=b"WEBVTT\n\n00:01.000 --> 00:03.500\nA tree.",
        read=True,
    ),
    FileFormat(
        "SRT",
        ("srt",),
        begins=rf"(?:\d+[ \t]*\r?\n\s*)?{_STAMP}[ \t]*-->[ \t]*{_STAMP}",
        example=b"1\n00:00:01,000 --> 00:00:03,500\nA tree.",
        read=True,
    ),
    FileFormat(
        "SubStation",
        ("ass", "ssa"),
        begins=r"\[Script Info\]|Dialogue: [^\n]*\d:\d\d:\d\d\.\d",
        example=b"[Script Info]\nTitle: Trees",
    ),
    FileFormat("MicroDVD", ("sub",), begins=r"\{\d+\}\{\d+\}", example=b"{0}{25}A tree.\n{26}{50}A wood."),
    FileFormat("SBV", ("sbv",), begins=r"\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+", example=b"0:00:01.000,0:00:03.500\nA tree."),
    FileFormat(
        "LRC", ("lrc",), begins=r"(?:\[[a-z]+:[^\]\n]*\]\s*)*\[\d+:\d\d\.\d+\]", example=b"[ti:Trees]\n[00:01.00]A tree."
    ),
    FileFormat(
        "gettext PO",
        ("po", "pot"),
        begins=r'(?:#[^\n]*\n\s*)*(?:domain "[^\n]*\n\s*)?(?:msgctxt "[^\n]*\n\s*(?:"[^\n]*\n\s*)*)?msgid "',
        holds=_translated,
        imported=True,
        example=b'msgid "Tree"\nmsgstr "Baum"\n',
    ),
    FileFormat(
        "JSON Lines", ("jsonl", "ndjson"), begins=r"\{", holds=_lines_parsed, imported=True, example=b'{"a": "x"}\n{"a": "y"}\n'
    ),
    FileFormat("JSON", ("json", "geojson", "json5", "ipynb"), begins=r"[\[{]", holds=_parsed, example=b'{"title": "Trees"}'),
    FileFormat(
        "JSON", begins=r'[\[{]\s*(?:\{\s*)?"[^"\n]*"\s*:\s*["\[{\d]', holds=_unfinished, example=b'{"title": "Trees", "body": '
    ),
    FileFormat(
        _MAIL,
        ("eml", "mbox", "msg", "emlx"),
        begins=r"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) +[a-z]{3} +\d+ \d\d:\d\d",
        example=b"From a@example.org Mon Nov 11 10:00:00 2024\nSubject: Trees\n\nA tree.",
    ),
    FileFormat(
        _MAIL,
        begins=r"[A-Za-z][A-Za-z-]*: ?\S",
        holds=_addressed,
        example=b"From: Kim <kim@example.org>\nSubject: Trees\n\nA tree.",
    ),
    FileFormat(
        "LaTeX",
        ("tex", "ltx", "sty", "cls", "bib"),
        begins=r"(?:%[^\n]*\n\s*|\\[a-zA-Z]+[^\n]*\n\s*)*\\(?:documentclass|documentstyle|begin\{document\})",
        example=b"\\documentclass{article}\n\\begin{document}\nA tree.",
    ),
    FileFormat(
        message("a pointer of Git LFS"),
        begins=r"version https://git-lfs\.github\.com/spec",
        example=b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n",
    ),
    FileFormat(
        message("a calendar or an address book"),
        ("ics", "vcf"),
        begins=r"BEGIN:V(?:CALENDAR|CARD)\s",
        example=b"BEGIN:VCARD\nFN:Kim\nEND:VCARD",
    ),
    FileFormat(
        message("a patch"), ("patch", "diff"), begins=r"diff --git |--- [^\n]*\n\+\+\+ ", example=b"diff --git a/x b/x\n"
    ),
    FileFormat(
        message("source code"),
        tuple(_PROGRAMS.split("|")),
        begins=r"#!\s?/|<\?php\s",
        example=b"#!/bin/sh\necho tree\n",
    ),
    FileFormat("CSV", ("csv",), imported=True),
    FileFormat("TSV", ("tsv", "tab"), imported=True),
    FileFormat("YAML", ("yaml", "yml")),
    FileFormat("TOML", ("toml",)),
    FileFormat(message("a file of settings"), ("ini", "cfg", "conf", "properties", "strings")),
)
FORMATS = (*BINARY, *WRITTEN)
_BEGINS = [(one, re.compile(one.begins, re.IGNORECASE | re.DOTALL)) for one in WRITTEN if one.begins]
_MAGIC = [(one, re.compile(one.magic)) for one in BINARY]
_SUFFIXES = {suffix: one for one in FORMATS for suffix in one.suffixes}


def format_of_bytes(raw: bytes, name: str = "") -> FileFormat | None:
    """The format whose first bytes a file has, if any; what is in a container, its name says best."""
    found = next((one for one, pattern in _MAGIC if pattern.match(raw)), None)
    named = format_of_name(name)
    return named if found is not None and found.container and named in BINARY else found


def format_of_text(text: str) -> FileFormat | None:
    """The format that a text begins as, if any."""
    body = text.lstrip().lstrip("\ufeff")
    head = body[:HEAD]
    return next((one for one, pattern in _BEGINS if pattern.match(head) and (one.holds is None or one.holds(body))), None)


def format_of_name(name: str) -> FileFormat | None:
    """The format that the end of a name says, if any."""
    stem, dot, suffix = name.rpartition(".")
    return _SUFFIXES.get(suffix.lower()) if dot and stem else None


def refusal(found: FileFormat) -> DocumentError:
    """The error that says what a file is and what to do with it."""
    if found.imported:
        return DocumentError("{kind} is not read as a document; take its pairs in with `jjak import`", kind=found.name)
    return DocumentError("{kind} is not read yet; convert it to text first", kind=found.name)
