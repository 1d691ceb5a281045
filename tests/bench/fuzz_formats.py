"""Nothing of a file vanishes: `python tests/bench/fuzz_formats.py [N] [--seed 1] [--only tmx]`.

Each input is a sound file with a fault in one of its parts (its head, a unit, its end): bytes changed, cut out or doubled,
marks of the format put in, its lines turned round, or the file cut off there. Of every unit that the fault left alone the pair
must still be given, in its own languages, or the file be refused by name; what became of the broken one must be said; no text
may hold U+FFFD, and no exception but ours may come. What does not hold is printed with the input's number, and the run fails.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
    """A sound file: what stands before its units, these, and what ends it."""

    suffix: str
    head: bytes
    units: Sequence[bytes]
    tail: bytes = b""

    @property
    def parts(self) -> list[bytes]:
        return [self.head, *self.units, self.tail]


def _delimited(suffix: str, mark: str, codec: str = "utf-8") -> Made:
    rows = [f"{at}{mark}{pair(at)[1]}{mark}{pair(at)[0]}\n".encode(codec) for at in range(COUNT)]
    return Made(suffix, f"id{mark}en{mark}ko\n".encode(codec), rows)


def _tmx(codec: str, label: str) -> Made:
    head = f'<?xml version="1.0" encoding="{label}"?>\n<tmx version="1.4"><header srclang="en"/><body>\n'
    unit = '<tu tuid="{}"><tuv xml:lang="en"><seg>{}</seg></tuv><tuv xml:lang="ko"><seg>{}</seg></tuv></tu>\n'
    units = [unit.format(at, pair(at)[1], pair(at)[0]).encode(codec) for at in range(COUNT)]
    return Made("tmx", head.encode(codec), units, "</body></tmx>\n".encode(codec))


def _xliff() -> Made:
    head = '<xliff version="1.2"><file original="f" source-language="en" target-language="ko"><body>\n'
    unit = '<trans-unit id="{}"><source>{}</source><target state="translated">{}</target></trans-unit>\n'
    units = [unit.format(at, pair(at)[1], pair(at)[0]).encode() for at in range(COUNT)]
    return Made("xlf", head.encode(), units, b"</body></file></xliff>\n")


def _xliff2() -> Made:
    head = '<xliff version="2.0" srcLang="en" trgLang="ko"><file id="f">\n'
    unit = '<unit id="{}"><segment><source>{}</source><target>{}</target></segment></unit>\n'
    units = [unit.format(at, pair(at)[1], pair(at)[0]).encode() for at in range(COUNT)]
    return Made("xliff", head.encode(), units, b"</file></xliff>\n")


def _po(codec: str, label: str) -> Made:
    head = f'msgid ""\nmsgstr ""\n"Language: ko\\n"\n"Content-Type: text/plain; charset={label}\\n"\n'
    units = [f'\nmsgid "{pair(at)[1]}"\nmsgstr "{pair(at)[0]}"\n'.encode(codec) for at in range(COUNT)]
    return Made("po", head.encode(codec), units)


def _jsonl() -> Made:
    rows = [f'{{"translation": {{"ko": "{pair(at)[0]}", "en": "{pair(at)[1]}"}}}}\n'.encode() for at in range(COUNT)]
    return Made("jsonl", b"", rows)


SOUND: Mapping[str, Callable[[], Made]] = {
    "csv": lambda: _delimited("csv", ","),
    "csv in CP949": lambda: _delimited("csv", ";", "cp949"),
    "tsv": lambda: _delimited("tsv", "\t"),
    "tmx": lambda: _tmx("utf-8", "utf-8"),
    "tmx in CP949": lambda: _tmx("cp949", "euc-kr"),
    "xliff": _xliff,
    "xliff2": _xliff2,
    "po": lambda: _po("utf-8", "UTF-8"),
    "po in CP949": lambda: _po("cp949", "EUC-KR"),
    "jsonl": _jsonl,
}
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


def spoilt(made: Made, chance: random.Random) -> tuple[bytes, set[int], str]:
    """A file with a fault in one part, the units that it left alone, and what the broken part is: `head`, `unit`, or neither.

    What a broken head said is gone, and units may be refused for it, each by name.
    """
    parts = list(made.parts)
    at = chance.choice([at for at, part in enumerate(parts) if part])
    if chance.random() < 0.15:
        cut = chance.randrange(len(parts[at]) + 1)
        return b"".join([*parts[:at], parts[at][:cut]]), set(range(at - 1)), "" if at else "head"
    parts[at] = fault(parts[at], made.units[0], chance)
    # a line that loses its end takes the next with it
    joined = not parts[at].endswith(b"\n")
    touched = {at - 1, at} if joined else {at - 1}
    if made.parts[at][:1] == b"\n" != parts[at][:1]:
        touched.add(at - 2)  # and so does one that loses the blank line before it
        joined = True
    spoken = 0 < at <= COUNT and not joined and len(parts[at].strip()) > 20
    return b"".join(parts), set(range(COUNT)) - touched, "unit" if spoken else "" if at else "head"


def tried(name: str, seed: int, at: int, folder: Path) -> tuple[Counter[str], str]:
    """What came of an input, and what does not hold of it, or nothing."""
    chance = random.Random(f"{name} {seed} {at}")
    made = SOUND[name]()
    raw, whole, broken = spoilt(made, chance)
    path = folder / f"x.{made.suffix}"
    path.write_bytes(raw)
    try:
        given = list(reader_of(path, WANTED)[1](path, WANTED))
    except JjakError as error:
        return Counter(["files refused"]), "" if str(error) else "an error without a word"
    except Exception as error:
        return Counter(["broken"]), f"{type(error).__name__}: {error}"
    entries = [one for one in given if isinstance(one, Entry)]
    found = Counter(type(one).__name__ for one in given)
    return found, wrong_of(entries, given, whole, broken, raw)


def wrong_of(
    entries: Sequence[Entry], given: Sequence[Entry | Note | Refused], whole: set[int], broken: str, raw: bytes
) -> str:
    refused = [one for one in given if isinstance(one, Refused)]
    if broken == "head" and (len(entries) + len(refused) >= COUNT or any(one.row == 0 for one in refused)):
        whole = {at for at in whole if any(text == pair(at)[0] for one in entries for text in (one.source[1], one.target[1]))}
    texts = [dict((one.source, one.target)) for one in entries]
    for at in sorted(whole):
        ko, en = pair(at)
        if not any(one.get("ko") == ko and one.get("en") == en for one in texts):
            swapped = any(one.get("en") == ko for one in texts)
            return f"unit {at} is {'swapped' if swapped else 'gone'}, and was left alone"
    if any("\ufffd" in text for one in texts for text in one.values()) and b"\xef\xbf\xbd" not in raw:
        return "a text holds U+FFFD"
    if broken == "unit" and len(given) < COUNT:
        return f"{len(given)} things were said of {COUNT} units"
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
