"""Everything that reads, against broken input: `python tests/bench/fuzz.py [--inputs 1000000] [--seed 1] [--only segments]`.

Half of the inputs are sound ones of `tests/fuzz` with a few faults, half are made of the pieces that readers look for;
`targets.py` says what must hold of each. An error of ours may come of any input. Any other exception, and any input that takes
over a second, is printed, its bytes are kept in `tests/fuzz`, where `tests/test_fuzz.py` tries them from then on, and the run
fails.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import signal
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator

from targets import KEPT, TARGETS, Target

SLOW = 1.0  # seconds of the processor; others may use the machine
MOST = 20  # failures of a target that are kept; after more it is given up
STUCK = 60  # seconds by the clock
WARM = 200  # inputs that are tried before any is judged


class HangError(BaseException):
    """Nothing that catches errors of files catches it."""


@contextlib.contextmanager
def limited() -> Iterator[None]:
    """What is done inside may take SLOW seconds, and is stopped where that can be done."""
    signal.setitimer(signal.ITIMER_PROF, 3 * SLOW)
    signal.alarm(STUCK)
    began = time.process_time()
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)
    if (took := time.process_time() - began) > SLOW:
        raise HangError(f"{took:.1f} seconds")


def _stop(*_: object) -> None:
    raise HangError(f"over {3 * SLOW:.0f} seconds of work, or {STUCK} of waiting")


def fuzz(target: Target, count: int, seed: int) -> tuple[Counter[str], int]:
    """What came of so many inputs, and how many failed."""
    for raw in [*target.seeds, *(target.input(seed, at) for at in range(min(count, WARM)))]:
        with contextlib.suppress(Exception, HangError), limited():  # what is loaded once is loaded here
            target.tried(raw)
    found, failures = Counter[str](), 0
    for at in range(count):
        raw = target.input(seed, at)
        try:
            with limited():
                found += target.tried(raw)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            failures += 1
            if failures > MOST:
                break
            name = KEPT / target.folder / f"failed-{hashlib.sha256(raw).hexdigest()[:12]}"
            name.parent.mkdir(parents=True, exist_ok=True)
            name.write_bytes(raw)
            print(f"{target.name} {seed} {at}: {type(error).__name__}: {error}"[:300] + f" → {name.name}", flush=True)
    return found, failures


def main(inputs: int, seed: int, only: str) -> int:
    warnings.simplefilter("ignore")
    for name in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(name, _stop)
    total = failed = 0
    for target in TARGETS:
        if only and target.name != only:
            continue
        count, began = round(inputs * (1 if only else target.share)), time.perf_counter()
        found, failures = fuzz(target, count, seed)
        total, failed = total + count, failed + failures
        spent = time.perf_counter() - began
        said = ", ".join(f"{number:,} {what}" for what, number in sorted(found.items()))
        print(f"{target.name:>9}: {count:,} inputs in {spent:.0f} s; {said}", flush=True)
    print(f"{total:,} inputs, {failed} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=1_000_000, help="of all targets together, or of the one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[target.name for target in TARGETS], default="")
    given = parser.parse_args()
    sys.exit(main(given.inputs, given.seed, given.only))
