"""`jjak translate`: a line in, a line out."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

import click

from jjak.workbench.commands.candidates import models
from jjak.workbench.commands.options import engine_options, json_lines_option, lines_of, print_json
from jjak.workbench.commands.parsing import Command
from jjak.workbench.terminal import progress


@click.command(cls=Command)
@click.option("--from", "source", required=True, metavar="LANG", help="The language of the input.")
@click.option("--to", "target", required=True, metavar="LANG", help="The language of the output.")
@click.option(
    "--model",
    metavar="NAME",
    shell_complete=models,
    help="jjak-ko-en (default), a folder, or owner/name[@revision] on the Hub.",
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

    options = {name: value for name, value in options.items() if value is not None} | ({"model": model} if model else {})
    lines = lines_of(file)
    translator = load_translator(source, target, **options)
    with progress(len(lines), "translating") as done:
        for start in range(0, len(lines), 256):
            for translation in translator(lines[start : start + 256]):
                if as_json:
                    print_json(asdict(translation))
                else:
                    print(translation.text)
                done("")
            sys.stdout.flush()
