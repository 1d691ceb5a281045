"""jjak (짝): a bilingual translation and alignment workbench, Korean–English first and any pair after.

    import jjak

    page = jjak.read("page.txt")
    sentences = [segment.text for segment in jjak.segment(page) if segment.lang == "en"]
    korean = jjak.Translator("en", "ko").translate(sentences)
    for bead in jjak.align(sentences, korean, forward=korean):
        print(bead.source, bead.target, f"{bead.score:.2f}")
    print(jjak.score(korean, korean, "ko"))
    with jjak.Corpus("corpus.db") as corpus:
        jjak.build(["page.txt"], corpus)
        jjak.report(corpus, "report.html")

Every error that the caller can mend is a `jjak.JjakError`. The rooms `jjak.seeds`, `jjak.align`, `jjak.corpora`, `jjak.eval`
and `jjak.workbench` are what the command line is made of; only what is listed here is promised to stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jjak.interface import Translator, align, build, read, report, score, segment
from jjak.seeds.errors import JjakError

if TYPE_CHECKING:
    from jjak.corpora.store.corpus import Corpus

__all__ = ["Corpus", "JjakError", "Translator", "align", "build", "read", "report", "score", "segment"]


def __getattr__(name: str) -> Any:
    """`Corpus` brings a database library, which `import jjak` alone does not pay for."""
    if name == "Corpus":
        from jjak.corpora.store.corpus import Corpus

        return Corpus
    raise AttributeError(f"module 'jjak' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
