"""`jjak models`: what there is to translate with, and whether it is any good."""

from __future__ import annotations

import sys
from dataclasses import asdict

import click

from jjak.seeds.errors import SettingError
from jjak.workbench.commands.candidates import added_models, listed_models
from jjak.workbench.commands.candidates import models as model_names
from jjak.workbench.commands.options import HELP, json_lines_option, json_option, print_json, threads_option
from jjak.workbench.commands.parsing import Group, Renamed


@click.group(cls=Group, context_settings=HELP)
def models() -> None:
    """Search, list, check, add and remove models.

    \b
    Examples:
      jjak models search --from ko --to en
      jjak models add recommended
      jjak models list
      jjak models check Helsinki-NLP/opus-mt-ko-en
      jjak models add opus-2020-06-17.zip --name opus-ko-en
    """


@models.command()
@click.option("--from", "source", default="", metavar="LANG", help="The language of the input.")
@click.option("--to", "target", default="", metavar="LANG", help="The language of the output.")
@json_lines_option
def search(source: str, target: str, as_json: bool) -> None:
    """The open models of the catalogue in the package: for a direction the recommended first. Nothing is fetched.

    \b
    Examples:
      jjak models search --from ko --to en
      jjak models search --from de --to ko --json
    """
    from jjak.align.mt.catalogue import search as found_in_catalogue
    from jjak.workbench.commands.model_output import entry_table, show_entries

    if bool(source) != bool(target):
        raise SettingError("A direction has two languages", "Give --from and --to, or neither for the whole catalogue.")
    found = found_in_catalogue(source, target)
    if as_json:
        for entry in found:
            print_json(entry_table(entry, source, target))
    else:
        show_entries(found, source, target)
    if not found:
        sys.exit(1)


@models.command("list")
@json_lines_option
def list_(as_json: bool) -> None:
    """The embedded model and those that were added: directions, size, revision, last check.

    \b
    Example:
      jjak models list
    """
    from jjak.workbench.commands.model_output import show_models
    from jjak.workbench.installed_models import list_models

    found = list_models()
    if as_json:
        for model in found:
            print_json(asdict(model))
    else:
        show_models(found)


@models.command()
@click.argument("name", shell_complete=model_names)
@click.option("--direction", "directions", multiple=True, metavar="A-B", help="What it translates, where it does not say.")
@click.option("--quick", is_flag=True, help="A few sentences only, as `jjak build` does with a new model.")
@threads_option
@json_option
def check(name: str, directions: tuple[str, ...], quick: bool, threads: int | None, as_json: bool) -> None:
    """Translate a probe set with a model, and say whether it is sound, weak or broken, and by what.

    The exit code is 1 where it is broken.

    \b
    Examples:
      jjak models check jjak-ko-en
      jjak models check ./finetuned --direction ko-en
    """
    from jjak.align.mt.checkpoint_check import Verdict
    from jjak.workbench.commands.model_output import show_check
    from jjak.workbench.installed_models import check_model, table

    found = check_model(name, [_direction(each) for each in directions], quick=quick, threads=threads or 0)
    if as_json:
        print_json(table(found))
    else:
        show_check(found)
    if found.verdict is Verdict.BROKEN:
        sys.exit(1)


@models.command(renamed=[Renamed("--as", "--name")])
@click.argument("place", shell_complete=listed_models)
@click.option("--name", default="", metavar="NAME", help="What to call it; by default the last part of PLACE.")
@click.option("--pickle", is_flag=True, help="Read the arrays of an older checkpoint's pickle, without running what is in it.")
@json_option
def add(place: str, name: str, pickle: bool, as_json: bool) -> None:
    """Keep a model under a name that --model takes, its revision pinned.

    PLACE is a name of `jjak models search`; `recommended`, for the best of both directions; a folder; an archive of OPUS-MT's
    or Argos', as a file or an address; owner/name[@revision] on the Hub; or the address of a server of OpenAI's chat
    interface, up to /v1, with #MODEL where it has several. What it is is told by what is there.

    \b
    Examples:
      jjak models add recommended
      jjak models add argos-ko-en+argos-en-de
      jjak models add Helsinki-NLP/opus-mt-ko-en --name opus
      jjak models add opus-2020-06-17.zip
      jjak models add 'http://127.0.0.1:11434/v1#qwen3:8b' --name qwen
    """
    places = _several(place) or [place]
    if len(places) > 1 and (name or pickle):
        raise SettingError("--name and --pickle are for one model", "Leave them out, or name the model.")
    sound = [_add(each, name, pickle, as_json) for each in places]
    if not all(sound):
        sys.exit(1)


def _several(place: str) -> list[str]:
    """The models that `recommended`, or two of the catalogue with `+` between them, stand for; none for anything else."""
    from jjak.align.mt.catalogue import RECOMMENDED, catalogue
    from jjak.align.mt.model_finder import JOINT
    from jjak.workbench.model_choice import recommended_models

    if place == RECOMMENDED:
        return recommended_models(("ko", "en"))
    names = place.split(JOINT)
    return names if len(names) > 1 and all(name in catalogue() for name in names) else []


def _add(place: str, name: str, pickle: bool, as_json: bool) -> bool:
    """Add a model, and whether it is any good: its check does not call it broken."""
    from jjak.align.mt.checkpoint_check import Verdict
    from jjak.workbench.commands.model_output import downloading, show_check, show_terms
    from jjak.workbench.installed_models import add_model, listed_entry, table

    show_terms(place, listed_entry(place))
    with downloading(place) as progress:
        kept, found = add_model(place, name, pickle=pickle, progress=progress)
    if as_json:
        print_json({"name": kept, **table(found)})
    else:
        show_check(found)
    print(f"Added: --model {kept}", file=sys.stderr)
    return found.verdict is not Verdict.BROKEN


@models.command()
@click.argument("name", shell_complete=added_models)
def remove(name: str) -> None:
    """Forget a model that was added, and what was made of it.

    \b
    Example:
      jjak models remove opus
    """
    from jjak.workbench.installed_models import remove_model

    freed = remove_model(name)
    print(f"{name} removed, {freed / 1e6:,.0f} MB freed", file=sys.stderr)


def _direction(text: str) -> tuple[str, str]:
    source, _, target = text.partition("-")
    if not source or not target:
        raise SettingError("--direction {text}: no pair of languages", "For example ko-en.", text=text)
    return source, target
