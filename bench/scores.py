"""Score what was said against what should have been."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from answers.topic import Outcome
from bench.said import Said, Way
from bench.sets import Item

BINS = 10  # of confidence, for its calibration
RIGHTS = "rights"  # the passage that lists the rights

_CASE = {Outcome.REQUEST_STATUS, Outcome.REQUEST_CANCEL, Outcome.REQUEST_AMEND}

Test = Callable[[Item, Said], bool]
Scored = Sequence[tuple[Item, Said]]


class Share(NamedTuple):
    """How often something holds."""

    hits: int
    of: int

    @property
    def percent(self) -> float | None:
        """The share in per cent; `None` of nothing."""
        return 100 * self.hits / self.of if self.of else None


def fits(item: Item, way: Way) -> bool:
    """Whether *way* is what the item should come to."""
    if way.outcome is not item.outcome:
        return False
    if item.every:
        return item.passages <= way.passages and item.rights == way.rights
    if item.outcome is Outcome.ANSWERED:
        return not item.passages or bool(item.passages & way.passages)
    return item.outcome is not Outcome.REQUEST or item.rights == way.rights


def right(item: Item, said: Said) -> bool:
    """Whether the answer is right at once."""
    return fits(item, said.way)


def right_with_a_question(item: Item, said: Said) -> bool:
    """Whether the answer or one of the readings offered beside it is right."""
    return right(item, said) or any(fits(item, way) for way in said.others)


def _right_as_asked(item: Item, said: Said) -> bool:
    return right_with_a_question(item, said) if said.asks else right(item, said)


def _among(first: int) -> Test:
    return lambda item, said: bool(item.passages & frozenset().union(*said.ranked[:first]))


def _should_be(*outcomes: Outcome) -> Test:
    return lambda item, _: item.outcome in outcomes


def _is(*outcomes: Outcome) -> Test:
    return lambda _, said: said.way.outcome in outcomes


def _all(_item: Item, _said: Said) -> bool:
    return True


# What is counted, among which messages, and when it holds.
MEASURES: dict[str, tuple[Test, Test]] = {
    "right at once": (_all, right),
    "right, or one of two alternatives is": (_all, right_with_a_question),
    "right, or so after a question back": (_all, _right_as_asked),
    "a question back, or unclear": (_all, lambda i, s: s.asks or _is(Outcome.UNCLEAR)(i, s)),
    "passage: first reading": (lambda i, _: bool(i.passages), _among(1)),
    "passage: first three readings": (lambda i, _: bool(i.passages), _among(3)),
    "answered, right": (_should_be(Outcome.ANSWERED), right),
    "silence: precision": (_is(Outcome.NOT_IN_POLICY), _should_be(Outcome.NOT_IN_POLICY)),
    "silence: recall": (_should_be(Outcome.NOT_IN_POLICY), _is(Outcome.NOT_IN_POLICY)),
    "request recognised": (_should_be(Outcome.REQUEST), _is(Outcome.REQUEST)),
    "rights exact": (_should_be(Outcome.REQUEST), lambda i, s: i.rights == s.way.rights),
    "false intake": (lambda i, _: i.outcome is not Outcome.REQUEST, _is(Outcome.REQUEST)),
    "status, cancel, amend": (_should_be(*_CASE), right),
    "handoff": (_should_be(Outcome.HANDOFF), right),
    "smalltalk": (_should_be(Outcome.SMALLTALK), right),
    "out of scope": (_should_be(Outcome.OUT_OF_SCOPE), right),
    "rights explained": (lambda i, _: i.outcome is Outcome.ANSWERED and RIGHTS in i.passages, right),
    "language": (_all, lambda i, s: i.language is s.language),
}


def shares(scored: Scored) -> dict[str, Share]:
    """Every measure, by name."""
    return {name: share(scored, among, holds) for name, (among, holds) in MEASURES.items()}


def share(scored: Scored, among: Test = _all, holds: Test = right) -> Share:
    """How often *holds* among the messages that count."""
    counted = [holds(item, said) for item, said in scored if among(item, said)]
    return Share(sum(counted), len(counted))


def calibration_error(scored: Scored) -> float | None:
    """How far confidence and being right lie apart on average, from 0 to 1; without unclear answers."""
    sure = [(s.confidence, right(i, s)) for i, s in scored if s.way.outcome is not Outcome.UNCLEAR]
    known = np.array([(c, r) for c, r in sure if c is not None], float)
    if not len(known):
        return None
    bins = np.minimum((known[:, 0] * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights=known[:, 0] - known[:, 1], minlength=BINS)
    return float(np.abs(gaps).sum() / len(known))
