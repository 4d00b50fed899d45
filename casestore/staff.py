"""Staff accounts and their tokens."""

import hashlib
import secrets

from argon2 import PasswordHasher

from casestore.context import ConflictError, Context, NotAllowedError, NotFoundError
from casestore.locks import hold
from casestore.staff_wire import NewStaff, StaffMember
from casestore.tables import Staff, StaffToken

_hasher = PasswordHasher()  # argon2id with the parameters of RFC 9106


class StaffAccounts:
    """Makes accounts, and tells whose token it is."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def add(self, new: NewStaff) -> StaffMember:
        """Make an account; raises `ConflictError` when the name is taken."""
        password_hash = _hasher.hash(new.password)
        async with self._context.database.writing() as session:
            await hold(session, f"staff {new.name}")
            if await session.get(Staff, new.name):
                raise ConflictError(new.name)
            session.add(Staff(name=new.name, role=new.role, password_hash=password_hash))
        return StaffMember(name=new.name, role=new.role)

    async def issue_token(self, name: str) -> str:
        """Make a bearer token of 256 random bits for a program."""
        token = secrets.token_urlsafe(32)
        async with self._context.database.writing() as session:
            if await session.get(Staff, name) is None:
                raise NotFoundError(name)
            session.add(StaffToken(token_hash=_hash(token), name=name, created_at=self._context.now()))
        return token

    async def whose(self, token: str) -> StaffMember:
        """Return who holds *token*; raises `NotAllowedError`."""
        async with self._context.database.reading() as session:
            found = await session.get(StaffToken, _hash(token))
            if found is None:
                raise NotAllowedError("token")
            staff = await session.get_one(Staff, found.name)
            return StaffMember(name=staff.name, role=staff.role)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()
