"""One thing has one name in all commands, and one name is one thing."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from jjak.corpora.exchange.holdout import BY
from jjak.corpora.exchange.splits import WAYS
from jjak.workbench.cli import jjak
from jjak.workbench.commands.parsing import leaves

# what each name means, wherever it is an option: a new one is written here, where it can be seen whether it has a name already
MEANINGS = {
    "--accumulate": "batches of an update",
    "--address": "the cluster that builds",
    "--aligner": "how two texts are aligned",
    "--all": "every document again",
    "--allow-broken": "use a model that its check calls broken",
    "--allowed-host": "a name that the server is reached under",
    "--as": "what is made of a corpus besides its pairs",
    "--assigned-to": "the user whose documents are exported",
    "--attribution": "where pairs are from",
    "--backward": "translations of the target",
    "--batch-size": "sentences at a time",
    "--behind-proxy": "the proxy that the server answers alone",
    "--beam": "hypotheses that the search keeps",
    "--blend": "the share of the new weights",
    "--breaks": "the line that nothing is aligned across",
    "--codes": "tags are carried into translations",
    "--columns": "the columns of a table",
    "--compare": "the two systems to contrast",
    "--compute": "the type that a translation is computed in",
    "--corpus": "the corpus",
    "--crossing": "link sentences that were moved",
    "--data": "a test set in mt-metrics-eval's layout",
    "--days": "days between two pages at most",
    "--decay": "updates over which the rate falls",
    "--dev": "pairs to validate on",
    "--device": "the processor",
    "--direction": "source and target language of a translation",
    "--document": "the documents of pairs",
    "--document-file": "the document of each line",
    "--dropout": "the share of activations left out",
    "--dry-run": "write nothing",
    "--encoder": "the sentence encoder",
    "--encoding": "the encoding of text files",
    "--engine": "what runs a model",
    "--epochs": "passes over the pairs",
    "--executor": "where a build runs",
    "--export-recipe": "the filters of an export",
    "--files-from": "a list of input files",
    "--filter": "a filter of pairs",
    "--force": "overwrite",
    "--format": "the form of what is read or written",
    "--forward": "translations of the source",
    "--from": "the source language",
    "--gold": "the right alignment",
    "--host": "the address to listen at",
    "--hypothesis": "a system's translation",
    "--include": "rows that are set aside",
    "--json": "the result as JSON",
    "--kind": "the kinds of pairs",
    "--kind-file": "the kind of each line",
    "--language": "the language of a report's texts",
    "--languages": "the two languages",
    "--learning-rate": "the learning rate",
    "--ledger": "what became of every part of a document",
    "--left-out": "what is left out of documents",
    "--lexicon": "terms of both languages",
    "--licence": "the licence of pairs",
    "--limit": "what reading one file may cost",
    "--list-metrics": "say which metrics there are",
    "--log": "a log on standard error",
    "--login": "ask for a password",
    "--match": "find which files belong together",
    "--max-bytes": "the largest file that is read",
    "--export-srx": "write the rules for sentences as SRX",
    "--srx": "rules for sentences, as SRX",
    "--mend-text": "read garbled characters as what they would be",
    "--metrics": "the metrics",
    "--min": "the least score of pairs",
    "--model": "the model",
    "--n-best": "translations of a line",
    "--name": "what the result is called",
    "--no-repeat": "pieces in a row that come once only",
    "--null": "a NUL ends each name of a list",
    "--open": "open a browser",
    "--origin": "who wrote the targets of pairs",
    "--originals": "keep the bytes of packed documents",
    "--out": "the folder of shards to write",
    "--out-source": "the source's lines after cuts",
    "--out-target": "the target's lines after cuts",
    "--pairs": "pairs to train on",
    "--parcel": "what another machine prepared",
    "--password-stdin": "read the password",
    "--patience": "validations without a better",
    "--pickle": "read a pickle",
    "--port": "the port to listen at",
    "--precision": "the type that training computes in",
    "--quick": "a shorter check",
    "--quiet": "errors only",
    "--recipe": "filters and splits of an export",
    "--reference": "the human translation",
    "--reference-name": "one of several references",
    "--resplit": "cut lines of several sentences",
    "--retranslate": "translate anew what is there",
    "--samples": "bootstrap resamples",
    "--save": "the folder to write scores to",
    "--seed": "the seed of what is drawn at random",
    "--shards": "folders of shards to read",
    "--since": "an earlier report",
    "--source": "the text that was translated",
    "--split": "the parts of the pairs, with their shares",
    "--split-by": "what goes to one part whole",
    "--status": "the review status of pairs",
    "--steps": "updates in all",
    "--strict": "stop where a file looks wrong",
    "--take": "which pairs: by origin and status at once",
    "--target": "the translation, as text",
    "--temperature": "how evenly translations are drawn",
    "--test": "an alignment to score",
    "--threads": "cores",
    "--to": "the target language",
    "--tokenize": "the tokenizer of BLEU",
    "--tokens": "target pieces of a batch",
    "--training": "text that systems learned from",
    "--training-recipe": "how a model is trained",
    "--trials": "trials of a randomisation test",
    "--validate-every": "updates between validations",
    "--verbose": "a row for each document",
    "--unreviewed": "what becomes of sentences that nobody reviewed",
    "--url": "print the address that opens the server",
    "--verify": "rebuild the reviews from their log",
    "--warmup": "updates over which the rate rises",
    "--with-reviews": "reviewed rows too",
    "--worker-cpus": "CPUs of a worker",
    "--worker-gpus": "GPUs of a worker",
    "--write-parcel": "what another machine needs",
}
# results that are no table: a file, a page, a server, a remark on standard error
NO_TABLE = {"completion", "models remove", "users add", "users assign", "users remove"}
ONE_A_LINE = {"segment"}  # JSON Lines always


def options() -> dict[str, dict[str, click.Option]]:
    """Every option by its long name, and by the commands that have it."""
    found: dict[str, dict[str, click.Option]] = defaultdict(dict)
    for command, leaf in leaves(jjak).items():
        for option in leaf.params:
            if isinstance(option, click.Option):
                found[max(option.opts, key=len)][command] = option
    return found


def kind(option: click.Option) -> str:
    """What an option takes, as its help shows it, one or several of them: `NAME,…` and `[ko-en=]NAME` are names."""
    if option.is_flag:
        return "flag"
    numbers = {click.types.IntRange: "int", click.types.FloatRange: "float", click.Path: "path"}
    type_ = next((name for each, name in numbers.items() if isinstance(option.type, each)), "text")
    shown = re.sub(r"^\[.*?\]|,…$", "", option.metavar or "")
    return f"{type_} {shown}"


def test_every_option_has_a_meaning_and_no_two_have_one() -> None:
    assert set(options()) == set(MEANINGS)
    assert len(set(MEANINGS.values())) == len(MEANINGS)


@pytest.mark.parametrize("name", sorted(MEANINGS))
def test_an_option_takes_the_same_in_every_command(name: str) -> None:
    kinds = {command: kind(option) for command, option in options()[name].items()}
    assert len(set(kinds.values())) == 1, kinds


@pytest.mark.parametrize("name", sorted(MEANINGS))
def test_every_option_says_what_it_does(name: str) -> None:
    assert all(option.help for option in options()[name].values())


@pytest.mark.parametrize(("command", "ways"), [("export", WAYS), ("train", BY)])
def test_the_ways_to_split_are_those_that_there_are(command: str, ways: tuple[str, ...]) -> None:
    type_ = options()["--split-by"][command].type
    assert isinstance(type_, click.Choice)
    assert tuple(type_.choices) == ways


def test_what_is_printed_as_a_table_is_printed_as_json_too() -> None:
    assert set(leaves(jjak)) - set(options()["--json"]) == NO_TABLE | ONE_A_LINE


@pytest.fixture
def corpus(tmp_path: Path) -> str:
    (tmp_path / "pairs.tsv").write_text("비가 온다.\tIt rains.\n눈이 온다.\tIt snows.\n", encoding="utf-8")
    place = str(tmp_path / "c.db")
    columns = ["--columns", "ko=1,en=2"]
    assert CliRunner().invoke(jjak, ["import", str(tmp_path / "pairs.tsv"), "--corpus", place, *columns]).exit_code == 0
    password = "long enough\n"
    added = CliRunner().invoke(jjak, ["users", "add", "kim", "--corpus", place, "--password-stdin"], input=password)
    assert added.exit_code == 0
    return place


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (("status",), {"documents", "pairs", "origin"}),
        (("check",), {"file", "schema", "documents", "pairs", "acts", "bytes"}),
        (("report",), {"schema", "corpus"}),
        (("review", "--verify"), {"events", "bitexts", "findings"}),
        (("users", "list"), {"name", "role", "created", "assigned"}),
        (("doctor",), {"works", "findings"}),
        (("export", "pairs.jsonl", "--dry-run"), {"pairs", "files"}),
    ],
)
def test_json_is_all_that_stands_on_standard_output(corpus: str, arguments: tuple[str, ...], keys: set[str]) -> None:
    done = CliRunner().invoke(jjak, [*arguments, "--corpus", corpus, "--json"])
    assert done.exit_code == 0
    assert keys <= set(json.loads(done.stdout))


def test_metrics_are_listed_as_json() -> None:
    done = CliRunner().invoke(jjak, ["eval", "mt", "--list-metrics", "--json"])
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {"name": "ter", "state": "built in"} in rows
