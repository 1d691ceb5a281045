"""What is fuzzed: readers, segmenter, aligners, scorers and importers, each with its inputs and what must hold of any of them.

A target takes bytes. `tried` says what came of them; it may end in an error of ours, and in no other.
"""

from __future__ import annotations

import math
import random
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

from docx_files import docx, p, r, table
from jjak.align.sentence.aligners import Texts, align
from jjak.align.sentence.beads import covers
from jjak.align.text.segmentation import segment
from jjak.align.text.sentences import split
from jjak.corpora.exchange.exports import write
from jjak.corpora.exchange.imports import FileIds, ImportTerms, pair_of
from jjak.corpora.formats import FORMATS, Entry, Note, Refused, Wanted, reader_of
from jjak.corpora.formats.docx import DocxSpan, write_docx
from jjak.corpora.formats.entry import fault
from jjak.corpora.pair import Figure, ImportedFrom, Markup, Pair, bare
from jjak.eval.metrics import FEW, METRICS, sentence_scores
from jjak.seeds.document import Document, fold
from jjak.seeds.errors import JjakError
from jjak.seeds.readers.subtitles import READER as SUBTITLES
from jjak.seeds.readers.subtitles import TAG
from jjak.seeds.reading import document_of
from spoiling import HARD, spoilt, written

KEPT = Path(__file__).parent.parent / "fuzz"  # inputs by target: sound ones, and every one that once failed
LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class Target:
    """share: of all inputs; folder: of KEPT; sound: inputs to spoil; marks: what is put into them; made: a new input, where
    there is a way to make one; tried: what came of an input."""

    name: str
    share: float
    folder: str
    sound: Callable[[], list[bytes]]
    marks: list[bytes]
    made: Callable[[random.Random], bytes] | None
    tried: Callable[[bytes], Counter[str]]

    def kept(self) -> list[Path]:
        return sorted((KEPT / self.folder).glob("*"))

    @cached_property
    def seeds(self) -> list[bytes]:
        return [path.read_bytes() for path in self.kept()] + self.sound()

    def input(self, seed: int, at: int) -> bytes:
        """The input of this number."""
        chance = random.Random(f"{self.name} {seed} {at}")
        if self.made is not None and (at % 2 or not self.seeds):
            return self.made(chance)
        raw = spoilt(self.seeds, self.marks, chance)
        # a text whose first fault ends the reading says little of what comes after
        return (
            raw.decode("utf-8", "ignore").encode()
            if self.made and self.folder not in FORMATS and chance.random() < 0.6
            else raw
        )


def guarded(work: Callable[[bytes], str]) -> Callable[[bytes], Counter[str]]:
    """An error of ours is one of the things that may come of an input."""

    def tried(raw: bytes) -> Counter[str]:
        try:
            return Counter([work(raw)])
        except JjakError as error:
            return Counter([type(error).__name__])

    return tried


# documents

PAGE = """\
date 2024-11-13 [News Today] N. KOREA RATIFIES
입력 2024-11-13 15:42:35 수정 2024-11-13 15:43:40 News Today
등록 : 2024.1.2. (3:04)
Updated: 2024/13/45 25:61
[LEAD]
[REPORT]
[앵커]
<리포트>
[녹취]
[INTERVIEW] quoted at once
Prof. Park Won-gon / Ewha Womans Univ.
박원곤/이화여대 교수 : "더 보낼 것입니다"
[김 기자/서울 : "말"]
Kim Min :
김민수(의사): "괜찮습니다"
A plain sentence. And another one, that is longer!
한 문장입니다. 또 한 문장이다. 그리고
wrapped lines that stop in mid sentence and go on in the next one at about
https://example.org/a/b?c=d:e
- a dash
[
]
/
:
""".splitlines()
_PAGE_MARKS = [line.encode() for line in PAGE] + [
    b"\n",
    b"\n\n",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xb0\xa1",
    b"\xef\xbb\xbf",
    b" " * 50,
]


def _document(raw: bytes) -> Document:
    found = document_of(raw, "fuzz")
    ends = [0, *(edge for block in found.blocks for edge in block.span), len(found.text)]
    assert ends == sorted(ends), "blocks stand in order, without overlap, inside the text"
    assert all(block.span.start < block.span.stop for block in found.blocks), "no block is empty"
    assert len(found.id) == 16
    return found


def _read(raw: bytes) -> str:
    return _document(raw).metadata["reader"]


