"""Whether a chat with staff helped its visitor: asked when it is closed, kept without a word of theirs."""

import secrets
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from casestore.chats import transcript
from casestore.chats.words import ChatWords
from casestore.context import Context
from casestore.storage.tables import Conversation, Message
from casestore.wire.conversations import ChatMessage
from privacy.language import Language

_VERDICTS: Final = {"@helped": True, "@not_helped": False}  # payloads that the bot never hears


def question_whether_helped(words: ChatWords, language: Language) -> list[dict[str, str]]:
    """The buttons below the message that a chat is closed."""
    return [
        {
            "title": words.say(payload.removeprefix("@"), language),
            "value": secrets.token_urlsafe(12),
            "payload": payload,
            "reply": words.say("thanks", language),
        }
        for payload in _VERDICTS
    ]


def is_verdict(message: Message) -> bool:
    """Whether the visitor pressed one of these buttons."""
    return message.content.get("payload") in _VERDICTS


async def take_verdict(
    session: AsyncSession, context: Context, chat: Conversation, pressed: Message
) -> list[ChatMessage]:
    """Keep what was pressed, and thank; the chat stays as it is."""
    chat.helped, pressed.answered = _VERDICTS[pressed.content["payload"]], True
    content = {"text": pressed.content["reply"], "language": chat.language, "expects": chat.expects}
    thanks = await transcript.add(session, context, chat.id, "system", content, reply_to=pressed.position)
    return [transcript.rendered(thanks)]
