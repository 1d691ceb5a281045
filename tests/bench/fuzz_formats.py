"""Nothing of a file vanishes: `python tests/bench/fuzz_formats.py [N] [--seed 1] [--only tmx]`.

Each input is a sound file with a fault in one of its parts (its head, a unit, its end): bytes changed, cut out or doubled,
marks of the format put in, its lines turned round, or the file cut off there. Of every unit that the fault left alone the pair
must still be given, in its own languages, or the file be refused by name; what became of the broken one must be said; no text
may hold U+FFFD, and no exception but ours may come. What does not hold is printed with the input's number, and the run fails.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from jjak.corpora.formats import Entry, Note, Refused, Wanted, reader_of
from jjak.seeds.errors import JjakError

COUNT = 8  # units of a file
HANGUL = re.compile("[가-힣]")
WANTED = Wanted(("ko", "en"))


def pair(at: int) -> tuple[str, str]:
    return f"{at}번 등불을 켜고 {at}번 문을 닫아라.", f"Light lamp {at} and shut door {at}."


@dataclass(frozen=True)
class Made:
    """A sound file: what stands before its units, these, and what ends it. files: the files that its parts make, by their
    suffix, the one to be read first; between: what parts the lines of two files in a unit; ends: what a refusal says that ends
    a file of this form, or refuses it whole."""

    suffix: str
    head: bytes
    units: Sequence[bytes]
    tail: bytes = b""
    files: Callable[[Sequence[bytes]], Mapping[str, bytes]] | None = None
    between: bytes = b"\n"
    ends: str = ""

    @property
    def parts(self) -> list[bytes]:
        return [self.head, *self.units, self.tail]

    def write(self, parts: Sequence[bytes], folder: Path) -> Path:
        """The file that these parts make, beside those that belong to it."""
        files = self.files(parts) if self.files else {self.suffix: b"".join(parts)}
        paths = [folder / f"x.{suffix}" for suffix in files]
        for path, raw in zip(paths, files.values(), strict=True):
            path.write_bytes(raw)
        return paths[0]


def _delimited(count: int, suffix: str, mark: str, codec: str = "utf-8") -> Made:
    rows = [f"{at}{mark}{pair(at)[1]}{mark}{pair(at)[0]}\n".encode(codec) for at in range(count)]
    return Made(suffix, f"id{mark}en{mark}ko\n".encode(codec), rows)


def _tmx(count: int, codec: str, label: str) -> Made:
    head = f'<?xml version="1.0" encoding="{label}"?>\n<tmx version="1.4"><header srclang="en"/><body>\n'
    unit = '<tu tuid="{}"><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="ko"><seg>{}</seg></tuv></tu>\n'
    units = [unit.format(at, pair(at)[1], pair(at)[0]).encode(codec) for at in range(count)]
    return Made("tmx", head.encode(codec), units, "</body></tmx>\n".encode(codec))


def _xliff(count: int) -> Made:
    head = '<xliff version="1.2"><file original="f" source-language="en" target-language="ko"><body>\n'
    unit = '<trans-unit id="{}"><source>{}</source><target state="translated">{}</target></trans-unit>\n'
    units = [unit.format(at, pair(at)[1], pair(at)[0]).encode() for at in range(count)]
    return Made("xlf", head.encode(), units, b"</body></file></xliff>\n")


def _xliff2(count: int) -> Made:
    head = '<xliff version="2.0" srcLang="en" trgLang="ko"><file id="f">\n'
    unit = '<unit id="{}"><segment><source>{}</source><target>{}</target></segment></unit>\n'
    units = [unit.format(at, pair(at)[1], pair(at)[0]).encode() for at in range(count)]
    return Made("xliff", head.encode(), units, b"</file></xliff>\n")


def _po(count: int, codec: str, label: str) -> Made:
    head = f'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset={label}\\n"\n'
    units = [f'\nmsgid "{pair(at)[1]}"\nmsgstr "{pair(at)[0]}"\n'.encode(codec) for at in range(count)]
    return Made("po", head.encode(codec), units)


def _jsonl(count: int) -> Made:
    rows = [f'{{"translation": {{"ko": "{pair(at)[0]}", "en": "{pair(at)[1]}"}}}}\n'.encode() for at in range(count)]
    return Made("jsonl", b"", rows)


_BETWEEN = b"\x1e"


def _moses(count: int) -> Made:
    """Each unit is a line of one file and a line of the other."""

    def files(parts: Sequence[bytes]) -> Mapping[str, bytes]:
        sides = [part.partition(_BETWEEN) for part in parts]
        return {"ko": b"".join(side[2] for side in sides), "en": b"".join(side[0] for side in sides)}

    units = [f"{pair(at)[1]}\n".encode() + _BETWEEN + f"{pair(at)[0]}\n".encode() for at in range(count)]
    return Made("ko", b"", units, files=files, between=b"\n" + _BETWEEN, ends="no pair of them can be trusted")


_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKED = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/s.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_LINKS}/worksheet" Target="s.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_LINKS}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
    "</workbook>",
}


def _xlsx(count: int) -> Made:
    """The fault is in the sheet; a broken archive is refused before anything of it is read."""

    def row(number: int, *cells: str) -> bytes:
        made = "".join(
            f'<c r="{name}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for name, text in zip("ABC", cells, strict=True)
        )
        return f'<row r="{number}">{made}</row>\n'.encode()

    def files(parts: Sequence[bytes]) -> Mapping[str, bytes]:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as book:
            for name, text in _PACKED.items():
                book.writestr(name, text)
            book.writestr("xl/s.xml", b"".join(parts))
        return {"xlsx": made.getvalue()}

    head = f'<worksheet xmlns="{_SHEET}"><sheetData>\n'.encode() + row(1, "id", "en", "ko")
    units = [row(at + 2, str(at), pair(at)[1], pair(at)[0]) for at in range(count)]
    return Made("xlsx", head, units, b"</sheetData></worksheet>", files, ends="not a workbook from here on")


def _parquet(count: int) -> Made:
    """The file is one part: what is broken of it can be known by its checksums only."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    made = io.BytesIO()
    table = pa.table({"ko": [pair(at)[0] for at in range(count)], "en": [pair(at)[1] for at in range(count)]})
    pq.write_table(table, made, write_page_checksum=True)
    return Made("parquet", made.getvalue(), [b""] * count, ends="not Parquet from here on")


