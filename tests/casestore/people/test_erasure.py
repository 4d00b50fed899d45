"""G6: a person is erased as far as nothing obliges to keep, and it is told what stays until when and why."""

import pytest
from sqlalchemy import select

from casestore.client import UnknownError
from casestore.outgoing.outbox import post
from casestore.people.erasure import Erasure
from casestore.requests.calls import Call, act
from casestore.storage.tables import AuditEvent, Mail
from casestore.wire.requests import Change, Transition
from casestore.wire.staff import StaffMember
from privacy.request import State

LEAD = StaffMember(name="someone-lead", role="lead")
ERIKA = "erika@example.com"


async def erase(context, address=ERIKA):
    erasure = Erasure(context)
    found = await erasure.found(address)
    stays = await erasure.stays(found)
    return await erasure.erase(found, found.chats, LEAD), {what: (until, why) for what, until, why in stays}


async def test_the_chats_go_and_nobody_elses(context, visit, store):
    mine, theirs = await visit(), await visit()
    await mine.proves(ERIKA)
    await theirs.proves("other@example.org")

    erased, _ = await erase(context)

    assert erased["chats"] == 1
    with pytest.raises(UnknownError):
        await store.conversation(mine.chat.id)
    assert (await store.conversation(theirs.chat.id)).id == theirs.chat.id


async def test_an_open_request_has_to_be_answered_and_a_closed_one_to_be_shown(context, visitor, store):
    still_open = await visitor.files(key="1")
    closed = await visitor.files(key="2")
    await visitor.proves(ERIKA)
    await store.change_request(visitor.chat.id, closed.reference, Change(cancelled=True))

    _, stays = await erase(context)

    assert stays[f"request {still_open.reference}"] == (None, "open: it has to be answered, Art. 12(3)")
    assert stays[f"request {closed.reference}"][0] == "2029-12-31"
    assert stays["1 codes"][0] == "2026-03-04"
    assert stays["customer K-100001"][0] is None


async def test_a_held_request_has_no_day_on_which_it_goes(context, visitor, hire):
    await hire("lead")
    card = await visitor.files()
    await visitor.proves(ERIKA)
    call = Call(LEAD, None, b"")
    await act(context, call, lambda h, _: h.move(card.reference, Transition(to=State.CANCELLED)))
    context.settings = context.settings.model_copy(update={"keep_requests": 0})

    _, stays = await erase(context)

    assert stays[f"request {card.reference}"] == (None, "held for legal claims, Art. 17(3)(e)")


async def test_what_a_mail_that_was_given_up_says_goes(context):
    async with context.database.writing() as session:
        for to in (ERIKA, "other@example.org"):
            post(session, context, {"to": to, "subject": "", "text": "", "html": ""}, kind="receipt")
        for mail in await session.scalars(select(Mail)):
            mail.state = "dead"

    erased, _ = await erase(context)

    async with context.database.reading() as session:
        left = [mail.mail.get("to") for mail in await session.scalars(select(Mail).order_by(Mail.id))]
    assert (erased["mails"], left) == (1, [None, "other@example.org"])


async def test_the_audit_trail_has_it_and_not_of_whom(context, visitor):
    await visitor.proves(ERIKA)
    await erase(context)

    async with context.database.reading() as session:
        (event,) = await session.scalars(select(AuditEvent).where(AuditEvent.action == "erased"))
    assert (event.actor, event.object) == (LEAD.name, "person: 1 chats, 0 mails")
