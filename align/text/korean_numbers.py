"""Numbers as Korean says them: figures with units (`3만 5천`, `451억`), fractions (`3분의 1`) and words (`서른`, `이십`)."""

from __future__ import annotations

import re

from jjak.align.text.number_values import DECIMAL, Number, Value, plain, whole

_UNITS = {"십": 10.0, "백": 100.0, "천": 1e3, "만": 1e4, "억": 1e8, "조": 1e12, "경": 1e16}
_LARGE = "만억조경"
_PART = rf"{DECIMAL}\s?[십백천]*"
# `3만`, `1억 2,000만`, `5천만`, `2백여만`: figures, a unit, and on; what follows the last unit is its rest
_UNITED = re.compile(
    rf"{DECIMAL}\s?[십백천]?(?:여\s?)?[십백천만억조경](?!큼)(?:\s?(?:{DECIMAL}\s?)?[십백천만억조경])*(?:\s?(?:{DECIMAL})(?![\d.,]*\s?[년월%]))?"
)
_SHARE = re.compile(rf"({DECIMAL}|[일이삼사오육칠팔구십백천]+|두|세|네|열)\s?분의\s?({DECIMAL}|[일이삼사오육칠팔구십백천]+)")
_TOKEN = re.compile(rf"({DECIMAL})|([십백천만억조경])")
_SINO = {name: float(at) for at, name in enumerate("영일이삼사오육칠팔구")} | {"공": 0.0, "륙": 6.0}
# one syllable alone is a number before what is counted: `이` and `일` begin and end many words
_COUNTED = (
    "번|차|중|각|원|층|개|월|년|명|인|위|급|단|배|세기|학년|진|제곱|째|분의|분기|등|항|행|줄|초|주|도|점|일(?![가-힣])|일간|일 "
)
_SPOKEN = re.compile(
    rf"[영공일이삼사오육륙칠팔구십백천만억조]{{2,}}|(?<![가-힣])제?[영공일이삼사오육륙칠팔구](?=\s?(?:{_COUNTED}))"
    r"|제[일이삼사오육칠팔구]|[십백천만억조](?=[가-힣\s])"
)
_NATIVE_ONES = {
    **dict.fromkeys(("하나", "한", "첫", "처음", "홀로", "혼자", "단독", "단일", "초대"), 1.0),
    **dict.fromkeys(("둘", "두", "이틀", "쌍", "양측", "양국", "양", "두어"), 2.0),
    **dict.fromkeys(("셋", "세", "석", "서", "사흘"), 3.0),
    **dict.fromkeys(("넷", "네", "넉", "너", "나흘"), 4.0),
    **dict.fromkeys(("다섯", "닷새"), 5.0),
    **dict.fromkeys(("여섯", "엿새"), 6.0),
    **dict.fromkeys(("일곱", "이레"), 7.0),
    **dict.fromkeys(("여덟", "여드레"), 8.0),
    **dict.fromkeys(("아홉", "아흐레"), 9.0),
}
_NATIVE_TENS = {
    **dict.fromkeys(("열", "열흘"), 10.0),
    **dict.fromkeys(("스물", "스무"), 20.0),
    "서른": 30.0,
    "마흔": 40.0,
    "쉰": 50.0,
    "예순": 60.0,
    "일흔": 70.0,
    "여든": 80.0,
    "아흔": 90.0,
}
_TENS, _ONES = "|".join(_NATIVE_TENS), "|".join(sorted(_NATIVE_ONES, key=len, reverse=True))
# `서버`, `네트워크` and `열기` have no number: of one syllable those count that stand before a space or what is counted
_THINGS = (
    "개|번|명|가지|시|살|배|사람|달|곳|째|자리|줄|쪽|장|대|마리|권|가|단계|"
    "차례|군데|해|잔|편|세트|칸|종|글자|손|눈|발|팔|나라|차원|면|부분|겹|갈래|끼"
)
_FREE = rf"(?=\s|$|[^가-힣]|{_THINGS})"
_SHORT_ONES = "한|두|세|네|서|석|너|넉|양|쌍"
_LONG_ONES = "|".join(name for name in sorted(_NATIVE_ONES, key=len, reverse=True) if name not in _SHORT_ONES.split("|"))
_NATIVE = re.compile(
    rf"((?!열)(?:{_TENS})|열(?=(?:{_ONES})|\s|$|[^가-힣]|{_THINGS}))({_ONES})?"
    rf"|(?<![가-힣])((?:{_LONG_ONES})|(?:{_SHORT_ONES}){_FREE})|({_ONES})(?=째|번)"
)
_ALSO: dict[str, tuple[float, ...]] = {
    "절반": (0.5, 2, 50),
    "반": (0.5, 30),
    "하루": (1,),
    "매일": (1,),
    "매년": (1,),
    "연간": (1,),
    "월간": (1,),
    "보름": (15,),
    "일주일": (1, 7),
    "주일": (7,),
    "정오": (12,),
    "자정": (0, 12, 24),
    "다스": (12,),
    "세기": (100,),
    "배로": (2,),
    "두 배": (2,),
    "갑절": (2,),
    "곱절": (2,),
    "분기": (4,),
    "제곱": (2,),
    "없": (0,),
    "각각": (1,),
    "각": (1,),
}


