from __future__ import annotations

import ftfy.bad_codecs  # noqa: F401 -- registers the codec
import pytest

from jjak.align.text.segmentation import segment_document
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.mojibake import Kind, garbled, mended, put_back
from jjak.seeds.reading import document_of


@pytest.mark.parametrize(
    ("text", "read_as", "kind"),
    [
        ("나무는 서두르지 않는다.", "cp1252", Kind.WESTERN),
        ("It’s a café – naïve.", "cp1252", Kind.WESTERN),
        ("It’s a café.", "latin-1", Kind.WESTERN),
    ],
)
def test_utf_8_that_was_read_as_western_is_recognised(text: str, read_as: str, kind: Kind) -> None:
    wrong = text.encode().decode("sloppy-windows-1252" if read_as == "cp1252" else read_as)
    assert [(one.kind, one.would_be) for one in garbled(f"A line.\n{wrong}\n")] == [(kind, text)]


@pytest.mark.parametrize("read_as", ["latin-1", "sloppy-windows-1252"])
def test_cp949_that_was_read_as_western_is_recognised(read_as: str) -> None:
    text = "한글 문서: 나무는 (3그루) 자란다."
    wrong = text.encode("cp949").decode(read_as)
    for before in ("", "가운데 "):
        assert [(one.kind, one.would_be) for one in garbled(before + wrong)] == [(Kind.KOREAN_AS_WESTERN, before + text)]


def test_utf_8_that_was_read_as_cp949_is_recognised_word_by_word() -> None:
    wrong = f"오늘의 {'커피'.encode().decode('cp949')} 값"
    assert [(one.kind, one.would_be) for one in garbled(wrong)] == [(Kind.AS_KOREAN, "오늘의 커피 값")]


@pytest.mark.parametrize(
    "text",
    [
        "Le président a visité la forêt. Ça va, naïve œuvre « été » à l’heure…",
        "大韓民國 헌법 전문: 유구한 歷史와 傳統에 빛나는 우리 大韓國民은",
        "北 미사일 발사, 韓美日 공조",
        "뷁 쀍 똠방각하 ㅋㅋㅋ",
        "木はゆっくり育ちます。",
        "Åse Øverås går på «ÆØÅ» i Tromsø.",
        "½ cup – 25°C ± 2 µm © 2024 “Co.”",
        "ÀÉÎÕÜ ÄÖÜ ÑÑ",
    ],
)
def test_sound_texts_are_not_garbled(text: str) -> None:
    assert garbled(text) == []


def test_what_is_mended_can_be_put_back() -> None:
    wrong = (
        "첫 줄\n"
        + "나무".encode().decode("sloppy-windows-1252")
        + "\n가운데\n"
        + "숲은 자란다".encode("cp949").decode("latin-1")
    )
    found = mended(wrong, garbled(wrong))
    assert found.text == "첫 줄\n나무\n가운데\n숲은 자란다"
    assert put_back(found.text, found.record) == wrong


def test_mending_is_offered_and_done_only_when_asked_for() -> None:
    wrong = "나무는 자란다.".encode("cp949").decode("latin-1")
    offered = document_of(wrong.encode(), "notes.txt")
    assert offered.text == wrong
    assert "would be '나무는 자란다.'" in str(offered.warnings[0])
    asked = document_of(wrong.encode(), "notes.txt", mend=True)
    assert (asked.text, asked.warnings) == ("나무는 자란다.", ())
    assert put_back(asked.text, asked.metadata["mended"]) == wrong


def test_what_was_lost_is_left_out_as_broken() -> None:
    found = segment_document(document_of("나무는 占쏙옙占쏙옙.\n숲이 된다.\n".encode(), "notes.txt"))
    assert [part.text for part in found.segments] == ["숲이 된다."]
    assert [part.reason for part in found.ledger if part.fate is Fate.LEFT_OUT] == [Reason.BROKEN]
