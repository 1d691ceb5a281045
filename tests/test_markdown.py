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


def texts(text: str) -> list[str]:
    return [fold(text, block.span).text for block in read_markdown(text).blocks]


def test_html_in_markdown_is_parted_by_its_tags_of_blocks() -> None:
    table = "<table>\n<tr>\n  <td>나무</td>\n  <td>소나무를 심는다.<br>- 물을 준다<br><b>기다린다</b></td></tr>\n</table>\n"
    assert texts(table) == ["나무", "소나무를 심는다.", "- 물을 준다", "<b>기다린다</b>"]
    assert texts("하나<br>\n둘\n셋\n") == ["하나", "둘 셋"]
    assert texts("Use `<br>` to break a line <i>here</i>.\n") == ["Use `<br>` to break a line <i>here</i>."]
    assert texts("<p>One sentence\nin two lines.</p>\n") == ["One sentence in two lines."]


def test_styles_scripts_and_what_is_indented_after_a_blank_line_are_code() -> None:
    text = "<style>\n.a { color: red; }\n</style>\n본문이다.\n\n    덴마크  웃돈\n    전망치  강구\n\n끝.\n<script>\nx()\n"
    assert texts(text) == ["본문이다.", "끝.", "x()"]
    left = [text[slice(*part.span)] for part in read_markdown(text).apart if part.reason is Reason.CODE]
    assert left == ["<style>\n.a { color: red; }\n</style>", "덴마크  웃돈", "전망치  강구"]


def test_what_is_indented_in_an_item_is_a_text() -> None:
    assert texts("1. 첫째\n\n    이어지는 문단.\n\n끝.\n") == ["첫째", "이어지는 문단.", "끝."]
    assert texts("문단이\n    이어진다.\n") == ["문단이 이어진다."]


def test_a_heading_needs_no_space_after_two_marks() -> None:
    assert texts("##나무 심기\n본문이다.\n#나무 #숲\n") == ["나무 심기", "본문이다. #나무 #숲"]
