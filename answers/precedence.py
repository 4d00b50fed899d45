"""A message that exercises a right and needs a person as well: which goes first, and what is kept."""

from answers.parts import SURE_CLAUSE, SURE_REQUEST, Read, surely_exercised
from answers.reading import EXERCISE, Candidate
from answers.segments import Segment

HANDOFF = "request_handoff"
MINOR = f"{HANDOFF}/minor"
SURE_WITHOUT_AGE = 0.9  # of what is left of the readings when nobody's age counts

# Before a request: what happened may be urgent, or is no matter of the writer's own rights.
_BEFORE_A_REQUEST = frozenset({"breach_report", "deceased", "authority_letter"})
# Of these the request is the writer's own and is received all the same. The dead have no rights under
# the GDPR (recital 27), and an authority has others.
_REQUEST_STANDS = frozenset({"breach_report"})


def like_anybody(candidates: tuple[Candidate, ...], read: Read) -> tuple[Candidate, ...]:
    """*candidates* with a right first that a minor exercises: to be young is no reason to be handed off."""
    best, *others = candidates
    if best.label != MINOR or not others:
        return candidates
    right = next(iter(surely_exercised(read)), None)
    if right is None and others[0].intent == EXERCISE and _share(others) > SURE_WITHOUT_AGE:
        right = others[0].topic
    if right is None:
        return candidates
    request = Candidate(f"{EXERCISE}/{right}", SURE_REQUEST)
    return (request, *(c for c in candidates if c.label != request.label))


def person_first(best: Candidate, rights: tuple[str, ...], read: Read, *, letter: bool) -> Candidate | None:
    """What goes before the *rights* exercised; one sentence of a long letter does not."""
    if best.intent == HANDOFF and best.topic in _BEFORE_A_REQUEST:
        return best
    if not rights or letter:
        return None
    return next((candidate for segment, candidate in read if _says_so(segment, candidate)), None)


def rights_kept(handoff: Candidate, rights: tuple[str, ...], read: Read) -> tuple[str, ...]:
    """The rights that are exercised beside *handoff*; none where they are not the writer's own."""
    return rights or surely_exercised(read) if handoff.topic in _REQUEST_STANDS else ()


def _says_so(segment: Segment, candidate: Candidate) -> bool:
    known = candidate.intent == HANDOFF and candidate.topic in _BEFORE_A_REQUEST
    return known and candidate.score > (SURE_CLAUSE if segment.is_clause else SURE_REQUEST)


def _share(others: list[Candidate]) -> float:
    """Of the best of *others* in all of them."""
    return others[0].score / (sum(other.score for other in others) or 1.0)
