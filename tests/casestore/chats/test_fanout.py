"""Several case stores: who waits at one of them hears what happens at another."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from casestore.chats.fanout import join
from casestore.chats.presence import Presence, Trace
from casestore.chats.wakeups import Wakeups
from tests.journeys.system import until

CHAT = "c" * 32
TYPES = Trace(CHAT, "types", "anna")


@dataclass
class CaseStore:
    wakeups: Wakeups
    presence: Presence

    async def hears(self, chat: str) -> None:
        """Return when it has heard of a change in *chat*."""
        await until(lambda: chat in (self.wakeups.since(1) or []))


@asynccontextmanager
async def case_store(redis):
    wakeups = Wakeups(together=True)
    one = CaseStore(wakeups, Presence(wakeups.changed))
    running = asyncio.create_task(join(redis.url, wakeups, one.presence).run())
    await until(lambda: wakeups.number)
    try:
        yield one
    finally:
        running.cancel()
        await asyncio.wait({running})


@pytest.fixture
async def two(redis):
    async with case_store(redis) as one, case_store(redis) as other:
        yield one, other


async def test_what_happens_at_one_is_heard_at_both_under_the_same_number(two):
    one, other = two

    one.wakeups.changed(CHAT, moved=True)
    await asyncio.gather(one.hears(CHAT), other.hears(CHAT))

    assert one.wakeups.number == other.wakeups.number
    assert other.wakeups.moved_since(0)


async def test_who_waits_at_the_other_is_woken(two):
    one, other = two

    with other.wakeups.watch(CHAT) as changed, other.wakeups.watch("another") as unchanged:
        one.wakeups.changed(CHAT)
        await asyncio.wait_for(changed.wait(), 20)

        assert not unchanged.is_set()


async def test_who_types_at_one_is_seen_typing_at_the_other_until_they_stop(two):
    one, other = two

    one.presence.keep(TYPES, 60)
    await until(lambda: other.presence.of(CHAT, "types") == {"anna"})

    one.presence.drop(TYPES)
    await until(lambda: other.presence.of(CHAT, "types") == set())


async def test_who_vanishes_without_a_word_vanishes_everywhere(two):
    one, other = two

    one.presence.keep(TYPES, 0.2)

    await until(lambda: other.presence.of(CHAT, "types"))
    await until(lambda: not other.presence.of(CHAT, "types") and not one.presence.of(CHAT, "types"))


async def test_a_case_store_without_its_redis_hears_itself_and_then_all_again(two, redis):
    one, other = two
    redis.kill()

    one.wakeups.changed("alone")
    await one.hears("alone")
    with other.wakeups.watch(CHAT) as may_have_missed_something:
        redis.start()
        await asyncio.wait_for(may_have_missed_something.wait(), 20)

    with one.wakeups.watch("together") as changed:
        other.wakeups.changed("together")
        await asyncio.wait_for(changed.wait(), 20)


def test_the_number_of_a_case_store_that_is_ahead_is_no_reason_to_look_at_everything():
    together, alone = Wakeups(together=True), Wakeups()

    assert together.since(together.number + 1) == []
    assert alone.since(alone.number + 1) is None
