"""Filters score and then decide; recipes say what each took out; splits keep near copies together."""

from __future__ import annotations

import random
import sys
import types
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from jjak.corpora.exchange.export_recipe import ExportRecipe, export_pairs, read_recipe, steps_of
from jjak.corpora.exchange.exports import Written
from jjak.corpora.exchange.holdout import Shares
from jjak.corpora.exchange.splits import Split, assigned, checked, met, plan
from jjak.corpora.filters import FILTERS, filter_of, kept
from jjak.corpora.filters.duplicates import THRESHOLD
from jjak.corpora.filters.minhash import GRAM, Neighbours
from jjak.corpora.formats import DATASET, FORMATS
from jjak.corpora.pair import Figure, Origin, Pair, Status, bare
from jjak.seeds.document import Kind
from jjak.seeds.errors import CorpusError, FormatError, SettingError

LANGUAGES = ("ko", "en")


def pair(korean: str, english: str, at: int = 0, name: str = "d", **changes: Any) -> Pair:
    return replace(bare(("ko", korean), ("en", english)), id=f"{at:016x}", name=name, **changes)


def left(called: str, pairs: list[Pair], **values: Any) -> list[int]:
    """Which of the pairs a filter keeps, by their place."""
    given = {"with" if key == "files" else key: value for key, value in values.items()}
    stays = list(kept(pairs, [filter_of(called, given)], [0]))
    return [at for at, one in enumerate(pairs) if any(one is other for other in stays)]


GOOD = pair("오늘은 날씨가 아주 좋습니다.", "The weather is very nice today.")


@pytest.mark.parametrize(
    ("name", "values", "bad"),
    [
        ("status", {"without": ["rejected"]}, {"status": Status.REJECTED}),
        ("origin", {"only": "human"}, {"origin": Origin.MACHINE}),
        ("kind", {"only": ["text", "lead"]}, {"kind": Kind.LABEL}),
        ("document", {"only": ["d*"]}, {"name": "x"}),
        ("licence", {"only": ["", "CC BY*"]}, {"licence": "GPL-2"}),
        ("flags", {"without": ["fuzzy"]}, {"flags": ("fuzzy",)}),
        ("confidence", {"min": 0.5}, {"confidence": 0.4}),
        ("score", {"name": "bleu", "min": 20, "missing": "keep"}, {"scores": {"bleu": Figure(19.9, "s")}}),
    ],
)
def test_a_filter_by_what_is_said_of_a_pair(name: str, values: dict[str, Any], bad: dict[str, Any]) -> None:
    assert left(name, [GOOD, replace(GOOD, **bad)], **values) == [0]


@pytest.mark.parametrize(
    ("name", "values", "korean", "english"),
    [
        ("length", {"max": 10}, "가 " * 11, "The weather is very nice today."),
        ("length", {"max": 40, "unit": "characters"}, "오늘은 날씨가 좋습니다.", "x" * 41),
        ("ratio", {"max": 3}, "네.", "Yes, that is what I said."),
        ("script", {}, "The weather is nice 오늘", "The weather is very nice today."),
        ("script", {}, "오늘은 날씨가 아주 좋습니다.", "Погода сегодня очень хорошая."),
        (
            "language",
            {},
            "오늘은 날씨가 아주 좋습니다.",
            "Das Wetter ist heute wirklich sehr schön, morgen wird es regnen.",
        ),
        ("numbers", {}, "2024년 11월에 3명이", "In 2024, 3 people"),
        ("punctuation", {}, "...", "!?"),
        ("copy", {}, "Error: file not found", "Error: file not found!"),
        ("repetition", {}, "네 네 네 네 네 네 네 네 네 네 네 네 네 네 네", "Yes"),
    ],
)
def test_a_filter_by_what_the_texts_say(name: str, values: dict[str, Any], korean: str, english: str) -> None:
    assert left(name, [GOOD, pair(korean, english)], **values) == [0]


