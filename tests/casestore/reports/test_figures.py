"""Operators see how much waits, and for how long, as it stands when they look."""

from contextlib import suppress
from datetime import timedelta

import aiohttp
import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from casestore.context import ConflictError
from casestore.reports.figures import count_filed
from casestore.storage.tables import Mail
from privacy.handoff import Priority
from privacy.right import Right


@pytest.fixture
def figures(server):
    async def figures():
        async with (
            aiohttp.ClientSession(server.make_url("/")) as session,
            session.get("/metrics") as response,
        ):
            families = text_string_to_metric_families(await response.text())
        return {(s.name, *s.labels.values()): s.value for family in families for s in family.samples}

    return figures


def filed(right, channel="chat"):
    labels = {"right": right, "channel": channel}
    return REGISTRY.get_sample_value("auskunft_requests_filed_total", labels) or 0


async def test_who_waits_first_is_how_long_somebody_waits(figures, store, visit, clock):
    for _ in range(2):
        await store.ask_for_staff((await visit()).chat.id, "person", Priority.NORMAL)
        clock.forward(minutes=5)

    told = await figures()

    assert told["auskunft_chats", "waiting"] == 2
    assert told["auskunft_chats", "open"] == 0
    assert told["auskunft_chats_oldest_wait_seconds",] == 600


async def test_once_a_colleague_has_it_nobody_waits(figures, store, visitor, anna):
    await store.ask_for_staff(visitor.chat.id, "person", Priority.NORMAL)
    await store.act_on_chat(visitor.chat.id, "claim", anna)

    told = await figures()

    assert (told["auskunft_chats", "waiting"], told["auskunft_chats", "open"]) == (0, 1)
    assert told["auskunft_chats_oldest_wait_seconds",] == 0


async def test_a_request_is_overdue_from_the_day_after_its_last_one(figures, visitor, clock):
    card = await visitor.files(Right.ACCESS)
    clock.forward(days=(card.due_on - clock().date()).days)
    assert (await figures())["auskunft_requests_overdue",] == 0

    clock.forward(days=1)

    assert (await figures())["auskunft_requests_overdue",] == 1


async def test_mails_that_were_given_up_are_told_apart_from_those_that_wait(figures, context, clock):
    far = clock() + timedelta(days=1)
    async with context.database.writing() as session:
        for number, state in enumerate(["waiting", "waiting", "dead", "sent"]):
            mail = Mail(
                message_id=f"<{number}>", kind="receipt", mail={}, posted_at=far, next_at=far, state=state
            )
            session.add(mail)

    told = await figures()

    assert (told["auskunft_mails", "waiting"], told["auskunft_mails", "dead"]) == (2, 1)
    assert ("auskunft_mails", "sent") not in told


async def test_a_request_counts_once_for_each_of_its_rights(visitor):
    before = filed("access"), filed("erasure")
    await visitor.files(Right.ACCESS, Right.ERASURE)
    await visitor.files(Right.ACCESS, Right.ERASURE)  # the same again

    assert (filed("access"), filed("erasure")) == (before[0] + 1, before[1] + 1)


async def test_what_was_not_stored_does_not_count(context):
    before = filed("access")
    with suppress(ConflictError):
        async with context.database.writing() as session:
            count_filed(session, ["access"], "chat")
            raise ConflictError

    assert filed("access") == before
