"""How often codes are sent and guessed at, counted over all chats and kept over a restart."""

from datetime import timedelta

from limits import parse_many
from sqlalchemy import ColumnElement, Function, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.storage.tables import Code, Conversation
from privacy.verification import TRIES

_SENT = func.count()
_WRONG = func.sum(TRIES - Code.tries_left)


async def is_limited(session: AsyncSession, context: Context, chat: Conversation, index: str) -> bool:
    """Whether *chat* gets no further code for the mailbox of *index*."""
    settings = context.settings
    here = Code.conversation == chat.id
    if chat.client:
        here |= Code.client == chat.client
    limits = (
        (settings.limit_codes_address, Code.address_index == index),
        (settings.limit_codes_client, here),
        (settings.limit_codes_total, Code.id > 0),
    )
    exceeded = [await _exceeds(session, context, limit, _SENT, which) for limit, which in limits]
    return await is_guessed_at(session, context, index) or any(exceeded)


async def is_guessed_at(session: AsyncSession, context: Context, index: str) -> bool:
    """Whether too many wrong codes were typed for the mailbox of *index*, in whatever chats."""
    limit = context.settings.limit_codes_wrong
    return await _exceeds(session, context, limit, _WRONG, Code.address_index == index)


async def _exceeds(
    session: AsyncSession, context: Context, limits: str, counted: Function[int], which: ColumnElement[bool]
) -> bool:
    for limit in parse_many(limits):
        since = context.now() - timedelta(seconds=limit.get_expiry())
        count = select(counted).select_from(Code).where(which, Code.issued_at > since)
        if (await session.scalar(count) or 0) >= limit.amount:
            return True
    return False