def test_names_and_addresses_do_not_make_a_korean_sentence_another() -> None:
    for text in (
        "Naver Webtoon, Kakao Entertainment, Lezhin Comics가 손잡았다.",
        "https://example.org/a/very/long/address?of=it 참고",
    ):
        for name in ("script", "language"):
            assert left(name, [pair(text, "The weather is very nice today.")]) == [0]


def test_a_label_is_not_asked_for_its_language_and_a_thousand_may_have_a_comma() -> None:
    assert left("language", [pair("확인", "Ja")]) == [0]
    assert left("numbers", [pair("1,000원", "1000 won")]) == [0]


def test_copies_are_seen_through_case_spaces_marks_and_forms() -> None:
    decomposed = pair(
        "\u110b\u1169\u1102\u1173\u11af\u110b\u1173\u11ab 날씨가 아주 좋습니다", "THE WEATHER is very nice, today"
    )
    assert left("duplicates", [GOOD, decomposed]) == [0]
    assert left("duplicates", [GOOD, decomposed], normalise=False) == [0, 1]
    other = replace(GOOD, target=GOOD.target._replace(text="Nice weather."))
    assert left("duplicates", [GOOD, other]) == [0, 1]
    assert left("duplicates", [GOOD, other], sides="either") == [0]


@pytest.mark.slow
def test_near_copies_are_found_and_the_first_stays() -> None:
    near = pair("오늘은 날씨가 아주 참 좋습니다.", "The weather is very, very nice today!")
    far = pair("오늘은 기차가 늦게 왔습니다.", "The train was late today.")
    assert left("near-duplicates", [GOOD, far, near, replace(GOOD)], threshold=0.6) == [0, 1]


def test_neighbours_are_those_that_comparing_all_with_all_finds() -> None:
    chance = random.Random(2)
    words = ["".join(chance.choices("abcdefgh가나다라마바", k=4)) for _ in range(300)]
    texts = ["".join(chance.choices(words, k=12)) for _ in range(300)]
    texts += ["".join([*text[:-3], *chance.choices("xyz", k=3)]) for text in texts]
    chance.shuffle(texts)
    found = Neighbours(0.7).new(texts)
    assert len([at for at in found if at >= 0]) >= 295
    sets = [{raw[at : at + GRAM] for at in range(max(1, len(raw) - GRAM + 1))} for raw in map(str.encode, texts)]
    stayed: list[int] = []
    for at, like in enumerate(found):
        if like < 0:
            stayed.append(at)
        else:
            a, b = sets[at], sets[stayed[like]]
            assert len(a & b) / len(a | b) >= 0.7


def test_an_index_that_grows_still_finds_its_first_texts() -> None:
    index = Neighbours(THRESHOLD)
    # from one mould: each is nearly like every other
    texts = [f"{at * 7919} 번째로 만들어진 문장 {at * 104729}" for at in range(3_000)]
    for at in range(0, 3_000, 500):
        index.new(texts[at : at + 500])
    again = index.like(texts[:500])
    assert (again >= 0).mean() > 0.99


def test_what_overlaps_with_a_named_test_set_is_taken_out(tmp_path: Path) -> None:
    (tmp_path / "test.tsv").write_text("en\tko\nThe weather is very nice today!\t내일은 비가 온다.\n", encoding="utf-8")
    turned = replace(GOOD, source=GOOD.target, target=GOOD.source)
    far = pair("오늘은 기차가 늦게 왔습니다.", "The train was late today.")
    assert left("overlap", [GOOD, far, turned], files=str(tmp_path / "test.tsv")) == [1]
    with pytest.raises(FormatError, match="no such file"):
        left("overlap", [GOOD], files=[str(tmp_path / "none.tsv")])


