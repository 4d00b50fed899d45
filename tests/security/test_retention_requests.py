"""G2, A4: a request that was closed long enough tells of nobody, while its number and trail still hold."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from casestore.context import ConflictError
from casestore.requests.calls import Call, act
from casestore.requests.trail import Break, breaks
from casestore.retention.shredding import Shredding
from casestore.retention.sweep import Sweep
from casestore.storage.tables import Mail, Request, RequestEvent, RequestTerm, Webhook
from casestore.wire.requests import NewRequest, RecordedRequest, Representative, Requester, Transition
from casestore.wire.staff import StaffMember
from privacy.request import State
from privacy.right import Right
from tests.security.readable import canaries_in, everything

LEAD = StaffMember(name="someone-lead", role="lead")
CALL = Call(LEAD, None, b"")
CANARIES = ("Kanarienvogel", "canary@example.org", "Krankenakte", "Zeisig", "Angerufen")
IN_2026, LAST_DAY, THEN = (
    datetime(2026, 12, 31, 22, 59, tzinfo=UTC),
    datetime(2029, 12, 31, 22, 59, tzinfo=UTC),  # an hour before midnight where the controller is
    datetime(2029, 12, 31, 23, 0, tzinfo=UTC),
)


@pytest.fixture
async def reference(context, hire):
    """A request full of what is about people, closed in 2026."""
    await hire("lead")
    new = RecordedRequest(
        rights=[Right.ACCESS],
        details="wegen der Krankenakte",
        requester=Requester(name="Ada Kanarienvogel", email="canary@example.org"),
        on_behalf_of=Representative(role="lawyer", name="Dr. Zeisig"),
    )
    view = await act(context, CALL, lambda handling, key: handling.record(key, new))
    await act(context, CALL, lambda handling, _: handling.note(view.reference, "Angerufen."))
    return view.reference


async def close(context, reference, clock, moment=IN_2026):
    clock.moment = moment
    await act(context, CALL, lambda handling, _: handling.move(reference, Transition(to=State.CANCELLED)))


async def request_of(context):
    async with context.database.reading() as session:
        return await session.scalar(select(Request))


async def broken(context):
    async with context.database.reading() as session:
        return [found async for found in breaks(session, context)]


async def test_it_goes_three_years_after_the_end_of_the_year_it_was_closed_in(context, clock, reference):
    await close(context, reference, clock)
    assert canaries_in(everything(context.settings), CANARIES) == set(CANARIES)

    clock.moment = LAST_DAY
    early = await Shredding(context).run(context.now(), "system")
    clock.moment = THEN
    late = (await Sweep(context).run(context.now(), "system"))["requests"]
    again = await Shredding(context).run(context.now(), "system")

    assert (early, late, again) == (0, 1, 0)
    assert canaries_in(everything(context.settings), CANARIES) == set()


async def test_number_days_and_trail_stay_and_the_trail_still_holds(context, clock, reference):
    await close(context, reference, clock)
    before = await request_of(context)
    clock.moment = THEN

    await Shredding(context).run(context.now(), "system")

    after = await request_of(context)
    kept = ("reference", "rights", "state", "channel", "language", "received_at", "due_on", "level")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (after.person, after.on_behalf_of, after.conversation, after.assignee) == ({}, None, None, None)
    async with context.database.reading() as session:
        kinds = list(await session.scalars(select(RequestEvent.kind).order_by(RequestEvent.sequence)))
        assert kinds == ["received", "note", "cancelled", "shredded"]
        for table in (RequestTerm, Mail, Webhook):
            assert (await session.scalars(select(table))).all() == []
    assert await broken(context) == []


@pytest.mark.parametrize("values", [{"actor": "x"}, {"kind": "x"}, {"note_seal": "x"}, {"note_seal": None}])
async def test_a_change_to_a_shredded_trail_is_found_all_the_same(context, clock, reference, values):
    await close(context, reference, clock)
    clock.moment = THEN
    await Shredding(context).run(context.now(), "system")
    async with context.database.writing() as session:
        await session.execute(update(RequestEvent).where(RequestEvent.sequence == 2).values(**values))

    assert await broken(context) == [Break(reference, 2, "was changed")]


async def test_what_a_note_has_said_cannot_be_found_out_by_trying(context, clock, reference):
    """Its hash stays; without the salt, which is gone, not even the right guess gives it."""
    await close(context, reference, clock)
    async with context.database.reading() as session:
        note = dict(await session.scalar(select(RequestEvent.note).where(RequestEvent.sequence == 2)))
    there = canaries_in(everything(context.settings), [note["salt"]])

    await Sweep(context).run(THEN, "system")

    assert (note["text"], len(bytes.fromhex(note["salt"]))) == ("Angerufen.", 16)
    assert there == {note["salt"]}
    assert canaries_in(everything(context.settings), [note["salt"]]) == set()


@pytest.mark.usefixtures("reference")
async def test_an_open_request_stays_however_old(context, clock):
    clock.moment = datetime(2040, 1, 1, tzinfo=UTC)

    assert await Shredding(context).run(context.now(), "system") == 0
    assert (await request_of(context)).person["address"] == "canary@example.org"


async def test_a_note_after_closing_prolongs_nothing(context, clock, reference):
    await close(context, reference, clock)
    clock.moment = datetime(2028, 5, 1, tzinfo=UTC)
    await act(context, CALL, lambda handling, _: handling.note(reference, "Noch einmal angerufen."))

    assert await Shredding(context).count(THEN) == 1


async def test_a_request_that_is_disputed_is_held_until_it_is_released(context, clock, reference):
    await close(context, reference, clock)
    shredding = Shredding(context)
    await shredding.hold(reference, "operator", "Klage beim VG")
    with pytest.raises(ConflictError):
        await shredding.hold(reference, "operator", "again")
    clock.moment = THEN

    held = await shredding.run(context.now(), "system")
    await shredding.release(reference, "operator", "Urteil rechtskräftig")
    released = await shredding.run(context.now(), "system")

    assert (held, released) == (0, 1)
    assert await broken(context) == []


async def test_kept_for_ever_when_so_set(context, clock, reference):
    await close(context, reference, clock)
    context.settings = context.settings.model_copy(update={"keep_requests": 0})

    assert await Shredding(context).count(datetime(2999, 1, 1, tzinfo=UTC)) == 0


async def test_nothing_new_is_written_into_what_was_shredded(context, clock, reference):
    await close(context, reference, clock)
    await Shredding(context).run(THEN, "system")

    with pytest.raises(ConflictError):
        await act(context, CALL, lambda handling, _: handling.note(reference, "Angerufen."))


async def test_the_request_of_a_chat_outlives_it_and_keeps_all_it_needs(store, visitor, context, clock):
    """The chat goes on its day, as its visitor was told; what staff need was copied at receipt."""
    new = NewRequest(key="1", rights=[Right.ERASURE], details="bitte alles", asked={"account": "K-1"})
    card = await store.file_request(visitor.chat.id, new)
    await visitor.proves("erika@example.com")
    clock.forward(days=31)

    assert await store.stale_chats(clock()) == [visitor.chat.id]
    await store.expire_chat(visitor.chat.id, clock())

    request = await request_of(context)
    assert request.reference == card.reference
    assert request.person["address"] == "erika@example.com"
    assert (request.details["said"], request.details["asked"]) == (["bitte alles"], {"account": "K-1"})
