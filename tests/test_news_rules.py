"""The table that news pages are read by: each rule's example is its test, and a user's rules are held to the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from jjak.seeds.document import Kind
from jjak.seeds.errors import SettingError
from jjak.seeds.ledger import Reason
from jjak.seeds.readers.news import read_news
from jjak.seeds.readers.news_rules import Role, Rule, rules_of
from jjak.seeds.readers.news_table import BUILT_IN, NEWS_RULES, news_rules
from jjak.workbench.settings import Settings, read_settings

WEATHER = {"rule": "furniture", "pattern": "오늘의 날씨 지도", "example": "오늘의 날씨 지도"}


@pytest.mark.parametrize("rule", BUILT_IN, ids=lambda rule: f"{rule.role}-{rule.example[:20]}")
def test_a_rule_matches_its_example(rule: Rule) -> None:
    assert NEWS_RULES.applies(rule)


@pytest.mark.parametrize("role", Role)
def test_there_is_a_rule_of_every_kind(role: Role) -> None:
    assert any(rule.role is role for rule in BUILT_IN)


@pytest.mark.parametrize("rule", [rule for rule in BUILT_IN if rule.role is Role.FURNITURE], ids=lambda rule: rule.example[:30])
def test_an_example_of_furniture_is_left_out_of_a_page_for_its_reason(rule: Rule) -> None:
    text = f"나무시 소식\n\n입력 2024.05.20 10:00\n\n나무가 자랍니다.\n\n{rule.example}\n"
    page = read_news(text)
    assert page is not None
    assert [text[slice(*part.span)] for part in page.apart if part.reason] == [rule.example]


@pytest.mark.parametrize(
    "line",
    [
        "검찰은 무단 전재 혐의로 세 명을 기소했습니다.",
        "제보하기 쉬운 창구를 만들겠다고 시는 밝혔습니다.",
        "댓글 쓰기를 막아 달라는 요청이 늘었다.",
        "전화 상담은 하루 두 배로 늘었다.",
        "사진은 말이 없다.",
        "영상: 그는 혼자 강으로 갔다.",
        "Copyright law was amended on Monday, the ministry said.",
        "Share prices of the old tree companies rose by a tenth.",
        "Print media have lost half of their readers since then.",
        "By Monday all of the trees had been counted by hand.",
        "by the government and the opposition",
        "안녕",
        "▲예산 확대 ▲인력 확충",
    ],
)
def test_a_sentence_about_a_pages_furniture_is_no_furniture(line: str) -> None:
    assert NEWS_RULES.furniture(line) is None


def test_a_wrapped_line_that_reads_like_furniture_is_no_furniture_in_mid_sentence() -> None:
    text = (
        "[REPORT]\n\nThe committee met with the gardeners of the city, who had counted the\n"
        "trees before the winter, and on Monday with the lawyers that were named\nby Hong Gil-dong\n"
    )
    page = read_news(text)
    assert page is not None
    assert [part.reason for part in page.apart if part.reason] == []
    assert len(page.blocks) == 1


def test_a_users_rule_goes_before_ours() -> None:
    rules = news_rules({"rules": [WEATHER, {"rule": "mark", "pattern": "현장", "means": "report", "example": "[현장]"}]})
    text = "[앵커]\n\n비가 옵니다.\n\n[현장]\n\n그쳤습니다.\n\n오늘의 날씨 지도\n"
    page = read_news(text, rules)
    assert page is not None
    assert [block.kind for block in page.blocks] == [Kind.LEAD, Kind.REPORT]
    assert [part.reason for part in page.apart if part.reason] == [Reason.RULE]
    ours = read_news(text)
    assert ours is not None
    assert [block.kind for block in ours.blocks] == [Kind.LEAD] * 4


@pytest.mark.parametrize(
    ("table", "message", "fix"),
    [
        (WEATHER | {"example": "날씨 지도"}, r"rule 1 \(오늘의 날씨 지도\): its example '날씨 지도' does not match", "Mend"),
        (WEATHER | {"rule": "furnitur"}, r"rule 1 .*No rule 'furnitur'", "furniture"),
        (WEATHER | {"means": "buttn"}, r"rule 1 .*No meaning 'buttn'", "button"),
        (WEATHER | {"patern": "x"}, r"rule 1 .*No key 'patern'", "pattern"),
        (WEATHER | {"pattern": "(오늘"}, r"rule 1 \(\(오늘\): no pattern", "re"),
        ({"rule": "mark", "example": "[현장]"}, r"rule 1 \(\): no pattern", "Each rule"),
        ({"rule": "speaker", "pattern": "화자 .*", "example": "화자 1"}, r"no group speaker", "(?P<speaker>…)"),
        ({"rule": "mark", "pattern": "현장", "example": "[현장]"}, "No meaning ''", ""),
    ],
)
def test_a_users_rule_that_does_not_hold_is_named(table: dict[str, Any], message: str, fix: str) -> None:
    with pytest.raises(SettingError, match=message) as caught:
        rules_of([table])
    assert fix in caught.value.fix


def test_the_second_rule_is_named_by_its_number() -> None:
    with pytest.raises(SettingError, match="rule 2 "):
        rules_of([WEATHER, WEATHER | {"example": "x"}])


def test_rules_stand_in_the_settings_file(tmp_path: Path) -> None:
    path = tmp_path / "jjak.toml"
    path.write_text('[[news.rules]]\nrule = "stamp"\npattern = "올림"\nmeans = "published"\nexample = "올림 2024.05.20"\n')
    settings = read_settings(str(tmp_path / "corpus.db"))
    assert [moment.label for moment in settings.rules.moments("올림 2024.05.21 10:00")] == ["published"]
    assert settings.table()["news"]["rules"][0]["pattern"] == "올림"
    assert "news" not in Settings().table()
    path.write_text('[[news.rules]]\nrule = "stamp"\npattern = "올림"\nmeans = "published"\nexample = "올림"\n')
    with pytest.raises(SettingError, match=r"jjak\.toml: news\.rules, rule 1 \(올림\)"):
        read_settings(str(tmp_path / "corpus.db"))


@pytest.mark.parametrize("text", ["news = 1", "[news]\nrules = 1", "[news]\nrule = 2"])
def test_another_form_of_the_news_table_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "jjak.toml").write_text(text)
    with pytest.raises(SettingError, match="news"):
        read_settings(str(tmp_path / "corpus.db"))
