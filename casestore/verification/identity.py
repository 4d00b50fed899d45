"""Log-in at the host page, told by a signed token (RFC 7519): it stands for a code that was entered."""

import logging
from typing import Any

import jwt
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.storage.tables import Customer
from privacy.verification import Level
from settings import Settings

logger = logging.getLogger(__name__)

AUDIENCE = "auskunft"
_REQUIRED = ["exp", "iat", "sub", "aud"]
_BY_PUBLIC_KEY = ["RS256", "ES256", "EdDSA"]
_BY_SECRET = ["HS256"]


async def signed_in(session: AsyncSession, settings: Settings, token: str) -> dict[str, Any] | None:
    """Whose log-in *token* proves, as `Conversation.proved` keeps it; `None` when it proves nothing."""
    number = _customer_number(settings, token)
    customer = await session.get(Customer, number) if number else None
    if customer is None:
        return None
    return {"address": customer.person["email"], "customer": customer.number, "level": Level.SIGNED_IN}


def _customer_number(settings: Settings, token: str) -> str | None:
    key = settings.host_key.get_secret_value()
    if not key:
        return None
    algorithms = _BY_PUBLIC_KEY if key.startswith("-----BEGIN") else _BY_SECRET
    options: Any = {"require": _REQUIRED}
    try:
        claims = jwt.decode(token, key, algorithms=algorithms, audience=AUDIENCE, options=options)
    except jwt.InvalidTokenError as error:
        logger.warning("a host page's token was refused: %s", type(error).__name__)
        return None
    return str(claims["sub"])
