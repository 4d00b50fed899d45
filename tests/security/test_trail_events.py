"""A3, A5: each act is in the trail once, with time, actor and object and no content; so are many at once."""

import asyncio
from datetime import UTC

import pytest
from sqlalchemy import select

from casestore.requests.calls import Call, act
from casestore.requests.export import Export, Shape
from casestore.requests.register import Register
from casestore.requests.trail import breaks
from casestore.retention.sweep import Sweep
from casestore.staff.login import LogIns
from casestore.storage.tables import AuditEvent, RequestEvent
from casestore.wire.accounts import LogIn
from casestore.wire.requests import RecordedRequest, Remark, Requester, Transition
from casestore.wire.staff import StaffMember

LEAD = StaffMember(name="someone-lead", role="lead")
CALL = Call(LEAD, None, b"")
SECRET = "Kanarienvogel"  # noqa: S105


@pytest.fixture
async def reference(context, hire):
    await hire("lead")
    new = RecordedRequest(rights=["access"], details=SECRET, requester=Requester(name=SECRET))
    return (await act(context, CALL, lambda handling, key: handling.record(key, new))).reference


async def test_fifty_writers_make_one_chain(context, reference):
    async def write(number):
        await act(context, CALL, lambda handling, _: handling.note(reference, f"{number}"))

    await asyncio.gather(*(write(number) for number in range(50)))

    async with context.database.reading() as session:
        numbers = list(await session.scalars(select(RequestEvent.sequence).order_by(RequestEvent.sequence)))
        assert [broken async for broken in breaks(session, context)] == []
    assert numbers == list(range(1, 52))


async def test_what_happens_to_a_request_is_in_its_trail_once(context, reference, clock):
    override = Transition(to="verified", method="call_back", reason=SECRET)
    await act(context, CALL, lambda handling, _: handling.move(reference, override))
    await act(context, CALL, lambda handling, _: handling.move(reference, Transition(to="in_progress")))

    async with context.database.reading() as session:
        events = list(await session.scalars(select(RequestEvent).order_by(RequestEvent.sequence)))

    assert [(event.actor, event.kind) for event in events] == [
        (LEAD.name, "received"),
        (LEAD.name, "verified: call_back"),
        (LEAD.name, "in_progress"),
    ]
    assert {event.at.astimezone(UTC) for event in events} == {clock()}


async def noted(context):
    async with context.database.reading() as session:
        return [
            (event.actor, event.action, event.object)
            for event in await session.scalars(select(AuditEvent).order_by(AuditEvent.id))
        ]


async def test_what_staff_see_take_out_try_and_delete_is_in_the_audit_trail_once(context, reference, clock):
    made = len(await noted(context))
    await Register(context).open(reference, LEAD)
    _ = [piece async for piece in Export(context, Shape.CSV, LEAD).pieces()]
    entered = LogIn(name=LEAD.name, password=SECRET, client="192.0.2.1", browser="")
    assert (await LogIns(context).by_password(entered)).outcome == "wrong"

    assert (await noted(context))[made:] == [
        (LEAD.name, "opened", reference),
        (LEAD.name, "exported", "csv"),
        (LEAD.name, "failed to log in", f"staff {LEAD.name}"),
    ]
    clock.forward(days=context.settings.keep_audit + 1)
    await Sweep(context).run(clock(), LEAD.name)
    [(actor, action, told)] = await noted(context)
    assert (actor, action, "audit" in told) == (LEAD.name, "deleted", True)
    assert SECRET not in told


@pytest.mark.parametrize("name", ["a\r\nlogged in", "\x1b[2Jx", "a\u2028b", SECRET])
async def test_a_name_that_nobody_has_is_not_written_down(context, name):
    await LogIns(context).by_password(LogIn.model_construct(name=name, password="x", client="", browser=""))  # noqa: S106

    assert await noted(context) == [("unknown", "failed to log in", "staff unknown")]


@pytest.mark.parametrize("text", ["1\r\n2026-03-02 someone-lead verified", "\x1b[1A\x1b[2K"])
async def test_a_note_makes_no_event_of_its_own(context, reference, text):
    await act(context, CALL, lambda handling, _: handling.note(reference, Remark(text=text).text))

    async with context.database.reading() as session:
        kinds = list(await session.scalars(select(RequestEvent.kind).order_by(RequestEvent.sequence)))
    assert kinds == ["received", "note"]
