"""A request is stored at receipt, once, with its deadline, and belongs to its chat."""

import asyncio
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from casestore.client import ConflictingError, UnknownError
from casestore.wire.requests import Change, NewRequest
from privacy.request import State
from privacy.right import Right
from tests.casestore.visitor import listed

BERLIN = ZoneInfo("Europe/Berlin")


async def test_the_same_key_files_one_request(store, visitor):
    first = await visitor.files(Right.ACCESS, key="turn 1")

    again = await visitor.files(Right.ACCESS, key="turn 1")

    assert again == first
    assert len((await store.requests({})).items) == 1


async def test_twenty_calls_at_once_with_one_key_file_one_request(store, visitor):
    cards = await asyncio.gather(*(visitor.files(key="turn 1") for _ in range(20)))

    assert len({card.reference for card in cards}) == 1
    assert len((await store.requests({})).items) == 1


async def test_the_same_key_in_another_chat_files_another_request(visit):
    one, other = await visit(), await visit()

    first, second = await one.files(key="turn 1"), await other.files(key="turn 1")

    assert first.reference != second.reference


async def test_a_request_is_stored_as_received_before_anything_is_verified(store, visitor, clock):
    card = await visitor.files(Right.ACCESS, Right.ERASURE)

    item = await listed(store, card)
    assert (item.state, item.received_at, item.conversation) == ("received", clock(), visitor.chat.id)
    assert item.rights == [Right.ACCESS, Right.ERASURE]
    assert (item.verification.level, item.verification.address, item.verification.on_file) == (
        "none",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("region", "received", "due"),
    [
        ("DE", datetime(2025, 1, 31, 23, 59, tzinfo=BERLIN), date(2025, 2, 28)),
        ("DE", datetime(2025, 2, 1, 0, 1, tzinfo=BERLIN), date(2025, 3, 3)),  # still January in UTC
        ("DE", datetime(2026, 1, 31, 23, 59, tzinfo=BERLIN), date(2026, 3, 2)),  # 28 February: Saturday
        ("DE", datetime(2028, 1, 31, 23, 59, tzinfo=BERLIN), date(2028, 2, 29)),
        ("DE", datetime(2025, 11, 25, 12, 0, tzinfo=BERLIN), date(2025, 12, 29)),  # over Christmas
        ("DE", datetime(2025, 12, 6, 12, 0, tzinfo=BERLIN), date(2026, 1, 6)),
        ("DE-BY", datetime(2025, 12, 6, 12, 0, tzinfo=BERLIN), date(2026, 1, 7)),  # after Epiphany
    ],
)
async def test_the_answer_is_due_a_month_after_the_day_of_receipt_in_berlin(
    store, visitor, clock, received, due
):
    clock.moment = received.astimezone(UTC)

    card = await visitor.files()

    assert card.due_on == due
    assert (await listed(store, card)).due_on == due


async def test_a_request_can_be_added_to_and_withdrawn_once(store, visitor):
    card = await visitor.files(Right.ACCESS)
    reference, chat = card.reference, visitor.chat.id

    added = await store.change_request(chat, reference, Change(rights=[Right.ACCESS, Right.ERASURE]))
    withdrawn = await store.change_request(chat, reference, Change(cancelled=True))

    assert added.rights == [Right.ACCESS, Right.ERASURE]
    assert withdrawn.state == State.CANCELLED
    with pytest.raises(ConflictingError):
        await store.change_request(chat, reference, Change(cancelled=True))


async def test_what_staff_should_look_at_with_care_stands_in_the_list_and_outlives_a_change(store, visitor):
    new = NewRequest(key="young", rights=[Right.ACCESS], language="de", review="minor")
    young = await store.file_request(visitor.chat.id, new)
    told_later = await visitor.files()

    await store.change_request(visitor.chat.id, young.reference, Change(details="die Fotos"))
    await store.change_request(visitor.chat.id, told_later.reference, Change(review="minor"))

    assert {item.review for item in (await store.requests({})).items} == {"minor"}


async def test_a_request_can_be_neither_seen_nor_changed_from_another_chat(store, visit):
    one, other = await visit(), await visit()
    card = await one.files()

    with pytest.raises(UnknownError):
        await store.request(other.chat.id, card.reference)
    with pytest.raises(UnknownError):
        await store.change_request(other.chat.id, card.reference, Change(cancelled=True))

    assert (await store.request(one.chat.id, card.reference)).state == "received"
