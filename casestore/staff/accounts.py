"""Staff accounts, and whose token it is."""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context, NotAllowedError, NotFoundError
from casestore.staff import passwords, second_factor
from casestore.staff.audit import note
from casestore.staff.sessions import current, end, is_seen_anew, token_hash
from casestore.storage.locks import hold
from casestore.storage.tables import Staff, StaffSession, StaffToken
from casestore.wire.accounts import StaffListItem
from casestore.wire.staff import NewStaff, Role, StaffMember

OPERATOR = "operator"


class StaffAccounts:
    """Makes and changes accounts for the operator, and tells whose token it is."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def add(self, new: NewStaff) -> StaffMember:
        """Make an account; raises `ConflictError` when the name is taken."""
        password_hash = await passwords.hashed(new.password)
        async with self._context.database.writing() as session:
            await hold(session, f"staff {new.name}")
            if await session.get(Staff, new.name):
                raise ConflictError(new.name)
            made = new.model_dump(include={"name", "role", "display_name"})
            session.add(Staff(**made, password_hash=password_hash))
            note(session, self._context, OPERATOR, "made the account", new.name)
        return StaffMember(**made)

    async def issue_token(self, name: str) -> str:
        """Make a bearer token of 256 random bits for a program; raises `ConflictError` when disabled."""
        token = secrets.token_urlsafe(32)
        async with self._context.database.writing() as session:
            if (await _named(session, name)).disabled:
                raise ConflictError(name)
            session.add(StaffToken(token_hash=token_hash(token), name=name, created_at=self._context.now()))
            note(session, self._context, OPERATOR, "made a token", name)
        return token

    async def whose(self, token: str, *, in_use: bool = True) -> StaffMember:
        """Return who holds *token*, of a program or of a session; raises `NotAllowedError`.

        A session goes on only by calls that have it *in_use*.
        """
        async with self._context.database.reading() as session:
            held = await self._session_or_token(session, token)
            staff = await session.get_one(Staff, held.name)
        if staff.disabled:
            raise NotAllowedError("disabled")
        if in_use and isinstance(held, StaffSession) and is_seen_anew(self._context, held):
            await self._see(held)
        return StaffMember.model_validate(staff, from_attributes=True)

    async def _session_or_token(self, session: AsyncSession, token: str) -> StaffSession | StaffToken:
        found = await session.get(StaffToken, token_hash(token))
        return found or await current(session, self._context, token, "open")

    async def _see(self, held: StaffSession) -> None:
        async with self._context.database.writing() as session:
            seen = await session.get(StaffSession, held.token_hash)
            if seen:
                seen.last_seen_at = self._context.now()

    async def everybody(self) -> list[StaffListItem]:
        """Every account, by name."""
        async with self._context.database.reading() as session:
            return [
                StaffListItem(
                    name=staff.name,
                    display_name=staff.display_name,
                    role=staff.role,  # type: ignore[arg-type]  # only roles are stored
                    disabled=staff.disabled,
                    has_second_factor=staff.totp is not None,
                    is_external=staff.subject is not None,
                )
                for staff in await session.scalars(select(Staff).order_by(Staff.name))
            ]

    async def set_password(self, name: str, password: str) -> None:
        """Give a new password; open log-ins end. Raises `ConflictError` for who logs in elsewhere."""
        password_hash = await passwords.hashed(password)
        async with self._context.database.writing() as session:
            staff = await _named(session, name)
            if staff.subject is not None:
                raise ConflictError(name)
            staff.password_hash = password_hash
            await self._shut_out(session, name, "gave a new password")

    async def set_role(self, name: str, role: Role) -> None:
        """Give another role; open log-ins end, tokens of programs have the new role at once."""
        async with self._context.database.writing() as session:
            (await _named(session, name)).role = role
            await self._shut_out(session, name, f"gave the role {role}")

    async def disable(self, name: str) -> None:
        """Let the account in no more; its log-ins end and its tokens are void."""
        async with self._context.database.writing() as session:
            (await _named(session, name)).disabled = True
            await self._shut_out(session, name, "disabled the account", tokens=True)

    async def enable(self, name: str) -> None:
        """Let the account in again; it needs new tokens."""
        async with self._context.database.writing() as session:
            (await _named(session, name)).disabled = False
            note(session, self._context, OPERATOR, "enabled the account", name)

    async def revoke(self, name: str) -> None:
        """End all log-ins and void all tokens."""
        async with self._context.database.writing() as session:
            await _named(session, name)
            await self._shut_out(session, name, "revoked log-ins and tokens", tokens=True)

    async def remove_second_factor(self, name: str) -> None:
        """Help who lost it: the next log-in needs the password only, or sets up a new one."""
        async with self._context.database.writing() as session:
            await second_factor.remove(session, await _named(session, name))
            await self._shut_out(session, name, "removed the second factor")

    async def _shut_out(self, session: AsyncSession, name: str, why: str, *, tokens: bool = False) -> None:
        await end(session, StaffSession.name == name)
        if tokens:
            await session.execute(delete(StaffToken).where(StaffToken.name == name))
        note(session, self._context, OPERATOR, why, name)


async def display_names(session: AsyncSession) -> dict[str, str]:
    """What visitors call the members of staff who have a name for them, by account."""
    found = select(Staff.name, Staff.display_name).where(Staff.display_name.is_not(None))
    return {name: called for name, called in (await session.execute(found)).tuples() if called}


async def _named(session: AsyncSession, name: str) -> Staff:
    """The account, held for a change; raises `NotFoundError`."""
    staff = await session.get(Staff, name, with_for_update=True)
    if staff is None:
        raise NotFoundError(name)
    return staff
