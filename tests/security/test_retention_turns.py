"""G2: of all gateways that run, one sweeps an hour; a clock that is set back stops nobody."""

import asyncio

from casestore.retention.sweep import Sweep


async def test_of_twenty_that_ask_at_once_one_sweeps(store):
    turns = await asyncio.gather(*(store.is_turn_to_sweep() for _ in range(20)))

    assert turns.count(True) == 1


async def test_the_next_one_sweeps_an_hour_later(store, clock):
    first = await store.is_turn_to_sweep()
    clock.forward(minutes=59)
    early = await store.is_turn_to_sweep()
    clock.forward(minutes=1)

    assert (first, early, await store.is_turn_to_sweep()) == (True, False, True)


async def test_a_clock_that_was_wrong_by_a_year_does_not_stop_it_for_a_year(context, clock):
    clock.forward(days=365)
    await Sweep(context).is_due()
    clock.forward(days=-365)

    assert await Sweep(context).is_due()
