"""How much a zip file may unpack to, looked at before anything of it is unpacked."""

from __future__ import annotations

from collections.abc import Sequence
from zipfile import ZipInfo

from jjak.seeds.limits import MB, limits, too_much
from jjak.seeds.message import message

SMALL = 10_000  # bytes of a part that may unpack to more than others


def check_parts(parts: Sequence[ZipInfo]) -> None:
    """Raises LimitError where there are too many, or they would unpack to too much."""
    held = limits()
    if len(parts) > held.members:
        raise too_much("members", message("{count:,} parts, over {most:,}", count=len(parts), most=held.members))
    if (total := sum(part.file_size for part in parts)) > held.unpacked * MB:
        most = held.unpacked * MB
        raise too_much("unpacked", message("it unpacks to {total:,} bytes, over {most:,}", total=total, most=most))
    for part in parts:
        if part.file_size > held.ratio * max(part.compress_size, SMALL):
            said = message(
                "{part} unpacks to {size:,} bytes, over {most:,} times what it is",
                part=part.filename,
                size=part.file_size,
                most=held.ratio,
            )
            raise too_much("ratio", said)
