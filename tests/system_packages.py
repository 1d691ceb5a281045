"""What `make corpus` and `make test` need from the operating system: `python3 tests/system_packages.py environment|tests`.

`environment` is what an environment of Python needs, `tests` what tests run against. What is missing is installed by apt on
Debian and Ubuntu, where this process is root's or `sudo` asks for no password; each package is named first, with why.
Elsewhere, and with `--system no`, one line says what is missing and what needs it. `--dry-run` installs nothing. The exit code
is 1 only where an environment cannot be made. Python's standard library is enough: there is no environment yet.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

APT = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]


@dataclass(frozen=True)
class Need:
    """A thing that a machine has or lacks.

    Attributes:
        name: What it is called.
        packages: Debian's and Ubuntu's packages with it.
        why: What it is for.
        found: Whether this machine has it.
        on_ubuntu: The command that installs it on Ubuntu, where that has no package of it.
    """

    name: str
    packages: tuple[str, ...]
    why: str
    found: Callable[[], bool]
    on_ubuntu: tuple[str, ...] = ()

    def packages_of(self, system: str) -> tuple[str, ...]:
        """The packages of a distribution, named as /etc/os-release does; none where it has none."""
        return () if system == "ubuntu" and self.on_ubuntu else self.packages


@dataclass(frozen=True)
class Machine:
    """How packages can be installed here.

    Attributes:
        system: The distribution's id in /etc/os-release.
        apt: Whether there is apt-get.
        root: Whether this process is root's.
        sudo: Whether sudo runs a command without asking for a password.
    """

    system: str
    apt: bool
    root: bool
    sudo: bool

    def refusal(self) -> str:
        """Why nothing can be installed; empty where it can."""
        if not self.apt:
            return "this system has no apt-get"
        return "" if self.root or self.sudo else "that takes root, or sudo without a password"


def ensurepip() -> bool:
    """Whether this Python can make an environment with pip; Debian packs that apart."""
    return importlib.util.find_spec("ensurepip") is not None


def chromium() -> str | None:
    """The program of a Chromium: JJAK_CHROMIUM, the system's, or the one that Playwright downloaded."""
    named = os.environ.get("JJAK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if named:
        return named
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return next((str(path) for path in sorted(cache.glob("chromium-*/chrome-linux*/chrome"), reverse=True)), None)


def server(name: str) -> str | None:
    """The program of a web server, which lies where only root's path leads."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


def libatomic() -> bool:
    """Whether the library is there that the node program inside Playwright is linked to."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return sys.platform != "linux"
    return True


def hangul_font() -> bool:
    """Whether pages can show Korean."""
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(["fc-list", ":lang=ko"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return bool(listed.stdout.strip())


def postgresql() -> Path | None:
    """The folder of PostgreSQL's server programs, the newest where there are several; Debian keeps them off the path."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _number(folder.parent.name), reverse=True)
    folders += [Path(path).resolve().parent for path in [shutil.which("initdb")] if path]
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


def _number(version: str) -> float:
    return float(version) if version.replace(".", "", 1).isdigit() else 0.0


# Ubuntu has Chromium only as a snap, which needs a running snapd and sees no folder of tests
PLAYWRIGHT = (sys.executable, "-m", "playwright", "install", "--with-deps", "chromium")
VENV = f"python3.{sys.version_info[1]}-venv"
PIP = Need("Python's ensurepip", (VENV,), "an environment with pip is made by it", ensurepip)
ENVIRONMENT = [PIP] if sys.version_info >= (3, 11) else []  # the Makefile refuses an older Python
TESTS = [
    Need("Chromium", ("chromium",), "the pages are tested in a browser", lambda: chromium() is not None, PLAYWRIGHT),
    Need("libatomic", ("libatomic1",), "Playwright, which drives the browser, is linked to it", libatomic),
    Need("a font with Hangul", ("fonts-noto-cjk", "fontconfig"), "the browser shows Korean pages", hangul_font),
    Need("PostgreSQL", ("postgresql",), "the store is tested on its server", lambda: postgresql() is not None),
    Need("nginx", ("nginx-light",), "the review server is tested behind it", lambda: server("nginx") is not None),
    Need("Caddy", ("caddy",), "the review server is tested behind it", lambda: server("caddy") is not None),
]
KINDS = {"environment": ENVIRONMENT, "tests": TESTS}


def machine() -> Machine:
    """This machine."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    system = next((line[3:].strip("\"'") for line in lines if line.startswith("ID=")), "")
    sudo = shutil.which("sudo") is not None and _done(["sudo", "-n", "true"])
    return Machine(system, shutil.which("apt-get") is not None, os.geteuid() == 0, sudo)


def _done(command: Sequence[str]) -> bool:
    return subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def installed_by(missing: Sequence[Need], here: Machine) -> list[list[str]]:
    """The commands that install what is missing; none where nothing can be installed, or nothing is missing."""
    if here.refusal():
        return []
    packages = [package for need in missing for package in need.packages_of(here.system)]
    begin = [*([] if here.root else ["sudo", "-n"]), *APT]
    # a fresh Debian knows no package before its first update
    commands = [[*begin, "update", "-q"], [*begin, "install", "-qy", "--no-install-recommends", *packages]] if packages else []
    return commands + [list(need.on_ubuntu) for need in missing if not need.packages_of(here.system)]


def announced(missing: Sequence[Need], here: Machine) -> list[str]:
    """A line for each thing that will be installed: its packages, and why."""
    return [f"Installing {_packed(need, here)}: {need.why}" for need in missing]


def _packed(need: Need, here: Machine) -> str:
    return " and ".join(need.packages_of(here.system)) or f"{need.name} by `{' '.join(need.on_ubuntu[1:])}`"


def lacking(missing: Sequence[Need], here: Machine, why: str) -> str:
    """One line about what stays missing, why, and how to get it."""
    names = "; ".join(f"{need.name} ({need.why})" for need in missing)
    packages = " ".join(package for need in missing for package in need.packages_of(here.system))
    fix = f" To install it: apt-get install {packages}" if here.apt and packages else ""
    return f"Missing: {names}. Not installed: {why}.{fix}"


def provide(needs: Sequence[Need], here: Machine, *, wanted: bool = True, dry: bool = False) -> list[Need]:
    """Install what a machine lacks of `needs`, and say so.

    Args:
        needs: What it should have.
        here: How packages can be installed.
        wanted: Whether to install at all.
        dry: Whether only to print the commands.

    Returns:
        What is still missing.
    """
    missing = [need for need in needs if not need.found()]
    commands = installed_by(missing, here) if wanted else []
    if commands:
        print(*announced(missing, here), sep="\n", flush=True)
    for command in commands:
        if dry:
            print(*command)
        else:
            subprocess.run(command, check=False)
    left = missing if dry else [need for need in missing if not need.found()]
    if left and not (dry and commands):
        print(lacking(left, here, _reason(here, wanted)), flush=True)
    return left


def _reason(here: Machine, wanted: bool) -> str:
    if not wanted:
        return "SYSTEM=no was given"
    if here.refusal():
        return here.refusal()
    return "what would install it failed"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=list(KINDS))
    parser.add_argument("--system", choices=("yes", "no"), default="yes", help="whether to install anything")
    parser.add_argument("--dry-run", action="store_true", help="say what would be installed, and install nothing")
    given = parser.parse_args(arguments)
    left = provide(KINDS[given.kind], machine(), wanted=given.system == "yes", dry=given.dry_run)
    if not left or given.dry_run:
        return 0
    if given.kind == "environment":
        return 1
    print("Tests that need it are skipped, and counted at the end.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
