"""So many calls within any so many seconds, whoever else calls, and nothing is kept of who comes no more."""

from datetime import UTC, datetime

import pytest
import time_machine
from limits import parse

from gateway.windows import MovingWindows

THREE = parse("3/minute")


@pytest.fixture
def clock():
    with time_machine.travel(datetime(2026, 3, 2, 8, 0, 30, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def windows(clock):  # noqa: ARG001  # by it they count
    return MovingWindows()


async def hits(windows, times, client="a"):
    return [await windows.hit(THREE, "messages", client) for _ in range(times)]


async def test_the_fourth_within_a_minute_is_one_too_many(windows, clock):
    assert await hits(windows, 2) == [True, True]
    clock.shift(40)  # another minute of the clock has begun meanwhile
    assert await hits(windows, 2) == [True, False]
    clock.shift(20)
    assert await hits(windows, 3) == [True, True, False]


async def test_one_client_takes_nothing_from_another(windows):
    await hits(windows, 4)

    assert await hits(windows, 1, "b") == [True]


async def test_who_comes_no_more_is_forgotten(windows, clock):
    for number in range(100):
        await hits(windows, 1, f"client {number}")
    clock.shift(61)
    await hits(windows, 1)

    assert len(windows._calls) == 1  # noqa: SLF001
