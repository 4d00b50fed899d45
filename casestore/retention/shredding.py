"""Requests that were closed long enough: what they tell of a person is shredded, number and trail stay.

Three years to the end of the year: within them claims may be made (§§ 195, 199 BGB) and fines be
imposed (§ 31 Abs. 2 Nr. 1 OWiG), against which the answer has to be shown (GDPR Art. 17(3)(e)).
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import ConflictError, Context
from casestore.requests.trail import SHREDDED, record
from casestore.storage.locks import hold_request
from casestore.storage.tables import Mail, Request, RequestEvent, RequestTerm, Webhook
from privacy.request import OPEN
from settings import Settings

_BATCH = 100


class Shredding:
    """Shreds requests whose time is over, except those that are held."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def count(self, at: datetime) -> int:
        """How many are to be shredded at a moment."""
        async with self._context.database.reading() as session:
            return await session.scalar(select(func.count()).where(self._over(at))) or 0

    async def run(self, at: datetime, by: str) -> int:
        """Shred them, some in a transaction, and return how many they were."""
        shredded = 0
        while done := await self._batch(at, by):
            shredded += done
        return shredded

    async def hold(self, reference: str, by: str, reason: str) -> None:
        """Keep a request, however old, until it is released; raises `NotFoundError` and `ConflictError`."""
        await self._set_held(reference, by, "held", reason)

    async def release(self, reference: str, by: str, reason: str) -> None:
        """Let a request go when its time is over; raises `NotFoundError` and `ConflictError`."""
        await self._set_held(reference, by, "released", reason)

    async def _set_held(self, reference: str, by: str, kind: str, reason: str) -> None:
        async with self._context.database.writing() as session:
            request = await hold_request(session, Request.reference == reference)
            if request.shredded_at or request.held is (kind == "held"):
                raise ConflictError(kind)
            request.held = kind == "held"
            record(self._context, request, by, kind, reason)

    async def _batch(self, at: datetime, by: str) -> int:
        async with self._context.database.writing() as session:
            over = select(Request).where(self._over(at)).order_by(Request.id).limit(_BATCH)
            requests = list(await session.scalars(over.with_for_update(skip_locked=True)))
            for request in requests:
                await _shred(session, self._context, request, by)
        return len(requests)

    def _over(self, at: datetime) -> ColumnElement[bool]:
        before = over_before(self._context.settings, at)
        ended = exists().where(
            RequestEvent.request == Request.id, RequestEvent.state.not_in(OPEN), RequestEvent.at < before
        )
        waits = (Request.received_at < before, Request.shredded_at.is_(None), ~Request.held)
        return and_(*waits, Request.state.not_in(OPEN), ended)


def over_before(settings: Settings, at: datetime) -> datetime:
    """Requests that were closed before this are to be shredded; none at all when they are kept for ever."""
    zone = settings.zone
    if not settings.keep_requests:
        return datetime(1, 1, 2, tzinfo=zone)
    return datetime(at.astimezone(zone).year - settings.keep_requests, 1, 1, tzinfo=zone)


async def _shred(session: AsyncSession, context: Context, request: Request, by: str) -> None:
    request.person, request.on_behalf_of = {}, None
    request.details = {"said": [], "asked": {}, "review": None}
    request.key = f"{SHREDDED}/{request.reference}"
    request.conversation = request.assignee = request.related = None
    request.shredded_at = context.now()
    for statement in (
        update(RequestEvent).where(RequestEvent.request == request.id).values(note=None),
        delete(RequestTerm).where(RequestTerm.request == request.id),
        delete(Mail).where(Mail.reference == request.reference),
        delete(Webhook).where(Webhook.reference == request.reference, Webhook.state != "waiting"),
    ):
        await session.execute(statement)
    record(context, request, by, SHREDDED)
