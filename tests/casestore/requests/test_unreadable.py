"""A request that nobody can decrypt any more holds up no other, and does not vanish."""

import logging

import pytest
from sqlalchemy import text

from casestore.requests.trail import breaks
from casestore.requests.unreadable import unreadable_ones


@pytest.fixture
async def unreadable(visit, context):
    """Three requests, of which the second is destroyed."""
    cards = [await (await visit()).files() for _ in range(3)]
    destroyed = text("UPDATE requests SET person = :junk, details = :junk WHERE reference = :reference")
    async with context.database.writing() as session:
        await session.execute(destroyed, {"junk": b"junk", "reference": cards[1].reference})
    return cards


@pytest.mark.parametrize("query", [{}, {"due": "open"}])
async def test_a_list_has_it_in_its_place_with_its_deadline_and_the_log_names_it(
    store, unreadable, caplog, query
):
    with caplog.at_level(logging.ERROR):
        page = await store.requests(query)

    found = {item.reference: item for item in page.items}
    assert set(found) == {card.reference for card in unreadable}
    broken = unreadable[1]
    assert (found[broken.reference].due_on, found[broken.reference].state) == (broken.due_on, "received")
    assert found[broken.reference].requester["email"] is None
    assert f"request {broken.reference} cannot be decrypted" in caplog.text


async def test_the_trails_of_all_are_still_checked(context, unreadable):
    cut = text("UPDATE requests SET trail_seal = '' WHERE reference = :reference")
    async with context.database.writing() as session:
        await session.execute(cut, {"reference": unreadable[2].reference})

    async with context.database.reading() as session:
        found = [broken.reference async for broken in breaks(session, context)]

    assert found == [unreadable[2].reference]


async def test_who_checks_is_told_which_it_is(context, unreadable):
    async with context.database.reading() as session:
        assert [reference async for reference in unreadable_ones(session)] == [unreadable[1].reference]
