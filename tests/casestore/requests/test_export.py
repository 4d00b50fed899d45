"""An export has every request once, is safe to open in a spreadsheet, and is written down."""

import csv
import io
import json
from datetime import date

import pytest
from sqlalchemy import select

from casestore.requests import export
from casestore.requests.calls import Call, act
from casestore.requests.export import COLUMNS, Export, Shape
from casestore.requests.register import Query, Register
from casestore.storage.tables import AuditEvent
from casestore.wire.requests import Change, Extension, RecordedRequest, Requester, RequestView, Transition
from casestore.wire.staff import StaffMember
from privacy.request import State
from privacy.right import Right

PRIVACY = StaffMember(name="paula", role="privacy")
CALL = Call(PRIVACY, None, b"")
ADDRESS = "erika@example.com"
FORMULAS = [
    "=HYPERLINK(1)",
    "+49 30 1234",
    "-2+3",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
]


async def exported(context, shape, state=None, reader=PRIVACY):
    """All text of an export."""
    return b"".join(
        [piece async for piece in Export(context, shape, reader, Query(state=state)).pieces()]
    ).decode()


def rows(text):
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


def objects(text):
    return [json.loads(line) for line in text.split("\n")[:-1]]


def references(shape, text):
    if shape is Shape.CSV:
        return [row["reference"] for row in rows(text)]
    return [told.get("reference") or told["subject_request_id"] for told in objects(text)]


async def recorded(context, right=Right.ACCESS, details="", **requester):
    new = RecordedRequest(rights=[right], details=details, requester=Requester(**requester))
    return await act(context, CALL, lambda handling, key: handling.record(key, new))


@pytest.mark.parametrize("count", [4, 5])
async def test_every_request_is_in_it_once_oldest_first(monkeypatch, context, visitor, count):
    monkeypatch.setattr(export, "PAGE", 2)
    filed = [(await visitor.files(key=str(number))).reference for number in range(count)]

    for shape in Shape:
        assert references(shape, await exported(context, shape)) == filed, shape


async def test_what_happens_between_two_pages_moves_nothing(monkeypatch, context, store, visitor):
    monkeypatch.setattr(export, "PAGE", 2)
    filed = [(await visitor.files(key=str(number))).reference for number in range(4)]

    pages = Export(context, Shape.JSON, PRIVACY).pieces()
    first = await anext(pages)
    for changed in (filed[0], filed[3]):
        await store.change_request(visitor.chat.id, changed, Change(cancelled=True))
    filed.append((await visitor.files(key="arrives meanwhile")).reference)
    told = objects(b"".join([first, *[page async for page in pages]]).decode())

    assert [request["reference"] for request in told] == filed
    assert [request["state"] for request in told] == [*["received"] * 3, "cancelled", "received"]


async def test_only_those_in_a_state_are_exported_when_one_is_named(monkeypatch, context, store, visitor):
    monkeypatch.setattr(export, "PAGE", 1)
    filed = [(await visitor.files(key=str(number))).reference for number in range(4)]
    for withdrawn in filed[1:3]:
        await store.change_request(visitor.chat.id, withdrawn, Change(cancelled=True))

    for shape in Shape:
        assert references(shape, await exported(context, shape, State.CANCELLED)) == filed[1:3]
        assert references(shape, await exported(context, shape, State.REFUSED)) == []


async def test_json_tells_what_privacy_sees_of_an_opened_request(context, store, visitor):
    card = await visitor.files(Right.ACCESS, Right.ERASURE, details="Hausnummer 7")
    await visitor.proves(ADDRESS)
    await store.change_request(visitor.chat.id, card.reference, Change(details="und die Postleitzahl"))

    (line,) = (await exported(context, Shape.JSON)).splitlines()

    view = RequestView.model_validate_json(line)
    assert view == await Register(context).open(card.reference, PRIVACY)
    assert view.requester == {"email": ADDRESS, "name": "Erika Mustermann", "customer_number": "K-100001"}
    assert [event.kind for event in view.events] == ["received", "proved: on_file", "amended"]


