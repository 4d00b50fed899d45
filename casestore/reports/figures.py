"""What the case store counts for operators: how many, of which kind, and how long they wait."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import Counter, Gauge
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from casestore.context import Context
from casestore.storage.tables import Conversation, Mail, Request, Webhook

FILED = Counter("auskunft_requests_filed", "Requests by each right they exercise", ["right", "channel"])
HANDOFFS = Counter("auskunft_handoffs", "Chats that began to wait for a person", ["reason"])
CHATS = Gauge("auskunft_chats", "Chats with or before a person", ["state"])
OLDEST_WAIT = Gauge("auskunft_chats_oldest_wait_seconds", "How long the chat waits that began first")
OVERDUE = Gauge("auskunft_requests_overdue", "Open requests whose last day has passed")
MAILS = Gauge("auskunft_mails", "Mails that were not sent: yet, or given up", ["state"])
WEBHOOKS = Gauge("auskunft_webhooks", "Webhooks that were not sent: yet, or given up", ["state"])

_WITH_PEOPLE = ("waiting", "open")
_NOT_SENT = ("waiting", "dead")


def count_filed(session: AsyncSession, rights: Iterable[str], channel: str) -> None:
    """Count a request, once it is committed."""
    for right in rights:
        _once_committed(session, FILED.labels(right, channel))


def count_handoff(session: AsyncSession, reason: str) -> None:
    """Count that a chat waits, once it is committed."""
    _once_committed(session, HANDOFFS.labels(reason))


async def look(context: Context) -> None:
    """Set the gauges to how it stands; each is counted along an index."""
    now = context.now()
    async with context.database.reading() as session:
        await _set(session, CHATS, Conversation.status, _WITH_PEOPLE)
        await _set(session, MAILS, Mail.state, _NOT_SENT)
        await _set(session, WEBHOOKS, Webhook.state, _NOT_SENT)
        first = await session.scalar(
            select(func.min(Conversation.waiting_since)).where(Conversation.status == "waiting")
        )
        today = now.astimezone(context.settings.zone).date()
        overdue = await session.scalar(select(func.count(Request.id)).where(Request.deadline < today))
    OLDEST_WAIT.set((now - first).total_seconds() if isinstance(first, datetime) else 0)
    OVERDUE.set(overdue or 0)


async def _set(
    session: AsyncSession, gauge: Gauge, column: InstrumentedAttribute[str], states: tuple[str, ...]
) -> None:
    counted = select(column, func.count()).where(column.in_(states)).group_by(column)
    found = {row[0]: row[1] for row in await session.execute(counted)}
    for state in states:
        gauge.labels(state).set(found.get(state, 0))


def _once_committed(session: AsyncSession, counter: Counter) -> None:
    event.listen(session.sync_session, "after_commit", lambda _: counter.inc(), once=True)
