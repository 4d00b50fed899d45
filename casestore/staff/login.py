"""Logging in: the password, then the second factor where there is one, then a session."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context
from casestore.staff import passwords, second_factor
from casestore.staff.audit import note
from casestore.staff.login_limits import attempt
from casestore.staff.password_check import check
from casestore.staff.sessions import begin, current, end, holder
from casestore.storage.locks import hold
from casestore.storage.tables import LoginAttempt, Staff, StaffSession
from casestore.wire.accounts import Entered, ExternalLogIn, LogIn, Proof, Stage


class LogIns:
    """Lets staff in."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def by_password(self, given: LogIn) -> Entered:
        """Check name and password; names there are not take the same time and get the same words."""
        checked = await check(self._context, given.name, given.password, given.client)
        if checked.outcome != "right":
            return Entered(outcome=checked.outcome)
        outdated = passwords.is_outdated(checked.stored)
        stored = await passwords.hashed(given.password) if outdated else checked.stored
        async with self._context.database.writing() as session:
            staff = await session.get_one(Staff, given.name, with_for_update=True)
            if staff.disabled or staff.password_hash != checked.stored:  # changed in the meantime
                return Entered(outcome="wrong")
            staff.password_hash = stored
            tried = await session.get_one(LoginAttempt, checked.attempt)
            return await self._let_on(session, staff, given.browser, tried)

    async def _let_on(
        self, session: AsyncSession, staff: Staff, browser: str, tried: LoginAttempt
    ) -> Entered:
        """Go on to what comes after the password, which by itself is neither failure nor success."""
        stage = self._stage_after_password(staff)
        if stage == "open":
            tried.succeeded = True
            note(session, self._context, staff.name, "logged in")
        else:
            await session.delete(tried)
        return Entered(outcome=stage, token=await begin(session, self._context, staff.name, stage, browser))

    def _stage_after_password(self, staff: Staff) -> Stage:
        wanted = self._context.settings.staff_totp
        if staff.totp and wanted != "off":
            return "second_factor"
        return "enrolment" if wanted == "required" else "open"

    async def by_second_factor(self, token: str, proof: Proof) -> Entered:
        """Check the code after the password; raises `NotAllowedError`."""
        async with self._context.database.writing() as session:
            pending = await current(session, self._context, token, "second_factor")
            staff = await holder(session, pending)
            tried = await attempt(session, self._context, staff.name, proof.client)
            if tried is None:
                return Entered(outcome="limited")
            if not await second_factor.is_proved(session, self._context, staff, proof.code):
                note(session, self._context, staff.name, "failed the second factor")
                return Entered(outcome="wrong")
            tried.succeeded = True
            await session.delete(pending)
            note(session, self._context, staff.name, "logged in")
            entered = await begin(session, self._context, staff.name, "open", pending.browser)
            return Entered(outcome="open", token=entered)

    async def by_provider(self, given: ExternalLogIn) -> Entered:
        """Let in whom the provider vouches for; their account is made, or its role brought up to date.

        Raises `ConflictError` when the name is that of another account.
        """
        async with self._context.database.writing() as session:
            await hold(session, f"staff {given.name}")
            who = select(Staff).where(Staff.subject == given.subject).with_for_update()
            staff = await session.scalar(who) or await self._made(session, given)
            if staff.disabled:
                note(session, self._context, staff.name, "failed to log in")
                return Entered(outcome="refused")
            if staff.role != given.role:
                staff.role = given.role
                await end(session, StaffSession.name == staff.name)
            note(session, self._context, staff.name, "logged in")
            token = await begin(session, self._context, staff.name, "open", given.browser)
            return Entered(outcome="open", token=token)

    async def _made(self, session: AsyncSession, given: ExternalLogIn) -> Staff:
        if await session.get(Staff, given.name):
            raise ConflictError(given.name)
        staff = Staff(name=given.name, role=given.role, subject=given.subject)
        session.add(staff)
        await session.flush()
        return staff
