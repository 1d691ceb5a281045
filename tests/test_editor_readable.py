"""That the editor can be read: every control has contrast enough, and a long text can be edited in a low window."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

LONG = "This sentence is one of very many that stand in a single field. " * 38
LINKS = [
    (["조약은 30일에 발효됩니다."], ["The treaty takes effect on the 20th."], 0.97),
    (["비가 옵니다.", "눈도 옵니다."], ["It rains and snows."], 0.41),
    (["긴 글입니다."], [LONG], 0.6),
]
# of each control that is seen, its name and the contrast of its text with what lies behind it, as WCAG computes it
CONTRASTS = """(nodes) => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (colour) => colour.slice(0, 3).map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = rgba(getComputedStyle(each).backgroundColor);
      if (colour[3] > 250) return colour;
    }
    return rgba(getComputedStyle(document.body).backgroundColor);
  };
  return nodes.filter((node) => !node.disabled && node.getClientRects().length).map((node) => {
    const [one, two] = [light(rgba(getComputedStyle(node).color)), light(behind(node))].sort((a, b) => b - a);
    return [node.id || node.dataset.command || node.dataset.filter || node.textContent, (one + 0.05) / (two + 0.05)];
  });
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, units: ModuleType, serve: Callable[..., Any]) -> Any:
    corpus = tmp_path_factory.mktemp("readable") / "c.db"
    units.store_units(corpus, units.unit("doc", LINKS))
    return serve(corpus)


def opened(made: Any, browser: Any, width: int, height: int, **more: str) -> Any:
    page = made.context(browser, locale="en-US", viewport={"width": width, "height": height}, **more).new_page()
    page.goto(f"{made.address}/documents/1")
    page.wait_for_selector("body[data-ready=yes]")
    page.wait_for_selector(".row.current .piece")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_control_of_the_editor_can_be_read_in_every_state(browser: Any, made: Any, scheme: str) -> None:
    page = opened(made, browser, 1440, 900, color_scheme=scheme)
    page.wait_for_selector(".row.current .error")
    controls = page.locator("button:visible:enabled, a:visible, kbd:visible, input:visible")
    found = {("rest", *each) for each in map(tuple, controls.evaluate_all(CONTRASTS))}
    for control in controls.all():
        if control.evaluate("(node) => node.tagName === 'KBD' || node.classList.contains('skip')"):
            continue
        control.hover(force=True)
        found |= {("hover", *each) for each in map(tuple, control.evaluate(f"(node) => ({CONTRASTS})([node])"))}
        control.focus()
        found |= {("focus", *each) for each in map(tuple, control.evaluate(f"(node) => ({CONTRASTS})([node])"))}
    page.context.close()
    assert {state for state, *_ in found} == {"rest", "hover", "focus"}
    assert len(found) > 60
    assert not sorted(each for each in found if each[2] < 4.5)


def test_a_long_text_is_edited_whole_in_a_low_window(browser: Any, made: Any) -> None:
    page = opened(made, browser, 720, 450)
    page.evaluate("document.querySelector(`.row[aria-posinset='3']`).focus()")
    page.keyboard.press("e")
    page.wait_for_timeout(150)
    field = page.locator(".field[data-side=target]")
    assert len(field.input_value()) > 2400 - 5
    hidden, end, room = field.evaluate(
        """(field) => [field.scrollHeight - field.clientHeight, field.getBoundingClientRect().bottom,
        document.querySelector('#rows').clientHeight]"""
    )
    assert hidden <= 2, "no line of the field is hidden"
    assert room > 330, "the rows have most of the window while somebody writes"
    save = page.locator("[data-edit=keep]").bounding_box()
    assert save["y"] + save["height"] <= 450
    assert end <= 450, "the end of the text, where the caret is, is seen"
    page.keyboard.press("Escape")
    assert page.locator("#acts").is_visible()
    page.context.close()
