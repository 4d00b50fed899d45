"""Turn probabilities of fine topics into readings that differ in what they come to."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from answers.reading import Candidate


class Kind(NamedTuple):
    """What a label comes to: topics of one kind are answered alike."""

    outcome: str
    target: str = ""


def kind_of(candidate: Candidate, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of the topic, else of the intent; a label known by neither is a kind of its own."""
    return kinds.get(candidate.topic) or kinds.get(candidate.intent) or Kind(candidate.label)


class Ranking:
    """Ranks what the classifier says of *labels*.

    Fine topics are added up by outcome first: three half-sure ways of saying
    that the policy is silent outweigh one half-sure answer.
    """

    def __init__(self, labels: Sequence[str], kinds: Mapping[str, Kind]) -> None:
        of_labels = [kind_of(Candidate(label, 0.0), kinds) for label in labels]
        known = {kind: number for number, kind in enumerate(dict.fromkeys(of_labels))}
        outcomes = {of: number for number, of in enumerate(dict.fromkeys(kind.outcome for kind in known))}
        self._labels = list(labels)
        self._kinds = np.array([known[kind] for kind in of_labels])  # of each label
        self._outcomes = np.array([outcomes[kind.outcome] for kind in known])  # of each kind
        self._of_kind = [np.flatnonzero(self._kinds == number) for number in known.values()]

    def rank(self, scores: npt.NDArray[np.float64], most: int) -> tuple[Candidate, ...]:
        """The likeliest label of each kind, *most* of them, best first, with the score of the whole kind."""
        by_kind = np.bincount(self._kinds, scores)
        by_outcome = np.bincount(self._outcomes[self._kinds], scores)
        ranked = np.argsort(-by_kind, kind="stable")
        first = ranked[(self._outcomes[ranked] == by_outcome.argmax()).argmax()]
        ordered = [first, *ranked[ranked != first][: most - 1]]
        return tuple(Candidate(self._likeliest(kind, scores), float(by_kind[kind])) for kind in ordered)

    def _likeliest(self, kind: int, scores: npt.NDArray[np.float64]) -> str:
        labels = self._of_kind[kind]
        return self._labels[int(labels[scores[labels].argmax()])]
