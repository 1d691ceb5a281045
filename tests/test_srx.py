"""SRX files: a user's rules in, ours out, and an independent reader of what we write."""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path

import choppa
import pytest
from choppa import SrxDocument, SrxTextIterator
from click.testing import CliRunner

from jjak.align.text.sentences import split
from jjak.align.text.srx import read_srx, srx_of
from jjak.align.text.user_rules import UserRules
from jjak.seeds.errors import FormatError, SettingError
from jjak.workbench.commands.segment import segment
from jjak.workbench.settings import Settings, read_settings


def written(folder: Path, rules: str, maps: str, cascade: str = "yes") -> Path:
    path = folder / "team.srx"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<srx xmlns="http://www.lisa.org/srx20" version="2.0">'
        f'<header segmentsubflows="yes" cascade="{cascade}"/><body><languagerules>{rules}</languagerules>'
        f"<maprules>{maps}</maprules></body></srx>",
        encoding="utf-8",
    )
    return path


def group(name: str, *rules: tuple[str, str, str]) -> str:
    body = "".join(
        f'<rule break="{breaks}"><beforebreak>{before}</beforebreak><afterbreak>{after}</afterbreak></rule>'
        for breaks, before, after in rules
    )
    return f'<languagerule languagerulename="{name}">{body}</languagerule>'


def mapped(pattern: str, name: str) -> str:
    return f'<languagemap languagepattern="{pattern}" languagerulename="{name}"/>'


def pieces(text: str, lang: str, path: Path) -> list[str]:
    return [piece.strip() for piece in split(text, lang, UserRules((), read_srx(path)))]


SEMICOLON = ("yes", ";", r"\s")
KEEP_AG = ("no", r"\bAG\.", r"\s")


def test_rules_of_a_file_decide_before_ours(tmp_path: Path) -> None:
    path = written(tmp_path, group("E", SEMICOLON, ("no", r"left\.", r"\s")), mapped("EN.*", "E"))
    assert pieces("He left. She stayed; it rained.", "en", path) == ["He left. She stayed;", "it rained."]
    assert pieces("그는 갔다; 비가 왔다.", "ko", path) == ["그는 갔다; 비가 왔다."]


def test_a_cascade_adds_the_rules_of_every_group_in_the_order_of_the_maps(tmp_path: Path) -> None:
    rules = group("E", KEEP_AG) + group("All", SEMICOLON, ("yes", r"AG\.", r"\s"))
    maps = mapped("[Ee][Nn].*", "E") + mapped(".*", "All")
    text = "Foo AG. Bar is; so."
    assert pieces(text, "en", written(tmp_path, rules, maps, "yes")) == ["Foo AG. Bar is;", "so."]
    assert pieces(text, "en", written(tmp_path, rules, maps, "no")) == ["Foo AG. Bar is; so."]


def test_the_first_rule_at_a_place_decides(tmp_path: Path) -> None:
    one, other = ("yes", "#", r"\s"), ("no", "#", r"\s")
    assert len(pieces("so # it", "en", written(tmp_path, group("E", one, other), mapped(".*", "E")))) == 2
    assert len(pieces("so # it", "en", written(tmp_path, group("E", other, one), mapped(".*", "E")))) == 1


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (r"\x{3B}", "a; b"),
        (r"\Q(;)\E", "a (;) b"),
        (r"(?U)\p{Lu}{2}", "a AB b"),
        (r"[\p{L}&amp;&amp;[^a-c]]", "b x c"),
        (r"[^\s;]++;", "a; b"),
    ],
)
def test_expressions_of_icu_are_translated(tmp_path: Path, before: str, text: str) -> None:
    assert len(pieces(text, "en", written(tmp_path, group("E", ("yes", before, r"\s")), mapped(".*", "E")))) == 2


