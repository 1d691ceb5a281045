"""Marks and words by which ends of sentences are told, as regular expressions: what the table of rules is written with."""

from __future__ import annotations

# closing marks that stand after a sentence's own
CLOSERS = "[\"”“’'」』》〉»】〕）)\\]]"
QUOTES = "[\"”’'」』》〉»]"
OPENERS = "(?<![.?!…,])[(\\[\\{（［「『《〈«【〔“‘„]"
END = f"[.?!…。！？]{CLOSERS}*"
CIRCLED = "[①-⑳⑴-⒇㉠-㉯㉮-㉻]"
# the letters that Korean law and minutes number items with
ITEM = "[가나다라마바사아자차카타파하]"
BULLET = "[-–—―•·‣◦○●◎□■◆◇▷▶△▲※*ㅇo☞✓]"
EMOTICON = (
    "(?:[:;][-']?[)(DPpOo3/|*]+|<3+|\\^[_.-]?\\^|[ㅋㅎㅠㅜㅡ]{1,20}|;{2,}|[♥♡]+|[☀-➿\U0001f300-\U0001faff]+|(?:lol|haha+|lmao)\\b"
    "|[(\\[](?:웃음|일동 웃음|한숨|박수|laughs?|laughter|laughing|sighs?|applause)[)\\]])"
)
# words that begin an English sentence and hardly ever a name
STARTERS = (
    "(?:The|They|It|Its|He|She|We|I|You|This|That|These|Those|There|Their|Theirs|Our|My|Your|His|Her|But|And|Or|So|Yet|If|When|"
    "While|Where|Why|How|What|Who|Which|As|At|In|On|By|For|From|With|After|Before|Since|Because|Although|Though|However|"
    "Meanwhile|Moreover|Then|Now|Here|Some|Many|Most|Much|Both|Each|Every|Another|Other|Others|No|Not|Nobody|Nothing|"
    "Neither|None|Is|Are|Was|Were|Do|Does|Did|Can|Could|Will|Would|Should|Please|Yes|Of|To|A|An|One|According|Under|Over|"
    "During|Despite|Instead|Also|Still|Just|Even|Only|Such|All|Any|Let|Let's|Don't|It's|That's|I'm|We're|They're)\\b"
)
MONTHS = "(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
WEEKDAY = "(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:days?|\\b)"
SHORT_WEEKDAY = "(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
TITLES = (
    "Mr|Mrs|Ms|Mx|Messrs|Dr|Drs|Prof|Rev|Fr|Hon|Pres|Gov|Sen|Rep|Amb|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Cpl|Pvt|St|Ste|Mt|Ft|"
    "Wm|Chas|Geo|Thos|Jas|Jos|Attn|Cllrs?|Ald|Insp|Supt|Det|Msgr|Bp"
)
BEFORE_NUMBERS = (
    "[Nn]os?|NO|[Nn]r|approx|[Cc]a|[Pp]p?|[Vv]ols?|[Cc]h|[Ss]ecs?|[Aa]rts?|[Pp]aras?|[Ff]igs?|[Ee]qs?|[Tt]el|[Ee]xt|"
    "[Aa]pps?|[Aa]ppx|[Ss]ched|[Rr]egs?"
)
# measures of recipes, after their number
MEASURES = "(?:[Tt]b?sps?|[Tt]bs|oz|lbs?|pts?|qts?|gals?|pkgs?)"
NEVER_LAST = "vs?|approx|incl|excl|[Cc]f|eff|viz|e\\.g|i\\.e|[Qq]ty|[Dd]ept|resp"
COMPANIES = "Inc|Ltd|Corp|Co|Bros|LLC|Jr|Sr|Esq|al|etc|(?:[A-Z]\\.){1,3}[A-Z]|Ph\\.D"
LONG = (
    "Ariz|Assn|Blvd|Bros|Calif|Capt|Cmdr|Conn|Corp|Dept|Govt|Intl|Kans|Mass|Messrs|Minn|Natl|Nebr|Okla|Penn|Prof|Sept|Supt|"
    "Tenn|Thurs|Tues|Univ|Wash|[Aa]pprox|[Ii]ncl|[Ee]xcl"
)
SAID = (
    "(?:said|says|say|asked|asks|shouted|cried|replied|added|answered|wrote|told|yelled|whispered|exclaimed|called|"
    "wondered|laughed|screamed|demanded|insisted|noted|joked|warned|recalled|remarked|tweeted|posted)\\b"
)
# what goes on after a Korean quotation: particles of quoting and forms of 하다
QUOTING = (
    "(?:이?라고|이?라며|이?라면서|이?라는|이?라던|이?라면|이?라니|이?라기에|이?라서|라고까지|고|며|면서|는|하고|하며|하면서|하는|"
    "하던|하자|했다|했고|하더니|하였다|한다|합니다|했습니다|하네|하더라)"
)
