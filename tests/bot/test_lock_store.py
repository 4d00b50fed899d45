"""Rasa waits for the turn before of a conversation, and is told when that takes too long."""

import asyncio

import pytest

pytestmark = pytest.mark.rasa
CHAT = "c" * 32


@pytest.fixture
def locks():
    from rasa.core.agent import Agent
    from rasa.utils.endpoints import EndpointConfig

    endpoint = EndpointConfig(type="bot.lock_store.ConversationLocks")
    from rasa.core.lock_store import LockStore

    return Agent(lock_store=LockStore.create(endpoint)).lock_store


async def test_the_next_turn_begins_when_the_one_before_has_ended(locks):
    order = []

    async def turn(number):
        async with locks.lock(CHAT):
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*map(turn, range(3)))

    assert order == [0, 0, 1, 1, 2, 2]


async def test_who_waits_too_long_is_told(locks):
    from rasa.core.lock_store import LockError

    async with locks.lock(CHAT):
        with pytest.raises(LockError):
            async with locks.lock(CHAT, lock_lifetime=0.05):
                pass


async def test_what_goes_wrong_in_a_turn_is_no_matter_of_the_lock(locks):
    with pytest.raises(TimeoutError):
        async with locks.lock(CHAT, lock_lifetime=20):
            raise TimeoutError
