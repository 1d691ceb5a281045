"""What opens a server on one's own machine: a token in the address, kept for its owner alone, and good over restarts.

Everybody with an account on a machine reaches its loopback address. The token lies where only its owner reads it.
"""

from __future__ import annotations

import hmac
import os
import secrets
from pathlib import Path

from jjak.align.mt.model_folders import data_folder
from jjak.seeds.errors import SettingError

TOKEN, KEY = "token", "key"
OTHERS = 0o077  # what others than the owner may do with a file


def token_file() -> Path:
    """Where the token lies."""
    return data_folder() / "review" / TOKEN


def access_token() -> str:
    """The token of whoever runs this, made where there is none yet; raises SettingError where it cannot be kept."""
    return _kept(TOKEN)


def server_key() -> bytes:
    """What this person's servers sign with."""
    return _kept(KEY).encode()


def opens(given: str) -> bool:
    """Whether a token that somebody gave is the one."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), access_token().encode())


def opening_page(address: str) -> Path:
    """A page that leads to an address with a token: on a command line, as browsers are called, everybody could read it."""
    path = token_file().with_name("open.html")
    lead = f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={address}"><title>jjak</title>'
    _written(path, lead)
    return path


def _kept(name: str) -> str:
    path = token_file().with_name(name)
    try:
        if path.is_file() and not path.stat().st_mode & OTHERS and (known := path.read_text(encoding="ascii").strip()):
            return known
        # what others could read is good no more
        _written(path, secrets.token_urlsafe(32))
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        fix = "Set JJAK_DATA to a folder that can be written, or review with --login."
        raise SettingError("{path}: {cause}", fix, path=path, cause=error.strerror or error) from error


def _written(path: Path, text: str) -> None:
    """Put a file under its name whole, for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.chmod(0o700)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
