"""The public interface: what `import jjak` gives. Everything heavy is imported when it is used.

Texts are `str` in any normal form; lines are sentences. What is not here is not promised to stay (see CONTRIBUTING, "What
stays").
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jjak.align.mt.translator import Translation
    from jjak.align.sentence.beads import Bead
    from jjak.align.text.segmentation import Segment
    from jjak.corpora.store.corpus import Corpus
    from jjak.eval.metrics import Score
    from jjak.seeds.document import Document
    from jjak.workbench.pipeline.build import BuildSummary

    AnyPath = str | PathLike[str]

LANGUAGES = ("ko", "en")


def read(path: AnyPath) -> Document:
    """Read a file as `jjak build` does: its encoding is found, and a news page's head is told from its body.

    Args:
        path: A text file of at most 20 MB in UTF-8, UTF-16, CP949 or EUC-KR.

    Returns:
        The document: `text` as decoded, `metadata`, and `blocks` whose spans count code points of `text`.

    Raises:
        DocumentError: The file is not there, too large, empty, or no text in an encoding that we know.
    """
    from jjak.seeds.reading import Source, read_document

    place = Path(path)
    return read_document(Source(place.name, place))


def segment(document: Document, languages: Sequence[str] = LANGUAGES) -> list[Segment]:
    """Split a document into sentences; a headline, a date or a speaker's name is one segment.

    Args:
        document: What `read` returns.
        languages: ISO 639-1 codes of the languages that its texts may be in.

    Returns:
        The segments in the order of the text, each with its language and its span in `document.text`. Korean is split by
        kiwipiepy, other languages by sentencex.

    Raises:
        DocumentError: A block is too long to be prose.
    """
    from jjak.align.text.segmentation import segment as segments_of

    return segments_of(document, languages)


class Translator:
    """Machine translation in one direction, by an open model that CTranslate2 runs in 8 bits, or by a server.

    Args:
        source: The language of the input, as an ISO 639-1 code.
        target: The language of the output.
        model: `jjak-ko-en` (inside the package, small, no network needed), one that `jjak models add` keeps, a folder, a name
            on the Hugging Face Hub with `@REVISION` after it or without, the address of a server of OpenAI's chat interface,
            or `auto` for the best that was added.
        beam: Hypotheses that the search keeps; 1 is greedy.
        threads: Batches at a time; 0 for as many as there are cores.

    Raises:
        ModelError: The model is not there, is broken, or does not translate in this direction.
    """

    def __init__(self, source: str, target: str, *, model: str = "jjak-ko-en", beam: int = 4, threads: int = 0) -> None:
        from jjak.align.mt.engines import load_translator
        from jjak.workbench.model_choice import best_model
        from jjak.workbench.settings import AUTO

        name = best_model(source, target).name if model == AUTO else model
        self._translator = load_translator(source, target, model=name, beam=beam, threads=threads)

    def __call__(self, texts: Sequence[str]) -> list[Translation]:
        """Translate texts, each with the model's name, its revision and its score.

        Args:
            texts: Sentences, or short paragraphs; what is longer than the model reads is translated in parts.

        Returns:
            As many translations as texts, in their order; `score` is the mean log probability of the output's pieces in nats.
        """
        return self._translator(texts)

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Translate texts; as `__call__`, without what is known of each translation."""
        return [translation.text for translation in self(texts)]


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    forward: Sequence[str] | None = None,
    backward: Sequence[str] | None = None,
    lexicon: Sequence[tuple[str, str]] = (),
    aligner: str = "auto",
) -> list[Bead]:
    """Align the sentences of two texts that are translations of each other.

    Args:
        source: n sentences.
        target: m sentences.
        forward: Machine translations of `source`, n of them, in the language of `target`.
        backward: Machine translations of `target`, m of them, in the language of `source`.
        lexicon: Terms of both languages, in either order: evidence beside a translation, or instead of one.
        aligner: `translation`, `length`, `realign`, `embedding`, `mixture`, or `auto` for the best that input and installed
            encoders allow.

    Returns:
        Beads that cover both sides, in the order of the source; those of sentences that were moved cross others: `source` and
        `target` are ranges of sentence numbers from 0, an empty one is an
        omission; `score` in 0..1 is the probability that the bead is right. A semi-Markov conditional random field over
        likeness, lengths, numbers and names (docs/alignment.md).

    Raises:
        AlignmentError: A translation has another number of lines than what it translates, or the aligner lacks its input.
        SettingError: There is no such aligner.
    """
    from jjak.align.sentence.aligners import Texts, glossed
    from jjak.align.sentence.aligners import align as beads_of
    from jjak.align.sentence.glosses import Lexicon, glossary

    views = [[lines] if lines is not None else [] for lines in (forward, backward)]
    texts = Texts(source, target, views[0], views[1])
    if lexicon:
        texts = glossed(texts, glossary(source, target, [Lexicon("", tuple(lexicon))]))
    return beads_of(texts, aligner)


def build(paths: Iterable[AnyPath], corpus: Corpus, languages: tuple[str, str] = LANGUAGES) -> BuildSummary:
    """Read, segment, translate, align and score documents, and store their pairs: `jjak build` with its usual settings.

    The model of each direction is that which the corpus was begun with, else the best that was added, else the embedded one.

    Args:
        paths: Files and folders. `x.ko.txt` beside `x.en.txt` is a document and its human translation.
        corpus: Where the pairs go. A document that is there already is not built again.
        languages: The two languages, as ISO 639-1 codes.

    Returns:
        Counts of what was built and was there already, and `failures`: what could not be built, each with its error.

    Raises:
        CorpusError: The corpus cannot be written.
        ModelError: The model cannot be used.
    """
    from dataclasses import replace

    from jjak.workbench.model_choice import corpus_models
    from jjak.workbench.pipeline.build import build as build_all
    from jjak.workbench.pipeline.inputs import find_bitexts
    from jjak.workbench.settings import Settings

    bitexts, failures = find_bitexts([Path(path) for path in paths], [], languages)
    settings, _ = corpus_models(replace(Settings(), languages=languages), corpus)
    summary = build_all(bitexts, corpus, settings)
    summary.failures[:0] = failures
    return summary


def score(hypotheses: Sequence[str], references: Sequence[str], language: str, metric: str = "chrf2++") -> Score:
    """Score translations against references, equal to sacreBLEU's to the last digit.

    Args:
        hypotheses: n translations.
        references: n references, in the same order.
        language: Their language, which decides the tokenizer of BLEU (ko-mecab for Korean).
        metric: `bleu`, `chrf2`, `chrf2++` or `ter`.

    Returns:
        The corpus score in 0..100 with sacreBLEU's signature.

    Raises:
        ValueError: There is no sentence, or not one reference for each hypothesis.
        SettingError: There is no such metric.
    """
    from jjak.eval.metrics import corpus_score

    return corpus_score(metric, hypotheses, references, language)


def report(corpus: Corpus, out: AnyPath, since: AnyPath | None = None) -> Path:
    """Write the report of a corpus: one HTML page that opens offline, and its figures beside it as JSON.

    Args:
        corpus: An open corpus.
        out: The page, which is replaced whole or not at all.
        since: The figures of an earlier report, to say what changed.

    Returns:
        The path of the figures.

    Raises:
        FormatError: The page cannot be written, or `since` cannot be read.
    """
    from jjak.workbench.report.corpus_report import write_report

    return write_report(corpus, Path(out), None if since is None else Path(since))
