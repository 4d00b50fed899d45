"""A message that was said again elsewhere, before it was answered, has one answer."""

import asyncio

from casestore.wire.conversations import NewMessage
from privacy.language import Language


async def test_of_answers_that_come_at_once_the_first_is_kept_and_everybody_gets_it(store, visitor):
    turn = await visitor.says("Guten Tag")
    answers = [NewMessage(sender="bot", text=text, language=Language.GERMAN) for text in ("one", "two")]

    given = await asyncio.gather(*(store.reply(visitor.chat.id, [answer], turn.id) for answer in answers))

    kept = await visitor.reads("1")
    assert len(kept) == 1
    assert given == [kept, kept]
