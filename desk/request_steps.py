"""What may be done with a request next, by whom."""

from datetime import date

from casestore.wire.requests import RequestView
from desk.access import DECIDE, WORK
from privacy.deadline import may_extend
from privacy.request import OPEN, State, next_states

_ORDER = (State.VERIFIED, State.IN_PROGRESS, State.COMPLETED, State.REFUSED, State.CANCELLED)


def steps(view: RequestView, role: str, day: date) -> list[str]:
    """The names of the acts, as `requests.steps` has them, in the order of the work."""
    decided = _decided(view, day) if role in DECIDE else []
    return [*decided, *(["assignment", "note"] if role in WORK else [])]


def _decided(view: RequestView, day: date) -> list[str]:
    if view.state not in OPEN:
        return []
    moves = [state.value for state in _ORDER if state in next_states(view.state)]
    extended, paused = view.extended_until is not None, view.paused_on is not None
    if may_extend(view.due_on, day, extended=extended, paused=paused):
        moves.append("extension")
    return [*moves, "resumption" if paused else "pause"]
