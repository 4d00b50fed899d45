"""Find everything a message asks for: each right exercised in it, each question."""

from collections.abc import Mapping, Sequence

from answers.ranking import Kind
from answers.reading import EXERCISE, Candidate
from answers.segments import Segment

SURE_RIGHT = 0.5  # a sentence counts as exercising a right above this
SURE_CLAUSE = 0.7  # a clause, which says less, above this
SURE_QUESTION = 0.75
MOST_QUESTIONS = 3
QUESTIONS = frozenset({"ask_policy", "ask_right"})
FOLLOW_UP = "follow_up_"

# What "not" turns into its opposite; "no more ads" is an objection all the same.
_NEGATED_AWAY = frozenset({"access", "erasure", "portability", "rectification"})

Read = Sequence[tuple[Segment, Candidate]]  # every segment with its best reading


def rights_in(read: Read, best: Candidate) -> tuple[str, ...]:
    """The rights that the segments surely exercise, in order; the right of the whole where none does."""
    found = [
        candidate.topic
        for segment, candidate in read
        if candidate.intent == EXERCISE
        and candidate.score > (SURE_CLAUSE if segment.is_clause else SURE_RIGHT)
        and not (segment.denies and candidate.topic in _NEGATED_AWAY)
    ]
    return tuple(dict.fromkeys(found or [best.topic]))


def questions_in(read: Read, kinds: Mapping[str, Kind]) -> tuple[Candidate, ...]:
    """The questions that the segments surely ask, in order, each kind of answer once."""
    found: dict[object, Candidate] = {}
    for segment, candidate in read:
        known = candidate.intent in QUESTIONS or (found and candidate.intent.startswith(FOLLOW_UP))
        if known and segment.asks and candidate.score > SURE_QUESTION:
            kind = kinds.get(candidate.topic, Kind(candidate.label))
            found.setdefault(kind if kind.target else candidate.label, candidate)
    return tuple(found.values())[:MOST_QUESTIONS]
