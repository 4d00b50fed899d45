"""Every webhook goes out until it is taken, the events of a request in their order, by as many as run."""

import asyncio
from datetime import timedelta

import pytest
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import select

from casestore.context import open_context
from casestore.outgoing import webhooks
from casestore.outgoing.outbox import ATTEMPTS
from casestore.outgoing.webhooks import deliver_next
from casestore.storage.tables import Webhook
from tests.casestore.inbox import GUARD_SECONDS, Gate, MailBell
from tests.casestore.receiver import SECRET, URL_TOKEN, drain, filed, rows, standing


@pytest.fixture
def settings(settings, receiver):
    return receiver.told_by(settings)


@pytest.fixture
async def other(settings, clock):
    """The context of a second process on the same database."""
    other = open_context(settings)
    other.now = clock
    yield other
    await other.database.close()


async def test_after_an_error_the_same_webhook_comes_again_with_a_time_and_signature_of_its_own(
    context, receiver, clock
):
    receiver.answers = [500]
    await filed(context)
    await deliver_next(context)

    too_early = await deliver_next(context)
    failed = await standing(context)
    clock.forward(seconds=5)
    in_time = await deliver_next(context)

    assert (too_early, in_time) == (False, True)
    assert failed == [("waiting", 1, "HTTP 500")]
    assert await standing(context) == [("sent", 2, None)]
    assert len(set(receiver.all_of("webhook-id"))) == 1
    assert len({body for _, body, _ in receiver.heard}) == 1
    first, second = map(int, receiver.all_of("webhook-timestamp"))
    assert second - first == 5
    assert len(set(receiver.all_of("webhook-signature"))) == 2


@pytest.mark.parametrize("status", [301, 307, 400, 404, 429, 503])
async def test_whatever_is_not_a_success_is_tried_again_and_a_redirect_not_followed(
    context, receiver, status
):
    receiver.answers = [status]
    await filed(context)

    await drain(context)

    assert await standing(context) == [("waiting", 1, f"HTTP {status}")]
    assert [path for _, _, path in receiver.heard] == ["/hook"]


async def test_who_answers_gone_is_told_nothing_more_also_after_a_restart(context, other, receiver, clock):
    receiver.answers = [410]
    await filed(context, "first", events=2)
    await drain(context)
    clock.forward(days=1)

    await filed(other, "later")
    await drain(other)

    assert await standing(context) == [("gone", 1, "HTTP 410"), ("gone", 0, None), ("gone", 0, None)]
    assert len(receiver.heard) == 1


async def test_another_url_is_told_what_happens_from_then_on(context, receiver):
    receiver.answers = [410]
    await filed(context, "too early")
    await drain(context)
    url = context.settings.webhook_url
    context.settings = context.settings.model_copy(update={"webhook_url": f"{url}#2"})

    reference = await filed(context, "in time")
    await drain(context)

    assert [row.state for row in await rows(context)] == ["gone", "sent"]
    assert receiver.told[1]["data"]["reference"] == reference


async def test_that_nobody_is_told_any_more_is_said_without_the_url(context, receiver, caplog):
    receiver.answers = [410]
    await filed(context)

    await drain(context)

    assert "410: nothing is sent to this AUSKUNFT_WEBHOOK_URL any more" in caplog.text
    assert URL_TOKEN not in caplog.text


async def test_a_webhook_is_dead_after_the_last_of_its_attempts_over_four_days(context, receiver, clock):
    receiver.answers = [500] * ATTEMPTS
    await filed(context)
    posted_at = clock()
    for _ in range(ATTEMPTS):
        clock.moment = (await rows(context))[0].next_at
        assert await deliver_next(context)
    last_at = clock()

    clock.forward(days=365)

    assert not await deliver_next(context)
    assert await standing(context) == [("dead", ATTEMPTS, "HTTP 500")]
    assert timedelta(days=3.5) < last_at - posted_at < timedelta(days=4.5)


async def test_what_fails_tells_neither_the_url_nor_the_secret(context, receiver, caplog):
    receiver.answers = [500]
    await filed(context, "answered")
    await filed(context, "not answered")
    await deliver_next(context)
    context.settings = context.settings.model_copy(
        update={"webhook_url": f"http://127.0.0.1:{unused_port()}/hook?token={URL_TOKEN}"}
    )

    await deliver_next(context)

    problems = [row.problem for row in await rows(context)]
    assert problems == ["HTTP 500", "ClientConnectorError"]
    assert len(caplog.records) == 2
    for secret in (URL_TOKEN, SECRET, "127.0.0.1", "DSR-"):
        assert secret not in f"{caplog.text} {problems}"


