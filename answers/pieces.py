"""Messages with their sentences and clauses: each text is turned into numbers once, all in one product."""

from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from answers.classifier import Classifier
from answers.ranking import Ranking
from answers.reading import Candidate

# What only makes sense as the answer to a question of ours.
FORM_ONLY = frozenset(
    {"correct_entry", "decline_details", "explain_need", "no_code_received", "resend_code", "submit_code"}
)

Scores = npt.NDArray[np.float64]


class Pieces:
    """The distinct ones of *texts*, scored together; *asked*: we wait for an answer.

    What a text comes to does not depend on those it is scored with: the product
    adds up each row by itself.
    """

    def __init__(
        self, classifier: Classifier, ranking: Ranking, texts: Iterable[str], *, asked: bool
    ) -> None:
        self._numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        self._classifier = classifier
        self._rows = classifier.features.rows(list(self._numbers))
        scores = classifier.probabilities(self._rows)
        self._scores = _normalised(scores, classifier.topics.labels, asked=asked)
        self._best = [ranking.rank(scores, 1)[0] for scores in self._scores]

    def scores(self, text: str) -> Scores:
        """How likely each label is."""
        return np.asarray(self._scores[self._numbers[text]])

    def best(self, text: str) -> Candidate:
        """The likeliest reading of *text* by itself."""
        return self._best[self._numbers[text]]

    def exercised(self, text: str) -> str | None:
        """The right that *text* exercises as a sentence of a letter."""
        return self._rights[text]

    @cached_property
    def _rights(self) -> Mapping[str, str | None]:
        return dict(zip(self._numbers, self._classifier.exercised(self._rows), strict=True))


def _normalised(scores: Scores, labels: list[str], *, asked: bool) -> Scores:
    if not asked:
        scores[:, [number for number, label in enumerate(labels) if label in FORM_ONLY]] = 0
    return np.asarray(scores / scores.sum(axis=1, keepdims=True))
