"""Each kind of open model, found on a server on this machine, added, checked, and asked for a translation.

    python tests/bench/model_kinds.py

Every model is the embedded one in another form (tests/forms.py), so that what is shown is whether the form is read, not how
good such models are. Prints a row for each: what was added, its kind, the check's verdict and chrF2, and a translation.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import forms
from jjak.align.mt.engines import load_translator
from jjak.align.mt.model_finder import find_model
from jjak.align.mt.packaged_model import PackagedModel
from jjak.workbench.installed_models import add_model
from model_server import ModelServer, served

LINE = "정부는 오늘 새로운 주택 정책을 발표했습니다."


def places(folder: Path, server: ModelServer) -> Iterator[tuple[str, str]]:
    """A name and a place for each kind."""
    yield "marian", str(forms.copied(folder / "marian"))
    opus = forms.zipped(forms.archive(folder / "opus"), folder / "opus.zip")
    argos = forms.zipped(forms.argos(folder / "argos"), folder / "translate-ko_en-1_1.argosmodel", "translate-ko_en-1_1")
    server.files = {"opus.zip": opus, "v1/translate-ko_en-1_1.argosmodel": argos}
    for name, file in zip(("opus-mt", "argos"), server.files, strict=True):
        yield name, f"{server.address}/{file}"
    for form in (forms.m2m100, forms.nllb, forms.madlad):
        yield form.__name__, str(form(folder / form.__name__))
    yield "server", f"{server.address}/v1"


def main() -> None:
    with tempfile.TemporaryDirectory() as place, served(ModelServer()) as server:
        os.environ |= {"JJAK_DATA": f"{place}/data", "JJAK_CACHE": f"{place}/cache", "NO_PROXY": "127.0.0.1"}
        korean, english = load_translator("ko", "en"), load_translator("en", "ko")

        def translate(line: str) -> str:
            return (english if line.isascii() else korean)([line])[0].text or "."

        server.translate = translate
        print("| added from | told to be | check | chrF2 | translation |\n|---|---|---|---|---|")
        for name, where in places(Path(place), server):
            kept, found = add_model(where, name)
            model = find_model(kept)
            kind = model.form if isinstance(model, PackagedModel) else type(model).__name__
            scores = ", ".join(f"{way} {score:.1f}" for way, score in found.scores.items())
            text = load_translator("ko", "en", model=kept)([LINE])[0].text
            shown = where.replace(place, "…").replace(server.address, "http://127.0.0.1:…")
            print(f"| `{shown}` | {kind} | {found.verdict} | {scores} | {text} |", flush=True)


if __name__ == "__main__":
    main()
