"""Systems beside each other: scores, tests, slices, words, contrasts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sacrebleu.metrics.bleu import BLEU

from jjak.eval.contrast import Mark, faults, grams, marked, mcnemar
from jjak.eval.mt_evaluation import Draws, Evaluation, TestSet, evaluate
from jjak.eval.plugins import Scorer, available, plugins
from jjak.eval.slices import Slice, classes_of, names_of, sliced, slices_of, spreads_of_slices, words_of
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
    assert names_of(["어제 Google이 서울에서 발표했다. KBS와 iPhone 이야기."], "ko")[0] == ["서울", "Google", "KBS"]


def test_nouns_are_no_names_where_every_noun_has_a_capital() -> None:
    german = ["Gestern traf der Präsident in Berlin die Ministerin Baerbock im Garten."]
    assert names_of(german, "de", ["Yesterday the president met minister Baerbock in the garden in Berlin."]) == [
        ["Berlin", "Baerbock"]
    ]


def test_numbers_are_right_by_their_value() -> None:
    references = ["Twenty-eight people paid 2.5 million.", "It cost 30,000 won.", "In 1999 he left.", "No figure here."]
    sources = [f"{at}번 문장" for at in range(4)]
    right = ["28 people paid 2,500,000.", "It cost 30 thousand won.", "In 1998 he left.", "No figure here."]
    test = TestSet("ko", "en", sources, references, {"a": right, "b": ["None."] * 4})
    found = classes_of(test, words_of(test))[0]
    assert (found.name, found.wanted, dict(found.found)) == ("numbers", 3, {"a": 2, "b": 0})
    assert found.precision("a") == 75.0  # all but 1998
    assert found.precision("b") == 0.0


def test_a_comma_parts_tenths_where_the_language_says_so() -> None:
    test = TestSet(
        "en", "de", ["It grew by 2.5 to 1,234."], ["Es wuchs um 2,5 auf 1.234."], {"a": ["Auf 1.234 wuchs es um 2,5."]}
    )
    found = classes_of(test, words_of(test))[0]
    assert (found.wanted, found.found["a"], found.precision("a")) == (2, 2, 100.0)
    swapped = replace(test, systems={"a": ["Es wuchs um 25 auf 12,34."]})
    assert classes_of(swapped, words_of(swapped))[0].found["a"] == 0


def test_ngrams_that_one_system_has_more_often_come_first() -> None:
    reference = [["the", "red", "house"]] * 6
    first = [["the", "red", "house"]] * 5 + [["a", "blue", "hut"]]
    second = [["the", "blue", "house"]] * 5 + [["the", "red", "house"]]
    more, less = grams(first, second, reference)
    assert (more[0].text, more[0].first, more[0].second, more[0].reference) == ("the red house", 5, 1, 6)
    assert more[0].alone == (5, 1)
    assert [gram.text for gram in less] == ["house"] or all(gram.first < gram.second for gram in less)


def test_places_where_both_have_an_ngram_say_nothing_of_which_is_better() -> None:
    reference = [["sun"]] * 100 + [["moon"]] * 10
    first = [["sun"]] * 96 + [["x"]] * 4 + [["moon"]] * 10
    second = [["sun"]] * 94 + [["x"]] * 6 + [["x"]] * 10
    more, _ = grams(first, second, reference)
    by_name = {gram.text: gram for gram in more}
    # 96 against 94 of the same places is no more than 2 against 0
    assert (by_name["sun"].alone, by_name["sun"].weight) == ((2, 0), 2.0)
    assert more[0].text == "moon"
    assert by_name["moon"].p == pytest.approx(2 / 2**10)
    assert by_name["moon"].certain
    assert not by_name["sun"].certain


@pytest.mark.parametrize(("one", "other", "p"), [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (8, 1, 0.0390625), (3, 3, 1.0)])
def test_mcnemars_test_is_exact(one: int, other: int, p: float) -> None:
    assert mcnemar(one, other) == mcnemar(other, one) == pytest.approx(p)


def test_parts_of_a_test_set_have_intervals_that_grow_as_they_shrink(evaluation: Evaluation) -> None:
    few, many = range(25), range(250)
    slices = [Slice("x", "few", few), Slice("x", "many", many), Slice("x", "one", [3])]
    metric = evaluation.metrics[0].name
    found = spreads_of_slices(replace(evaluation, test=replace(evaluation.test, documents=())), slices, metric)
    scores = sliced(evaluation, slices, metric)
    widths = [each["better"].high - each["better"].low for each in found[:2] if each["better"]]
    assert widths[0] > 2 * widths[1] > 0
    for spreads, values in zip(found[:2], scores, strict=False):
        assert all(spread and spread.low < values[name] < spread.high for name, spread in spreads.items())
    assert set(found[2].values()) == {None}


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
