"""G2: what was kept long enough goes, kind by kind; a setting says when, and 0 keeps it."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from casestore.context import ConflictError
from casestore.requests.calls import Call, once
from casestore.retention.kinds import kinds
from casestore.retention.sweep import Sweep
from casestore.storage.tables import (
    AuditEvent,
    Code,
    Feedback,
    LoginAttempt,
    Mail,
    Staff,
    StaffCall,
    StaffSession,
    Table,
    Webhook,
)
from casestore.wire.retention import Sweeping
from casestore.wire.staff import StaffMember
from settings import Settings

DAYS = {
    "codes": 2,
    "mails": 90,
    "webhooks": 30,
    "feedback": 365,
    "audit": 365,
    "logins": 90,
    "calls": 2,
}


def rows_of_every_kind(now, **states):
    """One row of each kind, all of them from *now*."""
    plain = {"attempts": 1, "next_at": now}
    nobody = {"client": "x", "account": "x", "at": now}
    return [
        Code(
            conversation="x",
            address={"address": "erika@example.com"},
            address_index="x",
            digest="x",
            issued_at=now,
            expires_at=now,
            tries_left=0,
        ),
        Mail(
            message_id="x", kind="receipt", mail={}, posted_at=now, state=states.get("mail", "sent"), **plain
        ),
        Webhook(webhook_id="x", reference="x", payload="", state=states.get("webhook", "sent"), **plain),
        Feedback(
            key="x", at=now, author="x", language="de", verdict="right", topic="x", content={"text": "x"}
        ),
        AuditEvent(at=now, actor="anna", action="opened", object="x"),
        LoginAttempt(**nobody),
        StaffCall(key="x", digest="x", reference="x", at=now),
    ]


async def fill(context, **states):
    async with context.database.writing() as session:
        session.add_all(rows_of_every_kind(context.now(), **states))


async def left(context, kind):
    table = next(each.table for each in kinds(context.settings, context.now()) if each.name == kind)
    async with context.database.reading() as session:
        return await session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("kind", DAYS)
async def test_it_stays_until_its_time_is_over_and_not_a_day_longer(context, clock, kind):
    await fill(context)

    clock.forward(days=DAYS[kind])
    early = await Sweep(context).run(context.now(), "system")
    clock.forward(seconds=1)
    counted = await Sweep(context).count(context.now())
    late = await Sweep(context).run(context.now(), "system")
    again = await Sweep(context).run(context.now(), "system")

    assert [each[kind] for each in (early, counted, late, again)] == [0, 1, 1, 0]
    assert await left(context, kind) == {"audit": 2}.get(kind, 0)  # that there were two sweeps


@pytest.mark.parametrize("kind", DAYS)
async def test_what_is_set_to_nothing_is_kept(context, clock, kind):
    await fill(context)
    kept = context.settings.model_copy(update={f"keep_{kind}": 0})
    clock.forward(days=10_000)

    assert kind in {each.name for each in kinds(context.settings, context.now())}
    assert kind not in {each.name for each in kinds(kept, context.now())}


async def test_counting_alone_deletes_nothing(context, clock, store):
    await fill(context)
    clock.forward(days=10_000)

    counted = await store.sweep(Sweeping(at=clock(), dry=True))
    swept = await store.sweep(Sweeping(at=clock()))

    assert counted == swept
    assert [swept[kind] for kind in DAYS] == [1] * len(DAYS)


async def test_a_period_may_be_left_empty_to_keep_for_ever(tmp_path, monkeypatch):
    monkeypatch.setenv("AUSKUNFT_KEEP_MAILS", "")

    assert Settings.load(data=tmp_path).keep_mails == 0


@pytest.mark.parametrize("limit", ["limit_codes_address", "limit_codes_total"])
async def test_codes_stay_as_long_as_a_limit_counts_them(context, clock, limit):
    await fill(context)
    context.settings = context.settings.model_copy(update={limit: "3/10minutes;50/30days"})

    clock.forward(days=29)
    early = await Sweep(context).run(context.now(), "system")
    clock.forward(days=1, seconds=1)

    assert (early["codes"], (await Sweep(context).run(context.now(), "system"))["codes"]) == (0, 1)


async def test_what_still_waits_to_be_sent_stays_however_old(context, clock):
    await fill(context, mail="waiting", webhook="waiting")
    clock.forward(days=10_000)

    swept = await Sweep(context).run(context.now(), "system")

    assert (swept["mails"], swept["webhooks"]) == (0, 0)


async def test_a_dead_mail_about_a_request_waits_for_whoever_reads_the_request(context, clock):
    now = context.now()
    about = {"kind": "receipt", "mail": {"to": "x"}, "state": "dead", "posted_at": now, "next_at": now}
    async with context.database.writing() as session:
        session.add(Mail(message_id="of a request", reference="DSR-7K3M-Q2XD", **about))
        session.add(Mail(message_id="of none", **about))
    clock.forward(days=91)

    await Sweep(context).run(context.now(), "system")

    async with context.database.reading() as session:
        assert list(await session.scalars(select(Mail.message_id))) == ["of a request"]


async def test_a_log_in_that_is_over_is_forgotten_and_one_that_is_used_stays(context, clock):
    async with context.database.writing() as session:
        session.add(Staff(name="anna", role="agent"))
        await session.flush()
        for token, seen, ends in (("used", 0, 720), ("left", -31, 720), ("over", 0, 0)):
            times = {"last_seen_at": clock() + timedelta(minutes=seen)}
            times |= {"created_at": clock(), "expires_at": clock() + timedelta(minutes=ends)}
            session.add(
                StaffSession(token_hash=token, id=token, name="anna", stage="open", browser="", **times)
            )

    swept = await Sweep(context).run(context.now(), "system")

    async with context.database.reading() as session:
        assert list(await session.scalars(select(StaffSession.token_hash))) == ["used"]
    assert swept["sessions"] == 2


async def test_mails_that_were_written_to_files_go_too(context, clock):
    folder = context.settings.data / "outbox"
    folder.mkdir()
    for name, age in (("old.eml", 91), ("new.eml", 89)):
        (folder / name).write_text("To: erika@example.com")
        then = (clock() - timedelta(days=age)).timestamp()
        os.utime(folder / name, (then, then))

    swept = await Sweep(context).run(context.now(), "system")

    assert [path.name for path in folder.iterdir()] == ["new.eml"]
    assert swept["mail files"] == 1


async def test_what_was_deleted_is_in_the_audit_trail_once_and_who_did_it(context, clock):
    await fill(context)
    clock.forward(days=3)

    for _ in range(2):
        await Sweep(context).run(context.now(), "operator")

    async with context.database.reading() as session:
        told = await session.execute(
            select(AuditEvent.actor, AuditEvent.object).where(AuditEvent.action == "deleted")
        )
        assert [tuple(row) for row in told] == [("operator", "codes=1 calls=1")]


async def test_the_same_call_of_staff_is_known_for_two_days(context, clock):
    call = Call(StaffMember(name="anna", role="lead"), "key", b"asked")

    async def reference(_: str) -> str:
        return "DSR"

    async with context.database.writing() as session:
        await once(session, context, call, reference)
    clock.forward(days=1)
    await Sweep(context).run(context.now(), "system")

    async with context.database.writing() as session:
        with pytest.raises(ConflictError):
            await once(session, context, Call(call.by, call.key, b"something else"), reference)


def test_every_table_has_a_period_or_a_reason_to_have_none(tmp_path):
    swept = {kind.table.__tablename__ for kind in kinds(Settings.load(data=tmp_path), datetime.now(UTC))}
    elsewhere = {
        "conversations": "with `Retention`, 30 days after the last message",
        "messages": "with their chat",
        "chat_notes": "with their chat",
        "requests": "shredded, three years after the year they were closed in",
        "request_terms": "with what they lead to",
        "request_events": "their notes are shredded, the rest tells of nobody",
        "customers": "the controller's own directory",
        "facts": "lead to nobody",
        "gone_receivers": "lead to nobody",
        "chores": "lead to nobody",
        "staff": "kept: trails name who acted",
        "staff_tokens": "until they are revoked",
        "recovery_codes": "until they are used or made anew",
    }

    assert swept | set(elsewhere) == set(Table.metadata.tables)
