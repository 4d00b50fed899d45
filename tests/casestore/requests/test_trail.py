"""Who writes to the tables behind our back is found out: by the seals, or by what does not open."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import LargeBinary, and_, case, delete, insert, literal, select, type_coerce, update

from casestore.reports.feedback import FeedbackList
from casestore.requests import trail
from casestore.requests.calls import Call, act
from casestore.requests.export import total
from casestore.requests.handling import Handling
from casestore.requests.trail import Break, breaks
from casestore.storage.encryption import Encrypted, MisplacedError
from casestore.storage.tables import ChatNote, Request, RequestEvent, Staff, Table
from casestore.verification import directory
from casestore.wire.feedback import NewFeedback
from casestore.wire.requests import (
    Assignment,
    Change,
    Extension,
    NewRequest,
    RecordedRequest,
    Representative,
    Requester,
    Transition,
)
from casestore.wire.staff import NewCustomer, StaffMember
from privacy.language import Language
from privacy.request import State
from privacy.right import Right

LEAD = StaffMember(name="someone-lead", role="lead")
ACTS = {
    "note": lambda handling, it: handling.note(it, "Rang, no answer."),
    "assign": lambda handling, it: handling.assign(it, Assignment(assignee=LEAD.name)),
    "pause": lambda handling, it: handling.pause(it, "Which of two people of that name?"),
    "resume": lambda handling, it: handling.resume(it, "The older one."),
    "extend": lambda handling, it: handling.extend(it, Extension(reason="Nine systems.")),
    "move": lambda handling, it: handling.move(it, Transition(to=State.IN_PROGRESS)),
}
KINDS = ["received", "note", f"assigned: {LEAD.name}", "paused", "resumed", "extended", "in_progress"]
CALL = Call(LEAD, None, b"")
NOTED = {2, 4, 5, 6}
WHOLE = range(1, len(KINDS) + 1)
EVENTS, REQUESTS = RequestEvent.__table__, Request.__table__


async def worked(context, *acts):
    """A request that staff recorded and did *acts* to; its reference."""
    new = RecordedRequest(rights=[Right.ACCESS], requester=Requester(name="Ada Byron"))
    view = await act(context, CALL, lambda handling, key: handling.record(key, new))
    for name in acts:
        await act(context, CALL, lambda h, _, name=name: ACTS[name](h, view.reference))
    return view.reference


@pytest.fixture
async def request_(context, hire):
    await hire("lead")
    return await worked(context, *ACTS)


def number(reference):
    return select(REQUESTS.c.id).where(REQUESTS.c.reference == reference).scalar_subquery()


def of(reference):
    return EVENTS.c.request == number(reference)


def changed(reference, which, /, **values):
    """Event number *which* gets other *values*."""
    return update(EVENTS).where(of(reference), EVENTS.c.sequence == which).values(values)


async def found_after(context, *statements):
    """What the check finds after SQL that no code of ours would send; it is taken back again."""
    async with context.database.writing() as session:
        for statement in statements:
            assert (await session.execute(statement)).rowcount != 0
        found = [broken async for broken in breaks(session, context)]
        await session.rollback()
    return found


async def test_all_that_staff_can_do_is_in_the_trail_that_these_tests_break(context, request_):
    async with context.database.reading() as session:
        told = await session.scalars(select(EVENTS.c.kind).where(of(request_)).order_by(EVENTS.c.sequence))
        kinds = list(told)

    assert {name for name in vars(Handling) if not name.startswith("_")} == {"record", *ACTS}
    assert kinds == KINDS


@pytest.mark.usefixtures("request_")
async def test_an_untouched_store_has_no_break(context, store, visitor):
    card = await visitor.files(key="one")
    await visitor.proves("erika@example.com")
    await visitor.files(key="two")
    await store.change_request(visitor.chat.id, card.reference, Change(details="und die Postleitzahl"))
    await store.change_request(visitor.chat.id, card.reference, Change(cancelled=True))

    async with context.database.reading() as session:
        assert [broken async for broken in breaks(session, context)] == []
        assert await total(session) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "somebody else"},
        {"kind": "something else"},
        {"state": "cancelled"},
        {"at": datetime(2026, 3, 1, tzinfo=UTC)},
        {"hash": "x"},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_a_changed_event_is_named(context, request_, change):
    await worked(context, "note")

    for sequence in WHOLE:
        found = await found_after(context, changed(request_, sequence, **change))
        assert found == [Break(request_, sequence, "was changed")]


async def test_a_note_that_was_taken_away_is_missed(context, request_):
    for sequence in NOTED:
        found = await found_after(context, changed(request_, sequence, note=None))
        assert found == [Break(request_, sequence, "was changed")]


async def test_a_note_written_with_the_key_of_the_encryption_alone_is_found(context, request_):
    async with context.database.reading() as session:
        row = await session.scalar(select(number(request_)))

    for sequence in WHOLE:
        note = json.dumps([f"request_events.note:{row}/{sequence}", {"text": "Rang, all is well."}])
        forged = literal(context.database.vault.encrypt(note), LargeBinary())
        found = await found_after(context, changed(request_, sequence, note=forged))
        assert found == [Break(request_, sequence, "was changed")]


async def test_a_note_with_a_changed_byte_does_not_open(context, request_):
    with pytest.raises(InvalidToken):
        await found_after(context, changed(request_, 2, note=literal(b"gAAAAA", LargeBinary())))


async def test_only_the_first_of_several_changes_is_named(context, request_):
    both = [changed(request_, sequence, actor="x") for sequence in (5, 3)]

    assert await found_after(context, *both) == [Break(request_, 3, "was changed")]


async def test_a_deleted_event_is_missed_even_when_the_gap_is_closed(context, request_):
    for sequence in WHOLE[:-1]:
        gone = delete(EVENTS).where(of(request_), EVENTS.c.sequence == sequence)
        moved_up = changed(request_, sequence + 1, sequence=sequence, note=None)
        assert await found_after(context, gone) == [Break(request_, sequence, "is missing")]
        assert await found_after(context, gone, moved_up) == [Break(request_, sequence, "was changed")]


async def test_an_end_that_was_cut_is_missed(context, request_):
    for last in WHOLE[:-1]:
        cut = delete(EVENTS).where(of(request_), EVENTS.c.sequence > last)
        fitted = update(REQUESTS).where(REQUESTS.c.reference == request_)
        found = await found_after(context, cut, fitted.values(trail_length=last, state="received"))
        assert found == [Break(request_, last + 1, "is missing: the end was cut")]


async def test_a_trail_that_is_gone_is_missed(context, request_):
    found = await found_after(context, delete(EVENTS).where(of(request_)))

    assert found == [Break(request_, 1, "is missing")]


async def test_a_trail_that_never_was_is_missed(context, request_):
    blank = update(REQUESTS).where(REQUESTS.c.reference == request_).values(trail_length=0, trail_seal="")

    found = await found_after(context, delete(EVENTS).where(of(request_)), blank)

    assert [(broken.reference, broken.sequence) for broken in found] == [(request_, 1)]


async def test_an_event_that_was_added_is_found(context, request_):
    columns = [column.name for column in EVENTS.columns]
    last = select(EVENTS).where(of(request_), EVENTS.c.sequence == len(KINDS))
    added = last.with_only_columns(
        *(EVENTS.c[name] + 1 if name == "sequence" else EVENTS.c[name] for name in columns)
    )

    found = await found_after(context, insert(EVENTS).from_select(columns, added))

    assert found == [Break(request_, len(KINDS) + 1, "was changed")]


async def test_two_trails_that_were_swapped_are_found_with_their_seals_and_without(context, hire):
    await hire("lead")
    one, other = [await worked(context, "assign") for _ in range(2)]
    later = EVENTS.c.sequence + 1000
    swap = [
        update(EVENTS).where(of(one)).values(sequence=later),
        update(EVENTS).where(of(other)).values(request=number(one)),
        update(EVENTS)
        .where(of(one), EVENTS.c.sequence > 1000)
        .values(request=number(other), sequence=EVENTS.c.sequence - 1000),
    ]
    async with context.database.reading() as session:
        seals = dict((await session.execute(select(REQUESTS.c.reference, REQUESTS.c.trail_seal))).all())
    swapped = case({one: seals[other], other: seals[one]}, value=REQUESTS.c.reference)
    swap_seals = update(REQUESTS).values(trail_seal=swapped)

    for statements in (swap, [*swap, swap_seals]):
        found = await found_after(context, *statements)
        assert found == [Break(one, 1, "was changed"), Break(other, 1, "was changed")]
    cut = "is missing: the end was cut"
    assert await found_after(context, swap_seals) == [Break(one, 3, cut), Break(other, 3, cut)]


@pytest.mark.parametrize("state", [state for state in State if state is not State.IN_PROGRESS])
async def test_a_state_that_the_trail_does_not_tell_is_found(context, request_, state):
    moved = update(REQUESTS).where(REQUESTS.c.reference == request_).values(state=state)

    found = await found_after(context, moved)

    assert found == [Break(request_, len(KINDS), "tells another state than the request has")]


async def test_every_broken_trail_is_named_once_however_many_are_read_at_a_time(monkeypatch, context, hire):
    await hire("lead")
    untouched, *others = [await worked(context, "note") for _ in range(5)]

    for batch in (1, 2, 5, 500):
        monkeypatch.setattr(trail, "_BATCH", batch)
        found = await found_after(context, update(EVENTS).where(~of(untouched)).values(actor="x"))
        assert found == [Break(reference, 1, "was changed") for reference in others]


async def test_what_staff_do_during_the_check_breaks_nothing(context, request_):
    async def write() -> None:
        for _ in range(60):
            await act(context, CALL, lambda handling, _: handling.note(request_, "busy"))

    writing = asyncio.create_task(write())
    while not writing.done():
        async with context.database.reading() as session:
            assert [broken async for broken in breaks(session, context)] == []
    await writing


@pytest.fixture
async def two_of_everything(context, visit, store, request_):  # noqa: ARG001  # has notes
    """Two rows in every table, with something in all that is encrypted."""
    john = NewCustomer(number="K-2", name="John", email="john@example.com", language=Language.ENGLISH)
    await directory.load(context, [john])
    lawyer = Representative(role="lawyer")
    for address in ("erika@example.com", john.email):
        chat = await visit()
        await chat.says("Guten Tag")
        new = NewRequest(key="1", rights=[Right.ACCESS], language=chat.language, on_behalf_of=lawyer)
        await store.file_request(chat.chat.id, new)
        await chat.proves(address)
        opinion = NewFeedback(text=address, language=chat.language, verdict="right", topic="access")
        await FeedbackList(context).add(opinion, LEAD)
        factor = {"secret": address}
        note = {"text": address, "language": chat.language}
        async with context.database.writing() as session:
            session.add(
                ChatNote(
                    conversation=chat.chat.id,
                    sequence=1,
                    after=1,
                    author=LEAD.name,
                    created_at=context.now(),
                    content=note,
                )
            )
            session.add(Staff(name=address, role="agent", password_hash="", totp=factor, totp_offered=factor))


def encrypted_columns():
    columns = [column for table in Table.metadata.sorted_tables for column in table.columns]
    return [column for column in columns if isinstance(column.type, Encrypted)]


def class_of(column):
    return next(mapper.class_ for mapper in Table.registry.mappers if mapper.local_table is column.table)


async def stored(session, column):
    """The keys of the rows with something in *column*, and that as it is stored."""
    wanted = select(*column.table.primary_key, type_coerce(column, LargeBinary).label("bytes"))
    return (
        await session.execute(wanted.where(column.is_not(None)).order_by(*column.table.primary_key))
    ).all()


def put(column, row, stolen):
    keys = column.table.primary_key
    own = and_(*(key == getattr(row, key.name) for key in keys))
    return update(column.table).where(own).values({column.name: literal(stolen, LargeBinary())})


@pytest.mark.usefixtures("two_of_everything")
async def test_what_is_encrypted_does_not_open_in_another_row(context):
    for column in encrypted_columns():
        kind = class_of(column)
        async with context.database.writing() as session:
            row, other, *_ = await stored(session, column)
            (await session.scalars(select(kind))).all()  # all opens where it belongs
            session.expunge_all()
            await session.execute(put(column, row, other.bytes))
            with pytest.raises(MisplacedError, match=f"^{column}:"):
                (await session.scalars(select(kind))).all()
            await session.rollback()


@pytest.mark.usefixtures("two_of_everything")
async def test_what_is_encrypted_does_not_open_in_another_column_of_its_row(context):
    for column, source in (("person", "details"), ("details", "person"), ("on_behalf_of", "person")):
        async with context.database.writing() as session:
            row, *_ = await stored(session, REQUESTS.c[source])
            await session.execute(put(REQUESTS.c[column], row, row.bytes))
            with pytest.raises(MisplacedError, match=f"^requests.{column}:"):
                (await session.scalars(select(Request))).all()
            await session.rollback()