def figures_with_units(text: str) -> list[Number]:
    """The numbers that figures and Korean units say together."""
    found = [
        Number(match[0], frozenset(_united(match[0])), sure=True, start=match.start(), stop=match.end())
        for match in _UNITED.finditer(text)
    ]
    return [number for number in found if number.values]


def _united(text: str) -> set[Value]:
    """The value of `1억 2,000만`; where figures that follow may be a number of their own, `3만 5` is 30,000 too."""
    tokens = _TOKEN.findall(text)
    found: set[Value] = {_total(tokens)}
    if tokens[-1][0] and len(tokens) > 1:
        found.add(_total(tokens[:-1]))
    if len(tokens) == 2 and tokens[1][1] == "조":
        found.add(plain(tokens[0][0]))  # `헌법 9조` is article 9
    if len(tokens) == 2 and tokens[1][1] == "만" and len(text) == 2:
        found.add(plain(tokens[0][0]))  # `1만 된다` is also `only 1`
    return found


def _total(tokens: list[tuple[str, str]]) -> float:
    total = part = figure = 0.0
    for digits, unit in tokens:
        if digits:
            part += figure
            figure = plain(digits)
        elif unit in _LARGE:
            total += (part + figure or 1.0) * _UNITS[unit]
            part = figure = 0.0
        else:
            part += (figure or 1.0) * _UNITS[unit] if figure or not part else part * (_UNITS[unit] - 1)
            figure = 0.0
    return whole(total + part + figure)


def shares(text: str) -> list[Number]:
    """Fractions: `3분의 1` is a third."""
    found = []
    for match in _SHARE.finditer(text):
        below, above = _either(match[1]), _either(match[2])
        if below:
            values = {whole(above / below)}
            found.append(Number(match[0], frozenset(values), sure=True, start=match.start(), stop=match.end()))
    return found


def _either(text: str) -> float:
    if text[0].isdigit():
        return plain(text)
    return _NATIVE_ONES.get(text) or _NATIVE_TENS.get(text) or sino(text)


def sino(text: str) -> float:
    """The value of Sino-Korean words without figures: `이십삼` is 23."""
    total = part = figure = 0.0
    for letter in text:
        if letter in _SINO:
            figure = figure * 10 + _SINO[letter] if figure else _SINO[letter]
        elif letter in _LARGE:
            total += (part + figure or 1.0) * _UNITS[letter]
            part = figure = 0.0
        else:
            part += (figure or 1.0) * _UNITS[letter]
            figure = 0.0
    return whole(total + part + figure)


def spoken_in_korean(text: str) -> set[Value]:
    """The values that a Korean text says in words. Syllables of other words may look like some: what is found says that a
    number may be there, never that it must be in a translation."""
    found: set[Value] = {sino(match.removeprefix("제")) for match in _SPOKEN.findall(text)}
    for ten, one, alone, counted in _NATIVE.findall(text):
        if ten:
            found |= {_NATIVE_TENS[ten], _NATIVE_TENS[ten] + _NATIVE_ONES.get(one, 0.0)}
        else:
            found.add(_NATIVE_ONES[alone or counted])
    return found.union(*(values for word, values in _ALSO.items() if word in text))