def test_opusfilters_own_filters_are_used_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingError, match="OpusFilter is not installed"):
        filter_of("opusfilter", {"filter": "LengthFilter"})

    class LengthFilter:
        """The interface of OpusFilter's filters."""

        def __init__(self, max_length: int = 100) -> None:
            self.most = max_length

        def score(self, pairs: Any) -> Any:
            return ([len(text) for text in row] for row in pairs)

        def accept(self, score: Any) -> bool:
            return max(score) <= self.most

    module = types.ModuleType("opusfilter")
    module.filters = types.SimpleNamespace(LengthFilter=LengthFilter)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "opusfilter", module)
    assert left("opusfilter", [GOOD, pair("가", "a")], filter="LengthFilter", values={"max_length": 5}) == [1]
    with pytest.raises(SettingError, match="no filter 'Lengths'"):
        filter_of("opusfilter", {"filter": "Lengths"})


def test_an_unknown_filter_or_value_fails_with_the_nearest_name() -> None:
    with pytest.raises(SettingError, match="No filter 'lenght'") as caught:
        filter_of("lenght", {})
    assert caught.value.fix == "Did you mean 'length'?"
    with pytest.raises(SettingError, match="No value of the filter length 'maximum'"):
        filter_of("length", {"maximum": 3})
    with pytest.raises(SettingError, match="unit is 'bytes'"):
        filter_of("length", {"unit": "bytes"})


# --- recipes


def corpus_pairs(count: int = 400) -> list[Pair]:
    chance = random.Random(4)
    nouns = ["".join(chance.choices("가나다라마바사아자차", k=3)) for _ in range(200)]
    words = ["".join(chance.choices("abcdefghijklmn", k=6)) for _ in range(200)]
    made = []
    for at in range(count):
        korean, english = " ".join(chance.sample(nouns, 8)), " ".join(chance.sample(words, 8))
        if at % 10 == 9:
            korean, english = made[at - 7].source.text + ".", made[at - 7].target.text.upper()
        made.append(pair(korean, english, at, name=f"doc{at // 4}"))
    return made


