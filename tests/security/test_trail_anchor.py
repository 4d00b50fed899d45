"""A1, A2: an anchor kept elsewhere shows what no trail shows by itself: that it is gone, older or made up."""

import pytest
from sqlalchemy import delete, func, insert, select, update

from casestore.requests.anchor import AnotherKeyError, anchor, missing
from casestore.requests.calls import Call, act
from casestore.requests.trail import _hash, _seal, breaks
from casestore.staff.audit import note
from casestore.storage.tables import AuditEvent, Request, RequestEvent
from casestore.wire.requests import RecordedRequest
from casestore.wire.staff import StaffMember

CALL = Call(StaffMember(name="someone-lead", role="lead"), None, b"")
EVENTS, REQUESTS, AUDIT = RequestEvent.__table__, Request.__table__, AuditEvent.__table__


async def worked(context):
    """A request with three events; its reference."""
    new = RecordedRequest(rights=["access"])
    reference = (await act(context, CALL, lambda handling, key: handling.record(key, new))).reference
    for text in ("Rang.", "Rang again."):
        await act(context, CALL, lambda handling, _, text=text: handling.note(reference, text))
    return reference


@pytest.fixture
async def kept(context, hire, clock):
    """Three requests, log-ins of two days, and the anchor that was taken after them."""
    await hire("lead")
    references = [await worked(context) for _ in range(3)]
    for _ in range(2):
        clock.forward(days=1)
        async with context.database.writing() as session:
            for action in ("logged in", "failed to log in", "logged out"):
                note(session, context, "anna", action)
    clock.forward(days=1)
    return references, await anchored(context)


async def anchored(context):
    async with context.database.reading() as session:
        return [line async for line in anchor(session, context)]


async def gone(context, lines):
    async with context.database.reading() as session:
        return [found async for found in missing(session, context, lines)]


async def tampered(context, *statements):
    async with context.database.writing() as session:
        for statement in statements:
            assert (await session.execute(statement)).rowcount != 0


async def trails_break(context):
    async with context.database.reading() as session:
        return [broken async for broken in breaks(session, context)]


def number(reference):
    return select(REQUESTS.c.id).where(REQUESTS.c.reference == reference).scalar_subquery()


async def drop(context, reference):
    """Take a request out with everything that points to it."""
    tables = [table for table in Request.metadata.sorted_tables if table is not REQUESTS]
    pointing = [
        (table, column) for table in tables for column in table.c for key in column.foreign_keys
        if key.column.table is REQUESTS
    ]  # fmt: skip
    async with context.database.writing() as session:
        for table, column in pointing:
            await session.execute(delete(table).where(column == number(reference)))
        await session.execute(delete(REQUESTS).where(REQUESTS.c.reference == reference))


async def test_what_goes_on_after_an_anchor_is_no_break(context, kept, clock):
    [reference, *_], lines = kept
    await act(context, CALL, lambda handling, _: handling.note(reference, "And again."))
    await worked(context)
    clock.forward(days=1)

    assert await gone(context, lines) == []
    assert await gone(context, await anchored(context)) == []


async def test_a_request_that_is_gone_with_its_trail_is_missed(context, kept):
    [_, dropped, _], lines = kept
    await drop(context, dropped)

    assert await trails_break(context) == []  # each of the others holds
    assert await gone(context, lines) == [f"{dropped} event 3 is not what it was when the anchor was made"]


async def test_a_trail_cut_and_sealed_by_who_has_the_key_is_missed(context, kept):
    [_, cut, _], lines = kept
    key = context.settings.audit_key.get_secret_value().encode()
    async with context.database.reading() as session:
        second = select(EVENTS.c.hash).where(EVENTS.c.request == number(cut), EVENTS.c.sequence == 2)
        seal = _seal(key, await session.scalar(second))
    await tampered(
        context,
        delete(EVENTS).where(EVENTS.c.request == number(cut), EVENTS.c.sequence == 3),
        update(REQUESTS).where(REQUESTS.c.reference == cut).values(trail_length=2, trail_seal=seal),
    )

    assert await trails_break(context) == []
    assert await gone(context, lines) == [f"{cut} event 3 is not what it was when the anchor was made"]


async def rewritten(context, reference, key):
    """Give the trail another author, and compute every hash and the seal anew with *key*."""
    async with context.database.writing() as session:
        request = await session.scalar(select(Request).where(Request.reference == reference))
        wanted = select(RequestEvent).where(RequestEvent.request == request.id)
        seal = ""
        for event in await session.scalars(wanted.order_by(RequestEvent.sequence)):
            event.actor = "somebody else"
            event.hash = _hash(key, seal, reference, event)
            seal = _seal(key, event.hash)
        request.trail_seal = seal


async def test_a_trail_computed_anew_without_the_key_does_not_hold(context, kept):
    [_, forged, _], _ = kept
    await rewritten(context, forged, b"another key")

    assert await trails_break(context) == [(forged, 1, "was changed")]


async def test_a_trail_computed_anew_with_the_key_is_not_what_it_was(context, kept):
    [_, forged, _], lines = kept
    await rewritten(context, forged, context.settings.audit_key.get_secret_value().encode())

    assert await trails_break(context) == []
    assert await gone(context, lines) == [f"{forged} event 3 is not what it was when the anchor was made"]


def one_of(action):
    return select(func.min(AUDIT.c.id)).where(AUDIT.c.action == action).scalar_subquery()


TAMPERING = {
    "edited": update(AUDIT).where(AUDIT.c.id == one_of("failed to log in")).values(actor="berta"),
    "deleted": delete(AUDIT).where(AUDIT.c.id == one_of("failed to log in")),
    "inserted": insert(AUDIT).from_select(
        ["id", "at", "actor", "action", "object"],
        select(AUDIT.c.id + 1000, AUDIT.c.at, AUDIT.c.actor, AUDIT.c.action, AUDIT.c.object).where(
            AUDIT.c.id == one_of("failed to log in")
        ),
    ),
    "reordered": update(AUDIT)
    .where(AUDIT.c.id == one_of("failed to log in"))
    .values(id=select(func.max(AUDIT.c.id) + 1).scalar_subquery()),
}


@pytest.mark.parametrize("how", TAMPERING)
async def test_the_day_of_a_changed_audit_trail_is_named(context, kept, how):
    _, lines = kept
    await tampered(context, TAMPERING[how])

    assert await gone(context, lines) == [
        "audit trail of 2026-03-03 is not what it was when the anchor was made"
    ]


async def test_what_was_deleted_by_age_is_not_missed(context, kept, clock):
    _, lines = kept
    clock.forward(days=context.settings.keep_audit)
    await tampered(context, delete(AUDIT))

    assert await gone(context, lines) == []


@pytest.mark.parametrize("lines", [[], [""], ["something else"], ["auskunft anchor 1 0"]])
async def test_what_is_no_anchor_of_this_key_proves_nothing(context, lines):
    with pytest.raises(AnotherKeyError):
        await gone(context, lines)


async def test_an_anchor_says_nothing_about_anybody(kept):
    _, lines = kept

    assert not [line for line in lines if any(word in line for word in ("anna", "lead", "logged", "Rang"))]