SOUND: Mapping[str, Callable[[int], Made]] = {
    "csv": partial(_delimited, suffix="csv", mark=","),
    "csv in CP949": partial(_delimited, suffix="csv", mark=";", codec="cp949"),
    "tsv": partial(_delimited, suffix="tsv", mark="\t"),
    "tmx": partial(_tmx, codec="utf-8", label="utf-8"),
    "tmx in CP949": partial(_tmx, codec="cp949", label="euc-kr"),
    "xliff": _xliff,
    "xliff2": _xliff2,
    "po": partial(_po, codec="utf-8", label="UTF-8"),
    "po in CP949": partial(_po, codec="cp949", label="EUC-KR"),
    "jsonl": _jsonl,
    "moses": _moses,
    "xlsx": _xlsx,
    "parquet": _parquet,
}


@cache
def sound(name: str, count: int = COUNT) -> Made:
    return SOUND[name](count)


_MARKS = rb'''" , ; & < > &a; ]]> <!-- <![CDATA[ <? </tu> <tu> <seg> </seg> </trans-unit> <unit> #~ #, \ msgid msgstr { } ""'''
MARKS = [b"\n", b'\n"', b"\r\n", b"\t", b"\xff", b"\xe9", *_MARKS.split(b" ")]


def fault(part: bytes, other: bytes, chance: random.Random) -> bytes:
    """A part with one fault."""
    at = chance.randrange(len(part) + 1)
    end = min(len(part), at + chance.choice((1, 1, 2, 8, 40)))
    kind = chance.randrange(6)
    if kind == 0:
        return part[:at] + bytes([chance.randrange(256)]) + part[at + 1 :]
    if kind == 1:
        return part[:at] + part[end:]
    if kind == 2:
        return part[:at] + part[at:end] * 2 + part[end:]
    if kind == 3:
        return part[:at] + chance.choice(MARKS) + part[at:]
    if kind == 4:
        return other + part  # a unit twice
    return b"\n".join(reversed(part.split(b"\n")))


