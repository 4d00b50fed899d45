"""Requests of which something cannot be decrypted: they hold up no other, and stay in sight."""

import logging
from collections.abc import AsyncIterator

from cryptography.fernet import InvalidToken
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlalchemy.orm.attributes import set_committed_value

from casestore.storage.encryption import MisplacedError
from casestore.storage.tables import Request

logger = logging.getLogger(__name__)

BARE = tuple(map(defer, (Request.person, Request.details, Request.on_behalf_of)))
_Unreadable = (InvalidToken, MisplacedError)


async def read(session: AsyncSession, wanted: Select[tuple[Request]]) -> list[Request]:
    """What is *wanted*, in its order; one that cannot be decrypted has state and dates, but no content."""
    try:
        return list(await session.scalars(wanted))
    except _Unreadable:
        session.expunge_all()
    numbers = list(await session.scalars(wanted.with_only_columns(Request.id)))
    return [await _read_one(session, number) for number in numbers]


async def unreadable_ones(session: AsyncSession) -> AsyncIterator[str]:
    """The references of all that cannot be decrypted."""
    for number in list(await session.scalars(select(Request.id).order_by(Request.id))):
        try:
            await session.get_one(Request, number)
        except _Unreadable:
            session.expunge_all()
            yield (await session.get_one(Request, number, options=BARE)).reference
        session.expunge_all()


async def _read_one(session: AsyncSession, number: int) -> Request:
    try:
        return await session.get_one(Request, number)
    except _Unreadable:
        session.expunge_all()
    request = await session.get_one(Request, number, options=BARE)
    logger.error("request %s cannot be decrypted", request.reference)
    for name, nothing in (("person", {}), ("details", {"said": []}), ("on_behalf_of", None)):
        set_committed_value(request, name, nothing)
    return request
