"""Chats that nobody has written in for long: found and deleted (GDPR Art. 5(1)(e))."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from casestore.context import Context
from casestore.storage.locks import hold_conversation
from casestore.storage.tables import Conversation, Message


class Retention:
    """Deletes what was kept long enough; a chat's requests stay."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def stale(self, before: datetime) -> list[str]:
        """The chats whose last message was written *before*, oldest first."""
        async with self._context.database.reading() as session:
            old = select(Conversation.id).where(_silent_since(before)).order_by(Conversation.created_at)
            return list(await session.scalars(old))

    async def expire(self, conversation: str, before: datetime) -> bool:
        """Delete a chat unless somebody has written in it since; raises `NotFoundError`."""
        async with self._context.database.writing() as session:
            found = await hold_conversation(session, conversation)
            same = select(Conversation.id).where(Conversation.id == conversation, _silent_since(before))
            if await session.scalar(same) is None:
                return False
            await session.delete(found)
            return True


def _silent_since(before: datetime) -> ColumnElement[bool]:
    later = exists().where(Message.conversation == Conversation.id, Message.created_at >= before)
    return and_(Conversation.created_at < before, ~later)
