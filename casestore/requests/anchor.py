"""An anchor: what all trails come to at a moment, to be kept where nobody who can write the database can.

A trail by itself shows everything but that it went as a whole, with its request, or that the whole database
was put back to an earlier state; and whoever has the audit key can seal trails of their own making. An anchor
shows these too. It tells, of each request, how long its trail is and its seal, and of each day that is over,
how many events the audit trail has and their digest. All is keyed: it says nothing to whom it is given.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.requests.trail import _mac, _seal
from casestore.storage.tables import AuditEvent, Request, RequestEvent

_SETTLED = timedelta(hours=1)  # after midnight: what was begun before is written
_DAY = timedelta(days=1)
_EVER = date(2018, 5, 25)  # the GDPR applies
_FEW = 1000


class AnotherKeyError(Exception):
    """The anchor was made under another audit key, and tells nothing of trails under this one."""


async def anchor(session: AsyncSession, context: Context) -> AsyncIterator[str]:
    """Its lines."""
    yield _first(context)
    told = select(Request.reference, Request.trail_length, Request.trail_seal).order_by(Request.id)
    for reference, length, seal in await session.execute(told):
        yield f"request {reference} {length} {seal}"
    last = (context.now().astimezone(UTC) - _SETTLED).date()
    for day, count, digest in await _days(session, context, _EVER, last):
        yield f"audit {day} {count} {digest}"


async def missing(session: AsyncSession, context: Context, lines: Sequence[str]) -> AsyncIterator[str]:
    """What an anchor tells of and is not there any more as it was; raises `AnotherKeyError`.

    Days whose events are deleted by age are not asked for.
    """
    if not lines or lines[0] != _first(context):
        raise AnotherKeyError
    told = [line.split(" ") for line in lines[1:]]
    for kind, find in (("request", _requests_gone), ("audit", _days_gone)):
        async for gone in find(session, context, [line[1:] for line in told if line[0] == kind]):
            yield f"{gone} is not what it was when the anchor was made"


async def _requests_gone(
    session: AsyncSession, context: Context, told: list[list[str]]
) -> AsyncIterator[str]:
    key = _key(context)
    for start in range(0, len(told), _FEW):
        some = told[start : start + _FEW]
        hashes = await _hashes(session, [reference for reference, _, _ in some])
        for reference, length, seal in some:
            found = hashes.get((reference, int(length)))
            if found is None or _seal(key, found) != seal:
                yield f"{reference} event {length}"


async def _days_gone(session: AsyncSession, context: Context, told: list[list[str]]) -> AsyncIterator[str]:
    kept = {day: (int(count), digest) for day, count, digest in told if _is_kept(context, day)}
    if kept:
        first, last = date.fromisoformat(min(kept)), date.fromisoformat(max(kept))
        there = {str(day): what for day, *what in await _days(session, context, first, last + _DAY)}
        for day, what in sorted(kept.items()):
            if there.get(day) != [*what]:
                yield f"audit trail of {day}"


def _first(context: Context) -> str:
    return f"auskunft anchor 1 {_mac(_key(context), 'anchor')}"


async def _hashes(session: AsyncSession, references: list[str]) -> dict[tuple[str, int], str]:
    """The hashes of all events of some requests, by reference and number."""
    found = (
        select(Request.reference, RequestEvent.sequence, RequestEvent.hash)
        .join(RequestEvent, RequestEvent.request == Request.id)
        .where(Request.reference.in_(references))
    )
    return {(reference, sequence): hash_ for reference, sequence, hash_ in await session.execute(found)}


async def _days(
    session: AsyncSession, context: Context, since: date, until: date
) -> list[tuple[date, int, str]]:
    """Each day on which something was noted, how much, and its digest; *until* is left out."""
    at = AuditEvent.at
    wanted = select(AuditEvent.id, at, AuditEvent.actor, AuditEvent.action, AuditEvent.object)
    wanted = wanted.where(at >= _midnight(since), at < _midnight(until)).order_by(AuditEvent.id)
    rows = sorted((await session.execute(wanted)).all(), key=lambda row: row.at.astimezone(UTC).date())
    found = []
    for day, events in groupby(rows, lambda row: row.at.astimezone(UTC).date()):
        seen, total = hashlib.sha256(), 0
        for number, moment, *told in events:
            seen.update(json.dumps([number, moment.astimezone(UTC).isoformat(), *told]).encode())
            total += 1
        found.append((day, total, _mac(_key(context), f"day\n{seen.hexdigest()}")))
    return found


def _is_kept(context: Context, day: str) -> bool:
    days = context.settings.keep_audit
    return not days or _midnight(date.fromisoformat(day)) >= context.now() - timedelta(days=days)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _key(context: Context) -> bytes:
    return context.settings.audit_key.get_secret_value().encode()
