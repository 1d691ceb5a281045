"""The report page's template: `page` fills it in; every text in it is escaped."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


def page(name: str, **values: Any) -> str:
    """The HTML of the template `name`; raises jinja2's UndefinedError at a value that was not given."""
    return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(loader=PackageLoader("jjak.workbench"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
