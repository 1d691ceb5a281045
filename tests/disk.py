"""A small file system of its own, which can be filled, and whose files and folders can be made read-only for root too."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from command_line import PROGRAM, jjak
from skips import skip_without


class Disk:
    """A tmpfs at `path`. Where this process may not mount one, a user namespace is made in which it may; so commands that are
    to see the disk go through `run`."""

    def __init__(self, path: Path, size: str) -> None:
        self.path = path
        self._inside: list[str] = []
        self._keeper: subprocess.Popen[str] | None = None
        if absent := [name for name in ("mount", "umount", "unshare", "nsenter") if not shutil.which(name)]:
            skip_without("right to mount", f"this system has no {', no '.join(absent)}")
        path.mkdir()
        command = ("mount", "-t", "tmpfs", "-o", f"size={size}", "none", path)
        if self.run(*command).returncode:
            self._enter_a_namespace()
            if refused := self.run(*command).stderr:
                self.close()
                skip_without("right to mount", refused.strip())

    def _enter_a_namespace(self) -> None:
        """Make a user namespace in which this process may mount; the test is skipped where it may not make one."""
        keeper = ["unshare", "-rm", "sh", "-c", "echo; exec sleep 600"]
        self._keeper = subprocess.Popen(keeper, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self._keeper.stdout is not None
        if not self._keeper.stdout.readline():
            said = self._keeper.communicate()[1].strip()
            skip_without("right to mount", f"run as root, or allow user namespaces ({said})")
        self._inside = ["nsenter", "-t", str(self._keeper.pid), "-U", "-m", "--preserve-credentials"]

    def run(self, *command: Any) -> subprocess.CompletedProcess[str]:
        whole = [*self._inside, *map(str, command)]
        return subprocess.run(whole, capture_output=True, text=True, check=False, timeout=120)

    def check(self, *command: Any) -> str:
        """What a command prints that is to end well; ours runs in this process where it can."""
        done = self.called(*command[1:]) if command[0] == PROGRAM else self.run(*command)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def jjak(self, *arguments: Any) -> subprocess.CompletedProcess[str]:
        return self.run(PROGRAM, *arguments)

    def called(self, *arguments: Any) -> subprocess.CompletedProcess[str]:
        """As `jjak`, but in this process where that sees the disk, which it does unless a namespace had to be made."""
        return self.jjak(*arguments) if self._inside else jjak(*map(str, arguments))

    @property
    def inside(self) -> list[str]:
        """What a command is begun with that is to see the disk."""
        return list(self._inside)

    def fill(self, leave: int) -> None:
        """Leave only so many bytes, in whole pages."""
        self.run("sh", "-c", f"cat /dev/zero > {self.path}/filler")
        self.check("truncate", "-s", f"-{leave}", self.path / "filler")

    def empty(self) -> None:
        """Make the room that was filled."""
        self.check("rm", "-f", self.path / "filler")

    def clear(self) -> None:
        self.check("sh", "-c", f"rm -rf {self.path}/* {self.path}/.[!.]*")

    def names(self) -> list[str]:
        return [name for name in self.check("ls", "-A", self.path).split("\n") if name and name != "filler"]

    def freeze(self, path: Path) -> None:
        """Make a file or a folder read-only."""
        self.check("mount", "--bind", path, path)
        self.check("mount", "-o", "remount,ro,bind", path)

    def thaw(self, path: Path) -> None:
        self.check("umount", path)

    def close(self) -> None:
        if self._keeper is None:
            self.run("umount", "--recursive", "--lazy", self.path)
        else:
            self._keeper.kill()
            self._keeper.communicate()
