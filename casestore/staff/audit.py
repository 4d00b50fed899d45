"""What is kept of log-ins and accounts: who did what and when, never from where or with what."""

from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.storage.tables import AuditEvent


def note(session: AsyncSession, context: Context, actor: str, action: str, account: str = "") -> None:
    """Note that *actor* did something to *account*, their own when left out."""
    session.add(AuditEvent(at=context.now(), actor=actor, action=action, object=f"staff {account or actor}"))
