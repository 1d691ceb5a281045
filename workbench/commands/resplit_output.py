"""`jjak align --resplit`: what was cut is said on standard error, and the lines after the cuts are written."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jjak.corpora.atomic_write import atomic_write
from jjak.seeds.errors import FormatError, SettingError
from jjak.seeds.message import Message, counted, message
from jjak.workbench.terminal import harmless, said

if TYPE_CHECKING:
    from jjak.align.sentence.aligners import Texts
    from jjak.align.sentence.beads import Bead
    from jjak.align.sentence.resplit import Cut, Resplit

Outs = tuple[Path, Path]


def checked_outs(source: Path | None, target: Path | None, texts: Texts, *, resplit: bool, force: bool) -> Outs | None:
    """Where the lines after the cuts go; None without --resplit.

    Raises SettingError where the options do not go together, and FormatError where a file is there already.
    """
    if not resplit:
        if source or target:
            raise SettingError("--out-source and --out-target are for --resplit", "Add --resplit.")
        return None
    if source is None or target is None:
        raise SettingError(
            "--resplit changes the lines that the beads speak of", "Say where they go: --out-source FILE --out-target FILE."
        )
    if source == target:
        raise SettingError("--out-source and --out-target are one file", "Name two.")
    if not texts.forward and not texts.backward:
        raise SettingError("--resplit needs a machine translation", "Give --forward or --backward; `jjak translate` makes one.")
    for path in (source, target):
        if path.exists() and not force:
            raise FormatError("{target} is there already", "Choose another name, or overwrite it with --force.", target=path)
    return source, target


def resplit_texts(texts: Texts, beads: Sequence[Bead], names: tuple[str, str], outs: Outs) -> Resplit:
    """Cuts the lines, writes them, and says what was cut; names: of the two texts."""
    from jjak.align.sentence.aligners import aligner_input
    from jjak.align.sentence.resplit import resplit

    found = resplit(aligner_input(texts), beads)
    with atomic_write(outs) as files:
        for file, lines in zip(files, (found.source, found.target), strict=True):
            file.write("".join(f"{line}\n" for line in lines).encode())
    for cut in found.cuts:
        print(harmless(said(_said(names[cut.side], cut))), file=sys.stderr)
    lines_cut = len({(cut.side, cut.line) for cut in found.cuts})
    print(said(counted("{count} line was cut", "{count:,} lines were cut", lines_cut)), file=sys.stderr)
    return found


def _said(name: str, cut: Cut) -> Message:
    values: dict[str, Any] = {"name": name, "line": cut.line + 1, "at": cut.at + 1, "score": f"{cut.score:.2f}"}
    if cut.sentence:
        return message("{name}:{line}:{at}: cut, since a sentence of the other text ends here ({score})", **values)
    return message("{name}:{line}:{at}: cut, since a clause goes with a sentence of the other text ({score})", **values)
