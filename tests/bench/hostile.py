"""Documents that no one meant to be read: `python tests/bench/hostile.py [--scale 1] [--only marks]`.

Each is read, segmented, aligned with itself and scored in a process of its own, which tells the seconds of each step and the
most memory that it had; or it is refused by name. At scale 1 the documents are as long as they may be: a million sentences,
or as many characters as a line or a paragraph may have, and more. `tests/test_hostile.py` runs them small. The run fails
where anything but an error of ours comes of one, and where a step takes more time, or a process more memory, than is allowed.
The files of `explosive_files.py` are read as an import reads them, each whole at every scale but for gzip's.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx_files import docx, p, r
from explosive_files import EXPLOSIONS

CHARACTER, LINE = 60e-6, 2e-3  # seconds of the processor that a step may take for each, beside one second
ROOM = 4_000  # MB
PATIENT = 180  # seconds for an explosive file, by the clock
PIECES = 49_000  # characters, nearly the longest paragraph that is read


@dataclass(frozen=True)
class Case:
    """make: the text, of about so many characters, or the bytes of a packed file; size: of the full document; refused: what its
    refusal says, or empty. What is refused is as long at every scale."""

    make: Callable[[int], str | bytes]
    size: int
    refused: str = ""


def _lines(line: str) -> Callable[[int], str]:
    """Numbered lines."""
    return lambda size: "".join(f"{line} {at}.\n" for at in range(size // (len(line) + 8)))


def _times(piece: str) -> Callable[[int], str]:
    return lambda size: piece * (size // len(piece)) + "\n\n끝. The end.\n"


def _marked(size: int) -> str:
    return ("e" + "\u0301\u0323" * 45 + " ") * (size // 92) + "\n\n끝.\n"


def _entities(count: int) -> str:
    return "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(count)) + '<!ENTITY a "가">'


CASES = {
    "a million English sentences": Case(_lines("It rains"), 16_000_000),
    "a million Korean sentences": Case(_lines("비 온다"), 12_000_000),
    "a sentence of a million characters": Case(_times("가"), 1_000_000, "characters, over 200,000"),
    "a paragraph of 200,000 characters": Case(_times("It rains. "), 200_000, "without a paragraph's end"),
    "a paragraph of words": Case(_times("word "), PIECES),
    "a paragraph of sentences": Case(_times("비가 옵니다. "), PIECES),
    "one word": Case(_times("a"), PIECES),
    "one Korean word": Case(_times("가"), PIECES),
    "one word of ideographs": Case(_times("韓"), PIECES),
    "digits": Case(_times("1,"), PIECES),
    "a million marks on one letter": Case(
        lambda size: "e" + "\u0301\u0323" * (size // 2) + "\n\n끝.\n", 1_000_000, "marks on one"
    ),
    "ninety marks on every letter": Case(_marked, PIECES),
    "jamo that join": Case(_times("ᄒ\u1161\u11ab"), PIECES),
    "vowels without a consonant": Case(_times("\u1161"), PIECES),
    "brackets in brackets": Case(lambda size: "(" * (size // 2) + ")" * (size // 2) + "\n\n끝.\n", PIECES),
    "quotes in quotes": Case(_times("“‘"), PIECES),
    "lines turned round": Case(_times("\u202eשלום \u2066비 "), PIECES),
    "letters parted by nothing": Case(_times("a\u200b"), PIECES),
    "control characters": Case(_times("a\x07\x1b[31m\x08 "), PIECES),
    "full stops": Case(_times("."), PIECES),
    "ellipses": Case(_times("…"), PIECES),
    "families of emoji": Case(_times("👩\u200d👩\u200d👧"), PIECES),
    "empty lines": Case(lambda size: "\n" * size + "끝.\n", 16_000_000),
    "a line for each letter": Case(_times("a\n"), 400_000),
    "speakers": Case(_times("Kim / A Univ.\nyes\n\n"), 2_000_000),
    "marks of sections": Case(_times("[LEAD]\n\n[녹취] a\n\n"), 4_000_000),
    "slashes": Case(_times("a/"), PIECES),
    "a DOCX file with a part that is nearly empty": Case(lambda size: docx(p(r("a" * size))), 50_000_000, "times what it is"),
    "a DOCX file of many parts": Case(
        lambda size: docx(p(r("가")), files={f"x{at}": b"" for at in range(size)}), 10_001, "parts, over 10,000"
    ),
    "a DOCX file with tables in each other": Case(
        lambda size: docx("<w:tbl><w:tr><w:tc>" * size + p(r("가")) + "</w:tc></w:tr></w:tbl>" * size), 70, "in each other"
    ),
    "a DOCX file whose elements have no end": Case(lambda size: docx("<w:p>" * size), 100_000, "no sound DOCX file"),
    "a DOCX file of entities in entities": Case(
        lambda size: docx(p(r("&j;")), prologue=f"<!DOCTYPE x [{_entities(size)}]>"), 9, "no sound DOCX file"
    ),
    "a DOCX file of small runs": Case(
        lambda size: docx(p("".join(r("비가 옵니다. ", "<w:b/>" if at % 2 else "") for at in range(size)))), PIECES // 9
    ),
    "a DOCX file of paragraphs": Case(lambda size: docx(p(r("비가 옵니다.")) * size), 100_000),
    "colons": Case(_times("a b: "), PIECES),
}


def work(text: str | bytes) -> tuple[str, dict[str, float], int]:
    """What came of a document, the seconds of each step, and how many segments it has."""
    from jjak.align.sentence.aligners import Texts, align
    from jjak.align.text.segmentation import segment
    from jjak.eval.metrics import sentence_scores
    from jjak.seeds.errors import JjakError
    from jjak.seeds.reading import document_of

    spent: dict[str, float] = {}

    def step(name: str, act: Callable[[], Any]) -> Any:
        began = time.process_time()
        try:
            return act()
        finally:
            spent[name] = time.process_time() - began

    try:
        document = step("read", lambda: document_of(text.encode() if isinstance(text, str) else text, "hostile"))
        segments = step("segment", lambda: segment(document))
        lines = [part.text for part in segments]
        beads = step("align", lambda: align(Texts(lines, lines, [lines], [])))
        step("score", lambda: [sentence_scores(name, lines, lines, "ko") for name in ("bleu", "chrf2++")])
    except JjakError as error:
        return str(error), spent, 0
    return f"{len(segments):,} segments, {len(beads):,} beads", spent, len(segments)


def warm() -> None:
    """Load what is loaded once."""
    work("비가 옵니다. 바람도 붑니다.\n\nIt rains. It snows.\n")
    work("date 2024-01-01 [A] B\n\n[LEAD]\n\n비가 옵니다. It rains.\n\n" * 70)


def judged(case: Case, scale: float) -> tuple[str, dict[str, float], list[str]]:
    """What came of a case, the seconds of each step, and what is wrong with that."""
    text = case.make(case.size if case.refused else int(case.size * scale))
    said, spent, segments = work(text)
    allowed = 1 + CHARACTER * len(text) + LINE * max(segments, text.count("\n") if isinstance(text, str) else 0)
    wrong = [f"{step} took {took:.1f} s" for step, took in spent.items() if took > allowed]
    if case.refused and case.refused not in said:
        wrong.append(f"not refused: {said}")
    if not case.refused and "segments" not in said:
        wrong.append(f"refused: {said}")
    return said, spent, wrong


def _alone(name: str, scale: float) -> None:
    warm()
    case = CASES[name]
    said, spent, wrong = judged(case, scale)
    room = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    wrong += [f"{room:,.0f} MB"] if room > ROOM else []
    times = ", ".join(f"{step} {took:.1f}" for step, took in spent.items())
    print(f"{name}: {said}; seconds: {times}; {room:,.0f} MB" + "".join(f"; WRONG: {one}" for one in wrong), flush=True)
    sys.exit(bool(wrong))


def exploded(name: str) -> tuple[str, list[str]]:
    """What came of an explosive file, and what is wrong with that."""
    from jjak.corpora.exchange.reading_apart import entries_apart
    from jjak.corpora.formats import Entry, Refused, Wanted
    from jjak.seeds.reader_process import ReaderProcess

    explosion, began = EXPLOSIONS[name], time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder, ReaderProcess() as process:
        path = Path(folder) / explosion.name
        path.write_bytes(explosion.make(explosion.size))
        pairs, refused = 0, list[str]()
        for one in entries_apart(process, path, Wanted(("ko", "en")), None):
            pairs += isinstance(one, Entry)
            refused += [one.reason] if isinstance(one, Refused) else []
    wrong = [] if any(explosion.said in one for one in refused) or not explosion.said else [f"not refused: {refused[:1]}"]
    wrong += [] if pairs >= explosion.sound else [f"{pairs} pairs"]
    wrong += [f"{took:.0f} s"] if (took := time.perf_counter() - began) > PATIENT else []
    return f"{pairs:,} pairs, {took:.1f} s with the making, {(refused or ['nothing refused'])[-1][:90]}", wrong


def main(scale: float, only: str) -> int:
    context = multiprocessing.get_context("spawn")
    wrong = 0
    for name in CASES:
        if only in name:
            process = context.Process(target=_alone, args=(name, scale))
            process.start()
            process.join()
            wrong += process.exitcode != 0
    for name in EXPLOSIONS:
        if only in name:
            said, faults = exploded(name)
            wrong += bool(faults)
            print(f"{name}: {said}" + "".join(f"; WRONG: {one}" for one in faults), flush=True)
    print(f"{wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--only", default="", help="a part of a name")
    given = parser.parse_args()
    sys.exit(main(given.scale, given.only))
