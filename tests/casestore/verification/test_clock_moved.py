"""A clock that is set forward or back makes nothing good again, and turns no order round."""

import pytest

from casestore.requests.trail import breaks
from casestore.wire.requests import Change
from tests.casestore.visitor import listed

ON_FILE = "erika@example.com"


@pytest.mark.parametrize(
    ("minutes", "outcome"),
    [(-60, "dead"), (-4, "right"), (4, "right"), (60, "dead")],  # 5 may lie between two machines
)
async def test_a_code_is_good_only_near_the_time_at_which_it_was_sent(
    store, visitor, clock, minutes, outcome
):
    card = await visitor.files()
    code = await visitor.is_sent_a_code(ON_FILE)

    clock.forward(minutes=minutes)

    assert await visitor.types(code) == outcome
    assert (await listed(store, card)).state == ("verified" if outcome == "right" else "received")


async def test_a_code_that_was_over_stays_so_when_the_clock_is_set_back(visitor, clock):
    code = await visitor.is_sent_a_code(ON_FILE)
    clock.forward(minutes=11)
    assert await visitor.types(code) == "dead"

    clock.forward(minutes=-10)

    assert await visitor.types(code) == "dead"


async def test_a_proof_does_not_hold_longer_when_the_clock_is_set_back(store, visitor, clock):
    await visitor.proves(ON_FILE)

    clock.forward(minutes=-60)

    assert not (await store.conversation(visitor.chat.id)).proved
    assert (await visitor.files()).state == "received"


async def test_what_happened_stays_in_its_order_when_the_clock_is_set_back(
    store, visitor, context, hire, clock
):
    card = await visitor.files()
    clock.forward(minutes=-60)
    await store.change_request(visitor.chat.id, card.reference, Change(details="and the postcode"))
    await visitor.says("first", client_id="1")
    clock.forward(minutes=-60)
    await visitor.says("second", client_id="2")

    opened = await store.open_request(card.reference, await hire("privacy"))
    async with context.database.reading() as session:
        broken = [found async for found in breaks(session, context)]

    assert [event.kind for event in opened.events] == ["received", "amended"]
    assert [message.text for message in await visitor.reads()] == ["first", "second"]
    assert broken == []


async def test_limits_hold_when_the_clock_is_set_back(visit, clock):
    visitors = [await visit() for _ in range(4)]
    for visitor in visitors[:3]:
        await visitor.is_sent_a_code(ON_FILE)

    clock.forward(minutes=-60)

    assert await visitors[3].store.send_code(visitors[3].chat.id, ON_FILE) == "limited"


async def test_a_mail_that_is_posted_after_the_clock_was_set_back_leaves_at_once(visitor, clock):
    await visitor.is_sent_a_code(ON_FILE)

    clock.forward(minutes=-60)

    assert await visitor.is_sent_a_code("john@example.com")
