"""A recipe: the filters of an export in their order, and its splits; what each took out is written beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jjak.corpora.exchange.exports import Written, rehearse, write
from jjak.corpora.exchange.splits import Split, SplitPlan, assigned, checked, met, number, plan
from jjak.corpora.filters import filter_of, kept
from jjak.corpora.formats import format_of
from jjak.corpora.pair import ASIDE, Pair, Status
from jjak.seeds.errors import FormatError, SettingError, unknown
from jjak.seeds.file_bytes import read_given
from jjak.seeds.message import message
from jjak.seeds.plain_yaml import read_yaml

_KEYS = ("jjak", "languages", "include", "filters", "split", "result")
LARGEST = 10_000_000  # bytes of a recipe
ALL = "all"
REJECTED = "rejected"
STATED = ("po", "xliff", "xliff2")  # formats that hold every unit with its state, for a translator who goes on with them


@dataclass(frozen=True, slots=True)
class ExportRecipe:
    """languages: the two that are taken out, in the order of the columns; filters: names and values; include: which rows that
    are set aside are taken out too, by their flags."""

    languages: tuple[str, str]
    filters: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    split: Split | None = None
    include: tuple[str, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether every pair is taken out as it is, those that a person rejected aside."""
        return not self.filters and self.split is None and not self.include


@dataclass(slots=True)
class ExportResult:
    """What an export did. read: pairs of the corpus; removed: by filter, in their order; split: how the shares were met;
    aside: rows of the corpus that are in no pair, by their flags, but those that the recipe includes."""

    recipe: ExportRecipe
    read: int = 0
    removed: list[int] = field(default_factory=list)
    split: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # SHA-256 of each file that a filter read, by its path
    written: Written = field(default_factory=Written)
    aside: Mapping[str, int] = field(default_factory=dict)
    rejected: int = 0  # pairs that were left out since a person rejected them

    def steps(self) -> list[tuple[str, int]]:
        return [(name, count) for (name, _), count in zip(self.recipe.filters, self.removed, strict=True)]