async def test_the_next_event_waits_for_the_one_that_failed_and_other_requests_do_not(
    context, receiver, clock
):
    receiver.answers = [500]
    first, second = await filed(context, "first", events=2), await filed(context, "second")

    await drain(context)
    clock.forward(seconds=5)
    await drain(context)

    order = [(told["data"]["reference"], told["data"]["sequence"]) for told in receiver.told]
    assert order == [(first, 1), (second, 1), (first, 1), (first, 2)]


async def test_a_dead_webhook_leaves_a_gap_and_the_next_goes_out(context, receiver, clock):
    receiver.answers = [500] * ATTEMPTS
    await filed(context, events=2)
    for _ in range(ATTEMPTS):
        clock.moment = (await rows(context))[0].next_at
        await deliver_next(context)

    await drain(context)

    assert [row.state for row in await rows(context)] == ["dead", "sent"]


async def test_two_senders_tell_everything_exactly_once_and_in_order(context, other, receiver):
    references = [await filed(context, str(number), events=4) for number in range(6)]

    await asyncio.gather(drain(context), drain(other))
    await drain(context)

    told = {reference: [] for reference in references}
    for body in receiver.told:
        told[body["data"]["reference"]].append(body["data"]["sequence"])
    assert told == {reference: [1, 2, 3, 4] for reference in references}


async def test_what_is_being_sent_is_not_sent_by_another_and_comes_again_when_its_sender_ends(
    context, other, receiver, clock
):
    gate = receiver.gate = Gate()
    await filed(context, events=2)
    sending = asyncio.create_task(deliver_next(context))
    await gate.reached()
    clock.forward(seconds=90)
    meanwhile = await deliver_next(other)

    sending.cancel()
    await asyncio.wait({sending})
    clock.moment = (await rows(other))[0].next_at
    await drain(other)

    assert not meanwhile
    assert [told["data"]["sequence"] for told in receiver.told] == [1, 1, 2]
    assert await standing(other) == [("sent", 2, None), ("sent", 1, None)]
    gate.open()


async def test_who_ends_an_attempt_too_late_does_not_undo_what_another_did(context, other, receiver, clock):
    gate = receiver.gate = Gate()
    await filed(context)
    late = asyncio.create_task(deliver_next(context))
    await gate.reached()
    clock.forward(hours=1)
    await deliver_next(other)
    receiver.answers = [500]

    gate.open()
    await late

    assert await standing(context) == [("sent", 2, None)]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_process_passes_over_what_another_is_just_claiming(context, other, receiver):
    await filed(context, "claimed", events=2)
    free = await filed(context, "free")
    async with context.database.writing() as session, asyncio.timeout(GUARD_SECONDS):
        await session.scalar(select(Webhook).order_by(Webhook.id).limit(1).with_for_update())

        assert await deliver_next(other)
        assert not await deliver_next(other)

    assert [told["data"]["reference"] for told in receiver.told] == [free]


async def test_a_running_case_store_sends_what_waits_without_being_asked(app, context, receiver):
    reference = await filed(context)

    async with TestServer(app), asyncio.timeout(GUARD_SECONDS):
        await receiver.arrived.wait()

    assert receiver.told[0]["data"]["reference"] == reference


async def test_what_happens_is_sent_at_once_and_not_when_the_store_looks_again(
    app, context, receiver, monkeypatch
):
    monkeypatch.setattr(webhooks, "IDLE_SECONDS", 3600)
    bell = context.webhook_waits = MailBell()

    async with TestServer(app), asyncio.timeout(GUARD_SECONDS):
        await bell.until_idle()
        reference = await filed(context)
        await receiver.arrived.wait()

    assert receiver.told[0]["data"]["reference"] == reference


async def test_a_case_store_stops_while_the_ticket_system_keeps_it_waiting(app, context, receiver):
    gate = receiver.gate = Gate()
    await filed(context)

    async with asyncio.timeout(GUARD_SECONDS), TestServer(app):
        await gate.reached()

    gate.open()
    assert [row.state for row in await rows(context)] == ["waiting"]
