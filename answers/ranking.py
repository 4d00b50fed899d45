"""Turn probabilities of fine topics into readings that differ in what they come to."""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from answers.reading import Candidate


class Kind(NamedTuple):
    """What a label comes to: topics of one kind are answered alike."""

    outcome: str
    target: str = ""


def kind_of(candidate: Candidate, kinds: Mapping[str, Kind]) -> Kind:
    """The kind of the topic, else of the intent; a label known by neither is a kind of its own."""
    return kinds.get(candidate.topic) or kinds.get(candidate.intent) or Kind(candidate.label)


def rank(scores: Mapping[str, float], kinds: Mapping[str, Kind]) -> tuple[Candidate, ...]:
    """The likeliest label of each kind, best first, with the score of the whole kind.

    Fine topics are added up by outcome first: three half-sure ways of saying
    that the policy is silent outweigh one half-sure answer.
    """
    by_kind: dict[Kind, list[Candidate]] = defaultdict(list)
    by_outcome: dict[str, float] = defaultdict(float)
    for label, score in scores.items():
        candidate = Candidate(label, score)
        kind = kind_of(candidate, kinds)
        by_kind[kind].append(candidate)
        by_outcome[kind.outcome] += score
    ranked = sorted(
        (
            (kind, sum(c.score for c in labels), max(labels, key=lambda c: c.score))
            for kind, labels in by_kind.items()
        ),
        key=lambda entry: -entry[1],
    )
    likeliest = max(by_outcome, key=lambda outcome: by_outcome[outcome])
    first = next(entry for entry in ranked if entry[0].outcome == likeliest)
    ordered = [first, *(entry for entry in ranked if entry is not first)]
    return tuple(Candidate(best.label, total) for _, total, best in ordered)
