"""Every importer against broken files: `python tests/bench/fuzz.py [--inputs 10000] [--seed 1] [--only tmx]`.

Each input is a sound file of the format with a few faults: bytes changed, cut out, doubled, inserted (marks of the format among
them), files spliced or truncated; `tests/test_fuzz.py` runs the same with few inputs. What may happen is an entry, a refused
row, or FormatError. Any other exception, or an input that takes over 10 seconds, is printed with its seed, and the run fails.
"""

from __future__ import annotations

import argparse
import random
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from corpora.exports import write
from corpora.formats import FORMATS, Entry, Refused, Wanted, reader_of
from corpora.formats.entry import fault
from corpora.imports import Terms, pair_of
from corpora.pair import Figure, Markup, Pair, Taken, bare
from seeds.errors import FormatError

LANGUAGES = ("ko", "en")
SLOW = 10  # seconds
TEXTS = [
    ("비가 옵니다.", "It rains."),
    ('"따옴표" & <b>', "a, 'b'\t\"c\""),
    ("줄\n바꿈", "line\r\nbreak"),
    ("한\u0301🦜", "=1+1"),
]
# marks of the formats, one on a line
_LINES = rb"""
"
,
;
<
>
&
&#0;
&a;
]]>
<!--
<![CDATA[
</seg>
<seg>
<tu>
</tu>
<target>
<g>
<!DOCTYPE x [<!ENTITY a 'b'>]>
<?xml version='1.0' encoding='utf-16'?>
<?xml version='1.0' encoding='nope'?>
{
}
[
\ud800
\u0000
null
1e999
{"translation": {"ko": 1}}
msgid
msgid ""
msgstr[1]
\x
\
#,
#~
[9999999999999]
_x0000_
-1
999999999999999999999
PAR1
"""
MARKS = [*_LINES.split(b"\n"), *(b"\n", b"\r\n", b"\r", b"\t", b"\0", b"\xff", b"\xfe\xff", b"\x1f\x8b", b"PK\x03\x04")]


def samples(name: str, folder: Path) -> list[bytes]:
    """Sound files of a format, as we write them and as others might."""
    pairs = [_pair(at, texts) for at, texts in enumerate(TEXTS)]
    written = write([("", one) for one in pairs], str(folder / "sample"), LANGUAGES, name)
    found = [Path(file).read_bytes() for file in written.files[:1]]
    if name == "tmx":
        found.append(found[0].decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    if name in ("csv", "tsv"):
        found += [found[0].decode("utf-8-sig").encode("utf-16"), found[0].decode("utf-8-sig").encode("cp949", "replace")]
    return found


def _pair(at: int, texts: tuple[str, str]) -> Pair:
    one = bare(("ko", texts[0]), ("en", texts[1]))
    more = {"comment": "noted", "taken": Taken("f", at, "u", "a"), "hypothesis": "h", "scores": {"bleu": Figure(1.5, "s")}}
    markup = Markup("tmx", '<ph x="1"/>' + texts[0], "") if at == 0 else None
    return replace(one, id=f"{at:016x}", name=f"d{at // 2}", markup=markup, **more)  # type: ignore[arg-type]


def spoilt(sound: list[bytes], chance: random.Random) -> bytes:
    """One of the sound files with one to five faults."""
    data = bytearray(chance.choice(sound))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 8, 64, 512)))
        kind = chance.randrange(7)
        if kind == 0 and data:
            data[at % len(data)] = chance.randrange(256)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end] * chance.choice((1, 1, 1, 50))
        elif kind in (3, 4):
            data[at:at] = chance.choice(MARKS) * chance.choice((1, 1, 1, 30))
        elif kind == 5:
            del data[at:]
        else:
            other = chance.choice(sound)
            data[at:end] = other[chance.randrange(len(other) + 1) :][: end - at]
    return bytes(data)


def tried(name: str, file: Path) -> Counter[str]:
    """Read one file; what came of it. Raises what no importer may raise."""
    found: Counter[str] = Counter()
    wanted = Wanted(LANGUAGES)
    try:
        for number, one in enumerate(reader_of(file, wanted, name)[1](file, wanted), 1):
            assert isinstance(one, Entry | Refused)
            if isinstance(one, Entry) and not fault(one):
                pair_of(one, file.name, number, Terms())
            found["entries" if isinstance(one, Entry) else "refused"] += 1
    except FormatError:
        found["files refused"] += 1
    return found


def inputs(name: str, count: int, seed: int, folder: Path) -> Iterator[tuple[int, Path]]:
    sound = samples(name, folder)
    file = folder / ("p.ko" if name == "moses" else "p")
    if name == "moses":
        (folder / "p.en").write_bytes(Path(folder / "sample.en").read_bytes())
    for at in range(count):
        file.write_bytes(spoilt(sound, random.Random(f"{name} {seed} {at}")))
        yield at, file


def main(count: int, seed: int, only: str) -> int:
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, _hangs)
    failures = total = 0
    for name in [only] if only else sorted(FORMATS):
        began, found = time.perf_counter(), Counter[str]()
        with tempfile.TemporaryDirectory() as folder:
            for at, file in inputs(name, count, seed, Path(folder)):
                signal.alarm(SLOW)
                try:
                    found += tried(name, file)
                except BaseException as error:
                    failures += 1
                    print(f"{name} {seed} {at}: {type(error).__name__}: {error}"[:300], flush=True)
                    if isinstance(error, KeyboardInterrupt):
                        raise
                finally:
                    signal.alarm(0)
        total += count
        spent = time.perf_counter() - began
        print(f"{name:>8}: {count:,} inputs in {spent:.0f} s; " + ", ".join(f"{n:,} {w}" for w, n in found.items()), flush=True)
    print(f"{total:,} inputs, {failures} failures")
    return 1 if failures else 0


class Hang(BaseException):
    """Nothing that catches errors of files catches it."""


def _hangs(*_: object) -> None:
    raise Hang(f"over {SLOW} seconds")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000, help="of each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    sys.exit(main(given.inputs, given.seed, given.only))
