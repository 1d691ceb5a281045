"""Lines that are cut where their parts go with sentences of their own: only there, at marks, and nothing is lost."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import pairwise, zip_longest
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from jjak.align.sentence.aligners import Texts, align, aligner_input
from jjak.align.sentence.beads import Bead, covers
from jjak.align.sentence.cut_places import cut_places
from jjak.align.sentence.resplit import RESPLIT, Resplit, resplit
from jjak.eval.alignment_scores import indices
from jjak.workbench.cli import jjak

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
N = 40


def sentences(seed: int) -> tuple[list[str], list[str]]:
    """Sentences of their own words, with a full stop, and a translation of them with a fifth of the words wrong."""
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4)))

    lines = [[word() for _ in range(chance.randint(9, 15))] for _ in range(N)]
    forward = [[each if chance.random() < 0.8 else word() for each in line] for line in lines]
    return [" ".join(line).capitalize() + "." for line in lines], [" ".join(line).capitalize() + "." for line in forward]


def joined(lines: Sequence[str], at: Sequence[int], gap: str = " ") -> list[str]:
    """`lines` with those numbered `at` joined to the next ones."""
    out: list[str] = []
    for number, line in enumerate(lines):
        if number and number - 1 in at:
            out[-1] += gap + line
        else:
            out.append(line)
    return out


def whole(found: Resplit, source: Sequence[str], target: Sequence[str]) -> bool:
    """Whether the parts put together are the lines, and the spans say so."""
    for lines, parts, spans in ((source, found.source, found.spans[0]), (target, found.target, found.spans[1])):
        if [lines[line][a:b] for line, a, b in spans] != list(parts):
            return False
        if [
            "".join(part for part, (line, _, _) in zip(parts, spans, strict=True) if line == at) for at in range(len(lines))
        ] != [*lines]:
            return False
    return True


@pytest.mark.parametrize("side", ["source", "target", "both"])
def test_a_line_of_two_sentences_is_cut_where_the_first_ends(side: str) -> None:
    target, forward = sentences(1)
    source = [line[::-1].strip(".").capitalize() + "." for line in forward]
    first, second = [5, 17, 30] if side != "target" else [], [8, 22] if side != "source" else []
    texts = Texts(joined(source, first), joined(target, second), [joined(forward, first)])
    found = resplit(aligner_input(texts), align(texts))
    assert whole(found, texts.source, texts.target)
    assert [part.strip() for part in found.source] == source
    assert [part.strip() for part in found.target] == target
    assert indices(found.beads) == [((at,), (at,)) for at in range(N)]
    assert len(found.cuts) == len(first) + len(second)
    assert all(cut.sentence and cut.score >= 0.6 for cut in found.cuts)


def test_three_sentences_in_a_line_are_cut_twice() -> None:
    target, forward = sentences(2)
    texts = Texts([f"{at} {line}" for at, line in enumerate(forward)], joined(target, [10, 11]), [forward])
    found = resplit(aligner_input(texts), align(texts))
    assert [(cut.side, cut.line) for cut in found.cuts] == [(1, 10), (1, 10)]
    assert indices(found.beads) == [((at,), (at,)) for at in range(N)]
    assert [len(bead.reasons) and bead.reasons[0][0] for bead in found.beads[10:13]] == [RESPLIT] * 3


def test_a_text_of_two_lines_is_cut_as_well() -> None:
    texts = Texts(["It rained hard. The old bridge was closed."], ["It rained hard.", "The old bridge was closed."])
    given_ = aligner_input(Texts(texts.source, texts.target, [texts.source]))
    found = resplit(given_, [Bead(range(1), range(2), 0.9)])
    assert found.source == ["It rained hard. ", "The old bridge was closed."]
    assert indices(found.beads) == [((0,), (0,)), ((1,), (1,))]


def test_a_line_that_goes_with_one_sentence_is_not_cut() -> None:
    """Nor one that was merged in translation, with no mark where the first sentence would end, or within a word."""
    target, forward = sentences(3)
    texts = Texts(forward, target, [forward])
    assert not resplit(aligner_input(texts), align(texts)).cuts
    merged = joined([line.rstrip(".") for line in target], [4, 20])
    texts = Texts(forward, merged, [forward])
    found = resplit(aligner_input(texts), align(texts))
    assert not found.cuts
    assert list(found.beads) == align(texts)


def test_a_mark_that_parts_no_sentences_of_the_other_text_is_no_place_to_cut() -> None:
    target, forward = sentences(7)
    words = [line.rstrip(".").lower().split() for line in target[4:6]]
    mixed = [word for pair in zip_longest(*words, fillvalue="") for word in pair if word]
    half = len(mixed) // 2
    line = f"{' '.join(mixed[:half]).capitalize()}. {' '.join(mixed[half:]).capitalize()}."
    texts = Texts(forward, [*target[:4], line, *target[6:]], [forward])
    beads = align(texts)
    assert ((4, 5), (4,)) in indices(beads)
    assert not resplit(aligner_input(texts), beads).cuts


def test_without_a_translation_nothing_is_cut() -> None:
    target, _ = sentences(4)
    texts = Texts(target, joined(target, [3]))
    assert not resplit(aligner_input(texts), align(texts, "length")).cuts


def test_other_beads_keep_their_reasons_and_runner_up_under_new_numbers() -> None:
    target, forward = sentences(5)
    texts = Texts(forward, joined(target, [3]), [forward])
    before = align(texts)
    found = resplit(aligner_input(texts), before)
    assert len(found.cuts) == 1
    old, new = before[-5], found.beads[-5]
    assert (new.target, new.reasons, new.score) == (range(old.target.start + 1, old.target.stop + 1), old.reasons, old.score)
    assert (old.runner_up is None) == (new.runner_up is None)
    if old.runner_up and new.runner_up:
        assert new.runner_up.target.start == old.runner_up.target.start + 1


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 1 << 30))
def test_whatever_is_cut_the_parts_are_the_lines(seed: int) -> None:
    """Where every mark will do: clauses too, and any white space."""
    chance = random.Random(seed)
    target, forward = sentences(seed)

    def changed(lines: Sequence[str]) -> list[str]:
        marks = [", ", "; ", " — ", "…  ", "，", ".\u3000", " (", ") ", " "]
        said = [chance.choice(marks).join(line.split(" ", chance.randint(1, 3))) for line in lines]
        return joined(said, [at for at in range(N) if chance.random() < 0.4], chance.choice(["  ", "\t", " \u3000"]))

    source, other = changed(forward), changed(target)
    beads, i, j = [], 0, 0
    while (i, j) != (len(source), len(other)):
        a, b = min(len(source) - i, chance.choice((0, 1, 1, 2))), min(len(other) - j, chance.choice((0, 1, 1, 3)))
        if a or b:
            beads.append(Bead(range(i, i + a), range(j, j + b), 0.5))
            i, j = i + a, j + b
    given_ = aligner_input(Texts(source, other, [source]))
    found = resplit(given_, beads, {"bias": 1.0, **dict.fromkeys(_names(), 0.0)})
    assert whole(found, source, other)
    assert covers(found.beads, len(found.source), len(found.target))
    assert len(found.source) + len(found.target) == len(source) + len(other) + len(found.cuts)
    ends = [(cut.side, (source, other)[cut.side][cut.line], cut.at) for cut in found.cuts]
    assert all(not (line[at - 1].isalnum() and line[at].isalnum()) for _, line, at in ends)


def _names() -> list[str]:
    from jjak.align.sentence.resplit_candidates import FEATURES

    return [name for name in FEATURES if name != "bias"]


@pytest.mark.parametrize(
    ("line", "parts", "sentences_end"),
    [
        ("He left. She stayed, and slept.", ["He left. ", "She stayed, ", "and slept."], [True, False]),
        ("“Go!” Then he left.", ["“Go!” ", "Then he left."], [True]),
        ("Mrs. May came on Dec. 3, at p. 4.", ["Mrs. ", "May came on Dec. ", "3, ", "at p. ", "4."], [False] * 4),
        ("그는 갔다. 나는 왔다.", ["그는 갔다. ", "나는 왔다."], [True]),
        ("他走了。我来了，", ["他走了。", "我来了，"], [True]),
        ("3.5 million U.S.A", ["3.5 million U.S.A"], []),
        ("... and then?!", ["... and then?!"], []),
        ("", [""], []),
    ],
)
def test_lines_are_cut_behind_marks_and_what_closes_behind_them(line: str, parts: list[str], sentences_end: list[bool]) -> None:
    places = cut_places(line)
    ends = [0, *(place.at for place in places), len(line)]
    assert [line[a:b] for a, b in pairwise(ends)] == parts
    assert [place.sentence for place in places] == sentences_end


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    target, forward = sentences(6)
    for name, lines in (("s", forward), ("t", joined(target, [7])), ("mt", forward)):
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return ["align", *(str(tmp_path / name) for name in "st"), "--forward", str(tmp_path / "mt")]


def test_the_command_writes_the_lines_and_says_what_was_cut(files: list[str], tmp_path: Path) -> None:
    outs = ["--resplit", "--out-source", str(tmp_path / "s.out"), "--out-target", str(tmp_path / "t.out")]
    made = CliRunner(env={"LANG": "C"}).invoke(jjak, [*files, *outs, "--json"])
    assert made.exit_code == 0, made.output
    target = (tmp_path / "t").read_text().splitlines()
    cut = len(sentences(6)[0][7]) + 2
    assert f"{tmp_path / 't'}:8:{cut}: cut, since a sentence of the other text ends here" in made.stderr
    assert "1 line was cut" in made.stderr
    rows = [json.loads(line) for line in made.stdout.splitlines()]
    assert [row["target_spans"] for row in rows[7:9]] == [[[7, 0, cut - 1]], [[7, cut - 1, len(target[7])]]]
    lines = (tmp_path / "t.out").read_text().split("\n")[:-1]
    assert lines[7] + lines[8] == target[7]
    assert [*lines[:7], lines[7] + lines[8], *lines[9:]] == target
    assert (tmp_path / "s.out").read_bytes() == (tmp_path / "s").read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--resplit"], "changes the lines that the beads speak of"),
        (["--out-source", "x"], "are for --resplit"),
        (["--resplit", "--out-source", "x", "--out-target", "x"], "are one file"),
        (["--resplit", "--out-source", "s", "--out-target", "x"], "is there already"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    made = CliRunner(env={"LANG": "C"}).invoke(jjak, [*files, *options])
    assert made.exit_code != 0
    assert said in made.output + str(made.exception or "")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_without_a_translation_the_command_says_what_it_needs(files: list[str], tmp_path: Path) -> None:
    outs = ["--resplit", "--out-source", str(tmp_path / "x"), "--out-target", str(tmp_path / "y")]
    made = CliRunner().invoke(jjak, [*files[:3], "--aligner", "length", *outs])
    assert made.exit_code != 0
    assert "needs a machine translation" in str(made.exception)
