"""Where nobody names a model: the one that a corpus was begun with, else the best sound one, and it is said why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import forms
from jjak.align.mt.checkpoint import EMBEDDED
from jjak.align.mt.registry import Added, added, keep
from jjak.corpora.store.corpus import Corpus
from jjak.workbench.cli import jjak
from jjak.workbench.installed_models import check_model
from jjak.workbench.model_choice import best_model, chosen_models, recommended_models
from jjak.workbench.settings import Settings
from jjak.workbench.web.jobs import Job
from jjak.workbench.web.uploads import Uploads

KO_EN = ("ko", "en")


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JJAK_DATA", str(tmp_path / "data"))


def install(folder: Path, **models: dict[str, Any]) -> None:
    """Models that are all the embedded one, with what their checks are to have said."""
    place = str(folder if folder.is_dir() else forms.copied(folder))
    given = {"place": place, "origin": place, "revision": "1", "verdict": "sound", "checked": "2026-01-01"}
    keep({name: Added(**given | fields) for name, fields in models.items()})


def test_without_another_model_the_embedded_one_translates_and_it_is_said_how_well() -> None:
    choice = best_model(*KO_EN)
    assert choice.name == EMBEDDED
    assert "gives the gist" in str(choice.reason)
    assert "jjak models add recommended" in str(choice.reason)


def test_the_best_sound_model_by_its_check_is_chosen_for_each_direction(tmp_path: Path) -> None:
    figures = {
        "good": {"figures": {"ko-en": 50.0, "en-ko": 20.0}},
        "better": {"figures": {"ko-en": 55.0}},
        "weak": {"verdict": "weak", "figures": {"ko-en": 70.0, "en-ko": 70.0}},
        "broken": {"verdict": "broken", "figures": {"ko-en": 80.0}},
    }
    install(tmp_path / "model", **figures)
    assert (best_model("ko", "en").name, best_model("en", "ko").name) == ("better", "good")
    assert best_model("ko", "en").reason is None


def test_a_weak_model_is_not_taken_and_that_is_said(tmp_path: Path) -> None:
    install(tmp_path / "model", mine={"verdict": "weak", "figures": {"ko-en": 70.0}})
    choice = best_model(*KO_EN)
    assert choice.name == EMBEDDED
    assert "no check calls mine sound" in str(choice.reason)


def test_a_model_whose_files_are_gone_is_passed_over(tmp_path: Path) -> None:
    install(
        tmp_path / "model",
        gone={"place": str(tmp_path / "gone"), "figures": {"ko-en": 60.0}},
        here={"figures": {"ko-en": 40.0}},
    )
    assert best_model(*KO_EN).name == "here"


def test_without_figures_the_catalogue_s_recommendation_decides_and_that_is_said(tmp_path: Path) -> None:
    install(tmp_path / "model", first={}, listed={"origin": "opus-mt-ko-en"})
    choice = best_model(*KO_EN)
    assert choice.name == "listed"
    assert "no figure of a check" in str(choice.reason)


def test_a_named_model_is_kept_and_auto_is_none(tmp_path: Path) -> None:
    install(tmp_path / "model", good={"figures": {"ko-en": 50.0, "en-ko": 20.0}})
    settings, choices = chosen_models(Settings(models={"ko-en": "mine", "en-ko": "auto"}))
    assert settings.models == {"ko-en": "mine", "en-ko": "good"}
    assert [choice.way for choice in choices] == [("en", "ko")]


def runs(*models: dict[str, str], anew: bool = False) -> list[dict[str, Any]]:
    inputs = ["retranslate"] if anew else ["/documents"]
    return [{"settings": {"languages": ["ko", "en"], "models": each, "inputs": inputs}} for each in models]


def test_a_corpus_keeps_the_model_that_it_was_begun_with(tmp_path: Path) -> None:
    install(tmp_path / "model", good={"figures": {"ko-en": 50.0}}, begun={"figures": {"ko-en": 30.0}})
    settings, choices = chosen_models(Settings(), runs({"ko-en": "begun"}, {"ko-en": "another"}))
    assert settings.models == {"ko-en": "begun"}
    assert "the corpus keeps begun" in str(choices[0].reason)
    assert "takes good" in str(choices[0].reason)
    settings, _ = chosen_models(Settings(), runs({}))
    assert settings.models == {}
    settings, _ = chosen_models(Settings(), [*runs({}), *runs({"ko-en": "good"}, anew=True)])
    assert settings.models == {"ko-en": "good"}


def test_a_corpus_of_other_languages_says_nothing(tmp_path: Path) -> None:
    install(tmp_path / "model", good={"figures": {"ko-en": 50.0}})
    other = [{"settings": {"languages": ["de", "fr"], "models": {}, "inputs": []}}]
    settings, choices = chosen_models(Settings(), other)
    assert settings.models["ko-en"] == "good"
    assert choices[0].reason is None


def test_recommended_is_a_model_for_each_direction_once() -> None:
    assert recommended_models(("ko", "en")) == ["opus-mt-ko-en", "argos-en-ko"]
    assert recommended_models(("ko", "de")) == ["m2m100-418m"]


@pytest.mark.slow
def test_a_check_keeps_figures_that_are_comparable_whichever_check_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jjak.eval.probe_set.lacking", lambda: ["torch"])  # the engines need not be compared here
    install(tmp_path / "model", mine={})
    check_model("mine", [KO_EN], quick=True)
    quick = added()["mine"].figures
    found = check_model("mine", [KO_EN])
    assert added()["mine"].figures == quick
    assert found.scores["ko-en"] != pytest.approx(quick["ko-en"], abs=0.01)


@pytest.mark.slow
def test_a_build_takes_the_best_model_and_a_later_one_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("안녕하세요.\n", encoding="utf-8")
    (tmp_path / "two.txt").write_text("오늘은 비가 옵니다.\n", encoding="utf-8")
    corpus = str(tmp_path / "corpus.db")

    def built(*arguments: str) -> str:
        done = CliRunner().invoke(jjak, ["build", *arguments, "--corpus", corpus, "--beam", "1"])
        assert done.exit_code == 0, done.output
        return done.output

    assert "jjak models add recommended" in built(str(tmp_path / "one.txt"))
    install(tmp_path / "model", good={"figures": {"ko-en": 50.0, "en-ko": 20.0}})
    said = built(str(tmp_path / "two.txt"))
    assert "the corpus keeps jjak-ko-en" in said
    with Corpus(corpus) as store:
        assert {name.split("@")[0] for name in store.counts()["model"]} == {EMBEDDED}
    assert "note:" not in built("--retranslate")
    with Corpus(corpus) as store:
        assert {name.split("@")[0] for name in store.counts()["model"]} == {"good"}
    assert "note:" not in built(str(tmp_path / "two.txt"))


@pytest.mark.slow
def test_translate_says_how_good_the_embedded_model_is_unless_it_was_named() -> None:
    way = ["translate", "--from", "ko", "--to", "en", "--beam", "1"]
    done = CliRunner().invoke(jjak, way, input="안녕하세요.\n")
    assert "gives the gist" in done.stderr
    assert len(done.stdout.splitlines()) == 1
    assert not CliRunner().invoke(jjak, [*way, "--model", EMBEDDED], input="안녕하세요.\n").stderr


@pytest.mark.slow
def test_the_page_says_after_an_upload_what_gets_a_better_model(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("안녕하세요.\n", encoding="utf-8")
    with Corpus(str(tmp_path / "corpus.db")) as store:
        uploads = Uploads(store, lambda _: None)
        batch = uploads.begin("me")
        uploads.adopt(batch, "me", tmp_path / "one.txt")
        said = str(uploads.build(batch, "me", Job("1", "upload", "one.txt", "me")))
        uploads.close()
    assert said.startswith("1 built, 0 already there, 1 pair. jjak-ko-en")
    assert "jjak models add recommended" in said
