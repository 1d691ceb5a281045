"""Systems beside each other: scores, tests, slices, words, contrasts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU

from jjak.eval.contrast import Mark, faults, grams, marked
from jjak.eval.mt_evaluation import Draws, Evaluation, TestSet, evaluate
from jjak.eval.plugins import Scorer, available, plugins
from jjak.eval.slices import classes_of, names_of, numbers_of, sliced, slices_of, words_of
from jjak.seeds.errors import FormatError, SettingError

Translated = dict[str, tuple[list[str], list[str], list[str]]]
QUICK = Draws(samples=100, trials=200)


@pytest.fixture(scope="module")
def test_set(translated: Translated) -> TestSet:
    references, better, worse = (texts[:300] for texts in translated["en"])
    sources = translated["ko"][0][:300]
    documents = [f"d{at // 100}" for at in range(300)]
    systems = {"worse": worse, "better": better, "twin": better}
    return TestSet("ko", "en", sources, references, systems, documents, training=translated["en"][0][300:])


@pytest.fixture(scope="module")
def evaluation(test_set: TestSet) -> Evaluation:
    return evaluate(test_set, ["bleu", "chrf2++"], draws=QUICK)


def test_systems_stand_in_order_of_the_first_metric_with_sacrebleus_values(evaluation: Evaluation, test_set: TestSet) -> None:
    assert evaluation.systems == ["better", "twin", "worse"]
    for name in evaluation.systems:
        own = BLEU().corpus_score(test_set.systems[name], [test_set.references], n_bootstrap=100)
        score = evaluation.scores[name]["bleu"]
        assert score.value == own.score
        assert score.margin == pytest.approx(own._ci)
        assert "tok:13a" in score.signature


def test_a_twin_is_no_better_and_shares_the_rank(evaluation: Evaluation) -> None:
    found = evaluation.comparison("bleu", "twin", "better")
    assert (found.difference, found.randomisation, found.bootstrap, found.significant) == (0.0, 1.0, 1.0, False)
    assert evaluation.rank("better") == evaluation.rank("twin") == 1
    different = evaluation.comparison("chrf2++", "better", "worse")
    assert different.difference > 0
    assert different.corrected >= different.randomisation


def test_slices_part_the_sentences_and_score_each_part_alone(evaluation: Evaluation, test_set: TestSet) -> None:
    slices = slices_of(test_set, words_of(test_set))
    families = {part.family for part in slices}
    assert families == {"length", "document", "numbers", "names", "unknown words", "rare words"}
    for family in families:
        places = sorted(at for part in slices if part.family == family for at in part.places)
        assert places == list(range(300))
    (second,) = (part for part in slices if part.name == "d1")
    (scores,) = sliced(evaluation, [second], "bleu")
    alone = BLEU().corpus_score(test_set.systems["worse"][100:200], [test_set.references[100:200]])
    assert scores["worse"] == alone.score


def test_words_are_counted_by_sort(test_set: TestSet) -> None:
    small = replace(
        test_set,
        sources=["x"] * 2,
        references=["It cost 1,200 won in Seoul.", "The king saw Busan twice."],
        systems={"a": ["In Seoul it cost 1200 won.", "The king saw Daegu."]},
        documents=(),
        training=["the king saw it", "the king saw him", "The king won"],
    )
    found = {each.name: each for each in classes_of(small, words_of(small))}
    assert (found["numbers"].recall("a"), found["numbers"].precision("a")) == (100.0, 100.0)
    assert (found["names"].wanted, found["names"].found["a"]) == (2, 1)
    unknown = found["words not in the training text"]
    assert unknown.wanted == 6  # It cost in Seoul Busan twice
    assert unknown.found["a"] == 2  # cost Seoul: `in` is written `In` there


@pytest.mark.slow
def test_names_and_numbers_are_found_in_both_languages() -> None:
    assert names_of(["The President met Kim Jong-un. Then he left Moscow."], "en") == [
        ["President", "Kim", "Jong-un", "Moscow"]
    ]
    assert "서울" in names_of(["그는 서울에서 블라디미르 푸틴을 만났다."], "ko")[0]
    assert numbers_of("11월 12일 1,234.5원") == ["11", "12", "1234.5"]


def test_ngrams_that_one_system_has_more_often_come_first() -> None:
    reference = [["the", "red", "house"]] * 6
    first = [["the", "red", "house"]] * 5 + [["a", "blue", "hut"]]
    second = [["the", "blue", "house"]] * 5 + [["the", "red", "house"]]
    more, less = grams(first, second, reference)
    assert (more[0].text, more[0].first, more[0].second, more[0].reference) == ("the red house", 5, 1, 6)
    assert [gram.text for gram in less] == ["house"] or all(gram.first < gram.second for gram in less)


def test_differences_are_marked_in_both_texts_and_give_them_back() -> None:
    output, reference = marked("the red house stands", "the old red house")
    assert [(run.text, run.mark) for run in output] == [("the", Mark.SAME), ("red house", Mark.SAME), ("stands", Mark.OTHER)]
    assert [(run.text, run.mark) for run in reference] == [("the", Mark.SAME), ("old", Mark.MISSING), ("red house", Mark.SAME)]


def test_empty_repeating_and_untranslated_outputs_are_counted() -> None:
    sources = ["가 나 다 라", "하하 하하 하하 하하 하하 하하 하하", "비가 온다", "눈이 온다"]
    outputs = ["", "ha ha ha ha ha ha ha", "the the the the the the the", "눈이 온다"]
    found = faults(sources, outputs, ["a b c d"] * 4, ("ko", "en"), "13a")
    assert (found.empty, found.repeated, found.untranslated) == (1, 1, 1)
    assert found.length == 16 / 16


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"sources": ["a"]}, "source: 1 lines, but the reference has 300"),
        ({"systems": {"a": ["x"] * 299}}, "hypothesis a: 299 lines"),
        ({"references": []}, "reference: no line"),
        ({"references": [" "] * 300}, "nothing but empty lines"),
        ({"kinds": ["a"]}, "kinds: 1 lines"),
    ],
)
def test_files_that_do_not_fit_are_named(test_set: TestSet, change: dict[str, object], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        evaluate(replace(test_set, **change), ["bleu"])  # type: ignore[arg-type]


def test_no_system_is_an_error(test_set: TestSet) -> None:
    with pytest.raises(SettingError, match="No system"):
        evaluate(replace(test_set, systems={}), ["bleu"])


def test_a_plugin_is_scored_tested_and_sliced_as_the_others_are(test_set: TestSet) -> None:
    lengths = Scorer("length|version:1", lambda sources, outputs, references: [float(len(text)) for text in outputs], better=-1)
    found = evaluate(test_set, ["length"], draws=QUICK, plugins={"length": lengths})
    mean = np.mean([len(text) for text in test_set.systems["worse"]])
    assert found.scores["worse"]["length"].value == pytest.approx(mean)
    assert found.scores["worse"]["length"].signature == "length|version:1"
    assert found.systems[0] == "worse"  # less is better, and the worse one lost more words
    with pytest.raises(SettingError, match="1 scores for 300 sentences"):
        evaluate(test_set, ["x"], plugins={"x": Scorer("x", lambda *_: [1.0])})


def test_metrics_that_are_not_installed_are_listed_as_absent() -> None:
    assert available()["bleu"] == "built in"
    assert available()["comet"].startswith("absent: ")
    with pytest.raises(SettingError, match="'comet' is not installed"):
        plugins(["bleu", "comet"])
    with pytest.raises(SettingError, match="No metric 'commet'") as caught:
        plugins(["commet"])
    assert "comet" in caught.value.fix
