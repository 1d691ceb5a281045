"""A new model changes what nobody settled, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import forms
from command_line import jjak
from jjak.corpora.pair import Pair, Status
from jjak.corpora.review.commands import ReviewCommand
from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.review_log import ReviewLog
from jjak.workbench.editing.audit import audit
from jjak.workbench.editing.session import ReviewSession
from jjak.workbench.pipeline.build import build
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.pipeline.retranslate import retranslate
from jjak.workbench.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that says other things than the embedded one."""
    folder = forms.noisy(tmp_path_factory.mktemp("other") / "model", 0.02)
    return str(forms.configured(folder, "generation_config.json", repetition_penalty=1.6))


def with_model(name: str) -> Settings:
    return Settings(models={"ko-en": name, "en-ko": name})


def by_id(store: Corpus) -> dict[str, Pair]:
    return {pair.id: pair for pair in store.pairs()}


def test_a_corpus_that_nobody_reviewed_is_what_a_build_with_the_new_model_gives(
    store: Corpus, built: Path, other: str, tmp_path: Path
) -> None:
    done = retranslate(store, with_model(other))
    assert (done.bitexts, done.settled, done.failures) == (2, 0, [])
    tasks, _ = find_bitexts([built.parent], [], ("ko", "en"))
    with Corpus(str(tmp_path / "fresh.db")) as fresh:
        build(tasks, fresh, Settings(models=with_model(other).models, licence="CC0"))
        assert list(fresh.pairs()) == list(store.pairs())
    assert {pair.licence for pair in store.pairs()} == {"CC0"}


def test_what_people_settled_stays_and_the_rest_is_new(store: Corpus, other: str) -> None:
    before, session = by_id(store), ReviewSession(store)
    for alignment in ReviewLog(store).bitexts():
        _, sheet = session.snapshot(alignment)
        linked = [row for row in sheet if row.source and row.target]
        for number, (row, name) in enumerate(zip(linked, ("accept", "reject"), strict=False)):
            act = ReviewCommand(name, row.id, {row.id: row.version}, {"reason": "misaligned"} if name == "reject" else {})
            session.execute(alignment, "kim", act, f"k{alignment}{number}")
    settled = {pair.id: pair for pair in store.pairs() if pair.status is not Status.UNREVIEWED}
    assert len(settled) >= 3
    done = retranslate(store, with_model(other))
    assert done.settled >= len(settled)
    after = by_id(store)
    assert {id_: after[id_] for id_ in settled} == settled
    fresh = {pair.revision for pair in after.values() if pair.id not in settled}
    assert fresh.isdisjoint({pair.revision for pair in before.values()})
    assert all(pair.scores for pair in after.values())
    assert not audit(store).findings
    again = retranslate(store, with_model(other))
    assert again.failures == []
    assert by_id(store) == after


def test_the_command_says_what_it_did(store: Corpus, other: str) -> None:
    done = jjak("build", "--retranslate", "--corpus", store.name, "--model", other, "--json")
    said = json.loads(done.stdout)
    assert said["retranslated"] == len(list(store.pairs()))
    assert said["settled"] == 0


def test_retranslating_a_corpus_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    done = jjak("build", "--retranslate", "--corpus", str(tmp_path / "none.db"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
