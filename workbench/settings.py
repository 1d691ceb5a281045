"""What a build depends on: the defaults, a team's `jjak.toml` beside the corpus, and the options of a call over both."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.ctranslate2_engine import COMPUTE, DEVICES
from jjak.align.mt.engines import DEFAULT_ENGINE, ENGINES
from jjak.align.text.user_rules import NONE, UserRules
from jjak.seeds.errors import FormatError, SettingError, unknown
from jjak.seeds.limits import DEFAULT, Limits, limits_of
from jjak.seeds.readers.news_rules import Rules
from jjak.seeds.readers.news_table import news_rules
from jjak.seeds.reading import LARGEST

FILE = "jjak.toml"
RENAMED: Mapping[str, str] = {"largest": "max_bytes"}  # keys that had another name; they work until jjak 0.3, as options do
ALIGNER = "translation"
AUTO = "auto"  # as the name of a model: the one that a corpus was begun with, else the best that is installed
_LOG = logging.getLogger(__name__)


BEAM = 32  # at most: time and memory grow with it, and translations do not


@dataclass(frozen=True, slots=True)
class Settings:
    """languages: the pair, the source of human translations first; models: by direction, as `ko-en`; beam: 1 is greedy;
    max_bytes: of a document; threads: 0 for every core; device: `cpu` or `cuda`; allow_broken: use a model that its check
    calls broken; news: `rules` for the reading of news pages, besides our own; mend_text: read garbled characters as
    what they would be; segmentation: a user's own rules for sentences; lexicons: files of terms, evidence of the aligner;
    crossing: whether links may cross; originals: whether the bytes of packed documents are kept; limits: what reading one
    file may cost; by_file: models that only `jjak.toml` names."""

    languages: tuple[str, str] = ("ko", "en")
    models: Mapping[str, str] = field(default_factory=dict)
    engine: str = DEFAULT_ENGINE
    compute: str = COMPUTE[0]
    beam: int = 4
    aligner: str = ALIGNER
    crossing: bool = True
    licence: str = ""
    max_bytes: int = LARGEST
    threads: int = 0
    device: str = DEVICES[0]
    allow_broken: bool = False
    mend_text: bool = False
    news: Mapping[str, Any] = field(default_factory=dict)
    segmentation: UserRules = NONE
    lexicons: tuple[str, ...] = ()
    originals: bool = True
    limits: Limits = DEFAULT
    by_file: frozenset[str] = field(default=frozenset(), compare=False)

    def model(self, source: str, target: str) -> str:
        return self.models.get(f"{source}-{target}", EMBEDDED)

    @property
    def rules(self) -> Rules:
        """What news pages are read by."""
        return news_rules(self.news)

    def table(self) -> dict[str, Any]:
        kept = replace(self, segmentation=NONE)  # a rule set may have thousands of rules: its digest stands for them
        table = asdict(kept) | {"languages": list(self.languages), "models": dict(self.models)}
        del table["limits"], table["originals"], table["by_file"]  # they change nothing of what is built
        # a build without rules of its own is what it was before there were any
        own_rules = {"mend_text": self.mend_text, "news": table["news"], "segmentation": self.segmentation.table()}
        for name, own in (own_rules | {"lexicons": list(self.lexicons)}).items():
            if own:
                table[name] = own
            else:
                del table[name]
        if self.crossing:
            del table["crossing"]
        return table


def read_settings(corpus: str) -> Settings:
    """The settings of `jjak.toml` in the folder of `corpus` (the current one for a database's URL), defaults otherwise.

    Raises SettingError at a key or a value that there is not.
    """
    folder = Path() if "://" in corpus else Path(corpus).parent
    path = folder / FILE
    if not path.is_file():
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise SettingError("{path}: {cause}", "See https://toml.io for the form.", path=path, cause=str(error)) from error
    table = _current(path, table)
    known = [setting.name for setting in fields(Settings) if setting.name != "by_file"]
    for name in table:
        if name not in known:
            wrong = unknown("setting", name, known)
            raise SettingError("{path}: {cause}", wrong.remedy, path=path, cause=wrong.message)
    try:
        found = checked(replace(Settings(), **_typed(table, folder)))
        return replace(found, by_file=frozenset(found.models.values()))
    except (SettingError, FormatError) as error:
        raise SettingError("{path}: {cause}", error.remedy, path=path, cause=error.message) from error


def _current(path: Path, table: Mapping[str, Any]) -> dict[str, Any]:
    """`table` under the names of now; raises SettingError where a setting is there under both of its names."""
    found = dict(table)
    for old in RENAMED.keys() & table.keys():
        new = RENAMED[old]
        if new in table:
            raise SettingError("{path}: {old} and {new} are one setting", "Remove {old}.", path=path, old=old, new=new)
        _note(path, old, new)
        found[new] = found.pop(old)
    return found


@cache  # a command reads its settings several times, and says it once
def _note(path: Path, old: str, new: str) -> None:
    _LOG.warning("note: %s: %s is %s now; the old spelling works until jjak 0.3", path, old, new)


def _typed(table: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    default = Settings()
    typed: dict[str, Any] = {}
    for name, value in table.items():
        tables = name in ("models", "news", "segmentation", "limits")
        expected = list if name in ("languages", "lexicons") else dict if tables else type(getattr(default, name))
        if type(value) is not expected:
            raise SettingError("{name} is {value!r}, not of the type {type}", name=name, value=value, type=expected.__name__)
        typed[name] = tuple(value) if name == "languages" else value
    if "lexicons" in typed:
        typed["lexicons"] = tuple(str(folder / str(path)) for path in typed["lexicons"])
    if "segmentation" in typed:
        typed["segmentation"] = _user_rules(typed["segmentation"], folder)
    if "limits" in typed:
        typed["limits"] = limits_of(typed["limits"])
    return typed


def _user_rules(table: Mapping[str, Any], folder: Path) -> UserRules:
    """`[segmentation]`: abbreviations, and an SRX file whose path is relative to that of jjak.toml."""
    for name in table:
        if name not in ("abbreviations", "srx"):
            raise unknown("setting", f"segmentation.{name}", ("segmentation.abbreviations", "segmentation.srx"))
    abbreviations, srx = table.get("abbreviations", []), table.get("srx", "")
    for name, value, kind in (("abbreviations", abbreviations, list), ("srx", srx, str)):
        if type(value) is not kind or (kind is list and not all(isinstance(item, str) and item.strip() for item in value)):
            raise SettingError("{name} is {value!r}, not of the type {type}", name=name, value=value, type=kind.__name__)
    from jjak.align.text.srx import read_srx

    return UserRules(tuple(item.strip() for item in abbreviations), read_srx(folder / srx) if srx else None)


def override(settings: Settings, models: Sequence[str], options: Mapping[str, Any]) -> Settings:
    """`settings` with the options that were given; `models` as `NAME` for both directions or `ko-en=NAME` for one."""
    given = {name: value for name, value in options.items() if value is not None}
    first, second = given.get("languages", settings.languages)
    chosen = dict(settings.models)
    for model in models:
        direction, _, name = model.partition("=")
        if not name:
            chosen |= {f"{first}-{second}": model, f"{second}-{first}": model}
        elif direction in (f"{first}-{second}", f"{second}-{first}"):
            chosen[direction] = name
        else:
            raise SettingError(
                "--model {model}: no direction '{direction}'",
                "There are {first}-{second} and {second}-{first}.",
                model=model,
                direction=direction,
                first=first,
                second=second,
            )
    # what a person names in this call is named by them, whatever the file says
    said = {*models, *(model.partition("=")[2] for model in models)}
    by_file = settings.by_file & set(chosen.values()) - said
    return checked(replace(settings, **given, models=chosen, by_file=by_file))


def checked(settings: Settings) -> Settings:
    """`settings`, or SettingError at a name that is in no table."""
    for kind, name, table in (
        ("engine", settings.engine, ENGINES),
        ("compute type", settings.compute, COMPUTE),
        ("device", settings.device, DEVICES),
    ):
        if name not in table:
            raise unknown(kind, name, table)
    if settings.aligner != ALIGNER:
        # what aligners need takes longer to load than most commands run
        from jjak.align.sentence.aligners import ALIGNERS

        if settings.aligner not in ALIGNERS:
            raise unknown("aligner", settings.aligner, ALIGNERS)
    if not 1 <= settings.beam <= BEAM:
        raise SettingError("beam is {beam:,}", "It is from 1 to {most}.", beam=settings.beam, most=BEAM)
    news_rules(settings.news)
    if len(settings.languages) != 2 or settings.languages[0] == settings.languages[1]:
        given = ", ".join(settings.languages)
        raise SettingError("languages {given}: two different ones are needed", "For example ko,en.", given=given)
    return settings
