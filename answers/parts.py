"""Find everything a message asks for: each right exercised in it, each question."""

from collections.abc import Callable, Mapping, Sequence

from answers.ranking import Kind, kind_of
from answers.reading import EXERCISE, Candidate
from answers.segments import Segment

# Chosen on the development sets (`python -m bench.parts` prints what each choice comes to).
SURE_RIGHT = 0.99  # a sentence adds the right it exercises above this
SURE_CLAUSE = 0.995  # a clause, which says less, above this
SURE_REQUEST = 0.97  # one of several sentences makes a message that asks or tells a request above this
SURE_QUESTION = 0.75
MOST_QUESTIONS = 3
QUESTIONS = frozenset({"ask_policy", "ask_right"})
FOLLOW_UP = "follow_up_"
_GIVES_WAY = QUESTIONS | {"letter_part", "smalltalk"}  # to a request; what speaks of an earlier one does not

# What "not" turns into its opposite; "no more ads" is an objection all the same.
_NEGATED_AWAY = frozenset({"access", "erasure", "portability", "rectification"})

Read = Sequence[tuple[Segment, Candidate]]  # every segment with its best reading


def rights_in(read: Read, best: Candidate) -> tuple[str, ...]:
    """The rights exercised in a chat message, in the order of mention; empty for a question."""
    exercised = [(segment, candidate) for segment, candidate in read if _exercises(segment, candidate)]
    if best.intent != EXERCISE and not (best.intent in _GIVES_WAY and _makes_a_request(read, exercised)):
        return ()
    surest = max((c for _, c in exercised), key=lambda c: c.score, default=best)
    return surely_exercised(read) or ((best if best.intent == EXERCISE else surest).topic,)


def surely_exercised(read: Read) -> tuple[str, ...]:
    """The rights that sentences or clauses surely exercise by themselves, in the order of mention."""
    return tuple(dict.fromkeys(c.topic for s, c in read if _exercises(s, c) and _adds(s, c)))


def rights_in_letter(read: Read, best: Candidate, exercised: Callable[[str], str | None]) -> tuple[str, ...]:
    """The rights that the sentences of a letter exercise, told by *exercised*, in the order of mention."""
    if best.intent != EXERCISE and best.intent not in _GIVES_WAY:
        return ()
    sentences = [segment for segment, _ in read if not segment.is_clause]
    found = [(segment, exercised(segment.text)) for segment in sentences]
    rights = dict.fromkeys(right for segment, right in found if right and not _denied(segment, right))
    return tuple(rights) or ((best.topic,) if best.intent == EXERCISE else ())


def questions_in(read: Read, kinds: Mapping[str, Kind]) -> tuple[Candidate, ...]:
    """The questions that the segments surely ask, in order, each kind of answer once."""
    found: dict[object, Candidate] = {}
    for segment, candidate in read:
        known = candidate.intent in QUESTIONS or (found and candidate.intent.startswith(FOLLOW_UP))
        if known and segment.asks and candidate.score > SURE_QUESTION:
            kind = kind_of(candidate, kinds)
            found.setdefault(kind if kind.target else candidate.label, candidate)
    return tuple(found.values())[:MOST_QUESTIONS]


def _exercises(segment: Segment, candidate: Candidate) -> bool:
    return candidate.intent == EXERCISE and not _denied(segment, candidate.topic)


def _denied(segment: Segment, right: str) -> bool:
    return segment.denies and right in _NEGATED_AWAY


def _makes_a_request(read: Read, exercised: Read) -> bool:
    """Whether one sentence of several surely exercises a right."""
    several = sum(not segment.is_clause for segment, _ in read) > 1
    return several and any(not s.is_clause and c.score > SURE_REQUEST for s, c in exercised)


def _adds(segment: Segment, candidate: Candidate) -> bool:
    return candidate.score > (SURE_CLAUSE if segment.is_clause else SURE_RIGHT)
