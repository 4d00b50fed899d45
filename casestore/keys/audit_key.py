"""A new audit key: the trails that hold are sealed anew."""

from typing import NamedTuple

from sqlalchemy import select, update

from casestore.context import Context
from casestore.keys.batches import batches
from casestore.requests.trail import Break, _first_break, _hash, _seal
from casestore.storage.tables import Request, RequestEvent


class Resealed(NamedTuple):
    """How many trails hold under the new key, and those that held under none before: they are left alone."""

    sealed: int
    broken: list[Break]


async def reseal(context: Context, keys: list[str]) -> Resealed:
    """Seal with the first of *keys* the trails that hold under one of them."""
    new, *old = (key.encode() for key in keys)
    count, broken = 0, list[Break]()
    async for session, found in batches(context.database, select(Request.id), [Request.__table__.c.id]):
        numbers = [row.id for row in found]
        events: dict[int, list[RequestEvent]] = {number: [] for number in numbers}
        of_these = select(RequestEvent).where(RequestEvent.request.in_(numbers))
        for event in await session.scalars(of_these.order_by(RequestEvent.sequence)):
            events[event.request].append(event)
        for request in await session.scalars(select(Request).where(Request.id.in_(numbers))):
            under = [_first_break(key, request, events[request.id]) for key in (new, *old)]
            if all(under):
                broken.append(max(filter(None, under), key=lambda one: one.sequence))
                continue
            count += 1
            if under[0]:
                seal = _sealed(new, request, events[request.id])
                change = update(Request).where(Request.id == request.id).values(trail_seal=seal)
                await session.execute(change, execution_options={"synchronize_session": False})
    return Resealed(count, broken)


def _sealed(key: bytes, request: Request, events: list[RequestEvent]) -> str:
    """The seal of *events*, which are hashed with *key* on the way."""
    seal = ""
    for event in events:
        event.hash = _hash(key, seal, request.reference, event)
        seal = _seal(key, event.hash)
    return seal
