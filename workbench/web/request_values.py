"""What a request says, read with limits: whatever somebody sends is an answer to them, and no fault of the server."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.requests import Request

from jjak.seeds.errors import SettingError

MOST_DIGITS = 18  # of a number: what a database keeps in eight bytes
FIELDS = 20  # of a form without script; the largest has three


class BodyTooLarge(Exception):  # noqa: N818 -- what it says
    """A body goes on after the most that it may have, in bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NumberConvertor(IntegerConvertor):
    """A number in a path; one with more digits than a database has is the path of nothing."""

    regex = f"[0-9]{{1,{MOST_DIGITS}}}"


register_url_convertor("number", NumberConvertor())


def number(text: str) -> int:
    """A whole number of a request that is not below 0; raises SettingError at anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        shown = f"{text[:20]}…" if len(text) > 20 else text
        raise SettingError("{text!r} is no number from 0 on", "Use up to {most} digits.", text=shown, most=MOST_DIGITS)
    return int(text)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, the first of each name; raises SettingError where there are more than a form of ours has."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        fields = parse_qsl(body, max_num_fields=FIELDS)
    except ValueError as error:
        raise SettingError("A form of over {most} fields", "Reload the page and send its form.", most=FIELDS) from error
    return dict(reversed(fields))
