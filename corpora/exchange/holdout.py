"""Which pairs are trained on, which validate, and which are kept back for the test, so that no text is on two sides.

A document goes to one side whole, by the hash of its name that splits of an export go by: it stays there when the corpus
grows. A pair without a document goes by a hash of its texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jjak.corpora.exchange.examples import TrainingExample
from jjak.corpora.exchange.splits import place_of, shares_of
from jjak.seeds.errors import SettingError

NAMES = ("train", "dev", "test")
BY = ("document", "pair")


@dataclass(frozen=True, slots=True)
class Shares:
    """What part of the documents each side gets; the three add up to 1."""

    train: float = 0.9
    dev: float = 0.05
    test: float = 0.05

    def side(self, key: str) -> str:
        """The side of `key`: the same for ever, the same for a share of test however the other two are parted, and for a
        document the one that an export with these shares puts it in."""
        place = place_of(key)
        return "test" if place >= 1 - self.test else "dev" if place >= 1 - self.test - self.dev else "train"


def holdout_shares(text: str) -> Shares:
    """Shares from `train=0.9,dev=0.05,test=0.05`; a part that is not named gets nothing.

    Raises:
        SettingError: At another name than those three, and where they do not add up to 1.
    """
    shares = shares_of(text)
    if not set(shares) <= set(NAMES) or min(shares.values()) < 0 or abs(sum(shares.values()) - 1) > 1e-6:
        fix = "For example train=0.9,dev=0.05,test=0.05."
        raise SettingError("--split {text}: shares of train, dev and test that add up to 1 are needed", fix, text=text)
    return Shares(**(dict.fromkeys(NAMES, 0.0) | shares))


@dataclass(frozen=True, slots=True)
class HoldoutParts:
    """The three sides; doubled: pairs left out since they came twice; near: pairs left out of training or validation
    since a text of theirs, case and marks apart, is in the test or, of training, in the validation; identical: pairs left out
    since their sides are the same, which teach copying."""

    train: list[TrainingExample] = field(default_factory=list)
    dev: list[TrainingExample] = field(default_factory=list)
    test: list[TrainingExample] = field(default_factory=list)
    doubled: int = 0
    near: int = 0
    identical: int = 0


def hold_out(
    examples: Iterable[TrainingExample], shares: Shares, *, by: str = "document", also: Sequence[TrainingExample] = ()
) -> HoldoutParts:
    """Part `examples`; what `also` holds (files that are validated on) is kept out of training as well."""
    sides: dict[str, list[TrainingExample]] = {name: [] for name in NAMES}
    met: set[tuple[str, str, str]] = set()
    doubled = identical = 0
    for example in examples:
        if example.keys[0] == example.keys[1]:
            identical += 1
            continue
        side = example.part or shares.side(_key(example, by))
        # a side's own doubles only: what is in the test stays there, whatever comes before it
        if (side, *example.keys) in met:
            doubled += 1
            continue
        met.add((side, *example.keys))
        sides[side].append(example)
    forbidden = _texts(sides["test"])
    dev = _without(sides["dev"], forbidden)
    forbidden = tuple(a | b | c for a, b, c in zip(forbidden, _texts(dev), _texts(also), strict=True))
    train = _without(sides["train"], forbidden)
    near = len(sides["dev"]) - len(dev) + len(sides["train"]) - len(train)
    return HoldoutParts(train, dev, sides["test"], doubled, near, identical)


def _key(example: TrainingExample, by: str) -> str:
    if example.document and by == "document":
        return example.document
    return "\x1f".join(("pair", *example.keys))


def _texts(examples: Iterable[TrainingExample]) -> tuple[set[str], ...]:
    """The folded texts of each language."""
    keys = [example.keys for example in examples]
    return {first for first, _ in keys}, {second for _, second in keys}


def _without(examples: Iterable[TrainingExample], forbidden: tuple[set[str], ...]) -> list[TrainingExample]:
    return [
        example for example in examples if not any(key in known for key, known in zip(example.keys, forbidden, strict=True))
    ]
