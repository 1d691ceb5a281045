"""How likely each bead is: by all that is seen, and by lengths alone where translations know less than they seem to.

Weights of two kinds judge a document, one with its translations and one without. Each says how sure it is of its own best path.
Where translations make nothing surer than lengths, the mean of both is nearer to the truth than either, whoever is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from jjak.align.sentence.candidates import Candidates
from jjak.align.sentence.features import COLUMN
from jjak.align.sentence.lattice import STEPS
from jjak.align.sentence.observation import Observation
from jjak.align.sentence.overlaps import Doubles
from jjak.align.sentence.paths import best, posterior
from jjak.align.sentence.weights import Blend, Scored, scored
from jjak.align.text.ngrams import Floats, Longs

# A document's own omissions count by how sure they are, so that doubtful ones cannot feed on themselves.
FIRST = -0.5  # nats by which omissions are dearer in the look that counts them
SURENESS = 4  # the power of an omission's probability that counts
BELIEF, PRIOR, USUAL = 10.0, 0.04, 0.06  # beads that the prior share counts as; that share; the share that the weights expect
DEARER, CHEAPER = -1.0, 0.5  # nats that the bias may move
TAKEN = 0.25  # probability from which a bead adds to a path
SURER = (0.02, 0.08)  # by which translations are surer than lengths: up to the first they count least, from the second alone
AROUND = 21  # lines that are judged together
SIGHTED = (-0.03, 0.02)  # the same where the rest is not lengths but sentence vectors, which are sure of themselves
SHARED = 0.6  # what they count at least, of one


@dataclass(frozen=True, slots=True)
class Belief:
    """scored: the scores by all that is seen; chance: (k,) float64, the probability of each bead; taken: the beads of the path
    on which most are expected to be right; share: how far all that is seen is believed, lengths alone being the rest."""

    scored: Scored
    chance: Doubles
    taken: Longs
    share: float = 1.0


def belief(seen: Observation, blend: Blend) -> Belief:
    fitted = adapted(seen.beads, seen.found, scored(seen.found, seen.believed, blend))
    chance = posterior(seen.beads, fitted.scores, fitted.moves).chance
    taken = best(seen.beads, chance - TAKEN)
    if blend.full is blend.poor or not seen.believed.any():
        return Belief(fitted, chance, taken)
    plain = adapted(seen.beads, seen.found, scored(seen.found, np.zeros(len(chance)), blend))
    other = posterior(seen.beads, plain.scores, plain.moves).chance
    sure = sureness(seen.beads, chance, taken), sureness(seen.beads, other, best(seen.beads, other - TAKEN))
    surer = float(np.median(_smoothed(sure[0] - sure[1])))
    low, high = SIGHTED if blend.sighted else SURER
    share = SHARED + (1 - SHARED) * float(np.clip((surer - low) / (high - low), 0, 1))
    if share < 1:  # lines that a translation does not know look as if they had been left out
        doubted = adapted(seen.beads, seen.found, scored(seen.found, seen.believed, blend), FIRST)
        chance = posterior(seen.beads, doubted.scores, doubted.moves).chance
        chance = share * chance + (1 - share) * other
        taken = best(seen.beads, chance - TAKEN)
    return Belief(fitted, chance, taken, share)


def sureness(beads: Candidates, chance: Doubles, taken: Longs) -> Doubles:
    """(n,) the probability of the bead of a path that each line of the source is in, 0..1."""
    sure: Doubles = np.repeat(chance[taken], STEPS[beads.types[taken], 0])
    return sure


def _smoothed(values: Doubles) -> Doubles:
    """The mean of the values around each, so that a stretch that is no translation does not speak for the document."""
    size = min(AROUND, len(values))
    window = np.ones(size)
    smooth: Doubles = np.convolve(values, window, "same") / np.convolve(np.ones(len(values)), window, "same")
    return smooth


def adapted(beads: Candidates, found: Floats, seen: Scored, most: float = CHEAPER) -> Scored:
    """Scores in which omissions are as likely as the document itself shows, held by what is usual.

    most: nats by which they may become cheaper.

    Only omissions move, and only sure ones count: shares of all kinds feed on themselves, and a text that is translated freely
    would end in omissions.
    """
    gone = found[:, COLUMN["omission"]] > 0
    moved = FIRST
    for _ in range(2):
        chance = posterior(beads, seen.scores + moved * gone, seen.moves).chance
        count = float((chance[gone] ** SURENESS).sum())
        share = (count + BELIEF * PRIOR) / (float(chance.sum()) + BELIEF)
        moved = float(np.clip(np.log(share / USUAL), DEARER, most))
    return replace(seen, scores=seen.scores + moved * gone)
