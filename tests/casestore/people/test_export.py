"""G6: a person gets all that is held on them, and nothing of or about anybody else."""

import json

import pytest
from sqlalchemy import select

from casestore.people.export import PersonExport
from casestore.requests.calls import Call, act
from casestore.storage.tables import AuditEvent
from casestore.wire.requests import (
    Assignment,
    NewRequest,
    RecordedRequest,
    Representative,
    Requester,
    Transition,
)
from casestore.wire.staff import StaffMember
from privacy.request import State
from privacy.right import Right
from privacy.verification import Method

LEAD = StaffMember(name="someone-lead", role="lead")
CALL = Call(LEAD, None, b"")
ERIKA = "erika@example.com"
OPERATOR = StaffMember(name="operator", role="privacy")


async def exported(context, address=ERIKA, *, claimed=False):
    return await PersonExport(context).of(address, OPERATOR, claimed=claimed)


@pytest.fixture
async def lead(hire):
    return await hire("lead")


async def test_it_holds_chats_requests_codes_mails_and_the_directory(context, visitor, store, lead):
    await visitor.says("Mein Kater heißt Felix.")
    card = await visitor.files(details="alles bitte")
    await visitor.proves(ERIKA)
    await act(context, CALL, lambda handling, _: handling.note(card.reference, "Angerufen."))
    await store.open_request(card.reference, lead)

    told = await exported(context)

    (request,), (chat,) = told["requests"], told["chats"]
    assert told["directory"] == [
        {"number": "K-100001", "name": "Erika Mustermann", "email": ERIKA, "language": "de"}
    ]
    assert (request["reference"], request["said"]) == (card.reference, ["alles bitte"])
    assert request["requester"] == {"address": ERIKA, "customer_number": "K-100001"}
    assert [event["kind"] for event in request["events"]] == ["received", "proved: on_file", "note"]
    assert [mail["kind"] for mail in request["mails"]] == ["receipt"]
    assert len(request["opened_at"]) == 1
    assert [message["text"] for message in chat["messages"]] == ["Mein Kater heißt Felix."]
    assert len(told["codes"]) == 1
    assert json.dumps(told)


@pytest.mark.usefixtures("lead")
async def test_nobody_else_is_in_it(context, visit):
    mine, theirs = await visit(), await visit()
    for visitor, address, word in ((mine, ERIKA, "Felix"), (theirs, "other@example.org", "Kanarienvogel")):
        await visitor.says(word)
        await visitor.files(details=word)
        await visitor.proves(address)
    new = NewRequest(
        key="2", rights=[Right.ACCESS], on_behalf_of=Representative(role="lawyer", name="Dr. Zeisig")
    )
    card = await mine.store.file_request(mine.chat.id, new)
    await act(context, CALL, lambda h, _: h.assign(card.reference, Assignment(assignee=LEAD.name)))

    told = json.dumps(await exported(context), ensure_ascii=False)

    assert "Felix" in told
    for stranger in ("Kanarienvogel", "other@example.org", "Zeisig", LEAD.name):
        assert stranger not in told


async def test_who_only_typed_the_address_may_be_somebody_else_and_stays_out(context, visitor):
    await visitor.says("Was steht über Erika bei Ihnen?")
    card = await visitor.files(details="Kanarienvogel")
    await visitor.is_sent_a_code(ERIKA)

    told = await exported(context)
    whole = await exported(context, claimed=True)

    assert (told["requests"], told["chats"]) == ([], [])
    assert told["only_claimed"] == {"requests": [card.reference], "chats": [visitor.chat.id]}
    assert "Kanarienvogel" not in json.dumps(told)
    assert [(r["reference"], r["proved"]) for r in whole["requests"]] == [(card.reference, False)]
    assert [(c["id"], c["proved"]) for c in whole["chats"]] == [(visitor.chat.id, False)]


@pytest.mark.usefixtures("lead")
async def test_a_claim_of_which_staff_made_sure_is_theirs(context, visitor):
    card = await visitor.files()
    await visitor.is_sent_a_code(ERIKA)
    sure = Transition(to=State.VERIFIED, method=next(iter(Method)), reason="am Telefon")
    await act(context, CALL, lambda handling, _: handling.move(card.reference, sure))

    told = await exported(context)

    assert [request["reference"] for request in told["requests"]] == [card.reference]
    assert [chat["id"] for chat in told["chats"]] == [visitor.chat.id]


async def test_a_chat_in_which_somebody_else_proved_who_they_are_afterwards_stays_out(context, visitor):
    card = await visitor.files()
    await visitor.proves(ERIKA)
    await visitor.proves("other@example.org")

    told = await exported(context)

    assert [request["reference"] for request in told["requests"]] == [card.reference]
    assert told["chats"] == []


@pytest.mark.parametrize(
    ("address", "found"),
    [("ERIKA@Example.com", 1), ("erika+1@example.com", 0), ("nobody@example.com", 0)],
)
async def test_it_is_one_mailbox_written_in_whatever_case(context, visitor, address, found):
    await visitor.files()
    await visitor.proves(ERIKA)

    assert len((await exported(context, address))["requests"]) == found


@pytest.mark.usefixtures("lead")
async def test_what_staff_recorded_by_phone_is_only_claimed_until_somebody_made_sure(context):
    new = RecordedRequest(rights=[Right.ACCESS], requester=Requester(name="Erika", email=ERIKA))
    view = await act(context, CALL, lambda handling, key: handling.record(key, new))

    told = await exported(context)

    assert told["only_claimed"]["requests"] == [view.reference]


async def test_the_audit_trail_has_the_export_and_not_of_whom(context, visitor):
    await visitor.files()
    await visitor.proves(ERIKA)
    await exported(context)

    async with context.database.reading() as session:
        (event,) = await session.scalars(select(AuditEvent).where(AuditEvent.action == "exported"))
    assert (event.actor, event.object) == ("operator", "person: 1 requests, 1 chats")
