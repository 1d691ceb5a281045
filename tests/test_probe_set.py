"""A check tells sound and weak models from broken ones, and says what is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import forms
from jjak.align.mt.checkpoint import EMBEDDED, find_checkpoint
from jjak.align.mt.checkpoint_check import Verdict
from jjak.eval.probe_set import check, directions_of, probes

pytestmark = pytest.mark.slow

Form = Callable[[Path], Path]


def test_the_probe_set_is_some_hundred_pairs_of_both_languages() -> None:
    texts = probes()
    assert set(texts) == {"ko", "en"}
    assert len(texts["ko"]) == len(texts["en"]) == len(set(texts["ko"])) == len(set(texts["en"])) > 200


@pytest.mark.parametrize("form", [forms.copied, forms.single, forms.apart, forms.noisy, forms.archive])
def test_a_healthy_checkpoint_is_sound_or_weak_in_every_form(tmp_path: Path, form: Form) -> None:
    found = check(str(form(tmp_path / "opus-ko-en")), quick=True)
    assert found.verdict in (Verdict.SOUND, Verdict.WEAK), found.findings
    assert found.scores["ko-en"] > 15


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (forms.swapped_vocabularies, "the two vocabularies are swapped"),
        (forms.dropped_table, r"an embedding table is missing.*decoder\.embed_tokens"),
        (forms.wrong_tag, "asked for 'en', it gives 'ko'; a wrong target tag"),
        (forms.truncated, "the weights cannot be read, they are cut short or damaged"),
        (forms.shuffled, "the pieces are shuffled, or the vocabulary is another model's"),
    ],
)
def test_a_spoiled_checkpoint_is_broken_and_the_fault_is_named(tmp_path: Path, form: Form, said: str) -> None:
    found = check(str(form(tmp_path / "opus-ko-en")), quick=True)
    assert found.verdict is Verdict.BROKEN
    assert any(re.search(said, finding.text) for finding in found.findings), found.findings


def test_the_whole_check_compares_the_engines_and_counts_numbers() -> None:
    found = check(EMBEDDED)
    texts = [finding.text for finding in found.findings]
    assert sum("the two engines agree" in text for text in texts) == 2
    assert sum("numbers come through" in text for text in texts) == 2
    assert found.verdict is not Verdict.BROKEN


def test_a_language_without_probes_is_said_and_breaks_nothing(tmp_path: Path) -> None:
    found = check(str(forms.one_way(tmp_path / "opus")), [("de", "fr")], quick=True)
    assert found.verdict is Verdict.WEAK
    assert "the probe set has nothing in 'de', so nothing was translated" in [finding.text for finding in found.findings]


def test_directions_come_from_tags_from_the_card_or_from_the_name(tmp_path: Path) -> None:
    assert directions_of(find_checkpoint(EMBEDDED)) == [("ko", "en"), ("en", "ko")]
    assert directions_of(find_checkpoint(str(forms.one_way(tmp_path / "x")))) == [("ko", "en")]
