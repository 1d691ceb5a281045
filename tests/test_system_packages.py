"""What is installed on which machine, with what the machine has given by the test."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import system_packages
from system_packages import ENVIRONMENT, TESTS, Machine, Need, installed_by, provide

DEBIAN = Machine("debian", apt=True, root=True, sudo=False)
UBUNTU_USER = Machine("ubuntu", apt=True, root=False, sudo=True)
NO_RIGHTS = Machine("debian", apt=True, root=False, sudo=False)
FEDORA = Machine("fedora", apt=False, root=True, sudo=False)


def lacks(*names: str) -> list[Need]:
    """What tests need, on a machine that has none of `names` and all else."""
    return [replace(need, found=partial(_found, need.name, names)) for need in TESTS]


def _found(name: str, absent: Sequence[str]) -> bool:
    return name not in absent


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have run."""
    commands: list[list[str]] = []

    def run(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        commands.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(system_packages.subprocess, "run", run)
    return commands


def test_what_a_debian_lacks_is_named_with_why_and_installed_after_an_update(
    ran: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    provide(lacks("Chromium", "PostgreSQL"), DEBIAN)
    said = capsys.readouterr().out.splitlines()
    assert said[:2] == [
        "Installing chromium: the pages are tested in a browser",
        "Installing postgresql: the store is tested on its server",
    ]
    begin = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = ["install", "-qy", "--no-install-recommends", "chromium", "postgresql"]
    assert ran == [[*begin, "update", "-q"], [*begin, *install]]


def test_a_machine_that_has_everything_runs_and_says_nothing(ran: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert provide(lacks(), DEBIAN) == []
    assert ran == []
    assert capsys.readouterr().out == ""


def test_a_user_installs_by_sudo_that_asks_nothing_and_ubuntus_chromium_comes_from_playwright() -> None:
    missing = [need for need in TESTS if need.name in ("Chromium", "PostgreSQL")]
    update, install, chromium = installed_by(missing, UBUNTU_USER)
    assert update[:2] == install[:2] == ["sudo", "-n"]
    assert install[-2:] == ["--no-install-recommends", "postgresql"]
    assert chromium[1:] == ["-m", "playwright", "install", "--with-deps", "chromium"]


@pytest.mark.parametrize(
    ("here", "wanted", "why"),
    [
        (FEDORA, True, "this system has no apt-get."),
        (NO_RIGHTS, True, "that takes root, or sudo without a password. To install it: apt-get install chromium"),
        (DEBIAN, False, "SYSTEM=no was given. To install it: apt-get install chromium"),
    ],
)
def test_where_nothing_may_be_installed_one_line_says_what_is_missing_and_what_for(
    here: Machine, wanted: bool, why: str, ran: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    left = provide(lacks("Chromium"), here, wanted=wanted)
    assert [need.name for need in left] == ["Chromium"]
    assert ran == []
    assert capsys.readouterr().out == f"Missing: Chromium (the pages are tested in a browser). Not installed: {why}\n"


def test_what_apt_could_not_install_is_said_to_be_missing(ran: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    assert [need.name for need in provide(lacks("PostgreSQL"), DEBIAN)] == ["PostgreSQL"]
    assert len(ran) == 2
    assert "Missing: PostgreSQL (the store is tested on its server). Not installed: what would" in capsys.readouterr().out


def test_a_dry_run_prints_the_commands_and_runs_none(ran: list[list[str]], capsys: pytest.CaptureFixture[str]) -> None:
    provide(lacks("PostgreSQL"), DEBIAN, dry=True)
    assert ran == []
    said = capsys.readouterr().out
    assert "apt-get install -qy --no-install-recommends postgresql\n" in said
    assert "Missing" not in said


def test_only_an_environment_that_cannot_be_made_ends_make(
    monkeypatch: pytest.MonkeyPatch, ran: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_packages, "machine", lambda: NO_RIGHTS)
    absent = [replace(need, found=lambda: False) for need in ENVIRONMENT]
    monkeypatch.setattr(system_packages, "KINDS", {"environment": absent, "tests": lacks("Chromium")})
    assert system_packages.main(["environment"]) == 1
    assert "apt-get install python3." in capsys.readouterr().out
    assert system_packages.main(["tests"]) == 0
    assert capsys.readouterr().out.endswith("Tests that need it are skipped, and counted at the end.\n")


def test_a_chromium_that_is_named_or_that_playwright_downloaded_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.delenv("JJAK_CHROMIUM", raising=False)
    assert system_packages.chromium() is None
    for number in (1100, 1200):
        program = tmp_path / f"chromium-{number}" / "chrome-linux" / "chrome"
        program.parent.mkdir(parents=True)
        program.touch()
    assert system_packages.chromium() == str(program)
    monkeypatch.setenv("JJAK_CHROMIUM", "/mine")
    assert system_packages.chromium() == "/mine"
