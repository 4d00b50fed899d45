"""W5: what opens a chat holds for so long, and is another one once its visitor proved who they are."""

import pytest

from casestore.client import ForbiddenError
from casestore.wire.conversations import NewMessage, Said
from privacy.language import Language
from tests.casestore.chats.test_conversations_owner import CALLS

BOT = NewMessage(sender="bot", text="Guten Tag", language=Language.GERMAN)


def said(token, client_id):
    return Said(token=token, client_id=client_id)


async def renewed(visitor, client_id):
    return await visitor.store.renewed_token(visitor.chat.id, said(visitor.chat.token, client_id))


@pytest.fixture
async def verified(visitor):
    """Somebody who has just proved who they are, by the message `code`."""
    await visitor.is_sent_a_code("erika@example.com")
    code = await visitor.is_sent_a_code("erika@example.com")
    await visitor.says("123", client_id="code")
    assert await visitor.types(code) == "right"
    await visitor.store.reply(visitor.chat.id, [BOT], "1")
    return visitor


async def test_a_right_code_makes_another_token_and_the_former_one_opens_nothing(verified):
    store, chat = verified.store, verified.chat

    new = await renewed(verified, "code")

    assert new not in {None, chat.token}
    assert len(new) == len(chat.token)
    for call in CALLS.values():
        with pytest.raises(ForbiddenError):
            await call(store, chat.id, chat.token)
    assert [message.text for message in await store.messages(chat.id, new)] == ["123", "Guten Tag"]


async def test_a_live_line_with_the_former_token_ends_at_once(verified):
    store, chat = verified.store, verified.chat
    mark = (await store.changes(chat.id, chat.token, after="9")).mark

    await renewed(verified, "code")

    with pytest.raises(ForbiddenError):
        await store.changes(chat.id, chat.token, after="9", mark=mark, wait=50)


async def test_whose_answer_was_lost_says_the_same_again_and_gets_the_same_token(verified):
    new = await renewed(verified, "code")

    again = await verified.says("123", client_id="code")

    assert again.replies is not None
    assert [reply.text for reply in again.replies] == ["Guten Tag"]
    assert await renewed(verified, "code") == new


async def test_the_former_token_says_nothing_else(verified):
    await renewed(verified, "code")

    with pytest.raises(ForbiddenError):
        await verified.says("Hallo", client_id="another")
    with pytest.raises(ForbiddenError):
        await renewed(verified, "another")


async def test_a_token_is_renewed_once_for_each_code_that_was_right(verified):
    first = await renewed(verified, "code")
    verified.chat = verified.chat.model_copy(update={"token": first})
    unchanged = await renewed(verified, "later")
    await verified.proves("other@example.com")
    second = await renewed(verified, "again")

    assert unchanged is None
    assert len({None, first, second}) == 3


async def test_without_a_right_code_the_token_stays(visitor):
    await visitor.is_sent_a_code("erika@example.com")
    assert await visitor.types("000000") == "wrong"

    assert await renewed(visitor, "1") is None
    assert await visitor.reads() == []


async def test_nobody_gets_another_token_for_a_wrong_one(verified, visit):
    other = await visit()

    for wrong in ("", "wrong", other.chat.token):
        with pytest.raises(ForbiddenError):
            await verified.store.renewed_token(verified.chat.id, said(wrong, "code"))


@pytest.mark.parametrize("name", [name for name in CALLS if name != "forget"])
async def test_a_week_after_the_last_message_a_chat_opens_no_more(store, visitor, clock, name):
    await visitor.says("Hallo")
    clock.forward(days=6)
    await visitor.hears("Guten Tag")
    clock.forward(days=7)
    await visitor.reads()
    clock.forward(seconds=1)

    with pytest.raises(ForbiddenError):
        await CALLS[name](store, visitor.chat.id, visitor.chat.token)


async def test_thirty_days_after_it_was_begun_a_chat_opens_no_more(store, visitor, clock):
    for _ in range(5):
        clock.forward(days=6)
        await visitor.hears("Guten Tag")
    await visitor.reads()
    clock.forward(seconds=1)

    with pytest.raises(ForbiddenError):
        await visitor.reads()
    with pytest.raises(ForbiddenError):
        await store.take(visitor.chat.id, Said(token=visitor.chat.token, client_id="x", text="Hallo"))


async def test_a_chat_that_is_too_old_to_open_can_still_be_forgotten(store, visitor, clock):
    clock.forward(days=29)

    assert await store.forget(visitor.chat.id, visitor.chat.token) == []
