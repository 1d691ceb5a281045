import json
import random
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from jjak.align.sentence.aligners import Texts, align, aligner_input, realigned
from jjak.align.sentence.beads import Bead, covers
from jjak.align.sentence.glosses import Lexicon, glossary
from jjak.align.sentence.learned_lexicon import Pair, evidence, learned, pairs_of
from jjak.align.text.terms import terms_of
from jjak.corpora.formats.lexicon import read_lexicon
from jjak.corpora.store.corpus import Corpus
from jjak.eval.alignment_scores import compare, indices
from jjak.seeds.errors import AlignmentError, FormatError
from jjak.workbench.cli import jjak
from jjak.workbench.settings import read_settings

KOREAN = ["기후 변화가 농사를 바꾸고 있습니다.", "의회는 법을 고쳤습니다.", "오늘은 쉽니다.", "지진으로 다리가 무너졌습니다."]
ENGLISH = ["Climate change alters farming everywhere.", "Parliament amended its laws.", "A bridge fell in earthquakes."]
TERMS = Lexicon("terms", (("기후 변화", "climate change"), ("법", "law"), ("지진", "earthquake"), ("고래", "whale")))
TBX = """<?xml version="1.0"?>
<martif type="TBX"><text><body>
<termEntry><langSet xml:lang="en"><tig><term>law</term></tig><tig><term>act</term></tig></langSet>
<langSet xml:lang="ko-KR"><ntig><termGrp><term>법</term></termGrp></ntig></langSet></termEntry>
<termEntry><langSet xml:lang="en"><tig><term>whale</term></tig></langSet></termEntry>
</body></text></martif>"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsv", "# ours\nlaw\t법\n\nice cream\t아이스크림\n"),
        ("a.csv", 'law,법\n"ice cream",아이스크림\n'),
        ("b.csv", "law;법\r\nice cream;아이스크림\r\n"),
        ("a.dic", "법 @ law\n아이스크림 @ ice cream\n"),
    ],
)
def test_a_lexicon_is_read_in_each_of_its_forms(tmp_path: Path, name: str, text: str) -> None:
    found = read_lexicon(written(tmp_path, name, text))
    assert [list(lexicon.entries) for lexicon in found.lexicons] == [[("law", "법"), ("ice cream", "아이스크림")]]


def test_a_termbase_gives_every_term_of_a_concept_with_every_translation(tmp_path: Path) -> None:
    found = read_lexicon(written(tmp_path, "a.tbx", TBX))
    assert [list(lexicon.entries) for lexicon in found.lexicons] == [[("law", "법"), ("act", "법")]]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.tsv", "law\t법\nwhale\n", "a.tsv:2: a lexicon has two columns, here is 1"),
        ("a.tsv", "law\t법\tnoun\n", "a.tsv:1: a lexicon has two columns, here are 3"),
        ("a.dic", "law\t법\n", "a.dic:1: a lexicon has two columns, here is 1"),
        ("a.tbx", "<martif>\n<text>\n", "a.tbx:3: "),
        ("a.tbx", "<martif/>", "a.tbx: no entry"),
        ("a.tsv", "", "a.tsv: no entry"),
    ],
)
def test_what_is_wrong_in_a_lexicon_is_said_with_its_line(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(FormatError) as error:
        read_lexicon(written(tmp_path, name, text))
    assert said in str(error.value)


def test_an_entry_without_a_side_is_skipped_and_counted(tmp_path: Path) -> None:
    found = read_lexicon(written(tmp_path, "a.tsv", f"law\t법\nwhale\t\nlong\t{'가' * 300}\n"))
    assert (found.entries, found.skipped) == (1, 2)


def test_a_term_is_found_whatever_its_particles_and_plural_and_in_either_column() -> None:
    found = glossary(KOREAN, ENGLISH, [TERMS])
    assert found.used == [3]
    assert found.views()[0] == (["climate change", "law", "", "earthquake"], ["climate change", "law", "earthquake"])
    swapped = Lexicon("terms", tuple((second, first) for first, second in TERMS.entries))
    assert glossary(KOREAN, ENGLISH, [swapped]) == found
    assert [view[::-1] for view in glossary(ENGLISH, KOREAN, [TERMS]).views()] == found.views()[::-1]


def test_words_of_scripts_without_spaces_are_found() -> None:
    assert terms_of(["全球变暖了", "the laws"]) == [("全", "球", "变", "暖", "了"), ("the", "law")]
    found = glossary(["全球变暖了。"], ["Global warming."], [Lexicon("a", (("变暖", "warming"),))])
    assert found.views()[0] == (["warming"], ["warming"])


def test_a_lexicon_aligns_where_lengths_mislead() -> None:
    texts = Texts(KOREAN, ENGLISH)
    with pytest.raises(AlignmentError):
        align(texts)
    beads = align(replace(texts, views=glossary(KOREAN, ENGLISH, [TERMS]).views()))
    assert indices(beads) == [((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), (2,))]


def test_a_translation_gets_the_terms_that_it_has_otherwise_as_the_other_text_writes_them() -> None:
    made = ["The weather shift changes farming.", "The assembly changed a law.", "", "A bridge fell."]
    found = glossary(KOREAN, ENGLISH, [TERMS])
    corrected = found.corrected(made, ENGLISH, forward=True)
    assert corrected == [f"{made[0]} Climate change", made[1], "", "A bridge fell. earthquakes"]
    assert found.corrected(["기후 변동", "의회", "지진"], KOREAN, forward=False) == ["기후 변동 기후 변화", "의회 법", "지진"]


def test_the_command_says_how_many_entries_are_in_the_texts(tmp_path: Path) -> None:
    source, target = written(tmp_path, "a.ko", "\n".join(KOREAN)), written(tmp_path, "a.en", "\n".join(ENGLISH))
    lexicon = written(tmp_path, "terms.tsv", "기후 변화\tclimate change\n법\tlaw\n지진\tearthquake\n고래\twhale\n\tempty\n")
    done = CliRunner().invoke(jjak, ["align", str(source), str(target), "--lexicon", str(lexicon)])
    assert "terms.tsv: 4 entries, 3 of them in these texts" in done.stderr
    assert "terms.tsv: 1 entry skipped" in done.stderr
    assert done.stdout.splitlines()[2].startswith("[2]:[]:")


def test_a_lexicon_goes_on_after_a_break() -> None:
    texts = Texts([*KOREAN, "***", *KOREAN], [*ENGLISH, "***", *ENGLISH], breaks="***")
    beads = align(replace(texts, views=glossary(texts.source, texts.target, [TERMS]).views()))
    assert [bead.type for bead in beads] == ["1-1", "1-1", "1-0", "1-1", "1-1", "1-1", "1-1", "1-0", "1-1"]


SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]


_SPOKEN = random.Random(0)
WORDS = ["".join(_SPOKEN.sample(SYLLABLES, _SPOKEN.randint(1, 3))) for _ in range(300)]
OTHER = dict(zip(WORDS, ("".join(_SPOKEN.sample(SYLLABLES, _SPOKEN.randint(1, 3))).upper() for _ in WORDS), strict=True))
OFTEN = [1 / (at + 3) for at in range(len(WORDS))]


def untranslated(lines: int, seed: int) -> tuple[Texts, list[Bead]]:
    """A document and its translation word for word into another language, some lines merged or left out; and its gold."""
    chance = random.Random(seed)
    source: list[str] = []
    target: list[str] = []
    gold: list[Bead] = []
    while len(source) < lines:
        parts = [chance.choices(WORDS, OFTEN, k=chance.randint(3, 20)) for _ in range(chance.choice((1, 1, 1, 1, 2)))]
        i, j, kind = len(source), len(target), chance.random()
        if kind > 0.05:
            source.append(" ".join(word for part in parts for word in part))
        if not 0.05 < kind < 0.1:
            target += [" ".join(OTHER[word] for word in part if chance.random() < 0.9) for part in parts]
        gold.append(Bead(range(i, len(source)), range(j, len(target)), 1.0))
    return Texts(source, target), gold


def f1(beads: list[Bead], gold: list[Bead]) -> float:
    return compare(indices(beads), indices(gold)).f1


def test_a_first_pass_teaches_a_lexicon_that_mends_it() -> None:
    texts, gold = untranslated(300, 1)
    first, again = align(texts, "length"), align(texts, "realign")
    assert covers(again, len(texts.source), len(texts.target))
    assert f1(again, gold) > f1(first, gold) + 0.05


def test_realignment_is_the_same_from_either_side() -> None:
    texts, _ = untranslated(200, 2)
    turned = Texts(texts.target, texts.source)
    assert [bead.swapped() for bead in align(turned, "realign")] == align(texts, "realign")


def test_unrelated_texts_teach_nothing() -> None:
    texts = Texts(untranslated(200, 3)[0].source, untranslated(200, 4)[0].target)
    words = terms_of(texts.source), terms_of(texts.target)
    pairs = pairs_of(*words, align(texts, "length"))
    assert len(pairs) > 100  # of beads that were parted as unrelated
    assert learned(pairs) is None
    assert align(texts, "realign") == align(texts, "length")


def test_short_documents_teach_together_what_none_teaches_alone() -> None:
    documents = [untranslated(18, seed) for seed in range(10, 26)]
    first = [align(texts, "length") for texts, _ in documents]
    assert align(documents[0][0], "realign") == first[0]
    again = realigned([aligner_input(texts) for texts, _ in documents])
    figures = [[f1(beads, gold) for beads, (_, gold) in zip(found, documents, strict=True)] for found in (first, again)]
    assert sum(figures[1]) > sum(figures[0]) + 0.5


def test_the_evidence_is_of_pairs_that_were_not_learned_from() -> None:
    chance = random.Random(6)
    once = [Pair((f"a{at}",), (f"b{at}",)) for at in range(100)]  # each word once: nothing carries over to another pair
    often = [Pair(pair.source, (f"b{pair.source[0][1:]}",)) for pair in chance.choices(once, k=200)]
    assert abs(evidence(once)) < 3 < 10 < evidence(often)


def test_a_build_takes_lexicons_by_option_and_from_its_settings(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    written(folder, "a.fr.txt", "\n".join(["Le chat dort.", "La pluie tombe.", "Il est parti.", "Le pont est tombé."]))
    written(folder, "a.en.txt", "\n".join(["Rain is falling outside, again.", "He left then, as well.", "The bridge fell."]))
    written(tmp_path, "terms.tsv", "pluie\train\nest parti\tleft\npont\tbridge\n")
    command = ["build", str(folder), "--languages", "fr,en", "--corpus", str(tmp_path / "c.db"), "--json"]
    assert CliRunner().invoke(jjak, [*command, "--lexicon", str(tmp_path / "no.tsv")]).exception
    written(tmp_path, "jjak.toml", 'lexicons = ["terms.tsv"]\n')
    assert read_settings(str(tmp_path / "c.db")).table()["lexicons"] == [str(tmp_path / "terms.tsv")]
    done = CliRunner().invoke(jjak, command, catch_exceptions=False)
    assert json.loads(done.stdout)["unscored"][0]["aligner"] == "translation"
    with Corpus(str(tmp_path / "c.db")) as store:
        pairs = {pair.source.text: pair.target.text for pair in store.pairs()}
    assert pairs["Le pont est tombé."] == "The bridge fell."
    assert "Le chat dort." not in pairs