async def test_each_request_of_a_page_has_its_own_trail_words_and_name(context):
    await recorded(context, details="Hausnummer 7", customer_number="K-100001")
    reference = (await recorded(context, Right.ERASURE, name="Ada Byron")).reference
    await act(context, CALL, lambda handling, _: handling.note(reference, "Angerufen."))

    told = objects(await exported(context, Shape.JSON))

    assert [request["requester"]["name"] for request in told] == ["Erika Mustermann", "Ada Byron"]
    assert [request["details"] for request in told] == [["Hausnummer 7"], []]
    for request in told:
        view = await Register(context).open(request["reference"], PRIVACY)
        assert RequestView.model_validate(request) == view


async def test_others_get_the_requester_masked_in_every_shape(context, visitor):
    await visitor.files()
    await visitor.proves(ADDRESS)

    for shape in Shape:
        text = await exported(context, shape, reader=StaffMember(name="anna", role="lead"))
        assert "e…@….com" in text, shape
        for hidden in (ADDRESS, "Mustermann", "K-100001"):
            assert hidden not in text, shape


async def test_csv_has_a_row_a_request_and_what_excel_needs_to_read_it(context, visitor):
    first = await visitor.files(Right.ACCESS, Right.ERASURE, key="first")
    unproved = await exported(context, Shape.CSV)
    await visitor.proves(ADDRESS)
    await recorded(context, customer_number="K-100001")

    text = await exported(context, Shape.CSV)

    assert unproved.endswith(",2026-04-02,,none,,,,,,\r\n")
    assert text.startswith("\ufeff" + ",".join(COLUMNS) + "\r\n")
    assert text.count("\r\n") == text.count("\n") == 3
    proved, further = rows(text)
    assert proved == {
        "reference": first.reference,
        "rights": "access erasure",
        "state": "verified",
        "channel": "chat",
        "language": "de",
        "received_at": "2026-03-02T09:00:00Z",
        "due_on": "2026-04-02",
        "extended_until": "",
        "level": "on_file",
        "on_file": "true",
        "verified_at": "2026-03-02T09:00:00Z",
        "customer_number": "K-100001",
        "email": ADDRESS,
        "assignee": "",
        "related": "",
    }
    assert (further["channel"], further["related"]) == ("phone", first.reference)


async def test_no_cell_begins_as_a_formula_does(context):
    for formula in FORMULAS:
        await recorded(context, name=formula, customer_number=formula, details=formula)
    await recorded(context, email="=1+1@example.com")

    *numbered, by_address = rows(await exported(context, Shape.CSV))

    assert [row["customer_number"] for row in numbered] == [f"'{formula}" for formula in FORMULAS]
    assert by_address["email"] == "'=1+1@example.com"
    for row in (*numbered, by_address):
        assert not [cell for cell in row.values() if cell.startswith(tuple("=+-@\t\r\n＝"))]


async def test_what_is_no_spreadsheet_has_formulas_as_they_were_written(context):
    for formula in FORMULAS:
        await recorded(context, name=formula, customer_number=formula, details=formula)

    told = objects(await exported(context, Shape.JSON))
    shared = objects(await exported(context, Shape.OPENDSR))

    assert [request["requester"]["name"] for request in told] == FORMULAS
    assert [request["details"] for request in told] == [[formula.strip()] for formula in FORMULAS]
    assert [request["subject_identities"][0]["identity_value"] for request in shared] == FORMULAS


async def test_quotes_commas_and_lines_in_a_cell_come_back_as_they_were(context):
    awkward = ['K "7", links', "K\r\n7", "K\n7;=1", "', \"", "Größe 😀"]
    for number in awkward:
        await recorded(context, customer_number=number)

    assert [row["customer_number"] for row in rows(await exported(context, Shape.CSV))] == awkward


