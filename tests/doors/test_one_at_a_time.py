"""Turns of one conversation come one after the other, also when several processes take them."""

import asyncio

import pytest

from doors import one_at_a_time
from doors.one_at_a_time import OneAtATime

CHAT = "c" * 32


@pytest.fixture
async def processes(request, monkeypatch):
    """Two processes, or one that is asked twice."""
    monkeypatch.setattr(one_at_a_time, "HOLD_SECONDS", 0.6)
    monkeypatch.setattr(one_at_a_time, "RENEW_SECONDS", 0.1)
    if request.param == "one":
        yield [OneAtATime("turn", "")] * 2
        return
    url = request.getfixturevalue("redis").url
    two = [OneAtATime("turn", url) for _ in range(2)]
    yield two
    for process in two:
        await process.close()


both = pytest.mark.parametrize("processes", ["one", "two"], indirect=True)
with_redis = pytest.mark.parametrize("processes", ["two"], indirect=True)


async def _is_kept_out(process, seconds):
    try:
        async with asyncio.timeout(seconds), process.hold(CHAT):
            return False
    except TimeoutError:
        return True


@both
async def test_of_fifty_turns_at_once_never_two_run(processes):
    running, most, done = 0, 0, 0

    async def turn(process):
        nonlocal running, most, done
        async with process.hold(CHAT):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0)
            running -= 1
            done += 1

    await asyncio.gather(*(turn(processes[n % 2]) for n in range(50)))

    assert (most, done) == (1, 50)


@both
async def test_turns_of_other_conversations_do_not_wait(processes):
    one, other = processes

    async with one.hold(CHAT), asyncio.timeout(20), other.hold("d" * 32):
        pass


@both
async def test_who_gives_up_waiting_holds_up_nobody(processes):
    one, other = processes
    async with one.hold(CHAT):
        assert await _is_kept_out(other, 0.05)

    assert not await _is_kept_out(other, 20)


@with_redis
async def test_a_long_turn_keeps_its_conversation(processes):
    one, other = processes
    longer_than_it_holds_without_being_renewed = 1.5
    async with one.hold(CHAT):
        assert await _is_kept_out(other, longer_than_it_holds_without_being_renewed)


@with_redis
async def test_what_a_process_held_that_died_is_free_soon(processes, monkeypatch):
    one, other = processes
    monkeypatch.setattr(one_at_a_time, "RENEW_SECONDS", 3600)
    async with one.hold(CHAT):
        assert not await _is_kept_out(other, 20)


@with_redis
async def test_without_its_redis_a_process_keeps_its_own_order(processes, redis):
    one, _ = processes
    redis.kill()
    async with one.hold(CHAT):
        assert await _is_kept_out(one, 0.05)
