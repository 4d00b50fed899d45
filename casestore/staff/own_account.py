"""What members of staff do about their own accounts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context, NotPermittedError
from casestore.staff import passwords, second_factor
from casestore.staff.audit import note
from casestore.staff.login_limits import attempt
from casestore.staff.password_check import check
from casestore.staff.sessions import current, end, holder, is_alive, replace
from casestore.storage.tables import LoginAttempt, RecoveryCode, Staff, StaffSession
from casestore.wire.accounts import (
    AccountView,
    Confirmation,
    DeskLanguage,
    Entered,
    NewDisplayName,
    NewPassword,
    Offer,
    Password,
    Proof,
    SessionView,
    Stage,
)
from casestore.wire.passwords import is_easy


class Accounts:
    """Each call with the token of a session; raises `NotAllowedError` for any other."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def view(self, token: str) -> AccountView:
        """Show the account, and every log-in that is open."""
        async with self._context.database.reading() as session:
            held = await current(session, self._context, token, "open")
            staff = await session.get_one(Staff, held.name)
            left = select(func.count()).where(RecoveryCode.name == staff.name)
            own = select(StaffSession).where(StaffSession.name == staff.name, StaffSession.stage == "open")
            sessions = await session.scalars(own.order_by(StaffSession.last_seen_at.desc(), StaffSession.id))
            return AccountView(
                name=staff.name,
                display_name=staff.display_name,
                role=staff.role,  # type: ignore[arg-type]  # only roles are stored
                has_password=staff.password_hash is not None,
                has_second_factor=staff.totp is not None,
                second_factor=self._context.settings.staff_totp,
                recovery_codes_left=await session.scalar(left) or 0,
                sessions=[_view(one, held) for one in sessions if is_alive(self._context, one)],
            )

    async def log_out(self, token: str) -> None:
        """End this session, wherever its log-in stands."""
        async with self._context.database.writing() as session:
            held = await current(session, self._context, token, "open", "second_factor", "enrolment")
            note(session, self._context, held.name, "logged out")
            await session.delete(held)

    async def log_out_everywhere(self, token: str) -> None:
        """End every session."""
        async with self._own(token) as (session, held, staff):
            note(session, self._context, staff.name, "logged out everywhere")
            await end(session, StaffSession.name == held.name)

    async def end_session(self, token: str, number: str) -> None:
        """End one session of one's own; one that is gone already is gone."""
        async with self._own(token) as (session, held, staff):
            note(session, self._context, staff.name, "logged out")
            await end(session, (StaffSession.name == held.name) & (StaffSession.id == number))

    async def change_password(self, token: str, given: NewPassword) -> Entered:
        """Take a new password; all other sessions end, and this one goes on with a new token.

        Raises `ValueError` for one that is little more than the account's name.
        """
        refused = await self._refusal(token, given)
        if refused:
            return Entered(outcome=refused)
        new = await passwords.hashed(given.new)
        async with self._own(token) as (session, held, staff):
            if is_easy(given.new, staff.name):
                raise ValueError("a password that is the name")
            staff.password_hash = new
            note(session, self._context, staff.name, "changed the password")
            return Entered(outcome="open", token=await replace(session, self._context, held))

    async def change_display_name(self, token: str, given: NewDisplayName) -> None:
        """Be called something else in chats from now on; what was said stays as it was said."""
        async with self._own(token) as (session, _, staff):
            staff.display_name = given.display_name
            note(session, self._context, staff.name, "changed the display name")

    async def choose_language(self, token: str, given: DeskLanguage) -> None:
        """Read the desk in a language, wherever they log in."""
        async with self._own(token) as (_, _, staff):
            staff.language = given.language

    async def offer_second_factor(self, token: str, given: Password) -> Offer:
        """Make a secret; the password is asked again, but not right after it. Raises `NotPermittedError`."""
        if self._context.settings.staff_totp == "off":
            raise NotPermittedError("second factor")
        async with self._context.database.reading() as session:
            fresh = (await current(session, self._context, token, "open", "enrolment")).stage == "enrolment"
        refused = None if fresh else await self._refusal(token, given)
        if refused:
            return Offer(outcome=refused)
        async with self._own(token, enrolling=True) as (_, _, staff):
            secret, uri = second_factor.offer(staff)
            return Offer(outcome="offered", secret=secret, uri=uri)

    async def confirm_second_factor(self, token: str, given: Proof) -> Confirmation:
        """Let the secret hold once its first code is right; other sessions, opened without it, end."""
        async with self._own(token, enrolling=True) as (session, held, staff):
            tried = await attempt(session, self._context, staff.name, given.client)
            if tried is None:
                return Confirmation(outcome="limited")
            if not second_factor.confirm(staff, self._context, given.code):
                return Confirmation(outcome="wrong")
            tried.succeeded = True
            codes = await second_factor.new_recovery_codes(session, self._context, staff.name)
            note(session, self._context, staff.name, "set a second factor")
            entered = await replace(session, self._context, held)
            return Confirmation(outcome="set", recovery_codes=codes, token=entered)

    async def remove_second_factor(self, token: str, given: Password) -> Entered:
        """Log in without it from now on; raises `NotPermittedError` where everybody must have one."""
        if self._context.settings.staff_totp == "required":
            raise NotPermittedError("second factor")
        refused = await self._refusal(token, given)
        if refused:
            return Entered(outcome=refused)
        async with self._own(token) as (session, held, staff):
            await second_factor.remove(session, staff)
            note(session, self._context, staff.name, "removed the second factor")
            return Entered(outcome="open", token=await replace(session, self._context, held))

    async def _refusal(self, token: str, given: Password) -> Literal["wrong", "limited"] | None:
        """What is wrong with the password given, if anything."""
        async with self._context.database.reading() as session:
            name = (await current(session, self._context, token, "open")).name
        checked = await check(self._context, name, given.password, given.client)
        if checked.outcome != "right":
            return checked.outcome
        async with self._context.database.writing() as session:
            (await session.get_one(LoginAttempt, checked.attempt)).succeeded = True
        return None

    @asynccontextmanager
    async def _own(
        self, token: str, *, enrolling: bool = False
    ) -> AsyncIterator[tuple[AsyncSession, StaffSession, Staff]]:
        """The session of *token* and whose it is, held for a change."""
        stages: tuple[Stage, ...] = ("open", "enrolment") if enrolling else ("open",)
        async with self._context.database.writing() as session:
            held = await current(session, self._context, token, *stages)
            yield session, held, await holder(session, held)


def _view(one: StaffSession, held: StaffSession) -> SessionView:
    return SessionView(
        id=one.id,
        browser=one.browser,
        created_at=one.created_at,
        last_seen_at=one.last_seen_at,
        is_this=one.token_hash == held.token_hash,
    )
