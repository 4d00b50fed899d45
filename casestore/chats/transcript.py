"""What was said in a chat: added to its end, found again, shown to the visitor."""

import hmac
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context
from casestore.storage.tables import Message
from casestore.wire.conversations import ChatMessage
from casestore.wire.requests import RequestCard


async def add(
    session: AsyncSession,
    context: Context,
    conversation: str,
    sender: str,
    content: dict[str, Any],
    **more: Any,
) -> Message:
    """Add a message to a conversation that is held; *content* has at least text and language."""
    message = Message(
        conversation=conversation,
        position=await last_position(session, conversation) + 1,
        sender=sender,
        created_at=context.now(),
        content=content,
        **more,
    )
    session.add(message)
    await session.flush()
    return message


async def last_position(session: AsyncSession, conversation: str) -> int:
    """The position of the last message; 0 before the first."""
    last = select(func.max(Message.position)).where(Message.conversation == conversation)
    return await session.scalar(last) or 0


async def since(session: AsyncSession, conversation: str, after: int) -> list[Message]:
    """Every message after the position *after*, in order."""
    later = select(Message).where(Message.conversation == conversation, Message.position > after)
    return list(await session.scalars(later.order_by(Message.position)))


async def by_client_id(session: AsyncSession, conversation: str, client_id: str) -> Message | None:
    """The visitor's message of that name."""
    same = select(Message).where(Message.conversation == conversation, Message.client_id == client_id)
    found: Message | None = await session.scalar(same)
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