def _written_page(chance: random.Random) -> bytes:
    text = written(PAGE, chance)
    return text.encode(chance.choice(("utf-8", "utf-8", "utf-8", "cp949", "utf-16", "utf-16-be")), "replace")


def _segmented(raw: bytes) -> str:
    document = _document(raw)
    segments = segment(document, LANGUAGES)
    assert [part.index for part in segments] == list(range(len(segments)))
    tags = TAG if document.metadata.get("reader") == SUBTITLES else None
    for part in segments:
        assert fold(document.text, part.span, tags=tags).text.strip() == part.text, "the text of its span, white space folded"
        assert part.text.strip()
        assert part.lang in LANGUAGES
    assert all(
        a.span.stop <= b.span.start or a.span == b.span or a.span.stop - 1 <= b.span.start for a, b in pairwise(segments)
    )
    for lang in LANGUAGES:
        assert "".join(split(document.text[:500], lang)) == document.text[:500]
    return "segmented" if segments else "without a segment"


# alignments: sections of lines, source, target, a translation of each, parted by `%%`

_SAID = "비가 옵니다. 눈이 왔다. 대통령은 NATO 30,000 3만 It rains. Snow fell. The president of 2024 said so yes no"
_WORDS = _SAID.split(" ")


def _lines(chance: random.Random, count: int, words: Sequence[str]) -> list[str]:
    return [" ".join(chance.choices(words, k=chance.choice((0, 1, 3, 6, 12)))) for _ in range(count)]


def _written_texts(chance: random.Random) -> bytes:
    words = _WORDS if chance.random() < 0.8 else [*_WORDS, *(part for part in written(HARD, chance).split())]
    n, m = (chance.choice((0, 1, 2, 3, 5, 9, 30)) for _ in range(2))
    source, target = _lines(chance, n, words), _lines(chance, m, words)
    forward = [chance.choice((line, "", " ".join(chance.choices(words, k=3)))) for line in (target * (n + 1))[:n]] or [""] * n
    forward += [""] * (n - len(forward))
    sections = [source, target, forward, (source * (m + 1))[:m] + [""] * max(0, m - len(source) * (m + 1))]
    return "\n%%\n".join("\n".join(section) for section in sections).encode()


def _aligned(raw: bytes) -> str:
    sections = [part.split("\n") if part else [] for part in raw.decode("utf-8", "replace").split("\n%%\n")]
    source, target, forward, backward = (*sections, [], [], [], [])[:4]
    ways = [[one] if one else [] for one in (forward, backward)]
    fields = None
    if len(raw) % 5 == 0:
        fields = tuple(["headline" if "T" in line else "" for line in side] for side in (source, target))
    breaks = "<p>" if len(raw) % 7 == 0 else ""
    texts = Texts(source, target, ways[0], ways[1], breaks=breaks, fields=fields)  # type: ignore[arg-type]
    beads = align(texts, "length" if len(raw) % 3 == 0 else "translation")
    assert covers(beads, len(source), len(target))
    for bead in beads:
        assert 0 <= bead.score <= 1
        assert all(math.isfinite(value) for _, value in bead.reasons)
    return "aligned"


# scores: a hypothesis and a reference, parted by a line feed

_PAIRS = ["비가 옵니다.", "눈이 왔다", "It rains.", "the the the", "NATO", "&quot;", "<skipped>", "1,000.5", "a-b", "@-@"]


def _written_pair(chance: random.Random) -> bytes:
    return f"{written(_PAIRS, chance)}\n{written(_PAIRS, chance)}".encode()


def _scored(raw: bytes) -> str:
    hypothesis, _, reference = raw.decode("utf-8", "replace").partition("\n")
    metrics, lang = list(METRICS), LANGUAGES[len(raw) % 2]
    # TER's own loop takes a second for texts of a thousand words, and is not ours
    chosen = metrics[len(raw) % len(metrics)]
    if chosen == "ter" and max(len(hypothesis), len(reference)) > 500:
        chosen = "chrf2++"
    one = sentence_scores(chosen, [hypothesis], [reference], lang)[0]
    assert math.isfinite(one.value)
    assert 0 <= one.value <= (1e6 if chosen == "ter" else 100.0000001)
    if len(raw) % 8 == 0 and chosen != "ter":
        many = sentence_scores(chosen, [hypothesis] * FEW, [reference] * FEW, lang)
        assert {score.value for score in many} == {one.value}, "many at once are scored as one is"
    return chosen


# importers

