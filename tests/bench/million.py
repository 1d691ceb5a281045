"""Nothing vanishes, for a million inputs: `python tests/bench/million.py [--inputs 1000000] [--processes 2] [--seconds 600]`.

All readers of documents (`ledger.py`) and all importers (`fuzz_formats.py`) get inputs by their SHARES, most of them small: of
documents the account must hold every character, of imports every unit that a fault left alone must be given. What was done is
kept in the file of `--state`, and the same command goes on from there, so that the whole can be run in pieces; `--seconds` ends
one. What does not hold is printed and kept there with the input's number, and the run fails.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import fuzz_formats
import ledger
from jjak.seeds.errors import JjakError

PIECE = 250  # inputs that a process is given at once
LONG = 12  # one input in so many is as long as the benches of one kind have it
SENTENCES = 40  # and one document in so many is cut into sentences, which takes most of the time of one
SLOW = 2.0  # seconds of the processor, over which an input is a finding
SHOWN = 10  # findings of a kind that are printed; all are kept
SHARES = {reader.name: 4.0 for reader in ledger.READERS} | dict.fromkeys(fuzz_formats.SOUND, 2.0)
SHARES |= {"xlsx": 0.2, "parquet": 0.5}  # a file of these takes ten times as long


@dataclass(slots=True)
class Tally:
    """What was done of one kind. done: inputs; seconds: of the processor; found: what came of them, by its name."""

    done: int = 0
    seconds: float = 0.0
    found: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def goals(inputs: int, only: str = "") -> dict[str, int]:
    """How many inputs each kind gets."""
    shares = {name: share for name, share in SHARES.items() if not only or name == only}
    return {name: round(inputs * share / sum(shares.values())) for name, share in shares.items()}


def pieces(wanted: dict[str, int], tallies: dict[str, Tally]) -> Iterator[tuple[str, int, int]]:
    """Ranges of inputs that are still to be tried, the kind that is furthest behind first."""
    at = {name: tallies[name].done for name in wanted}
    while left := [name for name in wanted if at[name] < wanted[name]]:
        name = min(left, key=lambda one: at[one] / wanted[one])
        stop = min(wanted[name], at[name] + PIECE)
        yield name, at[name], stop
        at[name] = stop


def tried(name: str, start: int, stop: int, seed: int) -> Tally:
    """What came of the inputs of these numbers."""
    _load()
    found, wrong, began = Counter[str](), list[str](), time.process_time()
    reader = next((one for one in ledger.READERS if one.name == name), None)
    for at in range(start, stop):
        before = time.process_time()
        said, fault = _document(reader, seed, at) if reader else _import(name, seed, at)
        if (took := time.process_time() - before) > SLOW and at > start:  # the first loads what is loaded once
            fault = fault or f"it took {took:.1f} s"
        found += said
        wrong += [f"{name} {seed} {at}: {fault}"[:300]] if fault else []
    return Tally(stop - start, time.process_time() - began, dict(found), wrong)


@cache
def _load() -> None:
    """Load what cuts sentences, which no input is to be charged for: of a piece, a later one may be the first that needs it."""
    ledger.READERS[0].lost("비가 옵니다. 눈도 옵니다.\n\nIt rains. It snows.\n".encode(), False)


def _document(reader: ledger.Reader, seed: int, at: int) -> tuple[Counter[str], str]:
    chance = random.Random(f"{reader.name} {seed} {at}")
    raw = reader.made(chance) if at % LONG == 0 else reader.small(chance)
    try:
        lost = reader.lost(raw, at % SENTENCES != 0)
    except JjakError:
        return Counter(["files refused"]), ""
    except Exception as error:  # what it is, is the finding
        return Counter(["broken"]), f"{type(error).__name__}: {error}"
    return Counter(["whole" if not lost else "lost something"]), repr(lost[0][:60]) if lost else ""


def _import(name: str, seed: int, at: int) -> tuple[Counter[str], str]:
    return fuzz_formats.tried(name, seed, at, _folder(), fuzz_formats.COUNT if at % LONG == 0 else 2)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="million-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def _discard() -> None:
    import shutil

    shutil.rmtree(_folder(), ignore_errors=True)


def loaded(state: Path, seed: int) -> dict[str, Tally]:
    """What earlier runs of this seed did."""
    given = json.loads(state.read_text("utf-8")) if state.is_file() else {}
    if given and given["seed"] != seed:
        raise SystemExit(f"{state} is of seed {given['seed']}; name another file with --state")
    return {name: Tally(**given.get("kinds", {}).get(name, {})) for name in SHARES}


def kept(state: Path, seed: int, tallies: dict[str, Tally]) -> None:
    made = state.with_suffix(".new")
    made.write_text(
        json.dumps({"seed": seed, "kinds": {name: asdict(one) for name, one in tallies.items()}}, indent=1), "utf-8"
    )
    made.replace(state)


def run(wanted: dict[str, int], tallies: dict[str, Tally], seed: int, processes: int, seconds: float, state: Path) -> None:
    """Try what is left, in order of its numbers, and keep what came of each piece once it is known."""
    left, began, saved = pieces(wanted, tallies), time.monotonic(), time.monotonic()
    waiting: deque[tuple[str, Future[Tally]]] = deque()
    with ProcessPoolExecutor(processes) as pool:
        while True:
            while len(waiting) < 2 * processes and (not seconds or time.monotonic() - began < seconds):
                if (piece := next(left, None)) is None:
                    break
                waiting.append((piece[0], pool.submit(tried, *piece, seed)))
            if not waiting:
                break
            name, future = waiting.popleft()
            _add(tallies[name], future.result())
            if time.monotonic() - saved > 5:
                kept(state, seed, tallies)
                saved = time.monotonic()
        for future in [pool.submit(_discard) for _ in range(processes)]:
            future.result()
    kept(state, seed, tallies)


def _add(tally: Tally, one: Tally) -> None:
    tally.done += one.done
    tally.seconds += one.seconds
    tally.found = dict(Counter(tally.found) + Counter(one.found))
    tally.wrong += one.wrong
    for line in one.wrong[: max(0, SHOWN - len(tally.wrong) + len(one.wrong))]:
        print(line, flush=True)


def report(wanted: dict[str, int], tallies: dict[str, Tally], spent: float) -> int:
    for name, goal in wanted.items():
        one = tallies[name]
        said = ", ".join(f"{number:,} {what}" for what, number in sorted(one.found.items()))
        rate = one.done / max(1e-9, one.seconds)
        print(f"{name:>13}: {one.done:>7,} of {goal:>7,}, {rate:>6,.0f} a second of a core; {len(one.wrong)} wrong; {said}")
    done, wrong = (sum(getattr(tallies[name], what) for name in wanted) for what in ("done", "seconds"))
    findings = sum(len(tallies[name].wrong) for name in wanted)
    print(
        f"{done:,} inputs, {done / max(1e-9, wrong):,.0f} a second of a core; {findings} findings; {spent:,.0f} s in this run"
    )
    return min(1, findings)


def main(inputs: int, seed: int, processes: int, seconds: float, state: Path, only: str) -> int:
    began, tallies, wanted = time.monotonic(), loaded(state, seed), goals(inputs, only)
    run(wanted, tallies, seed, processes, seconds, state)
    return report(wanted, tallies, time.monotonic() - began)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="of all kinds together, those of earlier runs among them")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=0, help="begin nothing new after so long")
    parser.add_argument("--state", type=Path, default=Path("build/million.json"), help="what was done so far")
    parser.add_argument("--only", choices=list(SHARES), default="")
    given_ = parser.parse_args()
    given_.state.parent.mkdir(parents=True, exist_ok=True)
    sys.exit(main(given_.inputs, given_.seed, given_.processes, given_.seconds, given_.state, given_.only))
