"""Inputs for fuzzing: sound ones with a few faults, and ones made of the pieces that readers look for."""

from __future__ import annotations

import random
from collections.abc import Sequence


def spoilt(sound: Sequence[bytes], marks: Sequence[bytes], chance: random.Random) -> bytes:
    """One of the sound inputs with one to five faults: bytes changed, cut out, doubled, marks put in, a part of another input
    put in, or an early end."""
    data = bytearray(chance.choice(sound))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice((1, 2, 8, 64, 512)))
        kind = chance.randrange(7)
        if kind == 0 and data:
            data[at % len(data)] = chance.randrange(256)
        elif kind == 1:
            del data[at:end]
        elif kind == 2:
            data[at:at] = data[at:end] * chance.choice((1, 1, 1, 50))
        elif kind in (3, 4):
            data[at:at] = chance.choice(marks) * chance.choice((1, 1, 1, 30))
        elif kind == 5:
            del data[at:]
        else:
            other = chance.choice(sound)
            data[at:end] = other[chance.randrange(len(other) + 1) :][: end - at]
    return bytes(data)


# what makes a text hard: marks, letters that combine, scripts that turn the line, what no one sees, ends of lines of all kinds
_HARD = """\
\u0301 \u0301\u0301\u0301 e\u0301 한 ᄒ ᅡ ᆫ ᄀ\u1161\u11a8 가\u11a8 \u1160 \ud7b0 ㄱㅏ ﷽ \u1ab0 \u20dd \u0e33 \u093f
\u202e \u202d \u2066 \u2069 \u200f \u200e שלום العربية עברית\u202c
\u200b \u200c \u200d \ufeff \u00ad \u2060 \u180e \u3000 \u00a0 \u2028 \u2029 \u0085 \u000b \u000c \u001c \u001e \u0000
\u0001 \u001b \u007f
👩\u200d👩\u200d👧 🇰🇷 🇰 \ufe0f 1\ufe0f\u20e3 𝒜 \U000e0041 \U0010ffff \ufffe \uffff
. .. ... … ! ?! 。 ？ “ ” ‘ ’ " ' ( ) [ ] < > 「 」 · ~ - – — : ; , / \\ | @ # $ % ^ & * _ + =
비가 옵니다. 했다. 했습니다 합니까? 그는 말했다 3.14 1,000만 2024.11.13. 10:30 A.M. Prof. N. Korea e.g. U.S. www.a.kr a@b.c
한국 韓國 かな カナ Ελλάδα Россия ไทย हिन्दी ॐ ꥠ ힰ
0 1 00 -1 1e999 9999999999999999999999 ½ ① Ⅳ ٣ 十 1st"""
HARD = [piece for line in _HARD.split("\n") for piece in line.split(" ")]
ENDS = ["\n", "\n", "\n", "\n\n", "\n\n\n", "\r\n", "\r", " ", " ", "", "\t", "\u2028", "\x0b"]


SIZES = (1, 3, 8, 20)  # pieces of a text


def written(pieces: Sequence[str], chance: random.Random, sizes: Sequence[int] = SIZES) -> str:
    """A text of pieces, hard ones among them, one of them now and then many times over."""
    found = []
    for _ in range(chance.choice(sizes)):
        piece = chance.choice(pieces if chance.random() < 0.6 else HARD)
        found += [piece * chance.choice((1, 1, 1, 1, 1, 1, 2, 40)), chance.choice(ENDS)]
    return "".join(found)
