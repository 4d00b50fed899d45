"""A request is stored at receipt, once, with its deadline; what was proved moves its state."""

import asyncio
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from casestore.client import ConflictingError, UnknownError
from casestore.wire import Change
from privacy.language import Language
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
    clock.moment = received

    card = await visitor.files()

    assert card.due_on == due
    assert (await listed(store, card)).due_on == due


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("erika@example.com", ("verified", "on_file", True)),
        ("stranger@example.com", ("received", "mailbox", False)),
    ],
)
async def test_a_proved_mailbox_speaks_for_a_further_request(store, visitor, clock, address, expected):
    await visitor.files(key="first")
    await visitor.proves(address)
    clock.forward(minutes=29, seconds=59)

    further = await visitor.files(Right.ERASURE, key="second")

    item = await listed(store, further)
    assert (item.state, item.verification.level, item.verification.on_file) == expected
    assert further.state == item.state


async def test_what_was_proved_no_longer_counts_after_half_an_hour(store, visitor, clock):
    await visitor.proves("erika@example.com")
    clock.forward(minutes=30, seconds=1)

    further = await visitor.files()

    assert further.state == "received"
    assert (await listed(store, further)).verification.level == "none"
    assert not (await store.conversation(visitor.chat.id)).proved


async def test_what_one_chat_proved_does_not_count_in_another(store, visit):
    one, other = await visit(), await visit()
    await one.proves("erika@example.com")

    card = await other.files()

    assert card.state == "received"
    assert (await listed(store, card)).verification.level == "none"


async def test_further_requests_of_an_address_are_linked_to_its_first(store, visit):
    one, other, stranger = await visit(), await visit(), await visit()
    await one.proves("erika@example.com")
    await other.proves("Erika@Example.com")
    await stranger.proves("stranger@example.com")

    first, second = await one.files(key="1"), await one.files(key="2")
    third, unlinked = await other.files(), await stranger.files()

    cards = (first, second, third, unlinked)
    related = [(await listed(store, card)).related for card in cards]
    assert related == [None, first.reference, first.reference, None]
    assert len({card.reference for card in cards}) == 4


@pytest.mark.parametrize(
    ("language", "received", "due"),
    [(Language.GERMAN, "2. März 2026", "2. April 2026"), (Language.ENGLISH, "2 March 2026", "2 April 2026")],
)
async def test_the_receipt_names_reference_and_dates_in_the_language_of_the_request(
    inbox, visit, language, received, due
):
    visitor = await visit(language)
    card = await visitor.files()
    await visitor.proves("stranger@example.com")

    receipt = await inbox.next()

    assert receipt["To"] == "stranger@example.com"
    assert card.reference in receipt["Subject"]
    assert all(words in receipt.get_content() for words in (card.reference, received, due))


async def test_a_request_can_be_added_to_and_withdrawn_once(store, visitor):
    card = await visitor.files(Right.ACCESS)
    reference, chat = card.reference, visitor.chat.id

    added = await store.change_request(chat, reference, Change(rights=[Right.ACCESS, Right.ERASURE]))
    withdrawn = await store.change_request(chat, reference, Change(cancelled=True))

    assert added.rights == [Right.ACCESS, Right.ERASURE]
    assert withdrawn.state == State.CANCELLED
    with pytest.raises(ConflictingError):
        await store.change_request(chat, reference, Change(cancelled=True))


async def test_a_request_can_be_neither_seen_nor_changed_from_another_chat(store, visit):
    one, other = await visit(), await visit()
    card = await one.files()

    with pytest.raises(UnknownError):
        await store.request(other.chat.id, card.reference)
    with pytest.raises(UnknownError):
        await store.change_request(other.chat.id, card.reference, Change(cancelled=True))

    assert (await store.request(one.chat.id, card.reference)).state == "received"
