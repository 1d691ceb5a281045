"""Writing an export: to names of its own, which become the final ones when everything is on the disk."""

from __future__ import annotations

import logging
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from jjak.corpora.atomic_write import atomic_write, atomic_write_folder
from jjak.corpora.formats import DATASET, FORMATS, PairWriter, Unwritable, format_of
from jjak.corpora.formats.folder import CARD, FolderSplit, FolderWriter, write_card
from jjak.corpora.pair import Pair
from jjak.seeds.errors import SettingError, unwritable
from jjak.seeds.message import counted

RECIPE = "recipe.yaml"
WHOLE = "train"  # the split of a dataset that was not split
_LOG = logging.getLogger(__name__)
TRAITS = ("status", "origin", "kind", "direction")


class Unwritten(NamedTuple):
    """A pair that the format could not hold."""

    id: str
    reason: str


@dataclass(slots=True)
class Written:
    """counts: pairs by split; unwritten: what the format could not hold; files: where everything lies; traits: how many were
    written of each status, origin, kind and direction together."""

    counts: dict[str, int] = field(default_factory=dict)
    unwritten: list[Unwritten] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    traits: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @property
    def pairs(self) -> int:
        return sum(self.counts.values())

    def by(self) -> dict[str, dict[str, int]]:
        """Pairs by each of `TRAITS` alone."""
        found: dict[str, Counter[str]] = {name: Counter() for name in TRAITS}
        for values, count in self.traits.items():
            for name, value in zip(TRAITS, values, strict=True):
                found[name][value] += count
        return {name: dict(sorted(counts.items())) for name, counts in found.items()}


def export(pairs: Iterable[Pair], out: str, languages: tuple[str, str], name: str | None = None) -> int:
    """Write `pairs` to the file or folder `out` (`-` is standard output); how many there were.

    Raises SettingError at an unknown format and FormatError where it cannot be written or a pair does not fit the format;
    what stood under the name `out` before is then still there.
    """
    written = write((("", pair) for pair in pairs), out, languages, name)
    if written.unwritten:
        first = written.unwritten[0]
        texts = ("{count} pair not written; {id}: {reason}", "{count:,} pairs not written; the first is {id}: {reason}")
        _LOG.warning("%s", counted(*texts, len(written.unwritten), id=first.id, reason=first.reason))
    return written.pairs


def write(
    pairs: Iterable[tuple[str, Pair]],
    out: str,
    languages: tuple[str, str],
    name: str | None = None,
    splits: Sequence[str] = ("",),
    recipe: Callable[[], str] | None = None,
) -> Written:
    """Write pairs by their split. recipe: gives the text of `recipe.yaml` when all pairs have gone through."""
    format_name = _format(out, name, splits)
    if out == "-":
        return _to_standard_output(pairs, languages, format_name)
    try:
        if format_name == DATASET:
            return _to_folder(pairs, Path(out), languages, splits, recipe)
        return _to_files(pairs, out, languages, format_name, splits, recipe)
    except OSError as error:
        raise unwritable(out, error) from error


def rehearse(
    pairs: Iterable[tuple[str, Pair]],
    out: str,
    languages: tuple[str, str],
    name: str | None = None,
    splits: Sequence[str] = ("",),
) -> Written:
    """What `write` would say of the same pairs: they go through the same writers, and nowhere."""
    format_name = _format(out, name, splits)
    # a dataset's shards are Parquet
    chosen = FORMATS["parquet" if format_name == DATASET else format_name]
    parts = len(chosen.parts(out, languages))
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 -- no path
        writers = {split: chosen.writer([nowhere] * parts, languages) for split in splits}
        return _pour(pairs, writers, languages, keep=False)


def _format(out: str, name: str | None, splits: Sequence[str]) -> str:
    format_name = format_of(out, name)
    if out == "-" and len(splits) > 1:
        raise SettingError("Splits are several files, and - is one", "Name a file.")
    return format_name


