"""Check a password: counted before it is looked at, and with equal work for names there are not."""

from dataclasses import dataclass
from typing import Literal

from casestore.context import Context
from casestore.staff import passwords
from casestore.staff.audit import note
from casestore.staff.login_limits import attempt
from casestore.storage.tables import Staff

Outcome = Literal["right", "wrong", "limited"]


@dataclass(frozen=True)
class Check:
    """What became of it; *attempt* counts as failed until the caller says otherwise."""

    outcome: Outcome
    attempt: int = 0
    stored: str = ""


async def check(context: Context, name: str, password: str, client: str) -> Check:
    """Check the password of *name*, typed at the network address *client*."""
    async with context.database.writing() as session:
        tried = await attempt(session, context, name, client)
        staff = await session.get(Staff, name)
    if tried is None:
        return Check("limited")
    stored = staff.password_hash if staff and not staff.disabled else None
    if await passwords.is_right(stored, password):
        return Check("right", tried.id, stored or "")
    async with context.database.writing() as session:
        note(session, context, staff.name if staff else "unknown", "failed to log in")
    return Check("wrong", tried.id)