TEXTS = [
    ("비가 옵니다.", "It rains."),
    ('"따옴표" & <b>', "a, 'b'\t\"c\""),
    ("줄\n바꿈", "line\r\nbreak"),
    ("한\u0301🦜", "=1+1"),
]
# marks of the formats, one on a line
_LINES = rb"""
"
,
;
<
>
&
&#0;
&a;
]]>
<!--
<![CDATA[
</seg>
<seg>
<tu>
</tu>
<target>
<g>
<!DOCTYPE x [<!ENTITY a 'b'>]>
<?xml version='1.0' encoding='utf-16'?>
<?xml version='1.0' encoding='nope'?>
{
}
[
\ud800
\u0000
null
1e999
{"translation": {"ko": 1}}
msgid
msgid ""
msgstr[1]
\x
\
#,
#~
[9999999999999]
_x0000_
-1
999999999999999999999
PAR1
"""
MARKS = [*_LINES.split(b"\n"), *(b"\n", b"\r\n", b"\r", b"\t", b"\0", b"\xff", b"\xfe\xff", b"\x1f\x8b", b"PK\x03\x04")]


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))


def samples(name: str, folder: Path) -> list[bytes]:
    """Sound files of a format, as we write them and as others might."""
    pairs = [_pair(at, texts) for at, texts in enumerate(TEXTS)]
    written_ = write([("", one) for one in pairs], str(folder / "sample"), LANGUAGES, name)
    found = [Path(file).read_bytes() for file in written_.files[:1]]
    if name == "tmx":
        found.append(found[0].decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    if name in ("csv", "tsv"):
        found += [found[0].decode("utf-8-sig").encode("utf-16"), found[0].decode("utf-8-sig").encode("cp949", "replace")]
    return found


def _pair(at: int, texts: tuple[str, str]) -> Pair:
    one = bare(("ko", texts[0]), ("en", texts[1]))
    more = {
        "comment": "noted",
        "taken": ImportedFrom("f", at, "u", "a"),
        "hypothesis": "h",
        "scores": {"bleu": Figure(1.5, "s")},
    }
    markup = Markup("tmx", '<ph x="1"/>' + texts[0], "") if at == 0 else None
    return replace(one, id=f"{at:016x}", name=f"d{at // 2}", markup=markup, **more)  # type: ignore[arg-type]


def imported(name: str, raw: bytes, folder: Path) -> Counter[str]:
    """Read one file; what came of it. Raises what no importer may raise."""
    file = folder / ("p.ko" if name == "moses" else "p")
    file.write_bytes(raw)
    if name == "moses":
        (folder / "p.en").write_bytes(b"a\nb\n\nd\n")
    found: Counter[str] = Counter()
    wanted = Wanted(LANGUAGES)
    try:
        for number, one in enumerate(reader_of(file, wanted, name)[1](file, wanted), 1):
            assert isinstance(one, Entry | Note | Refused)
            if isinstance(one, Entry) and not fault(one):
                pair_of(one, FileIds(file.name, file.name), number, ImportTerms())
            found[{Entry: "entries", Note: "notes"}.get(type(one), "refused")] += 1
    except JjakError:
        found["files refused"] += 1
    return found


# what readers of a format look for, many times over: where looking starts again for each, the time grows with their square
_PIECES = [b"\n", b"\r", b" ", b'"', b"<!--", b"<?", b"<!DOCTYPE [", b"<tu>", b"<tu ", b"</tu>", b"<group>", b"<seg>", b"&a;"]
_PIECES += [b'a="1" ', b"{", b"[", b"\\", b"msgid ", b'"a"\n', b'"Content-Type: ', b"gid", b"#, a\n", b"msgstr[1] ", b"_: a\n"]
_PIECES += [b'",', b"a,", b'x,"a\n', b"charset=", b"\xea\xb0\x80", b"e\xcc\x81", b"\0"]
LONG = 60_000  # bytes of such an input


def _repeating(name: str) -> Callable[[random.Random], bytes]:
    """A sound file with a piece in it many times over."""

    def made(chance: random.Random) -> bytes:
        raw, piece = chance.choice(_samples(name)), chance.choice(_PIECES)
        at = chance.choice((0, chance.randrange(len(raw) + 1), len(raw)))
        return raw[:at] + piece * (LONG // len(piece)) + raw[at:]

    return made


@cache
def _samples(name: str) -> list[bytes]:
    return samples(name, _folder())


def _importer(name: str, share: float) -> Target:
    def tried(raw: bytes) -> Counter[str]:
        return imported(name, raw, _folder())

    return Target(name, share, name, lambda: samples(name, _folder()), MARKS, _repeating(name), tried)


_DOCX_ELEMENTS = [
    f"w:{name}" for name in ("t", "t", "p", "p", "r", "tbl", "tr", "tc", "del", "ins", "hyperlink", "txbxContent")
]
_DOCX_ELEMENTS += ["mc:AlternateContent", "mc:Choice", "mc:Fallback", "w:pict", "w:ruby", "w:rubyBase", "w:sdt", "w:moveFrom"]
_DOCX_ELEMENTS += ['w:fldSimple w:instr=" PAGE "', "w:tab/", "w:br/", 'w:fldChar w:fldCharType="begin"/', "w:instrText"]
_NO_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *map(ord, "&<>"), 0xFFFE, 0xFFFF])
_DOCX_MARKS = [f"<w:{name}>".encode() for name in ("p", "r", "t", "tbl", "tr", "tc", "del", "ins", "hyperlink", "fldSimple")]
_DOCX_MARKS += [mark.replace(b"<", b"</") for mark in _DOCX_MARKS]
_DOCX_MARKS += [
    b"<w:tab/>",
    b"<w:br/>",
    b'<w:fldChar w:fldCharType="begin"/>',
    b"<w:instrText>PAGE</w:instrText>",
    b"&a;",
    b"\xff",
]
_DOCX_MARKS += [b"<w:txbxContent>", b"<mc:AlternateContent>", b"<mc:Choice>", b"<mc:Fallback>", b"\xea\xb0\x80. ", b"<!--"]


