"""Every mail goes out, once its transaction stands, until a server takes it or twelve tries have failed."""

from contextlib import suppress
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from casestore.outbox import ATTEMPTS, deliver_next, post
from casestore.tables import Mail
from tests.casestore.inbox import plain_text_of

TO = "erika@example.com"
LONG = ("Grüße und ein langer Text. " * 40).strip()


def mail_to(address, text="t"):
    return {"to": address, "subject": "Ihr Antrag für Köln", "text": text, "html": f"<p>{text}</p>"}


async def posted(context, to=TO, text=LONG):
    async with context.database.writing() as session:
        post(session, context, mail_to(to, text), kind="receipt")


async def rows(context):
    async with context.database.reading() as session:
        return (await session.scalars(select(Mail).order_by(Mail.id))).all()


async def test_a_server_receives_the_mail_whole_and_marked_as_automatic(context, inbox, clock):
    await posted(context)

    assert await deliver_next(context)

    mail = inbox.arrived.get_nowait()
    assert (mail["To"], mail["From"], mail["Subject"]) == (TO, "datenschutz@localhost", "Ihr Antrag für Köln")
    assert (mail["Auto-Submitted"], mail["Date"].datetime) == ("auto-generated", clock())
    assert mail.get_body(("html",)).get_content().strip() == f"<p>{LONG}</p>"
    assert plain_text_of(mail).strip() == LONG


async def test_a_sent_mail_is_not_sent_again_and_not_kept(context, inbox):
    await posted(context)
    await deliver_next(context)

    assert not await deliver_next(context)

    assert inbox.arrived.qsize() == 1
    assert [(row.state, row.mail) for row in await rows(context)] == [("sent", {})]


async def test_a_mail_that_is_refused_for_now_waits_and_arrives_later_as_the_same_mail(context, inbox, clock):
    inbox.refuses.add(TO)
    await posted(context)
    assert await deliver_next(context)
    inbox.refuses.clear()

    too_early = await deliver_next(context)
    clock.forward(seconds=5)
    in_time = await deliver_next(context)

    assert (too_early, in_time) == (False, True)
    (refused,), arrived = inbox.refused, inbox.arrived.get_nowait()
    assert refused["Message-ID"] == arrived["Message-ID"]
    assert [(row.state, row.attempts) for row in await rows(context)] == [("sent", 2)]


async def test_the_message_id_names_our_domain_and_is_another_for_each_mail(context, inbox):
    context.settings = context.settings.model_copy(update={"mail_from": "privacy@controller.example"})
    for _ in range(2):
        await posted(context)
        await deliver_next(context)

    one, other = (inbox.arrived.get_nowait()["Message-ID"] for _ in range(2))

    assert one != other
    assert one.endswith("@controller.example>")


async def test_a_mail_is_dead_after_the_last_of_twelve_attempts_over_three_hours(context, inbox, clock):
    inbox.refuses.add(TO)
    await posted(context)
    posted_at, last_at = clock(), clock()
    for _ in range(ATTEMPTS):
        (row,) = await rows(context)
        clock.moment = last_at = row.next_at
        assert await deliver_next(context)
    inbox.refuses.clear()

    clock.forward(days=365)

    assert not await deliver_next(context)
    assert [(row.state, row.attempts) for row in await rows(context)] == [("dead", 12)]
    assert len(inbox.refused) == 12
    assert timedelta(hours=2, minutes=30) < last_at - posted_at < timedelta(hours=3, minutes=30)


async def test_a_mail_that_cannot_go_out_does_not_hold_up_the_others(context, inbox):
    inbox.refuses.add("full@example.com")
    for to in ("full@example.com", TO):
        await posted(context, to)

    while await deliver_next(context):
        pass

    assert [row.state for row in await rows(context)] == ["waiting", "sent"]
    assert inbox.arrived.get_nowait()["To"] == TO


async def test_a_mail_waits_while_no_server_is_there(context, inbox):
    inbox.close()
    await posted(context)

    await deliver_next(context)

    assert [(row.state, row.attempts) for row in await rows(context)] == [("waiting", 1)]


async def test_no_mail_goes_in_the_clear_to_a_server_that_should_encrypt(context, inbox):
    context.settings = context.settings.model_copy(update={"smtp_tls": True})
    await posted(context)

    await deliver_next(context)

    assert inbox.arrived.empty()
    assert [row.state for row in await rows(context)] == ["waiting"]


async def test_what_was_taken_back_is_not_mailed(context, inbox):
    with suppress(RuntimeError):
        async with context.database.writing() as session:
            post(session, context, mail_to(TO), kind="receipt")
            raise RuntimeError

    assert not await deliver_next(context)
    assert inbox.arrived.empty()


async def test_posting_wakes_the_sender_once_the_transaction_stands(context):
    async with context.database.writing() as session:
        post(session, context, mail_to(TO), kind="receipt")
        woken_early = context.mail_waits.is_set()

    assert not woken_early
    assert context.mail_waits.is_set()


async def test_without_a_server_mails_are_written_into_the_folder(context, settings):
    context.settings = settings.model_copy(update={"smtp_host": ""})
    for to in (TO, "john@example.com"):
        await posted(context, to)

    while await deliver_next(context):
        pass

    files = list((settings.data / "outbox").iterdir())
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    assert {file.suffix for file in files} == {".eml"}
    assert {mail["To"] for mail in mails} == {TO, "john@example.com"}
    assert {mail["Auto-Submitted"] for mail in mails} == {"auto-generated"}
    assert [row.state for row in await rows(context)] == ["sent", "sent"]


@pytest.mark.usefixtures("server")
async def test_a_running_case_store_mails_what_is_posted_without_being_asked(context, inbox):
    await posted(context)

    assert (await inbox.next())["To"] == TO
