"""A dataset folder as the Hub has it: Parquet shards by split, and a card that says what is in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jjak.corpora.formats.entry import Entry, Note, Refused, Wanted
from jjak.corpora.formats.parquet import ParquetWriter, schema
from jjak.corpora.formats.writer import PairWriter
from jjak.corpora.pair import Pair
from jjak.seeds.errors import FormatError
from jjak.seeds.message import Message, message
from jjak.seeds.plain_yaml import LONGEST, read_yaml

SHARD = 250_000  # pairs; some tens of megabytes
CARD = "README.md"
_DATA = ("parquet", "jsonl", "csv", "tsv")
_HEAD = re.compile(r"\A---\r?\n(.*?)\r?\n---\s*$", re.DOTALL | re.MULTILINE)
# licences as people write them, to the Hub's names
_LICENCES = re.compile(r"cc[ -]?(by(?:-?(?:sa|nc|nd))*)[ -]?(\d\.\d)", re.IGNORECASE)
_OTHER = {"cc0": "cc0-1.0", "public domain": "cc0-1.0", "mit": "mit", "apache-2.0": "apache-2.0", "mpl-2.0": "mpl-2.0"}
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"))


@dataclass(slots=True)
class FolderSplit:
    """What one split of a folder holds so far."""

    pairs: int = 0
    files: list[Path] = field(default_factory=list)
    licences: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)


class FolderWriter(PairWriter):
    """Writes one split's shards into `folder`/data."""

    def __init__(self, folder: Path, name: str, languages: tuple[str, str], shard: int = SHARD) -> None:
        self._folder, self._name, self._languages, self._shard = folder / "data", name, languages, shard
        self._folder.mkdir(exist_ok=True)
        self.split = FolderSplit()
        self._open()

    def _open(self) -> None:
        path = self._folder / f"{self._name}-{len(self.split.files):05}"
        self.split.files.append(path)
        self._file = path.open("wb")
        self._writer = ParquetWriter([self._file], self._languages)
        self._left = self._shard

    def write(self, pair: Pair) -> None:
        if self._left == 0:
            self._shut()
            self._open()
        self._writer.write(pair)
        self._left -= 1
        self.split.pairs += 1
        if len(self.split.licences) < 1_000:
            self.split.licences.add(pair.licence)
        if pair.taken and len(self.split.sources) < 1_000:
            self.split.sources.add(pair.taken.attribution)

    def discard(self) -> None:
        self._writer.discard()
        self._file.close()

    def _shut(self) -> None:
        self._writer.close()
        self._file.close()

    def close(self) -> None:
        """Give the shards their names, which say how many there are."""
        self._shut()
        count = len(self.split.files)
        for at, path in enumerate(self.split.files):
            named = path.with_name(f"{self._name}-{at:05}-of-{count:05}.parquet")
            self.split.files[at] = path.replace(named)


def write_card(
    folder: Path, name: str, languages: tuple[str, str], splits: Mapping[str, FolderSplit], notes: Sequence[str]
) -> None:
    """Write the card. notes: paragraphs for people, as what each filter took out."""
    import yaml

    licences = sorted({one for split in splits.values() for one in split.licences})
    sources = sorted({one for split in splits.values() for one in split.sources if one})
    total = sum(split.pairs for split in splits.values())
    size = next((label for most, label in _SIZES if total < most), "n>10M")
    head: dict[str, Any] = {
        "language": list(languages),
        **_licence(licences),
        "task_categories": ["translation"],
        "size_categories": [size],
        "source_datasets": ["original"],
        "configs": [{"config_name": "default", "data_files": [_data(split_name) for split_name in splits]}],
        "dataset_info": {"features": _features(languages), "splits": [_sizes(*item) for item in splits.items()]},
    }
    stored = sum(path.stat().st_size for split in splits.values() for path in split.files)
    head["dataset_info"] |= {"download_size": stored, "dataset_size": sum(_bytes(split) for split in splits.values())}
    lines = ["---", yaml.safe_dump(head, sort_keys=False, allow_unicode=True).rstrip(), "---", "", f"# {name}", ""]
    lines += [f"{total:,} pairs of {languages[0]} and {languages[1]}, exported by jjak.", ""]
    lines += ["| split | pairs |", "|---|---|", *(f"| {one} | {split.pairs:,} |" for one, split in splits.items()), ""]
    lines += ["Each pair carries its scores with their signatures, its origin, status, licence and place.", ""]
    lines += [line for note in notes for line in (note, "")]
    lines += _listed("Licences", [one or "not stated" for one in licences]) + _listed("Sources", sources)
    (folder / CARD).write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


