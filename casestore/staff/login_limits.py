"""How often log-ins may fail, counted by account and client and kept over a restart.

Who guesses from one place is stopped there first, and locks out nobody else. Guesses at one account from
everywhere together are stopped as well, except where its owner has logged in from before.
"""

from datetime import timedelta

from limits import parse_many
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.storage.locks import hold
from casestore.storage.tables import LoginAttempt


async def attempt(session: AsyncSession, context: Context, name: str, client: str) -> LoginAttempt | None:
    """Take down a try, which counts as failed until said to have succeeded; `None` after too many."""
    vault, settings = context.database.vault, context.settings
    tried = LoginAttempt(
        account=vault.index(f"account {name}"), client=vault.index(f"client {client}"), at=context.now()
    )
    for which in sorted({tried.account, tried.client}):
        await hold(session, which)
    of_account, of_client = LoginAttempt.account == tried.account, LoginAttempt.client == tried.client
    if await _exceeds(session, context, settings.limit_login_account, of_account & of_client):
        return None
    if await _exceeds(session, context, settings.limit_login_client, of_client):
        return None
    if not await _has_succeeded(session, of_account & of_client) and await _exceeds(
        session, context, settings.limit_login_anywhere, of_account
    ):
        return None
    session.add(tried)
    await session.flush()
    return tried


async def _has_succeeded(session: AsyncSession, which: ColumnElement[bool]) -> bool:
    found = select(LoginAttempt.id).where(which, LoginAttempt.succeeded).limit(1)
    return await session.scalar(found) is not None


async def _exceeds(session: AsyncSession, context: Context, limits: str, which: ColumnElement[bool]) -> bool:
    for limit in parse_many(limits):
        since = context.now() - timedelta(seconds=limit.get_expiry())
        failed = (which, LoginAttempt.at > since, ~LoginAttempt.succeeded)
        if (await session.scalar(select(func.count()).where(*failed)) or 0) >= limit.amount:
            return True
    return False