def test_a_recipe_says_what_each_filter_took_and_gives_the_same_bytes_again(tmp_path: Path) -> None:
    pairs = [*corpus_pairs(), pair("네", "yes " * 30, 9_000)]
    steps = tuple(steps_of(["length={max: 20}", "near-duplicates"]))
    recipe = ExportRecipe(LANGUAGES, steps, Split({"train": 0.8, "test": 0.2}))
    outcome = export_pairs(lambda: pairs, recipe, str(tmp_path / "p.jsonl"))
    assert outcome.steps() == [("length", 1), ("near-duplicates", 40)]
    said = yaml.safe_load((tmp_path / "p.jsonl.recipe.yaml").read_text(encoding="utf-8"))
    assert said["result"]["removed"] == [{"length": 1}, {"near-duplicates": 40}]
    assert (said["result"]["read"], said["result"]["left"]) == (401, 360)
    (tmp_path / "b").mkdir()
    again = read_recipe(tmp_path / "p.jsonl.recipe.yaml", ("de", "fr"))
    assert again == recipe
    export_pairs(lambda: pairs, again, str(tmp_path / "b" / "p.jsonl"))
    for name in ("p.train.jsonl", "p.test.jsonl", "p.jsonl.recipe.yaml"):
        assert (tmp_path / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize("split", [None, Split({"train": 0.8, "test": 0.2})], ids=["whole", "split"])
@pytest.mark.parametrize("name", [*FORMATS, DATASET])
def test_a_rehearsal_counts_what_the_export_does_and_writes_nothing(tmp_path: Path, name: str, split: Split | None) -> None:
    odd = ["a tab\tinside", "a line\nbroken", "a control \x01 character", "long " * 7_000]
    pairs = [
        *corpus_pairs(60),
        *(pair("이상한 글입니다", text, 5_000 + at, name=f"odd{at}") for at, text in enumerate(odd)),
        replace(bare(("ko", "독일어"), ("de", "Deutsch")), id="f" * 16),
        pair("네", "yes " * 30, 9_000, status=Status.ACCEPTED, kind=Kind.LABEL),
    ]
    recipe = ExportRecipe(LANGUAGES, tuple(steps_of(["near-duplicates", "status=only: [unreviewed]"])), split)
    out = str(tmp_path / "out")
    before = export_pairs(lambda: pairs, recipe, out, name, dry=True)
    assert not list(tmp_path.iterdir())
    after = export_pairs(lambda: pairs, recipe, out, name)
    assert before.removed == after.removed
    assert before.removed[1] == 1
    assert (before.read, before.split) == (after.read, after.split)
    assert _counts(before.written) == _counts(after.written)
    assert sum(before.written.by()["status"].values()) == before.written.pairs > 40
    assert before.written.unwritten


def _counts(written: Written) -> Any:
    return written.counts, written.unwritten, written.by()


def test_the_order_of_filters_is_the_recipes(tmp_path: Path) -> None:
    pairs = [pair("하나 둘 셋", "one two three", at) for at in range(4)]
    for names, counts in ((["duplicates", "length={max: 1}"], [3, 1]), (["length={max: 1}", "duplicates"], [4, 0])):
        outcome = export_pairs(lambda: pairs, ExportRecipe(LANGUAGES, tuple(steps_of(names))), str(tmp_path / "p.tsv"))
        assert outcome.removed == counts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a", "a recipe is a mapping"),
        ("filtres: []", "No key 'filtres'"),
        ("filters: [lenght]", "No filter 'lenght'"),
        ("filters: [{length: 3}]", "is no filter"),
        ("split: {by: document}", "shares are missing"),
        ("split: {shares: {a: 0.5, b: 0.6}}", "sum to 1.1"),
        ("split: {shares: {a: 0.5, b: 0.5}, by: author}", "No way to split by 'author'"),
        ("a: [", "no YAML"),
        ("a: " + "[" * 50_000, "no YAML"),
        ("a: 2024-99-99", "no YAML"),
    ],
)
def test_a_recipe_that_is_none_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "r.yaml").write_text(text)
    with pytest.raises(SettingError, match=message):
        read_recipe(tmp_path / "r.yaml", LANGUAGES)


# --- splits

SHARES = {"train": 0.8, "dev": 0.1, "test": 0.1}


def where(pairs: list[Pair], split: Split) -> dict[str, str]:
    return {one.id: name for name, one in assigned(pairs, plan(pairs, split))}


@pytest.mark.parametrize("by", ["document", "cluster"])
def test_no_near_copy_lies_in_two_splits(by: str) -> None:
    pairs = corpus_pairs(2_000)
    found = where(pairs, Split(SHARES, by))
    for at in range(9, 2_000, 10):
        both = found.get(pairs[at].id), found.get(pairs[at - 7].id)
        assert None in both or both[0] == both[1]
    if by == "cluster":
        assert len(found) == len(pairs)


def test_no_document_lies_in_two_splits() -> None:
    pairs = corpus_pairs(2_000)
    found = where(pairs, Split(SHARES))
    splits: dict[str, set[str]] = {}
    for one in pairs:
        if one.id in found:
            splits.setdefault(one.name, set()).add(found[one.id])
    assert {len(names) for names in splits.values()} == {1}


def test_a_short_sentence_with_another_word_is_no_stranger_to_a_split() -> None:
    shares = Shares(**SHARES)
    names = {shares.side(f"doc{at}"): f"doc{at}" for at in range(200)}
    pairs = [
        pair("빨간 매트 위에서 작은 개가 잔다.", "A dog sleeps on the warm red mat.", 1, names["train"]),
        pair("빨간 매트 위에서 늙은 작은 개가 잔다.", "A dog sleeps on the warm old red mat.", 2, names["test"]),
    ]
    assert set(where(pairs, Split(SHARES, threshold=0.7)).values()) == {"train", "test"}
    assert set(where(pairs, Split(SHARES)).values()) == {"test"}


