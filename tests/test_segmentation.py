from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jjak.align.text.languages import language_of
from jjak.align.text.segmentation import LONGEST, segment
from jjak.align.text.sentences import split
from jjak.seeds.document import Document, fold
from jjak.seeds.errors import DocumentError
from jjak.seeds.reading import document_of

# kind, language and text of every segment of the seed, in order
SEGMENTS = [
    ("headline", "en", "N. KOREA RATIFIES TREATY WITH RUSSIA"),
    ("label", "ko", "입력 2024-11-13 15:42:35"),
    ("label", "ko", "수정 2024-11-13 15:43:40"),
    ("programme", "en", "News Today"),
    (
        "lead",
        "en",
        "Following Russian President Vladimir Putin, North Korean media also reported that Chairman Kim Jong-un signed a new "
        "treaty with Russia.",
    ),
    (
        "lead",
        "en",
        "The treaty includes military aid if invaded, suggesting more overt North Korean troop deployments to Russia.",
    ),
    (
        "report",
        "en",
        "North Korean leader Kim Jong-un has signed into a law a treaty to establish a comprehensive and strategic partnership "
        "with Russia, two days after Russian President Vladimir Putin did the same.",
    ),
    ("speaker", "en", "N. Korean Central TV/"),
    (
        "quote",
        "en",
        "The supreme leader of the Democratic People's Republic of Korea signed the treaty into law on Nov. 11, 2024.",
    ),
    (
        "report",
        "en",
        "State media also reported that Russia had also ratified the treaty - interpreted as an attempt to show their military "
        "alignment and commitment to the treaty's implementation.",
    ),
    ("report", "en", "The treaty takes effect from the day both sides exchange ratification instruments."),
    (
        "report",
        "en",
        "But the South Korean government believes the exchange is a formality and that all necessary procedures have been "
        "completed.",
    ),
    (
        "report",
        "en",
        "The treaty, struck when Putin visited Pyongyang in June, is believed to upgrade bilateral relations to a military "
        "alliance.",
    ),
    (
        "report",
        "en",
        "In particular, Article 4 of the accord states that when either party is attacked and faces a war, the other provides "
        "military assistance without delay.",
    ),
    (
        "report",
        "en",
        "With both sides having ratified the treaty, they are expected to formally recognize North Korea's troop deployment to "
        "Russia and have the troops engage in combat.",
    ),
    (
        "report",
        "en",
        "Amid the possibility of further troop deployment and weapons support from the North, there's also concern of weapons "
        "technology transfer from Moscow to Pyongyang.",
    ),
    ("speaker", "en", "Prof. Park Won-gon / Ewha Womans Univ."),
    (
        "quote",
        "en",
        "Further deployment is inevitable if the war lingers on in which case the North in return could demand sensitive "
        "technologies related to nuke, missiles.",
    ),
    (
        "report",
        "en",
        "As Putin earlier mentioned possible joint drills with North Korea, ever tightening military ties between the two "
        "sides are becoming a major destabilizing factor on the Korean Peninsula.",
    ),
]


def test_the_seed_gives_its_nineteen_segments(seed: Document) -> None:
    assert [(str(part.kind), part.lang, part.text) for part in segment(seed)] == SEGMENTS


@pytest.mark.parametrize(
    "copy",
    [
        lambda text: text.encode("cp949"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: unicodedata.normalize("NFD", text).encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-8-sig"),
    ],
    ids=["cp949", "crlf", "nfd", "utf-16", "bom"],
)
def test_a_copy_in_another_form_gives_the_same_texts(seed_bytes: bytes, copy: object) -> None:
    document = document_of(copy(seed_bytes.decode()), "copy")  # type: ignore[operator]
    parts = segment(document)
    assert [(str(part.kind), part.lang, part.text) for part in parts] == SEGMENTS
    assert [fold(document.text, part.span).text for part in parts] == [part.text for part in parts]


@pytest.mark.parametrize(
    ("text", "lang", "sentences"),
    [
        ("N. Korea said so. Prof. Kim of Ewha Womans Univ. agreed on Nov. 11, 2024. Why?", "en", 3),
        ("조약에 서명했습니다. 이틀 만입니다.", "ko", 2),
        ("서명한 지 이틀 만입니다 그러나 정부는 형식이라고 봅니다.", "ko", 2),
        ("Er kam am 3. Oktober. Dann ging er.", "de", 2),
    ],
)
def test_sentences_are_told_apart(text: str, lang: str, sentences: int) -> None:
    assert len(split(text, lang)) == sentences


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="가나다라요. ?!\"'a B1한글입니다\u3000", max_size=120), st.sampled_from(["ko", "en"]))
def test_joined_sentences_give_the_text_back(text: str, lang: str) -> None:
    assert "".join(split(text, lang)) == text


def test_a_long_korean_paragraph_is_split_in_parts() -> None:
    text = "정부는 지켜보고 있습니다. " * 400
    assert len([sentence for sentence in split(text, "ko") if sentence.strip()]) == 400


def test_each_segment_has_its_own_language() -> None:
    document = document_of("The name is 짝.\n\n그 이름은 jjak입니다. It means one of a pair.\n".encode(), "mixed")
    assert [(part.lang, part.text) for part in segment(document)] == [
        ("en", "The name is 짝."),
        ("ko", "그 이름은 jjak입니다."),
        ("en", "It means one of a pair."),
    ]


def test_a_block_that_is_no_prose_is_refused_with_its_line() -> None:
    document = document_of(("Title\n\n" + "x" * (LONGEST + 1)).encode(), "dump.txt")
    with pytest.raises(DocumentError, match=r"dump\.txt: line 3: 50,001 characters"):
        segment(document)


@pytest.mark.parametrize(
    ("text", "among", "expected"),
    [
        ("KBS 뉴스", ("ko", "en"), "ko"),
        ("2024-11-13", ("ko", "en"), "ko"),
        ("Guten Tag", ("ko", "de"), "de"),
        ("日本語のテキスト", ("ja", "en"), "ja"),
        ("договор", ("ru", "ko"), "ru"),
    ],
)
def test_a_language_is_told_by_its_script(text: str, among: tuple[str, ...], expected: str) -> None:
    assert language_of(text, among) == expected