def spoilt(made: Made, chance: random.Random) -> tuple[list[bytes], set[int], str]:
    """A file's parts with a fault in one, the units that it left alone, and what the broken part is: `head`, `unit` or neither.

    What a broken head said is gone, and units may be refused for it, each by name.
    """
    parts, count = list(made.parts), len(made.units)
    at = chance.choice([at for at, part in enumerate(parts) if part])
    if chance.random() < 0.15:
        cut = chance.randrange(len(parts[at]) + 1)
        return [*parts[:at], parts[at][:cut]], set(range(at - 1)), "" if at else "head"
    parts[at] = fault(parts[at], made.units[0], chance)
    # a line that loses its end takes the next with it
    joined = not parts[at].endswith(b"\n") or (made.between in made.parts[at] and made.between not in parts[at])
    touched = {at - 1, at} if joined else {at - 1}
    if made.parts[at][:1] == b"\n" != parts[at][:1]:
        touched.add(at - 2)  # and so does one that loses the blank line before it
        joined = True
    spoken = 0 < at <= count and not joined and len(parts[at].strip()) > 20
    return parts, set(range(count)) - touched, "unit" if spoken else "" if at else "head"


def tried(name: str, seed: int, at: int, folder: Path, count: int = COUNT) -> tuple[Counter[str], str]:
    """What came of an input, and what does not hold of it, or nothing. count: how many units its file has."""
    chance = random.Random(f"{name} {seed} {at}")
    made = sound(name, count)
    parts, whole, broken = spoilt(made, chance)
    path = made.write(parts, folder)
    try:
        given = list(reader_of(path, WANTED)[1](path, WANTED))
    except JjakError as error:
        return Counter(["files refused"]), "" if str(error) else "an error without a word"
    except Exception as error:
        return Counter(["broken"]), f"{type(error).__name__}: {error}"
    found = Counter(type(one).__name__ for one in given)
    if made.ends and any(isinstance(one, Refused) and made.ends in one.reason for one in given):
        return found, ""
    entries = [one for one in given if isinstance(one, Entry)]
    if made.suffix == "xlsx" and broken == "head" and len(given) >= count:
        whole = set()  # the names of columns may stand above others now, and a sheet has no width that would deny it
    return found, wrong_of(entries, given, whole, broken, b"".join(parts), count)


def wrong_of(
    entries: Sequence[Entry],
    given: Sequence[Entry | Note | Refused],
    whole: set[int],
    broken: str,
    raw: bytes,
    count: int = COUNT,
) -> str:
    refused = [one for one in given if isinstance(one, Refused)]
    if broken == "head" and (len(entries) + len(refused) >= count or any(one.row == 0 for one in refused)):
        whole = {at for at in whole if any(text == pair(at)[0] for one in entries for text in (one.source[1], one.target[1]))}
    texts = [dict((one.source, one.target)) for one in entries]
    for at in sorted(whole):
        ko, en = pair(at)
        if not any(one.get("ko") == ko and one.get("en") == en for one in texts):
            swapped = any(one.get("en") == ko for one in texts)
            return f"unit {at} is {'swapped' if swapped else 'gone'}, and was left alone"
    if any("\ufffd" in text for one in texts for text in one.values()) and b"\xef\xbf\xbd" not in raw:
        return "a text holds U+FFFD"
    if broken == "unit" and len(given) < count:
        return f"{len(given)} things were said of {count} units"
    return ""


def main(inputs: int, seed: int, only: str) -> int:
    names = [name for name in SOUND if only in name]
    failed, all_found, began = 0, Counter[str](), time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        for name in names:
            count, start = inputs // len(names), time.perf_counter()
            found = Counter[str]()
            for at in range(count):
                said, wrong = tried(name, seed, at, Path(folder))
                found += said
                if wrong:
                    failed += 1
                    print(f"{name} {seed} {at}: {wrong}"[:200], flush=True)
            rate = count / max(1e-9, time.perf_counter() - start)
            print(f"{name}: {count:,} inputs, {rate:,.0f} a second: {dict(found)}", flush=True)
            all_found += found
    print(f"{inputs:,} inputs in {time.perf_counter() - began:,.0f} s; {failed} failed; {dict(all_found)}")
    return min(failed, 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("inputs", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="formats whose names hold this")
    given_ = parser.parse_args()
    sys.exit(main(given_.inputs, given_.seed, given_.only))
