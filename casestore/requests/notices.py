"""Mail to the requester about a request."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.outgoing.outbox import post
from casestore.storage.tables import Request
from privacy.language import Language


def notify(session: AsyncSession, context: Context, request: Request, kind: str, **more: Any) -> bool:
    """Post the mail of that *kind*; false without an address that was proved or that staff know."""
    address = request.person.get("address")
    if not address or request.person.get("claimed"):
        return False
    mail = context.letters.write(
        kind,
        Language(request.language),
        to=address,
        reference=request.reference,
        received_on=request.received_at.astimezone(context.settings.zone).date(),
        due_on=request.extended_until or request.due_on,
        **more,
    )
    post(session, context, mail, kind=kind, reference=request.reference)
    return True
