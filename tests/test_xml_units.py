"""TMX and XLIFF as tools write them: encodings that lie, tags that are missing, states, segments, and codes in a text."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import fuzz_formats
from entries import KO_EN, found
from jjak.corpora.exchange.exports import export
from jjak.corpora.exchange.imports import FileIds, ImportTerms, pair_of
from jjak.corpora.formats import Wanted, reader_of, unit_runs, units

TEXTS = [("Fold the paper.", "종이를 접으세요."), ("Cut it.", "자르세요."), ("Glue it.", "붙이세요.")]


def tu(pair: tuple[str, str]) -> str:
    return f'<tu><tuv xml:lang="en"><seg>{pair[0]}</seg></tuv><tuv xml:lang="ko"><seg>{pair[1]}</seg></tuv></tu>'


UNITS = [tu(pair) for pair in TEXTS]


def tmx(*units: str, declared: str = '<?xml version="1.0" encoding="utf-8"?>', head: str = '<header srclang="en"/>') -> str:
    return declared + f'<tmx version="1.4">{head}<body>\n' + "\n".join(units) + "\n</body></tmx>"


# --- encodings


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        *(("utf-8", "cp949"), ("", "cp949"), ("iso-8859-1", "utf-8"), ("windows-1252", "cp949"), ("utf-16", "utf-8")),
        *(("euc-kr", "utf-8"), ("utf-8", "utf-16"), ("euc-kr", "utf-16-le"), ("nonsense-8", "utf-8")),
    ],
)
def test_a_declaration_that_the_bytes_deny_is_named_and_the_texts_are_right(tmp_path: Path, label: str, codec: str) -> None:
    declared = f'<?xml version="1.0" encoding="{label}"?>' if label else "<?xml version='1.0'?>"
    given = found(tmp_path / "x.tmx", tmx(*UNITS, declared=declared).encode(codec))
    assert given.texts == TEXTS
    assert given.directions == {"en-ko"}
    assert len(given.notes) == 1


@pytest.mark.parametrize("label", ["euc-kr", "EUC_KR", "ks_c_5601-1987", "windows-949", "cp949"])
def test_korean_labels_mean_what_windows_writes(tmp_path: Path, label: str) -> None:
    declared = f'<?xml version="1.0" encoding="{label}"?>'
    given = found(tmp_path / "x.tmx", tmx(tu(("Soup", "똠얌 펲 햏")), declared=declared).encode("cp949"))
    assert (given.texts, given.notes) == ([("Soup", "똠얌 펲 햏")], [])


@pytest.mark.parametrize("suffix", ["tmx", "xlf"])
def test_a_byte_of_another_encoding_costs_its_unit_and_makes_no_replacement(tmp_path: Path, suffix: str) -> None:
    text = tmx(*UNITS) if suffix == "tmx" else xliff(*map(trans_unit, TEXTS))
    given = found(tmp_path / f"x.{suffix}", text.encode().replace(b"Cut it", b"Caf\xe9 it"))
    assert given.texts == [TEXTS[0], TEXTS[2]]
    assert "byte 0xe9 is not utf-8" in given.refused[2]


# --- faults


@pytest.mark.parametrize(
    ("units", "taken", "row", "reason"),
    [
        ([UNITS[0].replace("Fold", "Fold&nbsp;"), *UNITS[1:]], TEXTS[1:], 1, "line 2: Entity 'nbsp' not defined"),
        ([UNITS[0], UNITS[1].replace("<tu>", ""), UNITS[2]], TEXTS[::2], 2, "line 3: </tu> without <tu>"),
        ([UNITS[0], UNITS[1].replace("</tu>", ""), UNITS[2]], TEXTS[::2], 2, "line 3: <tu> is never closed"),
        ([UNITS[0].replace("</seg>", "", 1), *UNITS[1:]], TEXTS[1:], 1, "line 2: "),
        ([UNITS[0], UNITS[1].replace("<tu>", '<tu id="a>'), UNITS[2]], TEXTS[::2], 2, "line 3: "),
        ([UNITS[0], UNITS[1].replace("<tu>", "").replace("</tu>", ""), UNITS[2]], TEXTS[::2], 2, "line 3: a text"),
        ([*UNITS[:2], "<!-- never closed", UNITS[2]], TEXTS, 0, "line 4: <!-- is never closed"),
        ([*UNITS, "</group></body>"], TEXTS, 0, "</body> without <body>"),
    ],
)
def test_a_fault_costs_its_own_unit_and_is_named_by_its_line(
    tmp_path: Path, units: list[str], taken: list[tuple[str, str]], row: int, reason: str
) -> None:
    given = found(tmp_path / "x.tmx", tmx(*units))
    assert given.texts == taken
    assert given.directions == {"en-ko"}, "the head is read whatever is broken"
    assert list(given.refused) == [row]
    assert reason in given.refused[row]


@pytest.mark.parametrize("before", ["\n", "  \n\n", "<!-- a note -->", "<!-- <?xml ?> -->\r\n"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_what_stands_before_the_declaration_is_said_and_does_not_turn_the_direction(
    tmp_path: Path, before: str, codec: str
) -> None:
    whole = tmx(*UNITS, declared=f'<?xml version="1.0" encoding="{codec.removesuffix("-sig")}"?>')
    given = found(tmp_path / "x.tmx", (before + whole).encode(codec))
    assert (given.texts, given.directions, given.refused) == (TEXTS, {"en-ko"}, {})
    assert given.notes == ["its XML declaration is not at its start; it was read all the same"]
    assert found(tmp_path / "x.tmx", whole.encode(codec)).notes == []


@pytest.mark.parametrize("mark", [b"", b"\xff\xfe"])
def test_an_order_of_bytes_that_is_not_the_one_said_is_named(tmp_path: Path, mark: bytes) -> None:
    declared = '<?xml version="1.0" encoding="UTF-16BE"?>'
    given = found(tmp_path / "x.tmx", mark + tmx(*UNITS, declared=declared).encode("utf-16-le"))
    assert given.texts == TEXTS
    assert given.notes == ["it says it is UTF-16BE, and its bytes are utf-16-le; read as utf-16-le"]


def test_tags_in_comments_and_cdata_are_none(tmp_path: Path) -> None:
    cdata = tu(("A <![CDATA[</tu><tu>]]> tag", "태그 <![CDATA[<seg>]]>"))
    given = found(tmp_path / "x.tmx", tmx(f"<!-- {UNITS[0]} -->", cdata, '<tu tuid="a>b"' + UNITS[1][3:]))
    assert given.texts == [("A </tu><tu> tag", "태그 <seg>"), TEXTS[1]]
    assert given.refused == {}


def test_units_across_the_pieces_that_are_read_are_whole(tmp_path: Path) -> None:
    pairs = [(f"Sheet {at} {'x' * (at % 97)}", f"종이 {at}장") for at in range(4_000)]
    given = found(tmp_path / "x.tmx", tmx(*map(tu, pairs)))
    assert given.texts == pairs


# --- what TMX says


def test_words_in_elements_of_others_are_kept_and_code_is_not(tmp_path: Path) -> None:
    inside = '<b>Fold</b> <g id="1">the <i>paper</i></g><ph>{1}</ph><bpt i="1">&lt;b></bpt> now<ept i="1"/><ut>x</ut>.'
    given = found(tmp_path / "x.tmx", tmx(tu((inside, "<mq:rxt>종이</mq:rxt>를 접으세요."))))
    assert given.texts == [("Fold the paper now.", "종이를 접으세요.")]


def test_what_is_left_out_of_units_that_are_taken_is_counted(tmp_path: Path) -> None:
    more = '<tuv xml:lang="de"><seg>Falten.</seg></tuv><tuv xml:lang="en"><seg>Crease it.</seg></tuv></tu>'
    bare = '<tu><tuv><seg>Cut it.</seg></tuv><tuv xml:lang="ko"><seg>자르세요.</seg></tuv></tu>'
    given = found(tmp_path / "x.tmx", tmx(UNITS[0].replace("</tu>", more), bare, head='<header srclang="*all*"/>'))
    assert given.texts == [(ko, en) for en, ko in TEXTS[:2]]
    assert given.notes == [
        "2 units do not say which language is their source: ko was taken",
        "1 text says no language and was taken by its letters",
        "1 text was left out: its unit has another in the same language",
        "1 text in another language was left out: de",
    ]


def test_a_text_without_a_language_that_its_letters_deny_is_not_taken(tmp_path: Path) -> None:
    bare = '<tu><tuv><seg>자르세요.</seg></tuv><tuv xml:lang="ko"><seg>자르세요.</seg></tuv></tu>'
    assert "no text in en" in found(tmp_path / "x.tmx", tmx(bare)).refused[1]


def test_of_two_regions_the_one_that_was_asked_for_is_taken(tmp_path: Path) -> None:
    british = '<tuv xml:lang="en-GB"><seg>Colour it.</seg></tuv><tuv xml:lang="en-US"><seg>Color it.</seg></tuv>'
    unit = f'<tu>{british}<tuv xml:lang="ko"><seg>칠하세요.</seg></tuv></tu>'
    assert found(tmp_path / "x.tmx", tmx(unit), Wanted(("en-US", "ko"))).texts == [("Color it.", "칠하세요.")]
    assert found(tmp_path / "x.tmx").texts == [("Colour it.", "칠하세요.")]


def test_the_provenance_of_a_unit_is_kept_with_its_comment(tmp_path: Path) -> None:
    unit = UNITS[0].replace("<tu>", '<tu creationid="MIN" changedate="20240101T000000Z"><note>neat</note>')
    unit = unit.replace("<note>", '<prop type="x-domain">paper craft</prop><note>')
    (one,) = found(tmp_path / "x.tmx", tmx(unit)).entries
    assert one.comment == "neat\ncreationid: MIN, changedate: 20240101T000000Z, domain: paper craft"


# --- what XLIFF says


def trans_unit(pair: tuple[str, str], target: str = "", unit: str = "") -> str:
    return f'<trans-unit id="u"{unit}><source>{pair[0]}</source><target{target}>{pair[1]}</target></trans-unit>'


def xliff(*units: str, around: str = "") -> str:
    head = f'<file original="f" source-language="en" target-language="ko" datatype="plaintext"{around}>'
    return (
        f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">{head}<body>{"".join(units)}</body></file></xliff>'
    )


def xliff2(*segments: str, unit: str = "") -> str:
    named = 'xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="ko"'
    return f'<xliff version="2.0" {named}><file id="f"><unit id="u"{unit}>{"".join(segments)}</unit></file></xliff>'


COPY, DONE = ("Fold", "Fold"), ("Fold", "접기")


@pytest.mark.parametrize(
    ("pair", "target", "unit", "state"),
    [
        (COPY, ' state="new"', "", "untranslated"),
        (COPY, ' state="needs-translation"', "", "untranslated"),
        (COPY, "", "", "untranslated"),
        (COPY, ' state="translated"', "", ""),
        (COPY, "", ' approved="yes"', ""),
        (("12", "12"), "", "", ""),
        (("12", "12"), ' state="new"', "", "untranslated"),
        (("Fold", ""), ' state="final"', "", "untranslated"),
        (DONE, "", "", ""),
        (DONE, ' state="new"', "", "needs translation"),
        (DONE, ' state="needs-adaptation"', "", "needs translation"),
        (DONE, ' state="needs-review-translation"', "", ""),
        (DONE, ' state="final"', "", ""),
        (DONE, ' state="translated" state-qualifier="fuzzy-match"', "", "fuzzy"),
        (DONE, ' state="final"', ' translate="no"', "locked"),
    ],
)
def test_a_copy_of_the_source_is_a_translation_only_where_the_file_says_so(
    tmp_path: Path, pair: tuple[str, str], target: str, unit: str, state: str
) -> None:
    assert found(tmp_path / "x.xlf", xliff(trans_unit(pair, target, unit))).states == [state]


@pytest.mark.parametrize(
    ("segment", "state"),
    [
        ('<segment state="initial"><source>Fold</source><target>Fold</target></segment>', "untranslated"),
        ("<segment><source>Fold</source></segment>", "untranslated"),
        ('<segment state="translated"><source>Fold</source><target>Fold</target></segment>', ""),
        ("<segment><source>Fold</source><target>접기</target></segment>", ""),
        ('<segment state="initial"><source>Fold</source><target>접기</target></segment>', "needs translation"),
    ],
)
def test_a_segment_of_xliff_2_has_its_state(tmp_path: Path, segment: str, state: str) -> None:
    assert found(tmp_path / "x.xlf", xliff2(segment)).states == [state]
    assert found(tmp_path / "x.xlf", xliff2(segment, unit=' translate="no"')).states == ["locked"]


def test_what_is_around_a_unit_says_whether_it_is_to_be_translated(tmp_path: Path) -> None:
    allowed = trans_unit(DONE, unit=' translate="yes"')
    inner = f'<group translate="no">{trans_unit(DONE)}{allowed}</group>{trans_unit(DONE)}'
    assert found(tmp_path / "x.xlf", xliff(inner)).states == ["locked", "", ""]
    assert found(tmp_path / "x.xlf", xliff(trans_unit(DONE), around=' translate="no"')).states == ["locked"]


SEGMENTED = (
    '<trans-unit id="u"><source>Fold. Cut.</source><seg-source><g id="9"><mrk mtype="seg" mid="0">Fold.</mrk> '
    '<mrk mtype="seg" mid="1">Cut.</mrk></g></seg-source><target>{}</target></trans-unit>'
)


def test_segments_that_are_marked_in_a_unit_stay_segments(tmp_path: Path) -> None:
    marked = '<mrk mtype="seg" mid="0">접으세요.</mrk> <mrk mtype="seg" mid="1">자르세요.</mrk>'
    given = found(tmp_path / "x.xlf", xliff(SEGMENTED.format(marked)))
    assert given.texts == [("Fold.", "접으세요."), ("Cut.", "자르세요.")]
    assert [one.unit for one in given.entries] == ["u#0", "u#1"]
    partly = found(tmp_path / "x.xlf", xliff(SEGMENTED.format('<mrk mtype="seg" mid="1">자르세요.</mrk>')))
    assert (partly.texts, partly.states) == ([("Fold.", ""), ("Cut.", "자르세요.")], ["untranslated", ""])


@pytest.mark.parametrize("target", ["접고 자르세요.", '접고 <mrk mtype="seg" mid="1">자르세요.</mrk>'])
def test_words_outside_of_every_segment_keep_their_unit_whole(tmp_path: Path, target: str) -> None:
    given = found(tmp_path / "x.xlf", xliff(SEGMENTED.format(target)))
    assert given.texts == [("Fold. Cut.", "접고 자르세요.")]


def test_a_warning_of_the_parser_is_no_fault_and_an_undeclared_prefix_costs_nothing(tmp_path: Path) -> None:
    own = trans_unit(DONE).replace("</trans-unit>", '<x:info xmlns="relative" xmlns:x="relative"/></trans-unit>')
    text = xliff(own, trans_unit(("Cut", "자르기"))).replace("<xliff ", '<xliff yy:schemaLocation="a b" ', 1)
    given = found(tmp_path / "x.xlf", text)
    assert (given.texts, given.refused) == ([DONE, ("Cut", "자르기")], {})
    assert given.notes == ["the prefix yy: is not declared; it was read all the same"]


def test_a_match_of_a_memory_is_a_comment_and_a_machines_a_hypothesis(tmp_path: Path) -> None:
    offered = '<alt-trans origin="{}" match-quality="85"><target>접어요</target></alt-trans></trans-unit>'
    memory, machine = (trans_unit(DONE).replace("</trans-unit>", offered.format(name)) for name in ("craft.tmx", "Papago MT"))
    first, second = found(tmp_path / "x.xlf", xliff(memory, machine)).entries
    assert (first.hypothesis, first.comment) == ("", "match (origin: craft.tmx, match-quality: 85): 접어요")
    assert (second.hypothesis, second.comment) == ("접어요", "")


# --- from one format to another


def test_codes_of_a_text_survive_a_way_through_a_pair(tmp_path: Path) -> None:
    inside = (
        '<bpt i="1">&lt;b></bpt>Fold<ept i="1">&lt;/b></ept> %1$s',
        '<bpt i="1">&lt;b></bpt>접기<ept i="1">&lt;/b></ept> %1$s',
    )
    (one,) = found(tmp_path / "x.tmx", tmx(tu(inside))).entries
    pair = pair_of(one, FileIds("x.tmx", "x.tmx"), 1, ImportTerms())[1]
    assert (pair.source.text, pair.target.text) == ("Fold %1$s", "접기 %1$s")
    for name in ("y.tmx", "y.xlf", "y.po"):
        export([pair], str(tmp_path / name), ("en", "ko"))
        (again,) = found(tmp_path / name, wanted=Wanted(("en", "ko"))).entries
        assert (again.source, again.target) == (one.source, one.target)
    assert '<bpt i="1">&lt;b&gt;</bpt>Fold' in (tmp_path / "y.tmx").read_text()


# --- units that are parsed at once


@pytest.mark.parametrize("name", ["tmx", "tmx in CP949", "xliff", "xliff2"])
def test_units_parsed_at_once_give_what_each_by_itself_gives(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With pieces of a few units, so that sound runs stand beside broken ones; runs: how many were taken."""
    runs, run = Counter[bool](), unit_runs.RunParser.run

    def counted(*given: Any) -> Any:
        found = run(*given)
        runs[found[0] is not None] += 1
        return found

    monkeypatch.setattr(unit_runs.RunParser, "run", counted)
    monkeypatch.setattr(units, "SIZE", 700)
    made = fuzz_formats.sound(name)
    path = tmp_path / f"x.{made.suffix}"
    for at in range(60):
        raw = b"".join(fuzz_formats.spoilt(made, random.Random(f"{name} {at}"))[0] if at else made.parts)
        # elements around units that end and begin between them
        raw = raw.replace(b"</tu>\n", b"</tu></body><!-- <tu> --><body>\n", at % 3)
        other = b'</trans-unit></body></file><file source-language="ko" target-language="en"><body>\n'
        path.write_bytes(raw.replace(b"</trans-unit>\n", other, at % 3))
        monkeypatch.setattr(unit_runs, "LONGEST", 0)
        apart = list(reader_of(path, KO_EN)[1](path, KO_EN))
        monkeypatch.setattr(unit_runs, "LONGEST", 1 << 20)
        assert list(reader_of(path, KO_EN)[1](path, KO_EN)) == apart, raw
    assert runs[True] > 60


@pytest.mark.parametrize(
    "inside",
    [
        '<tu><tu tuid="2"><tuv xml:lang="en"><seg>In</seg></tuv><tuv xml:lang="ko"><seg>안</seg></tuv></tu></tu>',
        '<seg>Lost</seg><tu><prop type="a">b</prop></tu>',
        '<div><tu><tuv xml:lang="en"><seg>In</seg></tuv><tuv xml:lang="ko"><seg>안</seg></tuv></tu></div>',
        '<?tu <tu> ?><body translate="no"/><body\ntranslate="no">\n<tu\n\ntuid="5"><note>x</note></tu></body>',
        '<tu><note><body>A</body></note></tu><x:tu xmlns:x="u"><tuv xml:lang="en"><seg>In</seg></tuv></x:tu>',
    ],
)
def test_what_stands_where_no_unit_does_is_cut_apart(inside: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.tmx"
    at_once = found(path, tmx(UNITS[0], inside, *UNITS[1:]))
    monkeypatch.setattr(unit_runs, "LONGEST", 0)
    assert found(path) == at_once
    assert at_once.texts[-1] == TEXTS[-1]
