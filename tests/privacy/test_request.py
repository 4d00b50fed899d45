"""A request moves forward through its states and never out of a closed one."""

import pytest

from privacy.request import InvalidTransitionError, State, move, next_states

ALLOWED = {
    ("received", "verified"),
    ("received", "in_progress"),
    ("received", "refused"),
    ("received", "cancelled"),
    ("verified", "in_progress"),
    ("verified", "completed"),
    ("verified", "refused"),
    ("verified", "cancelled"),
    ("in_progress", "completed"),
    ("in_progress", "refused"),
    ("in_progress", "cancelled"),
}
PAIRS = [(state, to) for state in State for to in State]


@pytest.mark.parametrize(("state", "to"), [pair for pair in PAIRS if pair in ALLOWED])
def test_a_request_moves_along_its_life(state: State, to: State) -> None:
    assert move(state, to) is to


@pytest.mark.parametrize(("state", "to"), [pair for pair in PAIRS if pair not in ALLOWED])
def test_no_other_move_is_made(state: State, to: State) -> None:
    with pytest.raises(InvalidTransitionError, match=f"{state} -> {to}"):
        move(state, to)


@pytest.mark.parametrize("state", [State.COMPLETED, State.REFUSED, State.CANCELLED])
def test_a_closed_request_stays_closed(state: State) -> None:
    assert next_states(state) == set()


def test_an_unverified_request_is_never_completed_at_once() -> None:
    assert State.COMPLETED not in next_states(State.RECEIVED)
