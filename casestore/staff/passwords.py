"""Passwords of staff: argon2id with the parameters of RFC 9106, in a thread of its own."""

import asyncio
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

_hasher = PasswordHasher()
_NOBODYS = _hasher.hash(secrets.token_hex())  # of accounts that do not exist; nobody can know it


async def hashed(password: str) -> str:
    """What is stored of a password."""
    return await asyncio.to_thread(_hasher.hash, password)


async def is_right(stored: str | None, given: str) -> bool:
    """Whether *given* is the password; takes as long where there is none."""
    try:
        await asyncio.to_thread(_hasher.verify, stored or _NOBODYS, given)
    except VerifyMismatchError:
        return False
    return True


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with weaker parameters than we use now."""
    return _hasher.check_needs_rehash(stored)
