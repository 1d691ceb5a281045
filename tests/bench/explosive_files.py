"""Small files that are a lot of work: each kind of explosion that a reader of pairs may meet, and what its refusal says.

`hostile.py` reads them whole, `tests/test_limits.py` under small limits.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


@dataclass(frozen=True)
class Explosion:
    """name: of the file; make: its bytes, for a size; size: at which it is over the limit; said: what its refusal says; sound:
    pairs that are read of it all the same."""

    name: str
    make: Callable[[int], bytes]
    size: int
    said: str
    sound: int = 0


def workbook(sheet: str, strings: str = "", parts: int = 0, *, packed: bool = True) -> bytes:
    """A workbook of one sheet. strings: shared ones; parts: empty ones beside it."""
    made = io.BytesIO()
    relations = f'<Relationship Id="r1" Type="{_RELATIONS}/worksheet" Target="s.xml"/>'
    types = ["spreadsheetml.sheet.main", "spreadsheetml.worksheet", "spreadsheetml.sharedStrings"]
    names = ("workbook", "s", "sharedStrings")
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for name, kind in zip(names, types, strict=True)
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as book:
        default = f'<Default Extension="rels" ContentType="{rels}"/>'
        book.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types">{default}{overrides}</Types>')
        target = f'<Relationship Id="r1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
        book.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{target}</Relationships>')
        sheets = '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}">{sheets}</workbook>')
        relations += f'<Relationship Id="r2" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        book.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        )
        book.writestr("xl/s.xml", f'<worksheet xmlns="{_SHEET}">{sheet}</worksheet>')
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_SHEET}">{strings}</sst>')
        for at in range(parts):
            book.writestr(f"x{at}", "")
    return made.getvalue()


def _row(number: int, *cells: tuple[str, str]) -> str:
    written = "".join(f'<c r="{at}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in cells)
    return f'<row r="{number}">{written}</row>'


def _sheet(*rows: str, after: str = "") -> str:
    return f"<sheetData>{_row(1, ('A', 'ko'), ('B', 'en'))}{''.join(rows)}</sheetData>{after}"


def _shared(size: int) -> bytes:
    rows = "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c><c r="B{at}" t="s"><v>0</v></c></row>' for at in range(2, 400)
    )
    return workbook(_sheet(rows), f"<si><t>{'가' * size}</t></si>", packed=False)


def _dictionary(size: int) -> bytes:
    import pyarrow as pa

    many = pa.DictionaryArray.from_arrays(pa.array([0] * 400, pa.int32()), pa.array(["가" * size]))
    return parquet({"ko": many, "en": ["a"] * 400})


def _repeated(size: int) -> bytes:
    import pyarrow as pa

    same = [pa.DictionaryArray.from_arrays(pa.array([0] * size, pa.int32()), pa.array([text])) for text in ("가", "a")]
    return parquet({"ko": same[0], "en": same[1]})


def parquet(columns: dict[str, Any]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)
    return made.getvalue()


def _tmx(unit: str, before: str = "") -> bytes:
    return f'{before}<tmx version="1.4"><header srclang="en"/><body>{unit}{_UNIT}</body></tmx>'.encode()


_UNIT = '<tu><tuv xml:lang="en"><seg>a</seg></tuv><tuv xml:lang="ko"><seg>가</seg></tuv></tu>'
_BODY = '<xliff version="1.2"><file source-language="en" target-language="ko"><body>'
_PO = 'msgid ""\nmsgstr ""\n"Language: ko\\n"\n\n'
_MESSAGE = '\nmsgid "b"\nmsgstr "가"\n'
_POUND = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9))

EXPLOSIONS = {
    "gzip that unpacks to a thousand times": Explosion(
        "p.tsv.gz", lambda size: gzip.compress(b"ko\ten\n" + b"x\n" * size, 1), 2_100_000_000, "it unpacks to over"
    ),
    "columns by the million": Explosion(
        "p.csv", lambda size: b"ko,en" + b",x" * size + "\n가,a\n".encode(), 1_000_000, "over 16,384 columns"
    ),
    "columns of Parquet": Explosion(
        "p.parquet",
        lambda size: parquet({"ko": ["가"], "en": ["a"], **{f"c{at}": ["x"] for at in range(size)}}),
        17_000,
        "columns, over 16,384",
    ),
    "one text for all rows of Parquet": Explosion("p.parquet", _dictionary, 4_000_000, "its texts are over"),
    "rows of Parquet by the hundred million": Explosion("p.parquet", _repeated, 100_000_001, "rows, over 100,000,000"),
    "a workbook with a part that is nearly empty": Explosion(
        "p.xlsx", lambda size: workbook(_sheet(_row(2, ("A", "x" * size)))), 50_000_000, "times what it is"
    ),
    "a workbook of many parts": Explosion("p.xlsx", lambda size: workbook(_sheet(), parts=size), 10_001, "parts, over 10,000"),
    "a workbook whose cells share a long text": Explosion("p.xlsx", _shared, 4_000_000, "its texts are over"),
    "a row that is far away": Explosion(
        "p.xlsx", lambda size: workbook(_sheet(_row(size, ("A", "가"), ("B", "a")))), 900_000_000, "", sound=1
    ),
    "a column that is far away": Explosion(
        "p.xlsx", lambda _: workbook(_sheet(_row(2, ("A", "가"), ("ZZZZZZ", "a")))), 0, "over 16,384 columns"
    ),
    "elements in each other": Explosion(
        "p.xlf", lambda size: (_BODY + "<group>" * size).encode(), 100_000, "over 200 elements in each other"
    ),
    "an attribute without an end": Explosion(
        "p.tmx", lambda size: _tmx(f'<tu a="{"x" * size}">'), 8_000_000, "a tag of over", sound=0
    ),
    "attributes by the million": Explosion(
        "p.tmx", lambda size: _tmx("<tu " + " ".join(f"a{at}='x'" for at in range(size)) + ">"), 500_000, "a tag of over"
    ),
    "a billion laughs": Explosion(
        "p.tmx",
        lambda _: _tmx('<tu><tuv xml:lang="en"><seg>&j;</seg></tuv></tu>', f"<!DOCTYPE tmx [<!ENTITY a 'ha'>{_POUND}]>"),
        0,
        "Entity 'j' not defined",
        sound=1,
    ),
    "comments that never end": Explosion("p.tmx", lambda size: _tmx("<!--" * size), 500_000, "over 10,000 faults"),
    "lists in lists": Explosion(
        "p.jsonl",
        lambda size: b"[" * size + '\n{"translation": {"ko": "가", "en": "a"}}\n'.encode(),
        1_000_000,
        "recursion",
        sound=1,
    ),
    "a string of many lines": Explosion(
        "p.po",
        lambda size: (f'{_PO}msgid "a"\nmsgstr ""\n' + '"aaaaaaaaaaaaaaaa"\n' * size + _MESSAGE).encode(),
        400_000,
        "over 200,000 characters",
        sound=1,
    ),
    "empty lines before a head": Explosion("p.po", lambda size: ("\n" * size + _PO + _MESSAGE).encode(), 250_000, "", sound=1),
    "a plural form with a number of thousands of digits": Explosion(
        "p.po",
        lambda size: f'{_PO}msgid "a"\nmsgid_plural "b"\nmsgstr[{"1" * size}] "가"\n'.encode(),
        5_000,
        "",
        sound=1,
    ),
    "NUL without end": Explosion(
        "p.csv", lambda size: b"ko,en\n" + b"\0" * size + ",a\n가,a\n".encode(), 3_000_000, "U+0000", sound=1
    ),
}


def nested_yaml(levels: int) -> str:
    """Aliases that stand for nine to the power of `levels` nodes."""
    rows = [f"{chr(98 + at)}: &{chr(98 + at)} [{','.join(['*' + chr(97 + at)] * 9)}]" for at in range(levels)]
    return "\n".join(["a: &a [x,x,x,x,x,x,x,x,x]", *rows, "license: cc0", ""])
