"""What `import jjak` promises: a small interface that runs as it is written, and that no folder of somebody else's breaks."""

from __future__ import annotations

import inspect
import os
import pydoc
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import jjak


def example() -> str:
    """The example in the package's docstring."""
    found = re.search(r"^    import jjak\n(?:    .*\n|\n)+", jjak.__doc__ or "", re.MULTILINE)
    assert found is not None
    return textwrap.dedent(found[0])


def python(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False, env=os.environ | environment
    )


def test_the_example_of_the_package_runs_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("The rain began at noon. Nobody left the square.\n", encoding="utf-8")
    done = python(example(), tmp_path)
    assert done.returncode == 0, done.stderr
    assert "range(1, 2) range(1, 2)" in done.stdout
    assert {"report.html", "report.json", "corpus.db"} <= {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("name", sorted(set(jjak.__all__) - {"Corpus", "JjakError"}))
def test_what_is_public_says_its_arguments_results_and_errors(name: str) -> None:
    public = getattr(jjak.interface, name)
    text = inspect.getdoc(public) or ""
    wanted = ["Args:", "Raises:"] if inspect.isclass(public) else ["Args:", "Returns:", "Raises:"]
    assert [each for each in wanted if each not in text] == []
    assert all(parameter in text for parameter in inspect.signature(public).parameters)


def test_help_lists_the_interface_and_importing_it_loads_nothing_heavy(tmp_path: Path) -> None:
    code = "import sys, jjak\nheavy = {'numpy', 'torch', 'sqlalchemy', 'ctranslate2', 'kiwipiepy', 'lxml', 'numba', 'babel'}\n"
    done = python(code + "print(sorted(heavy & set(sys.modules)))\nhelp(jjak)", tmp_path)
    assert done.stdout.startswith("[]\n")
    assert all(f"{name}(" in done.stdout for name in ("align", "build", "read", "report", "score", "segment", "Translator"))


def test_the_room_of_the_aligners_is_called_like_its_verb_before_and_after_it_is_imported(tmp_path: Path) -> None:
    lines = "['One line.', 'Another one.']"
    code = f"import jjak\nfirst = jjak.align({lines}, {lines}, aligner='length')\nfrom jjak.align.text import stems\n"
    done = python(code + f"assert jjak.align({lines}, {lines}, aligner='length') == first\nprint(len(first))", tmp_path)
    assert done.stdout == "2\n", done.stderr


def test_folders_of_another_project_with_the_rooms_names_break_nothing(tmp_path: Path) -> None:
    for name in ("seeds", "align", "corpora", "eval", "workbench"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"raise ImportError('this is the {name} of another project')\n")
    code = "import sys; sys.argv = ['jjak', '--version']; from jjak.workbench.cli import main; main()"
    done = python(code, tmp_path, PYTHONPATH=os.pathsep.join([".", os.environ.get("PYTHONPATH", "")]))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("jjak, version ")


def test_a_name_that_is_not_there_is_an_attribute_error_and_every_public_name_is(tmp_path: Path) -> None:
    assert set(jjak.__all__) <= set(dir(jjak))
    assert pydoc.render_doc(jjak.Corpus)
    with pytest.raises(AttributeError, match="no attribute 'corpus_of'"):
        jjak.corpus_of  # noqa: B018


def test_a_lexicon_in_python_carries_lines_whose_lengths_say_nothing() -> None:
    nouns = [("water", "agua"), ("stone", "piedra"), ("bread", "pan"), ("night", "noche"), ("house", "casa"), ("river", "rio")]
    source = [f"{nouns[at % 6][0]} {nouns[at // 6 % 6][0]}" for at in range(36)]
    kept = [at for at in range(36) if at % 9]
    target = [f"{nouns[at % 6][1]} {nouns[at // 6 % 6][1]}" for at in kept]
    found = jjak.align(source, target, lexicon=nouns)
    pairs = {(bead.source.start, bead.target.start) for bead in found if len(bead.source) == len(bead.target) == 1}
    assert pairs == {(at, place) for place, at in enumerate(kept)}
