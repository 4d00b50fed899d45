"""Who reads in order to change holds what was read until the transaction ends.

SQLite gives one writer the whole file, so these locks matter to PostgreSQL only.
"""

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import NotFoundError
from casestore.storage.tables import Conversation, Request

_HELD = (  # made once, for it is part of every turn
    select(Conversation)
    .where(Conversation.id == bindparam("conversation"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


async def hold(session: AsyncSession, name: str) -> None:
    """Hold *name*, which stands for something that no single row is."""
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def hold_conversation(session: AsyncSession, conversation: str) -> Conversation:
    """Hold a conversation with its messages and codes; raises `NotFoundError`."""
    found: Conversation | None = await session.scalar(_HELD, {"conversation": conversation})
    if found is None:
        raise NotFoundError(conversation)
    return found


async def hold_request(session: AsyncSession, which: ColumnElement[bool]) -> Request:
    """Hold the one request that fits; raises `NotFoundError`."""
    return await _one(session, select(Request).where(which).with_for_update())


async def find_request(session: AsyncSession, which: ColumnElement[bool]) -> Request:
    """The one request that fits, to be read; raises `NotFoundError`."""
    return await _one(session, select(Request).where(which))


async def _one(session: AsyncSession, wanted: Select[tuple[Request]]) -> Request:
    request: Request | None = await session.scalar(wanted)
    if request is None:
        raise NotFoundError("request")
    return request