def test_training_holds_out_the_documents_that_an_export_puts_into_test_and_dev() -> None:
    pairs = corpus_pairs(2_000)
    found = where(pairs, Split(SHARES))
    sides = Shares(**SHARES)
    assert {sides.side(one.name) for one in pairs} == set(SHARES)
    assert found == {one.id: sides.side(one.name) for one in pairs if one.id in found}
    assert set(found.values()) == set(SHARES)


@pytest.mark.parametrize("by", ["document", "cluster"])
def test_the_shares_are_met_and_said(by: str) -> None:
    pairs = corpus_pairs(4_000)
    split = Split(SHARES, by)
    said = met(plan(pairs, split), split)
    assert said["documents"] == 1_000
    for name, share in SHARES.items():
        assert abs(said["splits"][name]["share"] - share) < 0.05
    assert Counter(where(pairs, split).values())["test"] == said["splits"]["test"]["pairs"]


@pytest.mark.parametrize("by", ["document", "cluster"])
def test_a_split_stays_when_the_corpus_grows(by: str) -> None:
    pairs = corpus_pairs(3_000)
    before, after = where(pairs[:1_500], Split(SHARES, by)), where(pairs, Split(SHARES, by))
    same = [before[id_] == after[id_] for id_ in before if id_ in after]
    assert all(same) if by == "document" else sum(same) / len(same) > 0.99
    assert len(same) > 0.97 * len(before)


def test_a_corpus_that_changes_between_the_two_readings_is_refused() -> None:
    pairs = corpus_pairs(50)
    made = plan(pairs, Split(SHARES))
    with pytest.raises(CorpusError, match="changed while"):
        list(assigned(pairs[1:], made))


def test_shares_are_checked() -> None:
    assert checked(Split(SHARES)).by == "document"
    for shares in ({"a": 1.0}, {"a": 1.5, "b": -0.5}, {"../a": 0.5, "b": 0.5}):
        with pytest.raises(SettingError):
            checked(Split(shares))


def test_every_filter_is_in_the_documentation(root: Path) -> None:
    text = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [name for name in FILTERS if f"| `{name}` |" not in text] == []


def test_what_a_person_rejected_is_in_no_export_that_does_not_ask_for_it(tmp_path: Path) -> None:
    pairs = [GOOD, replace(GOOD, id="1", status=Status.REJECTED), replace(GOOD, id="2", status=Status.ACCEPTED)]

    def written(name: str, **recipe: Any) -> tuple[int, int]:
        done = export_pairs(lambda: pairs, ExportRecipe(LANGUAGES, **recipe), f"{tmp_path}/{name}")
        return done.written.pairs, done.rejected

    for name in ("p.tsv", "p.jsonl", "p.parquet", "p.tmx", "data/"):
        assert written(name) == (2, 1)
    assert written("all.tsv", include=("rejected",)) == (3, 0)
    assert written("only.tsv", filters=(("status", {"only": ["rejected"]}),)) == (1, 0)
    # whoever goes on with these formats sees the state of every unit
    assert written("p.po") == written("p.xliff") == (3, 0)


@pytest.mark.parametrize(("name", "value"), [("length", float("inf")), ("length", float("nan")), ("ratio", float("nan"))])
def test_a_bound_that_is_no_number_is_refused(name: str, value: float) -> None:
    with pytest.raises(SettingError, match=f"filter {name}: "):
        filter_of(name, {"max": value})


def test_a_share_that_is_no_number_is_refused() -> None:
    for shares in ({"a": float("nan"), "b": 0.5}, {"a": 0.5, "b": float("nan")}, {"a": float("inf"), "b": 1.0}):
        with pytest.raises(SettingError, match="The shares"):
            checked(Split(shares))
