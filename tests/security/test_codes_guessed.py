"""O2, O3, O4: guesses are few, at once or in turn, at one code and for one mailbox; what is dead stays so."""

import asyncio

import pytest

from casestore.verification.codes import Codes
from tests.casestore.visitor import another
from tests.security.statements import listened

VICTIM = "erika@example.com"
A_DAY = 20


async def test_of_a_hundred_guesses_at_once_at_most_three_are_compared(visitor):
    code = await visitor.is_sent_a_code(VICTIM)
    guesses = [another(code)] * 50 + [code] + [another(code)] * 49

    outcomes = await asyncio.gather(*map(visitor.types, guesses))

    assert outcomes.count("wrong") + outcomes.count("right") <= 3
    assert await visitor.types(code) == "dead"


async def guess_for_hours(visit, clock) -> int:
    """Guess twice at each of fifty codes, resent and in fresh chats; how many guesses were compared."""
    counted, visitor = 0, await visit()
    for number in range(50):
        clock.forward(minutes=12.5)
        if number % 2:
            visitor = await visit()
        if await visitor.store.send_code(visitor.chat.id, VICTIM) == "sent":
            _, code = await visitor.inbox.next_with_code()
            outcomes = [await visitor.types(another(code)) for _ in range(2)]
            counted += outcomes.count("wrong")
    return counted


async def test_resending_and_fresh_chats_bring_no_more_than_twenty_guesses_a_day(visit, clock):
    assert await guess_for_hours(visit, clock) == A_DAY

    clock.forward(days=1)
    visitor = await visit()
    await visitor.proves(VICTIM)


async def test_guesses_in_several_chats_at_once_count_together(visit, context):
    context.settings = context.settings.model_copy(
        update={"limit_codes_wrong": "4/day", "limit_codes_address": "9/day"}
    )
    visitors = [await visit() for _ in range(9)]
    codes = [await visitor.is_sent_a_code(VICTIM) for visitor in visitors]

    guesses = [
        visitor.types(another(code)) for visitor, code in zip(visitors, codes, strict=True) for _ in range(2)
    ]
    outcomes = await asyncio.gather(*guesses)

    assert outcomes.count("wrong") == 4
    assert {await visitor.types(code) for visitor, code in zip(visitors, codes, strict=True)} == {"dead"}


async def test_right_codes_are_no_guesses(visit, clock):
    for _ in range(A_DAY + 1):
        await (await visit()).proves(VICTIM)
        clock.forward(minutes=12)


@pytest.mark.parametrize("tried", [True, False])
async def test_a_code_whose_time_was_up_once_somebody_tried_it_stays_dead_when_the_clock_is_set_back(
    visitor, clock, tried
):
    code = await visitor.is_sent_a_code(VICTIM)
    clock.forward(minutes=10)
    if tried:
        assert await visitor.types(code) == "dead"
    clock.forward(minutes=-5)

    assert await visitor.types(code) == ("dead" if tried else "right")


async def test_the_clock_of_the_database_has_no_say(context, visit):
    visitor = await visit()
    codes = Codes(context)
    with listened() as said:
        await codes.send(visitor.chat.id, VICTIM)
        await codes.check(visitor.chat.id, "no code")

    everything = " ".join(said).lower()
    assert "codes" in everything
    assert [word for word in ("now(", "current_", "julianday", "datetime(") if word in everything] == []
