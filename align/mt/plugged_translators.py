"""Other people's translators: plug-ins of the entry point group `jjak.translators`, used by their names as models are.

An entry point names a function that takes the two languages and gives a function from lines to as many lines. It raises
ValueError where it does not do the direction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from jjak.align.mt.translator import EMPTY, UNTRANSLATED, Translation
from jjak.seeds.errors import ModelError

GROUP = "jjak.translators"
Translate = Callable[[list[str]], Sequence[str]]


@dataclass(frozen=True, slots=True)
class PluggedModel:
    """revision: of the package that brings it."""

    name: str
    revision: str
    point: EntryPoint

    def tag(self, source: str, target: str) -> str:
        """Empty; raises ModelError where the plug-in does not do this direction."""
        self.translate(source, target)
        return ""

    def translate(self, source: str, target: str) -> Translate:
        """Its function for a direction; raises ModelError where it has none, or cannot be loaded."""
        try:
            made: Translate = self.point.load()(source, target)
        except Exception as error:  # a plug-in may raise anything
            message = "The plug-in {name} does not translate {source} to {target}: {cause}"
            fix = "Its package says what it needs."
            raise ModelError(message, fix, name=self.name, source=source, target=target, cause=error) from error
        return made


@dataclass(frozen=True, slots=True)
class PluggedTranslator:
    """A plug-in in one direction."""

    model: str
    revision: str
    translate: Translate

    def __call__(self, texts: Sequence[str], /) -> list[Translation]:
        lines = [" ".join(text.split()) for text in texts]
        wanted = [line for line in dict.fromkeys(lines) if line]
        try:
            answers = [str(text) for text in self.translate(wanted)] if wanted else []
        except Exception as error:  # a plug-in may raise anything
            message, fix = "The plug-in {name} failed: {cause}", "Its package says what it needs."
            raise ModelError(message, fix, name=self.model, cause=error) from error
        if len(answers) != len(wanted):
            message = "The plug-in {name} gave {found} lines for {count}"
            raise ModelError(message, "Report it to its makers.", name=self.model, found=len(answers), count=len(wanted))
        known = dict(zip(wanted, (" ".join(answer.split()) for answer in answers), strict=True))
        return [self._translation(line, known.get(line, "")) for line in lines]

    def _translation(self, line: str, text: str) -> Translation:
        return Translation(text, self.model, self.revision, 0.0, () if text or not line else (EMPTY, UNTRANSLATED))


def plugged() -> dict[str, PluggedModel]:
    """The plug-ins that are installed, by name; nothing of them is loaded."""
    return {point.name: PluggedModel(point.name, _revision(point), point) for point in entry_points(group=GROUP)}


def _revision(point: EntryPoint) -> str:
    return f"{point.dist.name}-{point.dist.version}" if point.dist else ""
