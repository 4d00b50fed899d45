"""Open pages of the desk hear of what happens, of who reads along and of who is typing."""

import asyncio

import pytest
from sqlalchemy import select

from casestore.chats.wakeups import Wakeups
from casestore.storage.tables import AuditEvent
from casestore.wire.chats import ChatOpening, Watch
from casestore.wire.requests import Remark

GUARD = 60  # seconds; only ends a test that would hang
LIVE = ChatOpening(masked=True, live=True)


@pytest.fixture
async def anna(hire):
    return await hire("agent")


@pytest.fixture
def heard_when(store, anna):
    """What a page hears that waits while something happens."""

    async def heard_when(happens):
        before = await store.watch(Watch(), anna)
        waiting = asyncio.create_task(store.watch(Watch(since=before.number, wait=GUARD), anna))
        await asyncio.wait_for(asyncio.shield(happens()), GUARD)
        return await asyncio.wait_for(waiting, GUARD)

    return heard_when


async def test_who_comes_first_looks_at_everything_and_counts(store, visitor, visit, anna):
    await visitor.wants_a_person()
    other = await visit()
    await store.act_on_chat(other.chat.id, "claim", anna)

    found = await store.watch(Watch(), anna)

    assert found.chats is None
    assert found.queue.model_dump() == {"waiting": 1, "alarmed": 0, "open": 1, "mine": 1}


async def test_a_handoff_is_heard_of_at_once(visitor, heard_when):
    found = await heard_when(visitor.wants_a_person)

    assert (found.chats, found.moved, found.queue.waiting) == ([visitor.chat.id], True, 1)


async def test_a_message_moves_no_list(visitor, heard_when):
    found = await heard_when(lambda: visitor.says("Hallo?"))

    assert (found.chats, found.moved) == ([visitor.chat.id], False)


async def test_what_happened_between_two_calls_is_not_lost(store, visitor, anna):
    before = await store.watch(Watch(), anna)
    await visitor.says("Hallo?")

    found = await store.watch(Watch(since=before.number, wait=GUARD), anna)

    assert found.chats == [visitor.chat.id]


def test_numbers_of_another_process_or_of_long_ago_stand_for_everything():
    wakeups = Wakeups()
    first = wakeups.number
    assert wakeups.since(first) == []
    assert wakeups.since(first + 1) is None

    for n in range(1001):
        wakeups.changed(str(n))

    assert wakeups.since(first) is None
    assert wakeups.since(wakeups.number - 1) == ["1000"]


async def test_readers_hear_of_one_another(store, visitor, anna, hire):
    lead = await hire("lead")
    await store.open_chat(visitor.chat.id, lead, LIVE)

    view = await store.open_chat(visitor.chat.id, anna, LIVE)

    assert view.readers == ["someone-lead"]
    assert (await store.open_chat(visitor.chat.id, lead)).readers == ["someone-agent"]


async def test_a_page_that_reads_on_is_recorded_once_and_once_more_with_addresses_whole(
    store, visitor, context, hire
):
    privacy = await hire("privacy")
    for how in (LIVE, LIVE, ChatOpening(live=True), ChatOpening(live=True), LIVE):
        await store.open_chat(visitor.chat.id, privacy, how)

    assert await actions_on(context, visitor.chat.id) == ["opened", "opened whole"]


async def test_masked_not_even_the_privacy_team_reads_an_address(store, visitor, hire):
    await visitor.proves("erika@example.com")
    await visitor.says("Ich bin ERIKA@example.com.")

    privacy = await hire("privacy")
    masked, whole = [
        await store.open_chat(visitor.chat.id, privacy, ChatOpening(masked=m)) for m in (True, False)
    ]

    assert "erika@" not in masked.model_dump_json().lower()
    assert masked.proved.customer_number is None
    assert "ERIKA@example.com" in whole.model_dump_json()


async def test_typing_is_told_to_the_other_side_and_ends_with_the_message(store, visitor, anna):
    await store.act_on_chat(visitor.chat.id, "claim", anna)
    await store.visitor_types(visitor.chat.id, visitor.chat.token)
    await store.staff_types(visitor.chat.id, anna)

    assert (await store.open_chat(visitor.chat.id, anna)).typing
    assert (await visitor.stands()).handoff.typing

    await visitor.says("Hallo?")
    view = await store.act_on_chat(visitor.chat.id, "messages", anna, Remark(text="Guten Tag."))
    assert not view.typing
    assert not (await visitor.stands()).handoff.typing


async def test_to_the_bot_nobody_is_typing(store, visitor, anna):
    await store.visitor_types(visitor.chat.id, visitor.chat.token)

    assert not (await store.open_chat(visitor.chat.id, anna)).typing


async def actions_on(context, chat):
    async with context.database.reading() as session:
        found = select(AuditEvent.action).where(AuditEvent.object == chat).order_by(AuditEvent.id)
        return list(await session.scalars(found))
