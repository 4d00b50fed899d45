"""G2, G3: of what was deleted no byte is left in SQLite's files after the next sweep, not even encrypted."""

import random

import pytest
from sqlalchemy import LargeBinary, select, type_coerce

from casestore.chats.conversations import Conversations
from casestore.retention.sweep import Sweep
from casestore.storage.tables import Message
from casestore.wire.conversations import NewMessage
from privacy.language import Language
from tests.security.readable import pieces, stored

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


async def chats_with_words(context, count):
    """Chats whose messages are of sizes that split pages, the same every time; with their tokens."""
    dice, conversations, opened = random.Random(3), Conversations(context), []  # noqa: S311  # no secret
    for _ in range(count):
        chat = await conversations.open(Language.GERMAN)
        for _ in range(dice.randint(2, 12)):
            text = "Kanarienvogel " * dice.choice([3, 9, 25, 100])
            said = NewMessage(sender="bot", text=text, language=Language.GERMAN)
            await conversations.reply(chat.id, [said])
        opened.append(chat)
    return opened


async def tokens_of(context, conversation):
    wanted = select(type_coerce(Message.content, LargeBinary)).where(Message.conversation == conversation)
    async with context.database.reading() as session:
        return list(await session.scalars(wanted))


async def test_the_bytes_of_deleted_chats_are_gone_from_file_and_journal(context, settings):
    chats = await chats_with_words(context, 40)
    tokens = [token for chat in chats[::2] for token in await tokens_of(context, chat.id)]
    assert pieces(tokens[0])[0] in stored(settings)  # what is there is seen

    for chat in chats[::2]:
        await Conversations(context).forget(chat.id, chat.token)
    await Sweep(context).run(context.now(), "system")

    left = stored(settings)
    assert [piece for token in tokens for piece in pieces(token) if piece in left] == []
    for chat in chats[1::2]:
        assert await Conversations(context).messages(chat.id, chat.token, 0)


async def test_a_chat_can_be_read_and_goes_on_while_the_file_is_written_anew(context):
    chat, *_ = await chats_with_words(context, 3)

    async with context.database.reading() as session:
        before = len((await session.scalars(select(Message))).all())
        await context.database.compact()
        assert len((await session.scalars(select(Message))).all()) == before

    said = NewMessage(sender="bot", text="Guten Tag", language=Language.GERMAN)
    assert await Conversations(context).reply(chat.id, [said])


async def test_a_large_file_is_left_for_the_operators_quiet_hour(context, settings):
    (chat,) = await chats_with_words(context, 1)
    await Conversations(context).forget(chat.id, chat.token)
    file = settings.data / "casestore.db"
    await context.database.compact(at_most=0)
    before = file.stat().st_size

    await context.database.compact(at_most=before)

    assert file.stat().st_size < before
    assert (settings.data / "casestore.db-wal").stat().st_size == 0