def _to_standard_output(pairs: Iterable[tuple[str, Pair]], languages: tuple[str, str], name: str) -> Written:
    writer = FORMATS[name].writer([sys.stdout.buffer], languages)
    written = _pour(pairs, {"": writer}, languages)
    sys.stdout.buffer.flush()
    return written


def _to_files(
    pairs: Iterable[tuple[str, Pair]],
    out: str,
    languages: tuple[str, str],
    name: str,
    splits: Sequence[str],
    recipe: Callable[[], str] | None,
) -> Written:
    chosen = FORMATS[name]
    parts = {split: [Path(part) for part in chosen.parts(split_name(out, split), languages)] for split in splits}
    beside = [Path(recipe_name(out))] if recipe else []
    with atomic_write([path for paths in parts.values() for path in paths] + beside) as files:
        opened = iter(files)
        writers = {split: chosen.writer([next(opened) for _ in paths], languages) for split, paths in parts.items()}
        written = _pour(pairs, writers, languages)
        if recipe:
            next(opened).write(recipe().encode())
    written.files = [str(path) for paths in parts.values() for path in paths] + [str(path) for path in beside]
    return written


def _to_folder(
    pairs: Iterable[tuple[str, Pair]],
    out: Path,
    languages: tuple[str, str],
    splits: Sequence[str],
    recipe: Callable[[], str] | None,
) -> Written:
    names = {split: split or WHOLE for split in splits}
    with atomic_write_folder(out, CARD) as folder:
        writers = {split: FolderWriter(folder, names[split], languages) for split in splits}
        written = _pour(pairs, writers, languages)
        made: Mapping[str, FolderSplit] = {
            names[split]: writer.split for split, writer in writers.items() if writer.split.pairs
        }
        for writer in writers.values():
            if not writer.split.pairs and made:
                writer.split.files[0].unlink()
        if recipe:
            (folder / RECIPE).write_text(recipe(), encoding="utf-8")
        notes = [f"What was filtered out, and how it was split, is in [{RECIPE}]({RECIPE})."] if recipe else []
        empty = {WHOLE: writers[splits[0]].split}
        write_card(folder, out.name, languages, made or empty, notes)
    written.files = [str(out)]
    return written


def _pour(
    pairs: Iterable[tuple[str, Pair]], writers: Mapping[str, PairWriter], languages: tuple[str, str], *, keep: bool = True
) -> Written:
    """Write every pair to its split's writer, and close them all, or discard them where nothing is kept."""
    written = Written(dict.fromkeys(writers, 0))
    try:
        for split, pair in pairs:
            try:
                if {pair.source.lang, pair.target.lang} != set(languages):
                    raise Unwritable("it is from {source} to {target}", source=pair.source.lang, target=pair.target.lang)
                writers[split].write(pair)
            except Unwritable as error:
                written.unwritten.append(Unwritten(pair.id, str(error)))
            else:
                written.counts[split] += 1
                written.traits[pair.status, pair.origin, pair.kind, f"{pair.source.lang}-{pair.target.lang}"] += 1
    except BaseException:
        for writer in writers.values():
            writer.discard()
        raise
    for writer in writers.values():
        if keep:
            writer.close()
        else:
            writer.discard()
    return written


def split_name(out: str, split: str) -> str:
    """`pairs.tsv.gz` and `train` are `pairs.train.tsv.gz`."""
    if not split:
        return out
    path = Path(out)
    stem, suffixes = (path.name.removesuffix(".gz"), ".gz") if path.name.endswith(".gz") else (path.name, "")
    at = Path(stem)
    return str(path.with_name(f"{at.stem}.{split}{at.suffix}{suffixes}"))


def recipe_name(out: str) -> str:
    """The recipe of an export to a file lies beside it, under its whole name: `pairs.tsv` has `pairs.tsv.recipe.yaml`, which an
    export to `pairs.jsonl` leaves alone."""
    path = Path(out)
    return str(path.with_name(f"{path.name}.{RECIPE}"))
