"""Staff find every request, masked in lists; who opens one is written down."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from casestore.client import ForbiddenError, UnknownError
from casestore.storage.tables import AuditEvent
from casestore.wire.requests import Change
from privacy.right import Right
from tests.casestore.visitor import listed

ADDRESS = "erika@example.com"
MASKED = "e…@….com"


async def walk(store, **query):
    """Follow the cursor through all pages."""
    pages = [await store.requests(query)]
    while pages[-1].next:
        pages.append(await store.requests({**query, "cursor": pages[-1].next}))
    return pages


def references(pages):
    return [item.reference for page in pages for item in page.items]


@pytest.fixture
async def filed(store, visitor, clock):
    """Requests of 120 half days: every third to erase, every tenth withdrawn."""
    cards = []
    for n in range(120):
        card = await visitor.files(Right.ACCESS if n % 3 else Right.ERASURE, key=str(n))
        if n % 10 == 0:
            card = await store.change_request(visitor.chat.id, card.reference, Change(cancelled=True))
        cards.append(card)
        clock.forward(hours=12)
    return cards


async def test_pages_bring_every_request_once_newest_first(store, filed):
    pages = await walk(store)

    assert [len(page.items) for page in pages] == [50, 50, 20]
    assert references(pages) == [card.reference for card in reversed(filed)]


async def test_what_arrives_between_two_pages_moves_nothing(store, visitor, filed):
    first = await store.requests({})
    await visitor.files(key="arrives meanwhile")

    rest = await walk(store, cursor=first.next)

    assert references([first, *rest]) == [card.reference for card in reversed(filed)]


async def test_filters_find_all_that_fit_and_nothing_else(store, filed):
    day = filed[60].due_on
    cases = [
        ({"state": "cancelled"}, lambda card: card.state == "cancelled"),
        ({"state": "verified"}, lambda _: False),
        ({"right": "erasure"}, lambda card: Right.ERASURE in card.rights),
        ({"due_before": day.isoformat()}, lambda card: card.due_on < day),
        (
            {"due_before": (day + timedelta(days=1)).isoformat(), "state": "received", "right": "access"},
            lambda c: c.due_on <= day and c.state == "received" and Right.ACCESS in c.rights,
        ),
    ]

    for query, fits in cases:
        found = references(await walk(store, **query))
        assert found == [card.reference for card in reversed(filed) if fits(card)], query


async def test_a_search_finds_a_reference_as_read_aloud_and_a_whole_address(store, visit):
    one, other = await visit(), await visit()
    card, unproved = await one.files(), await other.files()
    await one.proves(ADDRESS)

    spelled = f"dsr {card.reference[4:8].lower()} {card.reference[9:].lower()}"
    by_reference, by_address = await walk(store, q=spelled), await walk(store, q="Erika@Example.com")

    assert references(by_reference) == references(by_address) == [card.reference]
    assert references(await walk(store, q=unproved.reference)) == [unproved.reference]
    assert references(await walk(store, q="erika")) == []


async def test_lists_mask_the_requester(store, visitor):
    card = await visitor.files(details="Hausnummer 7")
    await visitor.proves(ADDRESS)

    page = await store.requests({})

    (item,) = page.items
    assert (item.requester["email"], item.verification.address) == (MASKED, MASKED)
    assert (item.reference, item.conversation) == (card.reference, visitor.chat.id)
    for hidden in (ADDRESS, "Mustermann", "K-100001", "Hausnummer"):
        assert hidden not in page.model_dump_json()


async def test_privacy_sees_the_whole_requester(store, visitor, hire):
    card = await visitor.files(details="Hausnummer 7")
    await visitor.proves(ADDRESS)

    request = await store.open_request(card.reference, await hire("privacy"))

    assert request.requester == {"email": ADDRESS, "name": "Erika Mustermann", "customer_number": "K-100001"}
    assert request.verification.address == ADDRESS
    assert request.details == ["Hausnummer 7"]


@pytest.mark.parametrize("role", ["agent", "lead", "auditor"])
async def test_others_see_the_first_letter_and_the_ending(store, visitor, hire, role):
    card = await visitor.files()
    await visitor.proves(ADDRESS)

    request = await store.open_request(card.reference, await hire(role))

    assert (request.requester["email"], request.verification.address) == (MASKED, MASKED)
    for hidden in (ADDRESS, "Mustermann", "K-100001"):
        assert hidden not in request.model_dump_json()


async def test_an_opened_request_tells_what_happened_to_it(store, visitor, hire, clock):
    received = clock()
    card = await visitor.files()
    clock.forward(minutes=3)
    await visitor.proves(ADDRESS)
    await store.change_request(visitor.chat.id, card.reference, Change(cancelled=True))

    events = (await store.open_request(card.reference, await hire("agent"))).events

    assert [event.kind for event in events] == ["received", "proved: on_file", "cancelled"]
    assert [event.at - received for event in events] == [timedelta(minutes=minutes) for minutes in (0, 3, 3)]


async def test_each_opening_is_written_down_and_nothing_else_is(store, visitor, hire, context, clock):
    card = await visitor.files()
    tokens = [await hire("privacy"), await hire("agent")]

    await listed(store, card)
    with pytest.raises(ForbiddenError):
        await store.open_request(card.reference, "wrong")
    with pytest.raises(UnknownError):
        await store.open_request("DSR-0000-0000", tokens[0])
    for token in (*tokens, tokens[0]):
        await store.open_request(card.reference, token)

    async with context.database.reading() as session:
        opened = select(AuditEvent).where(AuditEvent.action == "opened").order_by(AuditEvent.id)
        trail = (await session.scalars(opened)).all()
    assert [event.actor for event in trail] == ["someone-privacy", "someone-agent", "someone-privacy"]
    assert {(e.action, e.object, e.at) for e in trail} == {("opened", card.reference, clock())}
