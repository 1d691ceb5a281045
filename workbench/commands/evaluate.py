"""`jjak eval`: translations against references, alignments against gold."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from jjak.seeds.errors import FormatError, SettingError
from jjak.seeds.message import counted
from jjak.workbench.commands.candidates import metrics
from jjak.workbench.commands.options import (
    HELP,
    json_option,
    language_option,
    lines_of,
    page_argument,
    page_format_option,
    print_json,
)
from jjak.workbench.commands.parsing import Group, Renamed
from jjak.workbench.terminal import progress, said

if TYPE_CHECKING:
    from jjak.eval.mt_evaluation import TestSet
    from jjak.eval.plugins import RunningOptions, Scorer
    from jjak.workbench.report.content import Report

F = TypeVar("F", bound=Callable[..., Any])
METRICS = "bleu,chrf2,chrf2++,ter"
TEXT = click.Path(path_type=str)  # or - for standard input
FORM = Renamed("--format", "--json", only="json")
RENAMED = (
    FORM,
    Renamed("--list", "--list-metrics"),
    Renamed("--pair", "--direction"),
    Renamed("--documents", "--document-file"),
    Renamed("--kinds", "--kind-file"),
)


@click.group("eval", cls=Group, context_settings=HELP)
def evaluate() -> None:
    """Score translations against a reference (mt), or alignments against gold (alignment).

    \b
    Examples:
      jjak eval mt --source talk.ko --reference talk.en --hypothesis mine=talk.mt --hypothesis other=talk.mt2
      jjak eval alignment --gold gold/ --test mine=out/
    """


def output_options(command: F) -> F:
    samples = click.option(
        "--samples", type=click.IntRange(40), default=1_000, show_default=True, metavar="N", help="Resamples."
    )
    trials = click.option(
        "--trials", type=click.IntRange(1), default=10_000, show_default=True, metavar="N", help="Of approximate randomisation."
    )
    seed = click.option("--seed", type=click.IntRange(0), default=12345, show_default=True, metavar="N", help="sacreBLEU's.")
    return page_argument(page_format_option(json_option(language_option(samples(trials(seed(command)))))))


@evaluate.command("mt", renamed=RENAMED)
@click.option("--source", type=TEXT, metavar="PATH", help="The text that was translated, one sentence a line.")
@click.option(
    "--reference",
    "references",
    type=TEXT,
    multiple=True,
    metavar="FILE",
    help="Its human translation, line by line; one option for each that there is.",
)
@click.option("--hypothesis", "hypotheses", multiple=True, metavar="NAME=FILE", help="A system's translation; one option each.")
@click.option("--from", "source_lang", default="", metavar="LANG", help="The source's language, by its script by default.")
@click.option("--to", "target_lang", default="", metavar="LANG", help="The reference's language, by its script by default.")
@click.option(
    "--metrics", default=METRICS, show_default=True, metavar="A,B", shell_complete=metrics, help="The first orders the systems."
)
@click.option(
    "--tokenize", "tokenizer", default="", metavar="NAME", help="BLEU's, such as char; the language's own by default."
)
@click.option("--document-file", "documents", type=TEXT, metavar="FILE", help="The document of each line.")
@click.option("--kind-file", "kinds", type=TEXT, metavar="FILE", help="The kind of each line, such as headline or speech.")
@click.option(
    "--training", type=TEXT, metavar="FILE", help="Text in the target language that systems learned from, for rare words."
)
@click.option("--compare", metavar="A,B", help="The two systems to contrast, the best two by default.")
@click.option(
    "--data", type=click.Path(path_type=Path), metavar="FOLDER", help="A test set in mt-metrics-eval's layout instead."
)
@click.option("--direction", default="", metavar="A-B", help="With --data: what was translated into what.")
@click.option("--reference-name", default="", metavar="NAME", help="With --data: the reference.")
@click.option("--save", type=click.Path(path_type=Path), metavar="FOLDER", help="Write texts and scores in that layout.")
@click.option(
    "--batch-size", type=click.IntRange(1), metavar="N", help="Sentences at a time, of a metric with a model; 16 by default."
)
@click.option("--device", metavar="NAME", help="Where a metric with a model runs: cpu (default) or cuda.")
@click.option("--strict", is_flag=True, help="Stop where a file looks wrong, such as shifted lines or HTML entities.")
@click.option("--list-metrics", "listing", is_flag=True, help="List the metrics there are, and those that are absent.")
@output_options
def mt(
    out: Path | None,
    form: str,
    language: str,
    as_json: bool,
    listing: bool,
    save: Path | None,
    strict: bool,
    compare: str | None,
    **options: Any,
) -> None:
    """Compare systems that translated the same text: scores with intervals, tests, slices, examples.

    With OUT.html, a report that opens offline, and its figures beside it as JSON. Scores are sacreBLEU's.

    \b
    Examples:
      jjak eval mt --source dev.ko --reference dev.en --hypothesis a=dev.a --hypothesis b=dev.b report.html
      jjak eval mt --data wmt24 --direction en-ko --format latex
    """
    from jjak.eval.mt_evaluation import Draws, check, evaluate
    from jjak.eval.mt_metrics_eval import write_campaign
    from jjak.eval.plugins import available, plugins, running
    from jjak.workbench.report.files import known_format
    from jjak.workbench.report.translation_analysis import analyse, figures_of
    from jjak.workbench.report.translation_report import report_of

    if listing:
        _list(available(), as_json)
        return
    form = "json" if as_json else form
    known_format(form)
    names = [name.strip() for name in options["metrics"].split(",") if name.strip()]
    test = _test_set(options)
    check(test)
    if strict:
        _refuse_faults(test)
    pair = _pair(compare, list(test.systems))
    draws = Draws(options["samples"], options["trials"], options["seed"])
    scorers = plugins(names)
    steps = len(names) * (len(test.systems) + len(test.systems) * (len(test.systems) - 1) // 2)
    with progress(steps, "scoring") as done, running(_running(options, scorers)):
        found = evaluate(test, names, tokenizer=options["tokenizer"], draws=draws, plugins=scorers, progress=done)
    if save:
        write_campaign(found, save)
    analysis = analyse(found, options["tokenizer"], pair)
    _show(report_of(analysis), figures_of(analysis), out, form, language)


def _running(options: Mapping[str, Any], scorers: Mapping[str, Scorer]) -> RunningOptions:
    """How metrics with a model are to run; raises SettingError where that is asked for and there is none."""
    from jjak.eval.plugins import RunningOptions
    from jjak.seeds.errors import unknown

    given = {name: options[key] for name, key in (("batch", "batch_size"), ("device", "device")) if options[key] is not None}
    if given and not scorers:
        fix = "Name a metric with a model in --metrics, or leave them out."
        raise SettingError("--batch-size and --device are of metrics with a model, and there is none", fix)
    if given.get("device", "cpu") not in ("cpu", "cuda"):
        raise unknown("device", given["device"], ["cpu", "cuda"])
    return RunningOptions(**given)


def _refuse_faults(test: TestSet) -> None:
    from jjak.eval.input_checks import findings
    from jjak.workbench.report.names import FAULTS

    faults = findings(test)
    for found in faults:
        text = counted(
            "{file}: {fault} in {count} sentence, number {first:,}",
            "{file}: {fault} in {count:,} sentences, the first {first:,}",
            len(found.sentences),
            file=found.file,
            fault=FAULTS[found.fault],
            first=found.sentences[0],
        )
        print(said(text), file=sys.stderr)
    if faults:
        fix = "Mend the files, or leave out --strict; the report lists every fault with its sentences."
        raise FormatError("The files look wrong", fix)


def _list(states: Mapping[str, str], as_json: bool) -> None:
    """Each metric, and whether it is there."""
    for name, state in states.items():
        if as_json:
            print_json({"name": name, "state": state})
        else:
            print(f"{name}\t{state}")


def _test_set(options: dict[str, Any]) -> TestSet:
    from jjak.align.text.languages import language_of
    from jjak.eval.mt_evaluation import TestSet
    from jjak.eval.mt_metrics_eval import read_campaign

    if options["data"]:
        return read_campaign(options["data"], options["direction"], options["reference_name"])
    for name, given in (("source", options["source"]), ("reference", options["references"])):
        if not given:
            raise SettingError("No {name}", "Name its file with --{name}, or a whole test set with --data.", name=name)
    source, (reference, *others) = lines_of(options["source"]), [lines_of(file) for file in options["references"]]
    langs = [
        options[given] or language_of(" ".join(lines[:1_000]), ("ko", "en"))
        for given, lines in (("source_lang", source), ("target_lang", reference))
    ]
    if langs[0] == langs[1]:
        fix = "Say their languages with --from and --to."
        raise SettingError("Source and reference both look like '{language}'", fix, language=langs[0])
    systems = {}
    for given in options["hypotheses"]:
        name, _, file = given.rpartition("=")
        name = name or Path(file).name
        if name in systems:
            raise SettingError("Two systems called '{name}'", "Name each with --hypothesis NAME=FILE.", name=name)
        systems[name] = lines_of(file)
    extra = {name: lines_of(options[name]) if options[name] else () for name in ("documents", "kinds", "training")}
    return TestSet(langs[0], langs[1], source, reference, systems, others=others, **extra)


def _pair(compare: str | None, systems: list[str]) -> tuple[str, str] | None:
    from jjak.seeds.errors import unknown

    if compare is None:
        return None
    names = [name.strip() for name in compare.split(",")]
    for name in names:
        if name not in systems:
            raise unknown("system", name, systems)
    if len(names) != 2 or names[0] == names[1]:
        raise SettingError("--compare takes two systems, got '{given}'", "Write it as --compare A,B.", given=compare)
    return names[0], names[1]


@evaluate.command("alignment", renamed=[FORM])
@click.option("--gold", required=True, type=click.Path(path_type=Path), metavar="PATH", help="A file, or a folder of *.gold.")
@click.option("--test", "tests", multiple=True, required=True, metavar="NAME=PATH", help="A file or folder of one aligner.")
@click.option("--source", type=click.Path(path_type=Path), metavar="PATH", help="For TMX: the source's lines, file or folder.")
@click.option("--target", type=click.Path(path_type=Path), metavar="PATH", help="For TMX: the target's lines.")
@output_options
def alignment(
    out: Path | None,
    form: str,
    as_json: bool,
    language: str,
    gold: Path,
    tests: tuple[str, ...],
    source: Path | None,
    target: Path | None,
    **options: int,
) -> None:
    """Score alignments against gold, strictly and laxly as Vecalign does: by document, by type of bead, and in all.

    Reads [i,j]:[k] lines, hunalign's ladder and TMX. Files of a folder are matched by name, up to the suffix.

    \b
    Examples:
      jjak eval alignment --gold talk.gold --test jjak=talk.beads --test hunalign=talk.ladder
      jjak eval alignment --gold gold/ --test a=a/ --test b=b/ report.html
    """
    from jjak.eval.aligner_evaluation import evaluate_aligners
    from jjak.eval.alignment_files import lines_by_name, read_documents
    from jjak.workbench.report.alignment_report import figures_of, report_of
    from jjak.workbench.report.files import known_format

    form = "json" if as_json else form
    known_format(form)
    texts = lines_by_name(source, target)
    golds = read_documents(gold, texts)
    found = {}
    for given in tests:
        name, _, path = given.rpartition("=")
        documents = read_documents(Path(path), texts)
        # two single files are of one document, whatever they are called
        alone = len(documents) == len(golds) == 1 and not Path(path).is_dir()
        found[name or Path(path).name] = dict(zip(golds, documents.values(), strict=True)) if alone else documents
    evaluation = evaluate_aligners(golds, found, options["samples"], options["trials"], options["seed"])
    _show(report_of(evaluation), figures_of(evaluation), out, form, language)


def _show(report: Report, figures: dict[str, Any], out: Path | None, form: str, language: str) -> None:
    from jjak.workbench.report.files import rendered, show_written, write

    if out is None:
        print(rendered(report, figures, form, language), end="")
    else:
        show_written(out, write(report, figures, out, language), language)
