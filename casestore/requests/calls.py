"""Changes by staff, each in one transaction, and the same call again without a second effect."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context
from casestore.requests.handling import Handling
from casestore.requests.register import view_for
from casestore.storage.locks import hold
from casestore.storage.tables import Request, StaffCall
from casestore.wire.requests import RequestView
from casestore.wire.staff import StaffMember

Act = Callable[[Handling, str], Awaitable[Request]]  # with a key that names the call


@dataclass(frozen=True)
class Call:
    """A call of a member of staff: the key they gave it, if any, and all that it asks for."""

    by: StaffMember
    key: str | None
    asked: bytes


async def once(
    session: AsyncSession, context: Context, call: Call, what: Callable[[str], Awaitable[str]]
) -> str:
    """Do *what*, given a key that names the call, and return what it returns; a repeated call returns it too.

    Raises `ConflictError` when the key came with another call before.
    """
    key = f"staff/{call.by.name}/{call.key or secrets.token_hex(16)}"
    digest = hashlib.sha256(call.asked).hexdigest()
    await hold(session, key)
    before = await session.get(StaffCall, key)
    if before is None:
        before = StaffCall(key=key, digest=digest, reference=await what(key), at=context.now())
        session.add(before)
        await session.flush()
    elif not hmac.compare_digest(before.digest, digest):
        raise ConflictError(key)
    return before.reference


async def act(context: Context, call: Call, what: Act) -> RequestView:
    """Do *what* to a request, once, and show it."""
    async with context.database.writing() as session:
        handling = Handling(context, session, call.by)

        async def done(key: str) -> str:
            return (await what(handling, key)).reference

        return await view_for(session, await once(session, context, call, done), call.by)
