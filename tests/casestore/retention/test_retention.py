"""Chats are deleted some time after their last message."""

import pytest

from casestore.client import UnknownError
from casestore.wire.conversations import NewMessage
from privacy.language import Language


async def test_a_chat_nobody_writes_in_goes_with_its_messages(store, visitor, clock):
    await visitor.says("Hallo")
    clock.forward(days=31)

    stale = await store.stale_chats(clock())
    deleted = await store.expire_chat(stale[0], clock())

    assert stale == [visitor.chat.id]
    assert deleted
    with pytest.raises(UnknownError):
        await store.conversation(visitor.chat.id)


async def test_the_time_counts_from_the_last_message(store, visitor, clock):
    clock.forward(days=6)
    since = clock()
    await visitor.says("Noch etwas")
    clock.forward(days=1)

    assert await store.stale_chats(since) == []
    assert not await store.expire_chat(visitor.chat.id, since)
    assert (await store.conversation(visitor.chat.id)).id == visitor.chat.id


async def test_a_message_that_comes_while_chats_are_deleted_keeps_its_chat(store, visitor, clock):
    clock.forward(days=31)
    before = clock()
    stale = await store.stale_chats(before)
    await store.reply(visitor.chat.id, [NewMessage(sender="bot", text="Gern", language=Language.GERMAN)])

    assert stale == [visitor.chat.id]
    assert not await store.expire_chat(visitor.chat.id, before)