def read_recipe(path: Path, languages: tuple[str, str]) -> ExportRecipe:
    """The recipe in a file; raises SettingError where it is none or names what there is not."""
    try:
        table = read_yaml(read_given(path, LARGEST).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise SettingError("{path}: {error}", "Check the path.", path=path, error=str(error)) from error
    except FormatError as error:
        fix = message("An export's recipe.yaml is an example.")
        raise SettingError("{path}: {error}", fix, path=path, error=error.message) from error
    try:
        return _recipe(table, languages)
    except SettingError as error:
        raise SettingError("{path}: {error}", error.remedy, path=path, error=error.message) from error


def _recipe(table: Any, languages: tuple[str, str]) -> ExportRecipe:
    if not isinstance(table, dict):
        raise SettingError(
            "a recipe is a mapping, not {kind}", "Its keys are {keys}.", kind=type(table).__name__, keys=", ".join(_KEYS)
        )
    for key in table:
        if key not in _KEYS:
            raise unknown("key", str(key), _KEYS)
    steps = table.get("filters") or []
    if not isinstance(steps, list):
        raise SettingError("filters is no list", "Write each as `- length: {max: 100}`.")
    found = table.get("languages") or languages
    if len(found) != 2 or not all(isinstance(one, str) for one in found):
        raise SettingError("languages: two are needed", "For example [ko, en].")
    include = table.get("include") or []
    if not isinstance(include, list) or not all(isinstance(one, str) for one in include):
        raise SettingError("include is no list", "For example [fuzzy, untranslated], or [all].")
    filters = tuple(step(one) for one in steps)
    return ExportRecipe((found[0], found[1]), filters, _split(table.get("split")), flags_to_include(include))


def flags_to_include(names: Sequence[str]) -> tuple[str, ...]:
    """The flags that these names mean, `all` among them; raises SettingError at one that there is not."""
    found = [name.strip().replace("-", " ") for name in names if name.strip()]
    for name in found:
        if name not in (*ASIDE, REJECTED, ALL):
            raise unknown("flag", name, (*ASIDE, REJECTED, ALL))
    return (*ASIDE, REJECTED) if ALL in found else tuple(dict.fromkeys(found))


def step(value: Any) -> tuple[str, Mapping[str, Any]]:
    """One filter, as `length` or `{length: {max: 100}}`; raises SettingError where it is none."""
    name, values = next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else (value, {})
    if not isinstance(name, str) or not isinstance(values or {}, dict):
        raise SettingError("{value!r} is no filter", "Write it as `- length: {{max: 100}}`.", value=value)
    filter_of(name, values or {})
    return name, values or {}


def _split(value: Any) -> Split | None:
    if value is None:
        return None
    known = ("shares", "by", "threshold", "seed")
    if not isinstance(value, dict) or not isinstance(value.get("shares"), dict):
        raise SettingError("split: its shares are missing", "For example {shares: {train: 0.9, dev: 0.05, test: 0.05}}.")
    for key in value:
        if key not in known:
            raise unknown("key of split", str(key), known)
    try:
        shares = {str(name): float(share) for name, share in value["shares"].items()}
    except (TypeError, ValueError) as error:
        raise SettingError("split: {error}", "A share is a number from 0 to 1.", error=str(error)) from error
    return checked(Split(**{**value, "shares": shares}))


def export_pairs(
    pairs: Callable[[], Iterable[Pair]], recipe: ExportRecipe, out: str, name: str | None = None, *, dry: bool = False
) -> ExportResult:
    """Filter, split and write, or only count where it is `dry`. pairs: gives the corpus's pairs; it is asked twice where
    there are splits, since where a pair goes depends on all of them."""
    outcome = ExportResult(recipe, removed=[0] * len(recipe.filters))
    if not _asks_for_rejected(recipe, out, name):
        pairs = _without_rejected(pairs, outcome)
    splits = tuple(recipe.split.shares) if recipe.split else ("",)
    made = plan(_filtered(pairs(), recipe, outcome), recipe.split) if recipe.split else None
    stream = _again(pairs(), made) if made else (("", pair) for pair in _filtered(pairs(), recipe, outcome))
    if made and recipe.split:
        outcome.split = met(made, recipe.split)
    if dry:
        outcome.written = rehearse(stream, out, recipe.languages, name, splits)
        return outcome

    def text() -> str:
        return dump(outcome)

    outcome.written = write(stream, out, recipe.languages, name, splits, None if recipe.plain or out == "-" else text)
    return outcome


def _asks_for_rejected(recipe: ExportRecipe, out: str, name: str | None) -> bool:
    """Whether an export is to have the pairs that a person rejected: it says so, or its format keeps every unit's state."""
    if REJECTED in recipe.include or format_of(out, name) in STATED:
        return True
    asked = [values.get("only", ()) for step_name, values in recipe.filters if step_name == "status"]
    return any(REJECTED in ([one] if isinstance(one, str) else one) for one in asked)


def _without_rejected(pairs: Callable[[], Iterable[Pair]], outcome: ExportResult) -> Callable[[], Iterator[Pair]]:
    def left() -> Iterator[Pair]:
        outcome.rejected = 0
        for pair in pairs():
            if pair.status is Status.REJECTED:
                outcome.rejected += 1
            else:
                yield pair

    return left


def _filtered(pairs: Iterable[Pair], recipe: ExportRecipe, outcome: ExportResult) -> Iterator[Pair]:
    filters = [filter_of(name, values) for name, values in recipe.filters]
    for one in filters:
        outcome.files.update(getattr(one, "files", {}))

    def counted() -> Iterator[Pair]:
        for pair in pairs:
            outcome.read += 1
            yield pair

    return kept(counted(), filters, outcome.removed)


def _again(pairs: Iterable[Pair], made: SplitPlan) -> Iterator[tuple[str, Pair]]:
    """The filtered pairs a second time: those whose ids were planned, in the same order, so that no filter runs again."""
    planned = (int(one) for one in made.ids)

    def same() -> Iterator[Pair]:
        wanted = next(planned, None)
        for pair in pairs:
            if wanted is not None and number(pair.id) == wanted:
                yield pair
                wanted = next(planned, None)

    return assigned(same(), made)


def dump(outcome: ExportResult) -> str:
    """The recipe with its outcome, as YAML that `read_recipe` takes."""
    import yaml

    recipe = outcome.recipe
    table: dict[str, Any] = {"jjak": version("jjak"), "languages": list(recipe.languages)}
    if recipe.include:
        table["include"] = list(recipe.include)
    table["filters"] = [{name: dict(values)} if values else name for name, values in recipe.filters]
    if recipe.split:
        split = recipe.split
        table["split"] = {"shares": dict(split.shares), "by": split.by, "threshold": split.threshold}
        table["split"] |= {"seed": split.seed} if split.seed else {}
    table["result"] = result(outcome)
    head = "# How this export was made; `jjak export OUT --recipe FILE` does it again. `result` is what each step did.\n"
    return head + yaml.safe_dump(table, sort_keys=False, allow_unicode=True, width=120)


def result(outcome: ExportResult) -> dict[str, Any]:
    found: dict[str, Any] = {"read": outcome.read}
    found["removed"] = [{name: count} for name, count in outcome.steps()]
    found["left"] = outcome.read - sum(outcome.removed)
    if outcome.files:
        found["files"] = dict(outcome.files)
    return found | ({"split": outcome.split} if outcome.split else {})


def steps_of(filters: Sequence[str]) -> list[tuple[str, Mapping[str, Any]]]:
    """Filters as options say them: `length`, `length={max: 100}` or `length=max: 100`."""
    found = []
    for one in filters:
        name, _, values = one.partition("=")
        text = values.strip()
        try:
            given = read_yaml(text if text.startswith("{") or not text else f"{{{text}}}") or {}
        except FormatError as error:
            raise SettingError(
                "--filter {one}: no YAML after =", "For example length={{max: 100, unit: words}}.", one=one
            ) from error
        found.append(step({name.strip(): given}))
    return found
