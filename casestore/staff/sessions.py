"""Log-ins in browsers: which are open, and until when."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context, NotAllowedError
from casestore.storage.tables import Staff, StaffSession
from casestore.wire.accounts import Stage

_NEXT_STEP = timedelta(minutes=10)  # to enter the second factor, or to set it up
_SEEN = timedelta(minutes=1)  # how exactly the last call is kept


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()


async def begin(session: AsyncSession, context: Context, name: str, stage: Stage, browser: str) -> str:
    """Open a session and return its token, 256 random bits; sessions that are over are removed."""
    now, token = context.now(), secrets.token_urlsafe(32)
    await session.execute(delete(StaffSession).where(StaffSession.expires_at <= now))
    lasts = timedelta(hours=context.settings.session_hours) if stage == "open" else _NEXT_STEP
    session.add(
        StaffSession(
            token_hash=token_hash(token),
            id=secrets.token_hex(8),
            name=name,
            stage=stage,
            browser=browser,
            created_at=now,
            last_seen_at=now,
            expires_at=now + lasts,
        )
    )
    return token


async def current(session: AsyncSession, context: Context, token: str, *stages: Stage) -> StaffSession:
    """The session of *token*, if it is alive and at one of *stages*; raises `NotAllowedError`."""
    found = await session.get(StaffSession, token_hash(token))
    if found is None or found.stage not in stages or not is_alive(context, found):
        raise NotAllowedError("session")
    return found


def is_alive(context: Context, session: StaffSession) -> bool:
    """Whether its time is not up, and it was used lately."""
    idle = timedelta(minutes=context.settings.session_idle_minutes)
    return session.last_seen_at + idle > context.now() < session.expires_at


def is_seen_anew(context: Context, session: StaffSession) -> bool:
    """Whether its last call is to be kept."""
    return session.last_seen_at + _SEEN <= context.now()


async def end(session: AsyncSession, which: ColumnElement[bool]) -> None:
    """End sessions."""
    await session.execute(delete(StaffSession).where(which))


async def replace(session: AsyncSession, context: Context, old: StaffSession) -> str:
    """End every session of whose *old* is, and go on with a new one, which is open."""
    await end(session, StaffSession.name == old.name)
    return await begin(session, context, old.name, "open", old.browser)


async def holder(session: AsyncSession, held: StaffSession) -> Staff:
    """Whose session it is, held for a change."""
    return await session.get_one(Staff, held.name, with_for_update=True)
