"""What a chat has proved speaks for its requests, for half an hour."""

import pytest

from privacy.language import Language
from privacy.right import Right
from tests.casestore.inbox import plain_text_of
from tests.casestore.visitor import listed


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
    assert all(words in plain_text_of(receipt) for words in (card.reference, received, due))


async def test_proving_the_address_on_file_after_a_strange_one_verifies(store, visitor):
    card = await visitor.files()
    await visitor.proves("stranger@example.com")

    await visitor.proves("erika@example.com")

    item = await listed(store, card)
    assert (item.state, item.verification.level) == ("verified", "on_file")
