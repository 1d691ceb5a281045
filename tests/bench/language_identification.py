"""Language identification on short lines: jjak's own choice of language beside lingua, py3langid and pycld2.

    python tests/bench/language_identification.py [IDENTIFIER …]

The lines of `language_lines.tsv` were written for it: 30 lines of news in each of eleven languages, of 3 to 30 characters. Each
identifier is asked among all eleven languages, and between the two of a pair (as jjak asks, which knows the pair). Every one
runs in a process of its own, so that its memory is its own; lingua and pycld2 are installed by hand: `pip install
lingua-language-detector pycld2`.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

LINES = [tuple(line.split("\t")) for line in (Path(__file__).parent / "language_lines.tsv").read_text("utf-8").splitlines()]
LANGUAGES = list(dict.fromkeys(language for language, _ in LINES))
PAIRS = (("en", "fr"), ("en", "de"), ("en", "es"), ("es", "it"), ("ru", "uk"), ("ko", "en"), ("ja", "zh"), ("en", "vi"))
BUCKETS = ((1, 9), (10, 19), (20, 30))  # characters
Identify = Callable[[str], str]


def lingua(among: Sequence[str]) -> Identify:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, language.upper()) for language in among]
    detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()

    def identify(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else ""

    return identify


def py3langid(among: Sequence[str]) -> Identify:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(among))
    return lambda text: str(identifier.classify(text)[0])


def pycld2(among: Sequence[str]) -> Identify:
    from pycld2 import detect

    def identify(text: str) -> str:
        found = [code.split("-")[0] for _, code, *_ in detect(text, bestEffort=True)[2]]
        return next((code for code in found if code in among), "")

    return identify


def jjak(among: Sequence[str]) -> Identify:
    from jjak.align.text.language_evidence import identified

    return lambda text: identified(text, among)


IDENTIFIERS: dict[str, Callable[[Sequence[str]], Identify]] = {
    "jjak": jjak,
    "lingua": lingua,
    "py3langid": py3langid,
    "pycld2": pycld2,
}


def measured(make: Callable[[Sequence[str]], Identify]) -> dict[str, object]:
    """Accuracies in percent, seconds to load with the first text, texts a second, and MiB of memory at most."""
    begin = perf_counter()
    identify = make(LANGUAGES)
    identify(LINES[0][1])
    load = perf_counter() - begin
    begin = perf_counter()
    found = [identify(text) for _ in range(10) for _, text in LINES][: len(LINES)]
    speed = 10 * len(LINES) / (perf_counter() - begin)
    right = [answer == language for answer, (language, _) in zip(found, LINES, strict=True)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "languages": {name: _share(right, lambda language, _, name=name: language == name) for name in LANGUAGES},
        "characters": {f"{a}–{b}": _share(right, lambda _, text, a=a, b=b: a <= len(text) <= b) for a, b in BUCKETS},
        "pairs": {"/".join(pair): _of_pair(make(pair), pair) for pair in PAIRS},
        "load s": round(load, 2),
        "texts/s": round(speed),
        "MiB": round(memory),
    }


def _share(right: Sequence[bool], wanted: Callable[[str, str], bool]) -> float:
    counts = Counter(good for good, (language, text) in zip(right, LINES, strict=True) if wanted(language, text))
    return round(100 * counts[True] / max(1, counts.total()), 1)


def _of_pair(identify: Identify, pair: Sequence[str]) -> float:
    some = [(language, text) for language, text in LINES if language in pair]
    return round(100 * sum(identify(text) == language for language, text in some) / len(some), 1)


def main(names: Sequence[str]) -> None:
    if len(names) == 1:
        print(json.dumps({names[0]: measured(IDENTIFIERS[names[0]])}, ensure_ascii=False))
        return
    for name in names or IDENTIFIERS:
        subprocess.run([sys.executable, __file__, name], check=False)


if __name__ == "__main__":
    main(sys.argv[1:])
