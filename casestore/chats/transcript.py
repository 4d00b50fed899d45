"""What was said in a chat: added to its end, found again, shown to the visitor."""

import hmac
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context
from casestore.storage.tables import Message
from casestore.wire.conversations import ChatMessage
from casestore.wire.requests import RequestCard

# Statements of every turn: made once, since making one takes as long as running it.
_OF_CHAT = Message.conversation == bindparam("chat")
_END = select(
    Message.position,
    Message.created_at,
    exists().where(_OF_CHAT, Message.sender == "visitor").correlate(None),
)
_END = _END.where(_OF_CHAT).order_by(Message.position.desc()).limit(1)
_NAMED = select(Message).where(_OF_CHAT, Message.client_id == bindparam("name"))
_TABLE: Any = Message.__table__
_ANSWERED = (
    update(_TABLE)
    .where(
        _TABLE.c.conversation == bindparam("chat"),
        _TABLE.c.position == bindparam("at"),
        _TABLE.c.answered.is_(False),
    )
    .values(answered=True)
)


class End(NamedTuple):
    """The last message's position, 0 before the first, and when; whether the visitor has said anything."""

    position: int = 0
    at: datetime | None = None
    visitor_spoke: bool = False


async def add(  # noqa: PLR0913  # what a message is made of
    session: AsyncSession,
    context: Context,
    conversation: str,
    sender: str,
    content: dict[str, Any],
    *,
    end: End | None = None,
    **more: Any,
) -> Message:
    """Add a message to a conversation that is held; *content* has at least text and language.

    Its *end* is looked up unless it is known.
    """
    end = end or await end_of(session, conversation)
    message = Message(
        conversation=conversation,
        position=end.position + 1,
        sender=sender,
        created_at=context.now(),
        content=content,
        **more,
    )
    session.add(message)
    return message


async def end_of(session: AsyncSession, conversation: str) -> End:
    """Where a conversation has come to."""
    found = (await session.execute(_END, {"chat": conversation})).one_or_none()
    return End(*found) if found else End()


async def mark_answered(session: AsyncSession, conversation: str, position: int) -> bool:
    """Note that the message at *position* has its answer; false when it had one."""
    marked: Any = await session.execute(_ANSWERED, {"chat": conversation, "at": position})
    return bool(marked.rowcount)


async def since(session: AsyncSession, conversation: str, after: int) -> list[Message]:
    """Every message after the position *after*, in order."""
    later = select(Message).where(Message.conversation == conversation, Message.position > after)
    return list(await session.scalars(later.order_by(Message.position)))


async def by_client_id(session: AsyncSession, conversation: str, client_id: str) -> Message | None:
    """The visitor's message of that name."""
    named = {"chat": conversation, "name": client_id}
    found: Message | None = await session.scalar(_NAMED, named)
    return found


async def replies(session: AsyncSession, conversation: str, position: int) -> list[ChatMessage]:
    """What was answered to the message at *position*."""
    same = select(Message).where(Message.conversation == conversation, Message.reply_to == position)
    return [rendered(m) for m in await session.scalars(same.order_by(Message.position))]


async def button(session: AsyncSession, conversation: str, value: str) -> dict[str, str]:
    """Find the button with that *value*; raises `ConflictError` when the chat has none."""
    own = select(Message).where(Message.conversation == conversation)
    for message in await session.scalars(own.order_by(Message.position.desc())):
        for offered in message.content.get("buttons", []):
            if hmac.compare_digest(offered["value"].encode(), value.encode()):
                return dict(offered)
    raise ConflictError(value)


def rendered(message: Message) -> ChatMessage:
    """A message as the visitor gets it."""
    content = message.content
    buttons = [{"title": b["title"], "value": b["value"]} for b in content.get("buttons", [])]
    request = content.get("request")
    return ChatMessage(
        id=str(message.position),
        sender=message.sender,  # type: ignore[arg-type]  # pydantic checks it
        speaker=content.get("speaker"),
        text=content["text"],
        language=content["language"],
        outcome=content.get("outcome"),
        citations=content.get("citations", []),
        law=content.get("law", []),
        buttons=buttons,
        expects=content.get("expects"),
        request=RequestCard(**request) if request else None,
        client_id=message.client_id,
        created_at=message.created_at,
    )
