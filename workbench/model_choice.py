"""Which model translates where nobody says: the one that a corpus was begun with, else the best that is installed.

Nothing is fetched here, and nothing is decided in silence: each choice has its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jjak.align.mt.catalogue import recommended
from jjak.align.mt.checkpoint import EMBEDDED, find_checkpoint
from jjak.align.mt.checkpoint_check import Verdict
from jjak.align.mt.downloads import is_address
from jjak.align.mt.model_finder import find_model
from jjak.align.mt.registry import Added, added
from jjak.eval.probe_set import directions_of
from jjak.seeds.errors import ModelError
from jjak.seeds.message import Message, message
from jjak.seeds.secrets import without_secrets
from jjak.workbench.settings import AUTO, Settings

if TYPE_CHECKING:
    from jjak.corpora.store.corpus import Corpus

Way = tuple[str, str]
RETRANSLATE = "retranslate"  # the input of a run that translated a whole corpus anew


@dataclass(frozen=True, slots=True)
class Choice:
    """A model that was chosen for a direction; reason: what a person should know of it, None where there is nothing."""

    way: Way
    name: str
    reason: Message | None = None


def chosen_models(settings: Settings, runs: Sequence[Mapping[str, Any]] = ()) -> tuple[Settings, list[Choice]]:
    """`settings` with a model for each direction that has none or `auto`, and what was chosen.

    runs: of a corpus that keeps its models; none for one that is new, or translated anew.
    Raises ModelError where the list of models cannot be read, and where a file alone names a server to send texts to.
    """
    first, last = settings.languages
    ways = [way for way in ((first, last), (last, first)) if settings.models.get("-".join(way), AUTO) == AUTO]
    choices = [_kept(way, runs) or best_model(*way) for way in ways]
    models = {way: name for way, name in settings.models.items() if name != AUTO}
    _ensure_added([*settings.by_file, *(each.name for each in choices)])
    # the embedded model is what stands for no name
    models |= {"-".join(each.way): each.name for each in choices if each.name != EMBEDDED}
    return replace(settings, models=models), choices


def _ensure_added(names: Iterable[str]) -> None:
    """A corpus and its `jjak.toml` may be a stranger's: raises ModelError where they name a server, to which texts and a key
    would be sent, and nobody added it or names it in this call."""
    known = {model.place.partition("#")[0].rstrip("/") for model in added().values()}
    for address in (part for name in names for part in name.split("+") if is_address(part)):
        if address.partition("#")[0].rstrip("/") not in known:
            raise ModelError(
                "A file names the server {address} as a model, and nothing is sent to a server that only a file names",
                "If you trust it: `jjak models add {address}`, or --model {address} for this call.",
                address=without_secrets(address),
            )


def corpus_models(settings: Settings, store: Corpus, *, anew: bool = False) -> tuple[Settings, list[Choice]]:
    """`chosen_models` for a corpus; anew: all of it is translated again, so that it may have another model."""
    return chosen_models(settings, [] if anew else store.runs())


def _kept(way: Way, runs: Sequence[Mapping[str, Any]]) -> Choice | None:
    """What a corpus was begun with, or was translated anew with since."""
    known = [run["settings"] for run in runs if "models" in run["settings"] and way_of(run["settings"], way)]
    if not known:
        return None
    anew = [each for each in known if each.get("inputs") == [RETRANSLATE]]
    name = str((anew[-1] if anew else known[0])["models"].get("-".join(way), EMBEDDED))
    if name == AUTO:
        name = EMBEDDED
    better = best_model(*way)
    if better.name in (name, EMBEDDED):
        return Choice(way, name, better.reason if name == EMBEDDED else None)
    text = "the corpus keeps {name}, which it was begun with; `jjak build --retranslate --model auto` takes {better}"
    return Choice(way, name, message(text, name=name, better=better.name))


def way_of(settings: Mapping[str, Any], way: Way) -> bool:
    """Whether a run was of these two languages."""
    return sorted(settings.get("languages", ())) == sorted(way)


def best_model(source: str, target: str) -> Choice:
    """The best sound model of those that were added, by their checks' figures; the embedded one where there is none.

    Where no figure is known of a direction, the catalogue's recommendation decides, and that is said.
    """
    way, direction = (source, target), f"{source}-{target}"
    sound = {name: model for name, model in added().items() if model.verdict == Verdict.SOUND}
    figures = {name: model.figures[direction] for name, model in sound.items() if direction in model.figures}
    for name in sorted(figures, key=lambda name: -figures[name]):
        if _is_there(name, way):
            return Choice(way, name)
    for name in _by_recommendation(sound, way):
        if _is_there(name, way):
            text = "{name} translates {way}: no figure of a check says how well, so the catalogue's recommendation decides"
            return Choice(way, name, message(text, name=name, way=direction))
    return Choice(way, EMBEDDED, _of_embedded(way))


def recommended_models(languages: Way) -> list[str]:
    """The names of the catalogue's recommended models for both directions of two languages, each once."""
    first, last = languages
    found = [entry for way in ((first, last), (last, first)) if (entry := recommended(*way))]
    return list(dict.fromkeys(entry.name for entry in found))


def _by_recommendation(sound: Mapping[str, Added], way: Way) -> Iterator[str]:
    """Those that the catalogue recommends first, then in the order in which they were added."""
    entry = recommended(*way)
    yield from (name for name, model in sound.items() if entry and model.origin == entry.name)
    yield from (name for name, model in sound.items() if not (entry and model.origin == entry.name))


def _is_there(name: str, way: Way) -> bool:
    """Whether a model is still there, and translates this way."""
    try:
        model = find_model(name)
        model.tag(*way)
    except ModelError:
        return False
    said = directions_of(model)
    return way in said or not any(source == way[0] for source, _ in said)


def _of_embedded(way: Way) -> Message | None:
    """How good the embedded model is, and what gets a better one; nothing where it does not do a direction."""
    if way not in directions_of(find_checkpoint(EMBEDDED)):
        return None
    direction = "-".join(way)
    unsound = {name: model for name, model in added().items() if model.verdict != Verdict.SOUND}
    if others := [name for name, model in unsound.items() if direction in model.figures]:
        text = (
            "no check calls {names} sound, so jjak-ko-en, the model inside the package, translates {way}; --model takes others"
        )
        return message(text, names=", ".join(others), way=direction)
    return message(
        "jjak-ko-en, the model inside the package, gives the gist of a sentence and sometimes not even that; "
        "`jjak models add recommended` gets better ones"
    )
