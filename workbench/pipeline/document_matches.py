"""Finding, for two folders, which files are translations of each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jjak.align.mt.engines import load_translator
from jjak.align.mt.translator import Translator
from jjak.align.sentence.document_alignment import LINES, Text, match
from jjak.align.text.segmentation import segment_document
from jjak.seeds.document import Document
from jjak.seeds.errors import JjakError
from jjak.seeds.reader_process import ReaderProcess
from jjak.seeds.reading import sources
from jjak.workbench.pipeline.document_reader import parsed
from jjak.workbench.pipeline.inputs import Failure, with_language
from jjak.workbench.pipeline.translators import has_model
from jjak.workbench.settings import Settings


@dataclass(frozen=True, slots=True)
class Matched:
    """pairs: a file of the first folder, one of the second, and the nats a line that their path gains over chance;
    alone: files of either folder that have no partner."""

    pairs: Sequence[tuple[Path, Path, float]]
    alone: tuple[Sequence[Path], Sequence[Path]]
    failures: Sequence[Failure]


def match_folders(
    folders: tuple[Path, Path], settings: Settings, *, days: int | None, progress: Callable[[str], None] = lambda _: None
) -> Matched:
    """The translations of the files of one folder among those of the other; files that cannot be read are failures.

    Raises DocumentError where a folder is not there, ModelError where a model cannot be used.
    """
    failures: list[Failure] = []
    loaded: dict[str, Translator] = {}
    sides: list[list[tuple[Path, Text]]] = []
    with ReaderProcess(settings.limits) as process:
        for translated, folder in zip((True, False), folders, strict=True):
            side = []
            for source in sources([folder]):
                try:
                    document = parsed(with_language(source, settings.languages), settings, process)
                    side.append((source.path, _text(document, settings, loaded, translated=translated)))
                except JjakError as error:
                    failures.append(Failure(str(source.path), error))
                progress(source.name)
            sides.append(side)
    found = match([text for _, text in sides[0]], [text for _, text in sides[1]], days=days)
    taken = {pair.source for pair in found}, {pair.target for pair in found}
    pairs = [(sides[0][pair.source][0], sides[1][pair.target][0], pair.gain) for pair in found]
    first, second = (
        [path for at, (path, _) in enumerate(side) if at not in took] for side, took in zip(sides, taken, strict=True)
    )
    return Matched(pairs, (first, second), failures)


def _text(document: Document, settings: Settings, loaded: dict[str, Translator], *, translated: bool) -> Text:
    segmented = segment_document(document, settings.languages, settings.segmentation)
    lines = [part.text for part in segmented.segments]
    made: list[str] = []
    lang = segmented.language or settings.languages[0]
    other = settings.languages[1] if lang == settings.languages[0] else settings.languages[0]
    # where no model does it, documents are compared by what stands in both as it is
    if translated and has_model((lang, other), settings):
        if lang not in loaded:
            loaded[lang] = load_translator(
                lang, other, model=settings.model(lang, other), engine=settings.engine, beam=1, threads=settings.threads
            )
        # the rest is only compared by what stands in it as it is
        made = [translation.text for translation in loaded[lang](lines[:LINES])]
    return Text(lines, made, _day(document))


def _day(document: Document) -> date | None:
    for name in ("published", "date"):
        if stamp := document.metadata.get(name):
            return date.fromisoformat(stamp[:10])
    return None
