"""`jjak translate`: a line in, a line out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import click

from jjak.align.mt.translator import CODES, TERMS, UNTRANSLATED
from jjak.seeds.errors import SettingError
from jjak.seeds.message import counted
from jjak.workbench.commands.candidates import models
from jjak.workbench.commands.options import (
    engine_options,
    json_lines_option,
    lexicon_option,
    lines_of,
    print_json,
    with_models,
)
from jjak.workbench.commands.parsing import Command
from jjak.workbench.settings import AUTO
from jjak.workbench.terminal import progress, said

if TYPE_CHECKING:
    from jjak.align.mt.translator import Translation, Translator

AT_ONCE = 256  # lines


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
@lexicon_option
@click.option(
    "--n-best",
    "count",
    type=click.IntRange(1, 64),
    default=1,
    metavar="N",
    help="So many translations of each line, each on a line of its own after the line's number, with its score.",
)
@click.option(
    "--temperature", type=click.FloatRange(0), default=0.0, metavar="T", help="Draw at random: 1 as likely as they are, 0 not."
)
@click.option(
    "--no-repeat", type=click.IntRange(0), metavar="N", help="No N pieces in a row may come twice, which guards a weak model."
)
@click.option("--codes", is_flag=True, help="Lines have tags (<b>…</b>, <x/>), which the translations get where they belong.")
@json_lines_option
@click.argument("file", default="-", type=click.Path(path_type=str))
def translate(
    source: str,
    target: str,
    model: str | None,
    lexicons: tuple[str, ...],
    count: int,
    temperature: float,
    no_repeat: int | None,
    codes: bool,
    as_json: bool,
    file: str,
    **options: Any,
) -> None:
    """Translate: a line in, a line out.

    With --lexicon a translation has the other form of each term that its line has, with --codes its tags. The exit code is 1
    where a line has no translation, lacks a term, or has tags that only its length could place.

    \b
    Examples:
      echo '안녕하세요.' | jjak translate --from ko --to en
      jjak translate --from en --to ko --model argos-en-ko talk.en > talk.ko
      jjak translate --from ko --to en --lexicon terms.tsv talk.ko
      jjak translate --from en --to ko --codes page.en
      jjak translate --from ko --to en --n-best 5 --json talk.ko
    """
    from jjak.align.mt.engines import load_translator

    if lexicons and (count > 1 or temperature):
        raise SettingError("--lexicon gives one translation", "Leave --n-best and --temperature out.")
    if codes and (lexicons or count > 1 or temperature):
        raise SettingError("--codes gives one translation", "Leave --lexicon, --n-best and --temperature out.")
    options = {name: value for name, value in options.items() if value is not None}
    lines = lines_of(file)
    translator = load_translator(source, target, model=_named(model or AUTO, source, target), **options)
    decode = _decoder(translator, _Asked(lexicons, count, temperature, no_repeat, codes))
    flags: Counter[str] = Counter()
    with progress(len(lines), "translating") as done:
        for start in range(0, len(lines), AT_ONCE):
            for at, found in enumerate(decode(lines[start : start + AT_ONCE]), start + 1):
                for translation in found:
                    _print(translation, at if count > 1 else 0, as_json)
                    flags.update(translation.flags)
                done("")
            sys.stdout.flush()
    _report(flags)


@dataclass(frozen=True, slots=True)
class _Asked:
    lexicons: Sequence[str]
    count: int
    temperature: float
    no_repeat: int | None
    codes: bool


def _decoder(translator: Translator, asked: _Asked) -> Callable[[Sequence[str]], list[list[Translation]]]:
    """What gives the translations of each line, one or several."""
    from jjak.align.mt.decoding import guarded, n_best, with_terms

    if asked.no_repeat is not None:
        translator = guarded(translator, asked.no_repeat)
    if asked.codes:
        from jjak.align.mt.inline_codes import with_codes

        return lambda lines: [[each] for each in with_codes(translator, lines)]
    if asked.count > 1 or asked.temperature:
        return lambda lines: n_best(translator, lines, asked.count, asked.temperature)
    if asked.lexicons:
        from jjak.workbench.pipeline.lexicons import lexicon_files

        terms = [term for file in lexicon_files(asked.lexicons) for each in file.lexicons for term in each.entries]
        return lambda lines: [[each] for each in with_terms(translator, lines, terms)]
    return lambda lines: [[each] for each in translator(lines)]


def _print(translation: Translation, number: int, as_json: bool) -> None:
    """number: of the line, where it has several translations; else 0."""
    if as_json:
        print_json(({"line": number} if number else {}) | asdict(translation))
    else:
        print(f"{number}\t{translation.score:.4f}\t{translation.text}" if number else translation.text)


def _report(flags: Counter[str]) -> None:
    """Say what lines lack, and end with exit code 1 where any does."""
    if count := flags[UNTRANSLATED]:
        text = counted(
            "{count} line has no translation: it is empty", "{count:,} lines have no translation: they are empty", count
        )
        print(said(text), file=sys.stderr)
    if count := flags[TERMS]:
        one, many = "{count} translation lacks a term of the lexicon", "{count:,} translations lack a term of the lexicon"
        print(said(counted(one, many, count)), file=sys.stderr)
    if count := flags[CODES]:
        one, many = (
            "{count} translation is too long for its tags to be placed by anything but its length",
            "{count:,} translations are too long for their tags to be placed by anything but their length",
        )
        print(said(counted(one, many, count)), file=sys.stderr)
    if flags[UNTRANSLATED] or flags[TERMS] or flags[CODES]:
        sys.exit(1)


def _named(model: str, source: str, target: str) -> str:
    """The name of a model, chosen where it is `auto`."""
    if model != AUTO:
        return model
    from jjak.workbench.settings import Settings

    return with_models(Settings(languages=(source, target))).model(source, target)
