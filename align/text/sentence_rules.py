"""Where a sentence ends and where it does not: a table of rules over both splitters, in the form of SRX.

A rule matches at a place of a text: `before` matches up to it, white space included, and `after` from it on. Of the rules that
match at a place the first in the table decides; where none does, the splitter (kiwi, sentencex) has decided. Each has its
source, and an example that is its test: the pieces, which are wrong without the rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from jjak.align.text.sentence_marks import (
    BEFORE_NUMBERS,
    BULLET,
    CIRCLED,
    CLOSERS,
    COMPANIES,
    EMOTICON,
    END,
    ITEM,
    LONG,
    MEASURES,
    MONTHS,
    NEVER_LAST,
    OPENERS,
    QUOTES,
    QUOTING,
    SAID,
    SHORT_WEEKDAY,
    STARTERS,
    TITLES,
    WEEKDAY,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """breaks: whether a sentence ends where it matches; languages: those it holds for, all of them where it is empty;
    source: where its case is documented; example: the pieces of a text, each with the white space after it."""

    name: str
    breaks: bool
    before: str
    after: str
    source: str
    example: tuple[str, ...]
    languages: tuple[str, ...] = ()

    def holds_for(self, language: str) -> bool:
        return not self.languages or language.split("-")[0] in self.languages


_KO, _EN, _BOTH = ("ko",), ("en",), ("ko", "en")
# sources that several rules share
_AP = "Associated Press Stylebook, times and dates: the weekday and the zone follow a.m. and p.m."
_ORTHOGRAPHY = "한글 맞춤법 부록 문장 부호 (국립국어원)"
_LAW = "법제처, 알기 쉬운 법령 정비기준: 항은 ①, 호는 1., 목은 가."
_PRESS = "headlines of Korean newspapers: states and parties by one Hanja, … between two clauses"

RULES: tuple[Rule, ...] = (
    Rule(
        "an emoticon stays with the sentence before it",
        False,
        "",
        rf"{EMOTICON}(?:\s|\Z)",
        "lovit/soynlp, repeated ㅋ, ㅎ and ㅠ; Unicode emoticons",
        ("I'm home! <3 ", "Call me."),
    ),
    Rule(
        "a sentence ends after its emoticon",
        True,
        rf"[.?!…~]{CLOSERS}*\s*{EMOTICON}\s+",
        r"\S",
        "lovit/soynlp",
        ("Same here. :) ", "Where are you?"),
    ),
    Rule(
        "nothing begins inside a word",
        False,
        r"[^\s。！？｡](?<!\s\p{Ll}{2,20}[.?!](?=\p{Lu}\p{Ll}+\s))",
        r"[\p{script=Latin}\d@/_-]",
        "wikimedia/sentencex#25 (`anti-U.S.`)",
        ("The Korea-U.S.-Japan talks followed. ", "All left."),
        _EN,
    ),
    Rule(
        "no sentence begins with a mark that ends one",
        False,
        "",
        r"[。！？｡，、,;:]|[.?!]+(?![\w.])|[)\]\}）」』》〉】〕”’]|[\"'»](?=[\s.,;:?!]|\Z)",
        "한글 맞춤법 부록; JIS X 4051 6.1 (marks that begin no line)",
        ("한국은 환영했다. ", "中国也表示欢迎。 ", "그리고 그 일은 끝났다."),
    ),
    Rule(
        "no sentence ends in an opening mark",
        False,
        rf"{OPENERS}\s?|(?<![^\s(\[:])[\"']",
        r"\S",
        "bab2min/Kiwi#181",
        ('그는 말했다: "첫째, 심어라. ', "둘째, 기다려라. ", '셋째, 믿어라."'),
    ),
    Rule(
        "a comma or a colon ends no sentence",
        False,
        r"[,，、;:·]\s*",
        r"\S",
        _ORTHOGRAPHY + "; Chicago Manual of Style 6.63",
        ("상담원: 안녕하세요, 가람통신의 상담원 김가람입니다.",),
    ),
    Rule(
        "a heading's number is no sentence",
        False,
        r"(?:\A|[.?!]\s)(?:§ ?|(?:Article|Chapter|Section|Part|Appendix|Schedule|Clause|Rule|Annex|Exhibit|Table|Figure|"
        r"Fig\.|Art\.|Sec\.|Step|Item)\s)"
        r"[\dA-Z][\d.]{0,6}[.:]?\s",
        r"\S",
        "nipunsadvilkar/pySBD#83 (numbered headings)",
        ("Article 3. Definitions",),
    ),
    Rule(
        "a number after its abbreviation ends a sentence",
        True,
        rf"\b(?:{BEFORE_NUMBERS}|{MONTHS})\.\s\d[\d.,]*[.?!]\s",
        r"[\"“‘(]?\p{Lu}",
        "Chicago Manual of Style 10.42",
        ("The council meets on Feb. 2. ", "Maddern is away."),
        _EN,
    ),
    Rule(
        "a number, a letter or a bullet of a list is no sentence",
        False,
        rf"(?:\A|(?:{END}|[;:])\s)(?:{BULLET}|[(\[]?(?:\d{{1,3}}(?:(?:[.-]|,\s)(?:\d{{1,3}}|[A-Z]))*|[A-Za-z]|[ivxIVX]{{1,5}}|{ITEM}|[Ⅰ-ⅿ])[.)\]]|[Ⅰ-ⅿ])\s+",
        r"\S",
        _LAW + "; nipunsadvilkar/pySBD#71",
        ("1. Water supply and pumps",),
    ),
    Rule(
        "a bullet ends no sentence",
        False,
        r"\s[-–—•·‣◦○●◎□■◆◇▷▶△▲※ㅇ]\s+",
        r"\S",
        "행정업무운영 편람: 항목의 구분 (□, ㅇ, -)",
        ("ㅇ 어르신에게 안부 전화를 실시함 - 주 2회, 오전 10시~11시",),
        _KO,
    ),
    Rule(
        "a bullet begins a line of a list",
        True,
        r"[가-힣.)]\s+",
        r"[•‣◦●◎□■◆◇▷▶※ㅇ]\s+[^\s가-힣]*[가-힣]",
        "행정업무운영 편람: 항목의 구분 (□, ㅇ, -)",
        ("□ 폭염 대책 마련 ", "ㅇ 쉼터 128곳을 운영함 ", "ㅇ 안부 전화를 실시함"),
        _KO,
    ),
    Rule(
        "a circled number goes with what it numbers",
        False,
        rf"{CIRCLED}\s*",
        r"\S",
        _LAW,
        ("폐업은 30일 전까지 신고하여야 한다. ", "② 제1항에 따른 신고를 받은 시장은 통지하여야 한다."),
    ),
    Rule(
        "a circled number that is named in a sentence",
        False,
        r"(?:및|또는|이나|와|과|[,·~])\s",
        CIRCLED,
        _LAW,
        ("신청인은 ① 또는 ② 중 하나를 고른다.",),
    ),
    Rule(
        "an article's number alone is no sentence",
        False,
        r"(?:\A|\s)제\s?\d+\s?조(?:의\s?\d+)?\s+",
        CIRCLED,
        _LAW,
        ("제1조 ① 조합의 이름은 한빛으로 한다. ", "② 사무소는 서울에 둔다."),
        _KO,
    ),
    Rule(
        "an article's title is a heading",
        True,
        r"제\s?\d+\s?조(?:의\s?\d+)?\s?\([^()\n]{1,60}\)\s+",
        CIRCLED,
        _LAW,
        ("제4조(사용료) ", "①이 조합의 사용료는 없다."),
        _KO,
    ),
    Rule(
        "a circled number begins a line of a list",
        True,
        r"\S\s+",
        rf"{CIRCLED}(?![은는이가을를의과와~,.)]|\s*(?:및|또는|내지|이나)\s)\s*\S",
        _LAW,
        ("조합이 지급하는 수당 ", "① 식비와 교통비"),
    ),
    Rule(
        "a dash and who says it",
        False,
        rf"[?!…]{CLOSERS}*\s",
        r"[—–]\s?\p{Ll}",
        "Мильчин, Справочник издателя и автора: прямая речь",
        ("«Иди сюда!» — сказала она.",),
    ),
    Rule(
        "another speaker's line begins with a dash",
        True,
        rf"[.?!]{CLOSERS}*\s",
        r"-\s?(?=\S)(?![\d-])|[–—―]\s?[\p{Lu}\p{Lo}\"“]",
        "EBU and Netflix timed text style guides: two speakers in one subtitle",
        ("- 증거가 있어? ", "- 없어."),
    ),
    Rule(
        "a Hanja that names a state goes with what follows",
        False,
        rf"(?:\A|{END}\s?)\p{{script=Han}}{{1,2}}(?:[\s·]\p{{script=Han}}{{1,2}})?\s?",
        r"[^\p{script=Han}。]",
        _PRESS,
        ("산림은 국토의 63%다. ", '美 대통령은 "숲은 기적"이라고 했다.'),
        _KO,
    ),
    Rule(
        "a headline's ellipsis between two clauses",
        False,
        r"(?:…|\.{2,3})",
        r"\S",
        _PRESS,
        ('美 "유예는 없다"…정부 긴급회의',),
        _KO,
    ),
    Rule(
        "what is quoted and the particle that quotes it are one sentence",
        False,
        r"[\"”’'」』》〉]\s",
        rf"{QUOTING}(?:\s|[,.]|[가-힣]{{0,3}}[\s,.])",
        "국립국어원, 표준국어대사전: 라고, 하고; hyunwoongko/kss, quotations",
        ("그는 “안 간다.” 라고 말했다.",),
        _KO,
    ),
    Rule(
        "a particle begins no sentence",
        False,
        r"\S[\"”’'」』》〉)\]）]",
        r"[가-힣]",
        "국립국어원, 표준국어대사전: 조사",
        ("日 언론은 「交渉は続く。」라는 제목을 달았다.",),
        _KO,
    ),
    Rule(
        "what is quoted and who says it, in Japanese and Chinese",
        False,
        r"[」』”]\s?",
        r"(?:と|って|など|という|[はがをのにもへで])|\p{script=Han}{1,6}[说道问喊答]",
        "文化庁, くぎり符号の使ひ方; GB/T 15834-2011, 引号",
        ("彼は「動くな。」と言った。", "雨が降った。"),
        ("ja", "zh"),
    ),
    Rule(
        "a pause inside a Korean sentence",
        False,
        r"(?:[은는운한던]데|지만|[아어해]서|으?면|니까|그냥|그러니까|그게|음|저기?|아니|글쎄|뭐랄까|뭐|막|그)(?:…+|\.{2,3})\s",
        r"\S",
        _ORTHOGRAPHY + ": 줄임표",
        ("나는 그 말을 몰랐는데... 그냥 손을 흔들었다.",),
        _KO,
    ),
    Rule(
        "the day or the zone after a.m. and p.m.",
        False,
        r"\b[ap]\.\s?m\.\s",
        rf"(?i:{WEEKDAY}|{MONTHS}[a-z]*\b|(?:[ECMPKJ][SD]?T|GMT|UTC|BST|CET|IST|HKT|SGT)\b|(?:Eastern|Central|Mountain|Pacific|"
        r"Korean?|Seoul|Tokyo|London|local|Greenwich)\b|(?:today|tomorrow|yesterday|tonight)\b|(?:\p{Lu}\w+\s){1,2}time\b)",
        _AP,
        ("It fell at 8:24 a.m. Monday. ", "All left."),
        _BOTH,
    ),
    Rule(
        "a title and a name",
        False,
        rf"\b(?:{TITLES})\.\s",
        r"\S",
        "Chicago Manual of Style 10.11; nipunsadvilkar/pySBD#59",
        ("We met his partner, Wm. Tarrant, there.",),
        _BOTH,
    ),
    Rule(
        "an abbreviation before a number",
        False,
        rf"\b(?:{BEFORE_NUMBERS})\.\s",
        r"[\d#$€£₩Ⅰ-ⅿ]|[IVX]+\b",
        "Chicago Manual of Style 10.42; wikimedia/sentencex#23",
        ("See Vol. 3 first.",),
        _BOTH,
    ),
    Rule(
        "a weekday cut short and its date",
        False,
        rf"\b{SHORT_WEEKDAY}\.\s",
        rf"\d|{MONTHS}",
        _AP,
        ("It runs on Sat. 3 May at noon.",),
        _EN,
    ),
    Rule(
        "a measure and what is measured",
        False,
        rf"[\d½¼¾⅓⅔]\s?{MEASURES}\.\s",
        rf"(?!{STARTERS})\p{{L}}",
        "Chicago Manual of Style 10.67 (measures of recipes)",
        ("Stir in 2 tsp. Salt and sugar follow. ", "Mix again."),
        _EN,
    ),
    Rule(
        "an initial before a surname",
        False,
        r"(?<![\p{L}\p{N}.&])\p{Lu}\.\s",
        rf"(?!{STARTERS})(?:\p{{Lu}}|(?:de|van|von|der|di|du)\s)",
        "Chicago Manual of Style 10.12",
        ("We met Mary K. Dunne there.",),
        _EN,
    ),
    Rule(
        "letters of a name and a small letter after them",
        False,
        r"\b(?:\p{Lu}\.){1,4}\p{Lu}\.\s",
        r"\p{Ll}",
        "nipunsadvilkar/pySBD, golden rules 13 and 14",
        ("The U.K. and France agreed.",),
        _EN,
    ),
    Rule(
        "an abbreviation that no sentence ends in",
        False,
        rf"\b(?:{NEVER_LAST})\.\s",
        r"\S",
        "Chicago Manual of Style 10.42",
        ("All prices are incl. Tax rates differ.",),
        _BOTH,
    ),
    Rule(
        "May is no abbreviation",
        True,
        r"\bMay[.?!]\s",
        r"[\"“‘(]?\p{Lu}",
        "Associated Press Stylebook, months: March to July are never abbreviated",
        ("They meet in May. ", "Shipyards are watching."),
        _EN,
    ),
    Rule(
        "what was shouted or asked, and who did",
        False,
        r"[?!…][\"”’]\s",
        rf"(?:(?:the|an?|one|his|her|my|our|their|he|she|they|it|I|we|you|Mr\.|Mrs\.|Ms\.|Dr\.|Prof\.|Sen\.|Rep\.)\s)?"
        rf"(?:[\p{{L}}.'’-]+\s){{0,4}}{SAID}|(?!{STARTERS})(?:\p{{Lu}}[\w.'’-]*,?\s){{1,4}}(?:[\p{{Ll}}'’-]+,?\s){{0,5}}{SAID}",
        "Chicago Manual of Style 13.14; nipunsadvilkar/pySBD, golden rule 27",
        ('"Stop!" Dana Wirth shouted. ', "The man ran."),
        _EN,
    ),
    Rule(
        "a sentence ends after the bracket that it ends in",
        True,
        r"[.?!]\)\s",
        r"[\"“‘(]?\p{Lu}",
        "Chicago Manual of Style 6.13",
        ("(He had not scored since Aug. 14.) ", "Coach Halloran came."),
        _EN,
    ),
    Rule(
        "an abbreviation that may end a sentence does before a word that begins one",
        True,
        rf"\b(?:{COMPANIES}|{MONTHS}|[ap]\.\s?m)\.{CLOSERS}?\s",
        rf"[\"“‘(]?{STARTERS}(?!\.)",
        "nipunsadvilkar/pySBD, golden rules 13 and 14 (`the U.S. They`); wikimedia/sentencex cuts in no bracket",
        ("[They came from the U.S. ", "They left.]"),
        _EN,
    ),
    Rule(
        "a word that begins a sentence after a word that is no abbreviation",
        True,
        rf"(?:\p{{Ll}}{{3}}|\d)(?:[.?!]|\.{CLOSERS})\s",
        rf"[\"“‘(]?{STARTERS}",
        "nipunsadvilkar/pySBD, golden rule 28; wikimedia/sentencex cuts in no bracket",
        ("[The fee is due. ", "It is 3 won.]"),
        _BOTH,
    ),
    Rule(
        "a longer word that is no abbreviation ends a sentence at its mark",
        True,
        rf"\b(?!(?:{LONG})\.)[\p{{L}}'’-]*\p{{Ll}}{{4}}(?:[.?!]|\.{CLOSERS})\s",
        r"[\"“‘(]?\p{Lu}[\p{Ll} ]",
        "wikimedia/sentencex#23: sentencex cuts in no bracket",
        ("[It is over. ", "Crowds moved.] ", "They left."),
        _BOTH,
    ),
    Rule(
        "ok, no and yes are no abbreviations",
        True,
        r"(?i:\b(?:ok|okay|no|yes|yeah|hi|bye|lol|ugh|thx|thanks|k)\.\s)",
        r"\p{L}{2}",
        "chat usage",
        ("nah im ok. ", "thx tho"),
        _EN,
    ),
    Rule(
        "a sentence ends after an ideographic full stop",
        True,
        rf"[。！？｡]{CLOSERS}*\s*",
        r"[\p{L}\p{N}「『“‘（\"]",
        "JIS X 4051; GB/T 15834-2011",
        ("떠나는 날 「ありがとう。", "元気でね。」 하고 말했다."),
    ),
    Rule(
        "a Korean sentence ends at its mark, in a quotation too",
        True,
        rf"[가-힣\p{{script=Han}}%)\]][가-힣%)\]\"”’'][.?!]{{1,3}}{QUOTES}*\s+|[가-힣]{QUOTES}*[?!]{{1,3}}{QUOTES}*\s+",
        r"[가-힣\p{L}\d\"“‘'「『(\[{<《〈※▲■□●○☞`*_]",
        _ORTHOGRAPHY + ": 마침표, 물음표, 느낌표",
        ('"연기가 찼어요. ', '손으로 더듬었죠."라고 했다.'),
        _KO,
    ),
)

# What the splitters know and other tools do not: the rest of a rule set that stands alone, after those above.
STANDALONE: tuple[Rule, ...] = (
    Rule(
        "an initial and a name",
        False,
        r"(?:\A|[\s(“\"'.-])(?:\p{Lu}\.[\s-]?){0,4}\p{Lu}\.\s",
        rf"(?!{STARTERS})[\p{{L}}]",
        "Chicago Manual of Style 10.12",
        ("We met J. K. Lee there.",),
    ),
    Rule("a month and its day", False, rf"\b{MONTHS}\.\s", r"\d", _AP, ("It was signed Dec. 12 in Seoul.",)),
    Rule(
        "an abbreviation that may end a sentence goes on before any other word",
        False,
        rf"\b(?:{COMPANIES}|{LONG}|{MONTHS})\.\s",
        r"\S",
        "nipunsadvilkar/pySBD, golden rules 15 and 16",
        ("Kestrel Works Ltd. Wins the Bridge",),
    ),
    Rule(
        "no sentence begins with a small letter",
        False,
        r"[.?!…][\s\"”’)\]]*",
        r"\p{Ll}",
        "Chicago Manual of Style 6.9",
        ("It fell 3.5 pct. to 1,300.",),
    ),
    Rule(
        "a point between two numbers",
        False,
        r"\d\.\s",
        r"\d",
        _ORTHOGRAPHY + ": 마침표 (3.1. 2014. 3. 1.)",
        ("2014. 3. 1. 시작",),
        _KO,
    ),
    Rule(
        "a sentence ends at its mark",
        True,
        rf"[.?!…]+{CLOSERS}*\s+",
        r"\S",
        "Unicode Standard Annex 29, sentence boundaries",
        ("He left. ", "She stayed."),
    ),
)
