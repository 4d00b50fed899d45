"""Every mail goes out, once its transaction stands, until a server takes it or none has for days."""

import asyncio
import os
import sys
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, text

from casestore.context import open_context, utc_now
from casestore.outgoing.outbox import ATTEMPTS, deliver_next, post
from casestore.storage.tables import Mail
from tests.casestore.inbox import GUARD_SECONDS, plain_text_of

TO = "erika@example.com"
LONG = ("Grüße und ein langer Text. " * 40).strip()


def mail_to(address, text="t"):
    return {"to": address, "subject": "Ihr Antrag für Köln", "text": text, "html": f"<p>{text}</p>"}


async def posted(context, to=TO, text=LONG, **more):
    async with context.database.writing() as session:
        post(session, context, mail_to(to, text) | more, kind="receipt")


async def rows(context):
    async with context.database.reading() as session:
        return (await session.scalars(select(Mail).order_by(Mail.id))).all()


async def drain(context):
    while await deliver_next(context):
        pass


@pytest.fixture
async def other(settings, clock):
    """The context of a second process on the same database."""
    other = open_context(settings)
    other.now = clock
    yield other
    await other.database.close()


@asynccontextmanager
async def case_store_process(settings):
    """A case store of its own on the same database, killed in the end."""
    names = ("data", "smtp_host", "smtp_port", "smtp_tls")
    environment = {f"AUSKUNFT_{name.upper()}": str(getattr(settings, name)) for name in names}
    environment |= {"AUSKUNFT_DATABASE": settings.database.get_secret_value(), "AUSKUNFT_CASESTORE_PORT": "0"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "casestore", env=os.environ | environment
    )
    yield
    process.kill()
    await process.wait()


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


async def test_a_mail_is_dead_after_the_last_of_its_attempts_over_four_days(context, inbox, clock):
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
    assert [(row.state, row.attempts) for row in await rows(context)] == [("dead", ATTEMPTS)]
    assert len(inbox.refused) == ATTEMPTS
    assert timedelta(days=3.5) < last_at - posted_at < timedelta(days=4.5)


async def test_a_mail_that_cannot_go_out_does_not_hold_up_the_others(context, inbox):
    inbox.refuses.add("full@example.com")
    for to in ("full@example.com", TO):
        await posted(context, to)

    await drain(context)

    assert [row.state for row in await rows(context)] == ["waiting", "sent"]
    assert inbox.arrived.get_nowait()["To"] == TO


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

    await drain(context)

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


async def test_two_senders_deliver_each_mail_exactly_once(context, other, inbox):
    addresses = {f"person-{number}@example.com" for number in range(30)}
    for to in addresses:
        await posted(context, to)

    await asyncio.gather(drain(context), drain(other))

    arrived = [inbox.arrived.get_nowait()["To"] for _ in range(inbox.arrived.qsize())]
    assert (len(arrived), set(arrived)) == (30, addresses)
    assert {(row.state, row.attempts) for row in await rows(context)} == {("sent", 1)}


async def test_a_mail_that_is_being_sent_is_not_sent_by_another_process(context, other, inbox, clock):
    gate = inbox.hold_next()
    await posted(context)
    sending = asyncio.create_task(deliver_next(context))
    await gate.reached()
    clock.forward(seconds=90)  # as long as an attempt may take

    assert not await deliver_next(other)

    gate.open()
    assert await sending
    assert inbox.arrived.qsize() == 1


async def test_the_next_mail_does_not_wait_for_the_one_that_is_being_sent(context, other, inbox):
    gate = inbox.hold_next()
    for to in ("slow@example.com", TO):
        await posted(context, to)
    sending = asyncio.create_task(deliver_next(context))
    await gate.reached()

    assert await deliver_next(other)

    assert inbox.arrived.get_nowait()["To"] == TO
    gate.open()
    await sending


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_process_passes_over_a_mail_that_another_is_just_claiming(context, other, inbox):
    for to in ("claimed@example.com", TO):
        await posted(context, to)
    async with context.database.writing() as session, asyncio.timeout(GUARD_SECONDS):
        await session.scalar(select(Mail).order_by(Mail.id).limit(1).with_for_update())

        assert await deliver_next(other)

    assert inbox.arrived.get_nowait()["To"] == TO


async def test_who_ends_an_attempt_too_late_does_not_undo_what_another_did(context, other, inbox, clock):
    gate = inbox.hold_next()
    await posted(context)
    late = asyncio.create_task(deliver_next(context))
    await gate.reached()
    clock.forward(hours=1)
    await deliver_next(other)
    inbox.refuses.add(TO)

    gate.open()
    await late

    assert [(row.state, row.attempts, row.problem) for row in await rows(context)] == [("sent", 2, None)]


async def test_a_mail_waits_for_a_retry_when_its_sender_is_killed(context, settings, inbox, clock):
    clock.moment = utc_now()  # as in the process
    gate = inbox.hold_next()
    await posted(context)
    async with case_store_process(settings):
        await gate.reached()

    (killed,) = await rows(context)
    clock.moment = killed.next_at - timedelta(seconds=1)
    too_early = await deliver_next(context)
    clock.forward(seconds=1)
    in_time = await deliver_next(context)

    assert (killed.state, killed.attempts) == ("waiting", 1)
    assert (too_early, in_time) == (False, True)
    assert inbox.arrived.get_nowait()["Message-ID"] == killed.message_id


async def test_a_mail_that_cannot_be_decrypted_does_not_hold_up_the_others(context, inbox):
    for to in ("moved@example.com", TO):
        await posted(context, to)
    async with context.database.writing() as session:
        await session.execute(
            text("UPDATE outbox SET mail = (SELECT mail FROM outbox WHERE id = 2) WHERE id = 1")
        )

    await drain(context)

    async with context.database.reading() as session:
        states = (await session.execute(select(Mail.state, Mail.problem).order_by(Mail.id))).all()
    assert states == [("waiting", "MisplacedError"), ("sent", None)]
    assert inbox.arrived.get_nowait()["To"] == TO