def _bodies() -> list[bytes]:
    box = f"<w:txbxContent>{p(r('상자.'))}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    changed = p(r("비가 "), f"<w:ins>{r('많이 ')}</w:ins>", "<w:del><w:r><w:delText>조금</w:delText></w:r></w:del>", r("온다."))
    numbered = p(r("쪽 "), f'<w:fldSimple w:instr=" PAGE ">{r("7")}</w:fldSimple>', "<w:r><w:tab/></w:r>", r("끝.", "<w:b/>"))
    return [(changed + table(("구간", "거리"), ("하나", "둘"))).encode(), (p(r("앞 "), both, r("뒤.")) + numbered).encode()]


def _written_body(chance: random.Random, depth: int = 0) -> bytes:
    """Elements in each other that are closed, whether they belong there or not."""
    found = b""
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(_DOCX_ELEMENTS)
        if name == "w:t" or depth > 5:
            found += f"<w:r><w:t>{chance.choice(HARD).translate(_NO_XML)} 글.</w:t></w:r>".encode()
        elif name.endswith("/"):
            found += f"<{name}>".encode()
        else:
            found += f"<{name}>".encode() + _written_body(chance, depth + 1) + f"</{name.split()[0]}>".encode()
    return found if depth else b"<w:p>" + found + b"</w:p>" + found


def _packed(raw: bytes) -> str:
    """What stands in the body of a DOCX file: it is read, and written with every text in another's place."""
    document = document_of(docx(raw.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()), "x.docx")
    parts = segment(document, LANGUAGES)
    written = write_docx(document.original, [DocxSpan(part.span, f"다른 글 {part.index}", marked=True) for part in parts])
    # a number of a page may stand inside of what was put around it
    text = re.sub(r"[\s\d]", "", document_of(written.raw, "x.docx").text)
    assert text.count("다른") >= len(parts) - written.filled
    return "segments" if parts else "no segment"


_PARTS = [*(word.encode() for word in _WORDS), b"\n", b"\n%%\n", b"%%", b"<p>", b"\n<p>\n", b"\n\n\n", b"\xff", b" " * 9]
TARGETS = [
    Target("documents", 0.45, "documents", list, _PAGE_MARKS, _written_page, guarded(_read)),
    Target("segments", 0.25, "documents", list, _PAGE_MARKS, _written_page, guarded(_segmented)),
    Target("aligners", 0.03, "aligners", list, _PARTS, _written_texts, guarded(_aligned)),
    Target(
        "scorers", 0.15, "scorers", list, [*(text.encode() for text in _PAIRS), b"\n", b"\xff"], _written_pair, guarded(_scored)
    ),
    Target("docx", 0.02, "docx", _bodies, _DOCX_MARKS, _written_body, guarded(_packed)),
    *(_importer(name, 0.10 / len(FORMATS)) for name in sorted(FORMATS)),
]
