"""The trail of a request: only ever added to, and sealed, so that a change, a gap or a missing end shows.

Each event is hashed with the seal of all before it; the request carries the seal of the last one. Both
are keyed with a key that is not in the database: who can write the tables cannot make them fit. A note
is hashed by itself, so that the trail still holds once notes were shredded, which the trail tells; its
salt goes with it, so that nobody can find out by trying what a note has said.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncIterator
from datetime import UTC
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import object_session

from casestore.context import Context
from casestore.outgoing.webhooks import post
from casestore.requests.unreadable import BARE
from casestore.storage.tables import Request, RequestEvent

SHREDDED = "shredded"
_BATCH = 500


class Break(NamedTuple):
    """Where a trail does not hold: the first event that is changed or missing."""

    reference: str
    sequence: int
    what: str


def record(context: Context, request: Request, actor: str, kind: str, note: str | None = None) -> None:
    """Add an event to the trail of *request*, which is held and has its new state already; tell of it."""
    key = context.settings.audit_key.get_secret_value().encode()
    event = RequestEvent(
        request=request.id,
        sequence=request.trail_length + 1,
        at=context.now().astimezone(UTC),
        actor=actor,
        kind=kind,
        state=request.state,
        note={"text": note, "salt": secrets.token_hex(16)} if note else None,
    )
    event.note_seal = _note_seal(event)
    event.hash = _hash(key, request.trail_seal, request.reference, event)
    request.trail_length, request.trail_seal = event.sequence, _seal(key, event.hash)
    if session := object_session(request):
        session.add(event)
        post(session, context, request, event)


async def breaks(session: AsyncSession, context: Context) -> AsyncIterator[Break]:
    """Where trails do not hold, at most once a request."""
    key = context.settings.audit_key.get_secret_value().encode()
    last, batch = 0, select(Request).order_by(Request.id).limit(_BATCH).options(*BARE)
    while requests := list(await session.scalars(batch.where(Request.id > last))):
        last = requests[-1].id
        numbers = [request.id for request in requests]
        events: dict[int, list[RequestEvent]] = {number: [] for number in numbers}
        found = select(RequestEvent).where(RequestEvent.request.in_(numbers)).order_by(RequestEvent.sequence)
        for event in await session.scalars(found):
            events[event.request].append(event)
        for request in requests:
            if broken := _first_break(key, request, events[request.id]):
                yield broken
        session.expunge_all()


async def break_in(session: AsyncSession, context: Context, request: Request) -> Break | None:
    """Where the trail of one request does not hold."""
    key = context.settings.audit_key.get_secret_value().encode()
    found = select(RequestEvent).where(RequestEvent.request == request.id).order_by(RequestEvent.sequence)
    return _first_break(key, request, list(await session.scalars(found)))


def _first_break(key: bytes, request: Request, events: list[RequestEvent]) -> Break | None:
    if not events:
        return Break(request.reference, 1, "is missing")
    shredded = max((event.sequence for event in events if event.kind == SHREDDED), default=0)
    seal = ""
    for expected, event in enumerate(events, start=1):
        if event.sequence != expected:
            return Break(request.reference, expected, "is missing")
        untouched = hmac.compare_digest(event.hash, _hash(key, seal, request.reference, event))
        if not untouched or not _note_holds(event, shredded=expected < shredded):
            return Break(request.reference, expected, "was changed")
        seal = _seal(key, event.hash)
    if seal != request.trail_seal:
        return Break(request.reference, len(events) + 1, "is missing: the end was cut")
    if events[-1].state != request.state:
        return Break(request.reference, len(events), "tells another state than the request has")
    return None


def _hash(key: bytes, seal_before: str, reference: str, event: RequestEvent) -> str:
    told = [event.sequence, event.at.isoformat(), event.actor, event.kind, event.state]
    return _mac(key, json.dumps([seal_before, reference, *told, event.note_seal]))


def _note_seal(event: RequestEvent) -> str | None:
    if event.note is None:
        return None
    return hashlib.sha256(json.dumps(event.note, sort_keys=True).encode()).hexdigest()


def _note_holds(event: RequestEvent, *, shredded: bool) -> bool:
    """Whether the note is what was written, or was taken away by shredding."""
    if event.note is None and shredded:
        return True
    return event.note_seal == _note_seal(event)


def _seal(key: bytes, last_hash: str) -> str:
    return _mac(key, f"end\n{last_hash}")


def _mac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
