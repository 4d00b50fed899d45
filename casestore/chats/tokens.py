"""What opens a chat: a token that its visitor alone has, for so long, and another one once a code was right.

Whoever knew the token before (on a computer that others use, say) is shut out by that (OWASP ASVS 5, 7.2.4).
"""

import base64
import hashlib
import hmac
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from casestore.chats.transcript import End, end_of
from casestore.context import Context, NotAllowedError
from casestore.storage.tables import Conversation
from casestore.wire.conversations import Said


def hashed(token: str) -> str:
    """What is kept of a token; it has 256 random bits, so nothing slower is needed."""
    return hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()


def check(found: Conversation, token: str) -> None:
    """Raise `NotAllowedError` unless *token* is the chat's."""
    if not hmac.compare_digest(found.token_hash, hashed(token)):
        raise NotAllowedError(found.id)


async def admit(session: AsyncSession, context: Context, found: Conversation, token: str) -> None:
    """Raise `NotAllowedError` unless *token* is the chat's, and still good."""
    check(found, token)
    _check_age(context, found, await end_of(session, found.id))


def admit_saying(context: Context, found: Conversation, said: Said, end: End) -> None:
    """As `admit`; a former token still repeats the message that it was renewed for."""
    if not is_repeated(found, said.token, said.client_id):
        check(found, said.token)
        _check_age(context, found, end)


def renew(context: Context, found: Conversation, token: str, client_id: str) -> str | None:
    """The chat's new token, made when one is due; the same again for a repeated message, else `None`.

    *found* is held. It follows from the former one, so that it need not be kept.
    """
    if is_repeated(found, token, client_id):
        return _after(context, token)
    check(found, token)
    if not found.token_due:
        return None
    new = _after(context, token)
    found.former_token_hash, found.token_hash = found.token_hash, hashed(new)
    found.token_due, found.renewed_by = False, client_id
    return new


def is_repeated(found: Conversation, token: str, client_id: str) -> bool:
    """Whether this is the message for which *token* was renewed, whose answer may have been lost."""
    was = found.former_token_hash or ""
    return hmac.compare_digest(was, hashed(token)) and found.renewed_by == client_id


def _after(context: Context, token: str) -> str:
    key = context.database.vault.code_key
    digest = hmac.new(key, f"token after\n{token}".encode(errors="surrogateescape"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _check_age(context: Context, found: Conversation, end: End) -> None:
    now, settings = context.now(), context.settings
    is_too_old = now - found.created_at > timedelta(days=settings.token_days)
    if is_too_old or now - (end.at or found.created_at) > timedelta(days=settings.token_idle_days):
        raise NotAllowedError(found.id)
