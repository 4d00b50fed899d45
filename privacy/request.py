"""The life of a data subject request."""

from enum import StrEnum


class State(StrEnum):
    """Where a request stands."""

    RECEIVED = "received"
    VERIFIED = "verified"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """The way a request came in."""

    CHAT = "chat"
    FORM = "form"
    PHONE = "phone"
    LETTER = "letter"
    EMAIL = "email"
    API = "api"


class Cause(StrEnum):
    """Why staff end a request without an answer."""

    NOT_A_REQUEST = "not_a_request"  # what was said asked for nothing
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"  # by the person
    OTHER = "other"  # as the reason says


_NEXT = {
    State.RECEIVED: {State.VERIFIED, State.IN_PROGRESS, State.REFUSED, State.CANCELLED},
    State.VERIFIED: {State.IN_PROGRESS, State.COMPLETED, State.REFUSED, State.CANCELLED},
    State.IN_PROGRESS: {State.COMPLETED, State.REFUSED, State.CANCELLED},
}


OPEN = frozenset(_NEXT)  # the states from which a request moves on


class InvalidTransitionError(ValueError):
    """The request cannot move from its state to the one asked for."""


def next_states(state: State) -> set[State]:
    """The states a request may move to; empty once it is closed."""
    return _NEXT.get(state, set())


def move(state: State, to: State) -> State:
    """Return *to*, if a request may move there from *state*."""
    if to not in next_states(state):
        message = f"{state} -> {to}"
        raise InvalidTransitionError(message)
    return to
