"""`jjak translate`: a line in, a line out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click

from jjak.align.mt.translator import UNTRANSLATED
from jjak.seeds.message import counted
from jjak.workbench.commands.candidates import models
from jjak.workbench.commands.options import engine_options, json_lines_option, lines_of, print_json, with_models
from jjak.workbench.commands.parsing import Command
from jjak.workbench.settings import AUTO
from jjak.workbench.terminal import progress, said


@click.command(cls=Command)
@click.option("--from", "source", required=True, metavar="LANG", help="The language of the input.")
@click.option("--to", "target", required=True, metavar="LANG", help="The language of the output.")
@click.option(
    "--model",
    metavar="NAME",
    shell_complete=models,
    help="auto (default), one that was added, a folder, owner/name[@revision] on the Hub, or the address of a server.",
)
@engine_options
@json_lines_option
@click.argument("file", default="-", type=click.Path(path_type=str))
def translate(source: str, target: str, model: str | None, as_json: bool, file: str, **options: Any) -> None:
    """Translate: a line in, a line out.

    \b
    Examples:
      echo '안녕하세요.' | jjak translate --from ko --to en
      jjak translate --from en --to ko --model Helsinki-NLP/opus-tatoeba-en-ko talk.en > talk.ko
    """
    from jjak.align.mt.engines import load_translator

    options = {name: value for name, value in options.items() if value is not None}
    lines = lines_of(file)
    translator = load_translator(source, target, model=_named(model or AUTO, source, target), **options)
    untranslated = 0
    with progress(len(lines), "translating") as done:
        for start in range(0, len(lines), 256):
            for translation in translator(lines[start : start + 256]):
                if as_json:
                    print_json(asdict(translation))
                else:
                    print(translation.text)
                untranslated += UNTRANSLATED in translation.flags
                done("")
            sys.stdout.flush()
    if untranslated:
        one, many = "{count} line has no translation: it is empty", "{count:,} lines have no translation: they are empty"
        text = counted(one, many, untranslated)
        print(said(text), file=sys.stderr)
        sys.exit(1)


def _named(model: str, source: str, target: str) -> str:
    """The name of a model, chosen where it is `auto`."""
    if model != AUTO:
        return model
    from jjak.workbench.settings import Settings

    return with_models(Settings(languages=(source, target))).model(source, target)
