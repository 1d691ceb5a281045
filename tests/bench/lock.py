"""The tested set of packages: `requirements.lock` has their versions and hashes, and `constraints.txt` is made of it.

    python tests/bench/lock.py            write constraints.txt from requirements.lock
    python tests/bench/lock.py --check    say whether it is so; exit code 1 where it is not
    python tests/bench/lock.py --hashes   look for the hashes of constraints.txt again, by uv, after versions were changed in it

No address of a package index is written: pip takes what it is set up with, and the hashes say whether it is the same.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK, CONSTRAINTS = ROOT / "requirements.lock", ROOT / "constraints.txt"
HEAD = "# What is tested; made of requirements.lock by `python tests/bench/lock.py`.\n"
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([\w.+!-]+)(?: \\)?$", re.MULTILINE)
UV = ("--no-deps", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header")


def constraints_of(lock: str) -> str:
    """The pins of a lock without their hashes."""
    return HEAD + "".join(f"{name}=={version}\n" for name, version in _PIN.findall(lock))


def locked() -> int:
    """Write the lock anew for the versions in constraints.txt."""
    call = ["uv", "pip", "compile", str(CONSTRAINTS), *UV, "--python-version", "3.11", "--output-file", str(LOCK)]
    return subprocess.run(call, stdout=subprocess.DEVNULL).returncode


def main(check: bool, hashes: bool) -> int:
    if hashes and (failed := locked()):
        return failed
    made = constraints_of(LOCK.read_text(encoding="utf-8"))
    if check:
        same = CONSTRAINTS.read_text(encoding="utf-8") == made
        print(
            "constraints.txt is what requirements.lock says" if same else "constraints.txt is not what requirements.lock says"
        )
        return int(not same)
    CONSTRAINTS.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--hashes", action="store_true")
    given = parser.parse_args()
    sys.exit(main(given.check, given.hashes))
