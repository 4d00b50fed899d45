"""A chat belongs to whoever holds its token, who can have it forgotten."""

import pytest
from sqlalchemy import func, select

from casestore.client import ForbiddenError, UnknownError
from casestore.storage.tables import Conversation, Message
from casestore.wire.conversations import Said
from privacy.language import Language
from tests.casestore.inbox import GUARD_SECONDS
from tests.casestore.visitor import listed

CALLS = {
    "view": lambda store, chat, token: store.conversation(chat, token),
    "take": lambda store, chat, token: store.take(chat, Said(token=token, client_id="x", text="hello")),
    "messages": lambda store, chat, token: store.messages(chat, token),
    "waiting": lambda store, chat, token: store.changes(chat, token, after="9", wait=GUARD_SECONDS),
    "language": lambda store, chat, token: store.choose_language(chat, token, Language.ENGLISH),
    "forget": lambda store, chat, token: store.forget(chat, token),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_only_the_token_of_the_chat_opens_it(store, visit, call):
    one, other = await visit(), await visit()
    await one.hears("Guten Tag")

    for wrong in ("", "wrong", one.chat.id, other.chat.token, one.chat.token[:-1]):
        with pytest.raises(ForbiddenError):
            await call(store, one.chat.id, wrong)
    with pytest.raises(UnknownError):
        await call(store, "no such chat", one.chat.token)

    assert [message.text for message in await one.reads()] == ["Guten Tag"]


async def test_identifiers_and_tokens_never_repeat(visit):
    chats = [(await visit()).chat for _ in range(20)]

    assert len({secret for chat in chats for secret in (chat.id, chat.token)}) == 40


async def test_forgetting_removes_the_chat_and_keeps_its_requests(store, visit, context):
    one, other = await visit(), await visit()
    await one.says("Löschen Sie alles.")
    await other.says("Ich bleibe.")
    cards = [await one.files(key="1"), await one.files(key="2")]
    await one.proves("erika@example.com")
    await other.files()

    kept = await store.forget(one.chat.id, one.chat.token)

    assert kept == [card.reference for card in cards]
    assert [(await listed(store, card)).state for card in cards] == ["verified", "verified"]
    with pytest.raises(UnknownError):
        await one.reads()
    assert len(await other.reads()) == 1
    async with context.database.reading() as session:
        assert await session.get(Conversation, one.chat.id) is None
        assert await session.scalar(select(func.count()).select_from(Message)) == 1
