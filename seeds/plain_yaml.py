"""YAML as plain data, whose aliases may not stand for more than a limit: nine lines of them can stand for a billion nodes."""

from __future__ import annotations

from typing import Any

from jjak.seeds.errors import FormatError
from jjak.seeds.limits import limits, too_much
from jjak.seeds.message import message

LONGEST = 4_000_000  # characters; PyYAML reads some hundred thousand a second


def read_yaml(text: str) -> Any:
    """What a text says, without any type of Python's own.

    Raises:
        FormatError: It is no YAML, is too long, or its aliases stand for more nodes than the limit `aliases` has.
    """
    import yaml

    if len(text) > LONGEST:
        said = message("{count:,} characters of YAML, over {most:,}", count=len(text), most=LONGEST)
        raise FormatError(said, message("Leave out what is not needed."))
    loader = _loader()(text)
    try:
        return loader.get_single_data()
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise FormatError("no YAML: {cause}", cause=" ".join(str(error).split())) from error
    finally:
        loader.dispose()


def _loader() -> Any:
    import yaml

    class Counting(yaml.SafeLoader):
        """Counts what aliases stand for while the nodes are put together, before anything is made of them."""

        def __init__(self, text: str) -> None:
            super().__init__(text)
            self._nodes = self._repeated = 0
            self._sizes: dict[int, int] = {}

        def compose_node(self, parent: Any, index: Any) -> Any:
            alias = self.check_event(yaml.AliasEvent)
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            line = event.start_mark.line + 1
            before = self._nodes
            node = super().compose_node(parent, index)
            if alias:
                # an alias inside of what it names has no end
                size = self._sizes.get(id(node), limits().aliases + 1)
                self._nodes += size
                self._repeated += size
                if self._repeated > limits().aliases:
                    said = message("line {line}: aliases stand for over {most:,} nodes", line=line, most=limits().aliases)
                    raise too_much("aliases", said)
            else:
                self._nodes += 1
                self._sizes[id(node)] = self._nodes - before
            return node

    return Counting
