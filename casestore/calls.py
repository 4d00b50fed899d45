"""Changes by staff, each in one transaction, and the same call again without a second effect."""

import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable

from casestore.context import ConflictError, Context
from casestore.handling import Handling
from casestore.locks import hold
from casestore.register import view_for
from casestore.request_wire import RequestView
from casestore.staff_wire import StaffMember
from casestore.tables import Request, StaffCall

Act = Callable[[Handling, str], Awaitable[Request]]  # with a key that names the call


async def act(context: Context, by: StaffMember, given: str | None, call: bytes, what: Act) -> RequestView:
    """Do *what* and show the request; a call that gives a key has its effect only once.

    Raises `ConflictError` when the key came with another *call* before.
    """
    key = f"staff/{by.name}/{given or secrets.token_hex(16)}"
    digest = hashlib.sha256(call).hexdigest()
    async with context.database.writing() as session:
        await hold(session, key)
        before = await session.get(StaffCall, key)
        if before is None:
            request = await what(Handling(context, session, by), key)
            before = StaffCall(key=key, digest=digest, reference=request.reference, at=context.now())
            session.add(before)
            await session.flush()
        elif not hmac.compare_digest(before.digest, digest):
            raise ConflictError(key)
        return await view_for(session, before.reference, by)