def _listed(title: str, names: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {' '.join(name.split())}" for name in names), ""] if names else []


def _data(split: str) -> dict[str, str]:
    return {"split": split, "path": f"data/{split}-*"}


def _sizes(name: str, split: FolderSplit) -> dict[str, Any]:
    return {"name": name, "num_bytes": _bytes(split), "num_examples": split.pairs}


def _bytes(split: FolderSplit) -> int:
    import pyarrow.parquet as pq

    found = 0
    for path in split.files:
        metadata = pq.read_metadata(path)
        found += sum(metadata.row_group(at).total_byte_size for at in range(metadata.num_row_groups))
    return found


def _licence(licences: Sequence[str]) -> dict[str, Any]:
    names = sorted({_hub(one) for one in licences if one})
    if not names:
        return {"license": "unknown"}
    return {"license": names[0] if len(names) == 1 else names}


def _hub(licence: str) -> str:
    text = licence.strip().lower()
    found = _LICENCES.search(text.replace("creative commons ", "cc "))
    if found:
        return f"cc-{found[1].replace(' ', '-')}-{found[2]}"
    return _OTHER.get(text, "cc0-1.0" if text.startswith("cc0") else "other")


def _features(languages: tuple[str, str]) -> list[dict[str, Any]]:
    """The columns as the Hub's cards name them."""
    rows = [_feature(one.name, one.type) for one in schema(languages)]
    return [
        row | {"dtype": {"translation": {"languages": list(languages)}}} if row["name"] == "translation" else row
        for row in rows
    ]


def _feature(name: str, kind: Any) -> dict[str, Any]:
    import pyarrow as pa

    if name == "translation":
        return {"name": name}
    if pa.types.is_struct(kind):
        return {"name": name, "struct": [_feature(one.name, one.type) for one in kind]}
    if pa.types.is_list(kind):
        return {"name": name, "list": _inside(kind.value_type)}
    return {"name": name, "dtype": "float64" if pa.types.is_floating(kind) else str(kind)}


def _inside(kind: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_struct(kind):
        return [_feature(one.name, one.type) for one in kind]
    return {"list": _inside(kind.value_type)} if pa.types.is_list(kind) else str(kind)


def read_folder(
    folder: Path, wanted: Wanted, read: Callable[[Path, Wanted], Iterator[Entry | Note | Refused]]
) -> Iterator[Entry | Note | Refused]:
    """The entries of every data file, with the licence of the card; a row counts through all of them."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lstrip(".") in _DATA and path.is_file())
    if not files:
        yield Refused(0, f"no {', '.join(_DATA)} files in this folder")
    licence, wrong = _card_licence(folder)
    if wrong:
        yield Note(0, wrong)
    before = 0
    for path in files:
        last = 0
        for entry in read(path, wanted):
            last = entry.row
            place = path.relative_to(folder).as_posix()
            if isinstance(entry, Note):
                yield Note(before + entry.row, Message("{place}: {said}", {"place": place, "said": entry.text}))
            elif isinstance(entry, Refused):
                yield Refused(before + entry.row, f"{place}, row {entry.row}: {entry.reason}")
            else:
                document = entry.document or place
                yield replace(entry, row=before + entry.row, licence=entry.licence or licence, document=document)
        before += last


def _card_licence(folder: Path) -> tuple[str, Message | None]:
    """The licence that a folder's card names, and what is to be said of a card that cannot be read."""
    try:
        with (folder / CARD).open("rb") as file:
            found = _HEAD.match(file.read(LONGEST).decode("utf-8"))
        table = read_yaml(found[1]) if found else {}
    except (OSError, UnicodeDecodeError):
        return "", None
    except FormatError as error:
        return "", message("{path}: {cause}; its licence was not read", path=CARD, cause=error.message)
    said = table.get("license", "") if isinstance(table, dict) else ""
    # several licences of one card say nothing of one pair
    return said if isinstance(said, str) and said not in ("unknown", "other") else "", None
