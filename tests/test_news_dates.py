"""The dates of Korean and English pages, with and without clock, zone and label."""

from __future__ import annotations

import pytest

from jjak.seeds.readers.news_table import NEWS_RULES
from jjak.seeds.reading import document_of

FORMS = [
    ("2023년 04월 09일 08시 07분", "2023-04-09T08:07:00"),
    ("2023년 4월 9일 오후 3시", "2023-04-09T15:00:00"),
    ("2023년 4월 9일 일요일 오전 12시 5분", "2023-04-09T00:05:00"),
    ("2023. 4. 9. 오후 12:30", "2023-04-09T12:30:00"),
    ("2023.04.09.08:07", "2023-04-09T08:07:00"),
    ("2023.04.09 (일) 08:07", "2023-04-09T08:07:00"),
    ("2023-04-09 08:07:06", "2023-04-09T08:07:06"),
    ("2023/04/09 8:07", "2023-04-09T08:07:00"),
    ("2023-04-09T08:07:06+09:00", "2023-04-09T08:07:06+09:00"),
    ("2023-04-09T08:07:06.123Z", "2023-04-09T08:07:06+00:00"),
    ("2023-04-09 08:07 KST", "2023-04-09T08:07:00+09:00"),
    ("2023-04-09 08:07 (KST)", "2023-04-09T08:07:00+09:00"),
    ("9 April 2023 08:07 UTC", "2023-04-09T08:07:00+00:00"),
    ("9 Apr. 2023, 08:07 GMT+9", "2023-04-09T08:07:00+09:00"),
    ("April 9, 2023 8:07 a.m. EST", "2023-04-09T08:07:00-05:00"),
    ("Apr. 9th, 2023 at 8:07 PM", "2023-04-09T20:07:00"),
    ("Sunday, April 9, 2023", "2023-04-09"),
    ("Sun, April 9, 2023 | 08:07", "2023-04-09T08:07:00"),
    ("08:07 April 09, 2023", "2023-04-09T08:07:00"),
    ("Sunday 9th April 2023", "2023-04-09"),
    ("23.04.09", "2023-04-09"),
    ("'23. 4. 9.", "2023-04-09"),
    ("93.04.09", "1993-04-09"),
    ("13/04/2023", "2023-04-13"),
    ("04/13/2023", "2023-04-13"),
]


@pytest.mark.parametrize(("text", "value"), FORMS)
def test_a_date_in_any_form_is_one_moment(text: str, value: str) -> None:
    (moment,) = NEWS_RULES.moments(text)
    assert (moment.value, text[moment.start : moment.stop].rstrip(".")) == (value, text.rstrip("."))


@pytest.mark.parametrize("text", ["2023-02-30", "2023-04-09 25:07", "3.14.15926", "123.45.67.89", "20230409123", "1/2 cup"])
def test_what_is_no_day_or_hour_is_no_date(text: str) -> None:
    assert NEWS_RULES.moments(text) == []


def test_a_day_that_cannot_be_told_from_its_month_has_no_value() -> None:
    assert [moment.value for moment in NEWS_RULES.moments("Posted on 04/09/2023 08:07")] == [""]


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("최초입력 2023.04.09 08:07 최종수정 2023.04.09 09:00", ["published", "modified"]),
        ("송고시간2023-04-09 08:07", ["published"]),
        ("등록일 : 2023.04.09", ["published"]),
        ("Write: 2023-04-09 08:07:06 / Update: 2023-04-09 09:00:01", ["published", "modified"]),
        ("Published : 2023-04-09 08:07 | Last updated : 2023-04-09 09:00", ["published", "modified"]),
        ("승인 2023.04.09 08:07 | 수정일 2023.04.10", ["published", "modified"]),
        ("First published on 9 April 2023", ["published"]),
    ],
)
def test_labels_say_which_date_it_is(line: str, labels: list[str]) -> None:
    assert [moment.label for moment in NEWS_RULES.moments(line)] == labels


def test_a_line_that_is_too_long_for_a_date_has_none() -> None:
    assert NEWS_RULES.moments("2023-04-09 " + "가" * 200) == []


@pytest.mark.parametrize(
    ("page", "published"),
    [
        ("나무 소식\n\nPublished: 9 Apr. 2023, 08:07\n\n[앵커]\n\n나무입니다.\n", "2023-04-09T08:07:00+09:00"),
        ("Tree news\n\nPublished: 9 Apr. 2023, 08:07\n\nTrees grow.\n", "2023-04-09T08:07:00"),
        ("Tree news\n\nPublished: 9 Apr. 2023\n\nTrees grow.\n", "2023-04-09"),
        ("Tree news | Arirang News\n\nPublished: 9 Apr. 2023, 08:07\n\nTrees grow.\n", "2023-04-09T08:07:00+09:00"),
        ("Tree news\n\n2023-04-09 08:07 UTC\n\n나무입니다.\n", "2023-04-09T08:07:00+00:00"),
    ],
)
def test_a_page_has_the_zone_that_it_says_or_that_of_korea(page: str, published: str) -> None:
    assert document_of(page.encode(), "page").metadata["published"] == published