@pytest.mark.parametrize("before", [r"(?w)a", r"\p{javaLowerCase}", r"(a)\1", "(", "[a"])
def test_an_expression_that_we_cannot_do_is_refused_with_its_rule(tmp_path: Path, before: str) -> None:
    path = written(tmp_path, group("E", SEMICOLON, ("no", before, r"\s")), mapped(".*", "E"))
    with pytest.raises(FormatError, match=r"team\.srx: E, rule 2: ") as caught:
        read_srx(path)
    assert before in str(caught.value)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<srx", "not well-formed|unclosed token"),
        ("<tmx/>", "the root element is tmx, not srx"),
        ("<srx><body><maprules><languagemap languagepattern='.*' languagerulename='X'/></maprules></body></srx>", "rules 'X'"),
        ("<srx/>", "no languagemap"),
    ],
)
def test_a_file_that_is_no_rule_set_is_refused(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "a.srx"
    path.write_text(text)
    with pytest.raises(FormatError, match=found):
        read_srx(path)


def test_the_largest_public_rule_set_is_read() -> None:
    found = read_srx(Path(str(resources.files(choppa) / "data/srx/languagetool_segment.srx")))
    assert found.cascade
    assert len(found.groups) > 30
    assert split("Er kam am 3. Oktober. Dann ging er.", "de", UserRules((), found))[-1] == "Dann ging er."


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    path = tmp_path / "jjak.srx"
    path.write_text(srx_of(UserRules(("Abschn",)).rules), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("lang", "marked"),
    [
        ("ko", "회담이 열렸다. |日은 불참했다. |그는 “안 간다.” 라고 말했다. |① 무료로 한다. |② 아니다."),
        ("en", "The anti-U.S. rally at 7:05 a.m. Sunday drew approx. 9 people. |They left in May. |Harvests failed."),
        ("en", "See Abschn. Four. |J. K. Lee met Dr. Weiss on Dec. 12 in Foo Inc. Tower. |End."),
        ("fr", "Il pleut. |Il reste."),
    ],
)
def test_another_tool_reads_our_rules_and_cuts_as_we_do(exported: Path, lang: str, marked: str) -> None:
    found = [str(piece).strip() for piece in SrxTextIterator(SrxDocument(ruleset=str(exported)), lang, marked.replace("|", ""))]
    assert found == [part.strip() for part in marked.split("|")]


def test_our_file_is_valid_by_the_schema_of_srx(exported: Path) -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(resources.files(choppa) / "data/xsd/srx20.xsd")))
    schema.assertValid(etree.parse(str(exported)))


def test_our_file_read_again_cuts_as_before(exported: Path) -> None:
    text = "The call came at 7:05 a.m. Sunday. See Abschn. Four. They left in May. Harvests failed."
    assert split(text, "en", UserRules((), read_srx(exported))) == split(text, "en", UserRules(("Abschn",)))


def test_jjak_toml_names_abbreviations_and_a_file_and_a_run_keeps_them(tmp_path: Path) -> None:
    path = written(tmp_path, group("E", SEMICOLON), mapped(".*", "E"))
    (tmp_path / "jjak.toml").write_text('[segmentation]\nabbreviations = ["Abschn."]\nsrx = "team.srx"\n')
    own = read_settings(str(tmp_path / "corpus.db"))
    assert split("See Abschn. Four; five.", "en", own.segmentation) == ["See Abschn. Four; ", "five."]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert own.table()["segmentation"] == {"abbreviations": ["Abschn."], "srx": "team.srx", "srx_sha256": digest}
    assert "segmentation" not in Settings().table()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('abbreviation = ["a"]', "No setting 'segmentation.abbreviation'"),
        ('abbreviations = "a"', "abbreviations is 'a', not of the type list"),
        ("abbreviations = [3]", "not of the type list"),
        ('srx = "none.srx"', "none.srx: no such file"),
    ],
)
def test_a_wrong_setting_of_segmentation_is_named(tmp_path: Path, line: str, found: str) -> None:
    (tmp_path / "jjak.toml").write_text(f"[segmentation]\n{line}\n")
    with pytest.raises(SettingError, match=found):
        read_settings(str(tmp_path / "corpus.db"))


def test_the_command_takes_rules_and_gives_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = written(tmp_path, group("E", SEMICOLON), mapped(".*", "E"))
    (tmp_path / "a.txt").write_text("He left town; she stayed there.\n")
    runner = CliRunner()
    cut = runner.invoke(segment, ["--srx", str(path), "a.txt"])
    assert [json.loads(line)["text"] for line in cut.stdout.splitlines()] == ["He left town;", "she stayed there."]
    assert runner.invoke(segment, ["--export-srx", "out.srx"]).exit_code == 0
    assert read_srx(tmp_path / "out.srx").groups
    assert isinstance(runner.invoke(segment, ["--export-srx", "out.srx"]).exception, (FormatError, SystemExit))
    assert runner.invoke(segment, []).exit_code == 2
