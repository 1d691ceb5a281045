from __future__ import annotations

from jjak.seeds.document import Kind, fold
from jjak.seeds.ledger import Fate, Reason
from jjak.seeds.readers.markdown import read_markdown

TEXT = """---
title: 나무 심기
---

# 나무 심기 #

나무를 심는 방법은 **간단**합니다. [안내서](https://example.org/a?b=c)를
보십시오.

<!-- 여러 줄의
설명 -->
1. 구덩이를 판다.
   깊게 판다.
- [x] 물을 준다.

> 기다린다.

| 나무 | 값 \\| 원 |
|---|:-:|
| 소나무 | 3 |

```sh
plant --tree pine
# 주석
```

둘째
---
끝.

[here]: https://example.org
<div align="center">
"""


def test_markdown_gives_its_texts_without_their_marks() -> None:
    found = read_markdown(TEXT)
    assert [(block.kind, fold(TEXT, block.span).text) for block in found.blocks] == [
        (Kind.HEADLINE, "나무 심기"),
        (Kind.TEXT, "나무를 심는 방법은 **간단**합니다. [안내서](https://example.org/a?b=c)를 보십시오."),
        (Kind.TEXT, "구덩이를 판다. 깊게 판다."),
        (Kind.TEXT, "물을 준다."),
        (Kind.TEXT, "기다린다."),
        (Kind.TEXT, "나무"),
        (Kind.TEXT, "값 \\| 원"),
        (Kind.TEXT, "소나무"),
        (Kind.TEXT, "3"),
        (Kind.TEXT, "둘째"),
        (Kind.TEXT, "끝."),
    ]


def test_code_and_comments_are_left_out_and_front_matter_is_metadata() -> None:
    apart = read_markdown(TEXT).apart
    assert TEXT[slice(*apart[0].span)].startswith("---\ntitle")
    assert apart[0].fate is Fate.METADATA
    left = {part.reason: TEXT[slice(*part.span)] for part in apart if part.fate is Fate.LEFT_OUT}
    assert set(left) == {Reason.CODE, Reason.COMMENT}
    assert left[Reason.COMMENT] == "<!-- 여러 줄의\n설명 -->"
    code = [TEXT[slice(*part.span)] for part in apart if part.reason is Reason.CODE]
    assert code == ["```sh", "plant --tree pine", "# 주석", "```"]


def test_code_without_an_end_is_code_to_the_end() -> None:
    found = read_markdown("가나다.\n\n~~~\n라마바.\n```\n")
    assert len(found.blocks) == 1
    assert len(found.apart) == 3