async def test_opendsr_tells_of_each_right_with_the_same_reference(context, visitor):
    card = await visitor.files(*Right)
    await visitor.proves(ADDRESS)

    told = objects(await exported(context, Shape.OPENDSR))

    assert told[0] == {
        "regulation": "gdpr",
        "subject_request_id": card.reference,
        "subject_request_type": "access",
        "submitted_time": "2026-03-02T09:00:00+00:00",
        "expected_completion_time": "2026-04-02T23:59:59+02:00",  # summer time has begun
        "subject_identities": [
            {"identity_type": "email", "identity_value": ADDRESS, "identity_format": "raw"},
            {
                "identity_type": "controller_customer_id",
                "identity_value": "K-100001",
                "identity_format": "raw",
            },
        ],
        "request_status": "in_progress",
        "api_version": "2.0",
    }
    assert [one["subject_request_type"] for one in told] == [
        "access",
        "x-rectification",
        "erasure",
        "x-restriction",
        "portability",
        "x-objection",
        "x-withdraw_consent",
    ]
    assert {one["subject_request_id"] for one in told} == {card.reference}


async def test_opendsr_has_a_status_for_every_state(context):
    statuses = {}
    for state in State:
        view = await recorded(context)
        steps = [State.IN_PROGRESS, state] if state is State.COMPLETED else [state]
        for to in steps if state is not State.RECEIVED else []:
            move = Transition(to=to, reason="a reason")
            await act(context, CALL, lambda h, _, r=view.reference, m=move: h.move(r, m))
        (told,) = objects(await exported(context, Shape.OPENDSR, state))
        statuses[state] = told["request_status"]
        assert told["subject_identities"] == []

    assert statuses == {
        "received": "pending",
        "verified": "in_progress",
        "in_progress": "in_progress",
        "completed": "completed",
        "refused": "denied",
        "cancelled": "cancelled",
    }


async def test_an_extended_request_is_expected_at_its_later_day(context):
    reference = (await recorded(context)).reference
    why = Extension(reason="many systems")
    view = await act(context, CALL, lambda handling, _: handling.extend(reference, why))

    (told,) = objects(await exported(context, Shape.OPENDSR))
    (row,) = rows(await exported(context, Shape.CSV))

    assert view.extended_until == date(2026, 6, 2)
    assert told["expected_completion_time"] == "2026-06-02T23:59:59+02:00"
    assert (row["due_on"], row["extended_until"]) == ("2026-04-02", "2026-06-02")


async def test_an_empty_register_is_a_header_or_nothing(context):
    assert rows(await exported(context, Shape.CSV)) == []
    assert [await exported(context, shape) for shape in (Shape.JSON, Shape.OPENDSR)] == ["", ""]


async def test_each_export_is_written_down_once_even_one_that_is_broken_off(context, visitor, clock):
    await visitor.files()
    for shape in (Shape.JSON, Shape.CSV):
        await exported(context, shape)
    broken_off = Export(context, Shape.OPENDSR, PRIVACY).pieces()
    await anext(broken_off)
    await broken_off.aclose()

    async with context.database.reading() as session:
        trail = (await session.scalars(select(AuditEvent).order_by(AuditEvent.id))).all()

    assert [(event.action, event.object) for event in trail] == [
        ("exported", "json"),
        ("exported", "csv"),
        ("exported", "opendsr"),
    ]
    assert {(event.actor, event.at) for event in trail} == {("paula", clock())}


async def test_an_export_counts_its_requests_and_not_their_rights(monkeypatch, context):
    monkeypatch.setattr(export, "PAGE", 2)
    for right in (Right.ACCESS, Right.ERASURE, Right.OBJECTION):
        await recorded(context, right)

    for shape in Shape:
        export_ = Export(context, shape, PRIVACY)
        _ = [piece async for piece in export_.pieces()]
        assert export_.count == 3, shape
