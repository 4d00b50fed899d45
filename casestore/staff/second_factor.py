"""The second factor: time-based codes (RFC 6238), and recovery codes for when the device is gone."""

import base64
import hmac
import secrets

import pyotp
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.storage.tables import RecoveryCode, Staff

ISSUER = "Auskunft"
RECOVERY_CODES = 10
_DRIFT = (0, -1, 1)  # steps of 30 s that clocks may be apart: RFC 6238, 5.2
_RECOVERY_BYTES = 10  # 80 bits


def offer(staff: Staff) -> tuple[str, str]:
    """Make a secret for *staff*, which does not hold until it is confirmed; returns it and its URI."""
    secret = pyotp.random_base32()
    staff.totp_offered = {"secret": secret}
    return secret, pyotp.TOTP(secret).provisioning_uri(name=staff.name, issuer_name=ISSUER)


def confirm(staff: Staff, context: Context, typed: str) -> bool:
    """Let the secret offered hold if *typed* is its code."""
    if staff.totp_offered is None:
        return False
    step = _step(staff.totp_offered["secret"], context, typed)
    if step is None:
        return False
    staff.totp, staff.totp_offered, staff.totp_step = {"secret": staff.totp_offered["secret"]}, None, step
    return True


async def is_proved(session: AsyncSession, context: Context, staff: Staff, typed: str) -> bool:
    """Whether *typed* is a code of now that was not used yet, or a recovery code; it is used up then."""
    if staff.totp is None:
        return False
    step = _step(staff.totp["secret"], context, typed)
    if step is not None and (staff.totp_step is None or step > staff.totp_step):
        staff.totp_step = step
        return True
    used = delete(RecoveryCode).where(
        RecoveryCode.name == staff.name, RecoveryCode.code_index == _index(context, staff.name, typed)
    )
    return bool((await session.execute(used)).rowcount)  # type: ignore[attr-defined]


async def new_recovery_codes(session: AsyncSession, context: Context, name: str) -> list[str]:
    """Make recovery codes in place of earlier ones."""
    await session.execute(delete(RecoveryCode).where(RecoveryCode.name == name))
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(code_index=_index(context, name, code), name=name) for code in codes)
    return codes


async def remove(session: AsyncSession, staff: Staff) -> None:
    """Take the second factor away."""
    staff.totp = staff.totp_offered = staff.totp_step = None
    await session.execute(delete(RecoveryCode).where(RecoveryCode.name == staff.name))


def _step(secret: str, context: Context, typed: str) -> int | None:
    """The time step whose code *typed* is."""
    totp, code = pyotp.TOTP(secret), "".join(typed.split()).encode(errors="surrogateescape")
    now = totp.timecode(context.now())
    steps = (now + drift for drift in _DRIFT)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), code)), None)


def _recovery_code() -> str:
    """Four groups of four: `ABCD-EFGH-2345-JKLM`."""
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def _index(context: Context, name: str, typed: str) -> str:
    plain = "".join(character for character in typed.upper() if character.isalnum())
    return context.database.vault.index(f"recovery code {name} {plain}")
