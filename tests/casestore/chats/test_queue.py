"""Who waits for a person is served by urgency, then by waiting time, and knows their place."""

import pytest

from privacy.handoff import Priority


async def places(*visitors):
    return [(await visitor.stands()).handoff.place for visitor in visitors]


async def test_who_asks_for_a_person_waits_and_is_next(visitor, clock):
    before = await visitor.stands()

    await visitor.wants_a_person()

    after = await visitor.stands()
    assert (before.status, before.handoff) == ("bot", None)
    assert (after.status, after.handoff.place, after.handoff.staff) == ("waiting", 1, None)
    assert after.handoff.waiting_since == clock()


async def test_the_urgent_stand_before_the_others_and_each_in_the_order_of_coming(visit, clock):
    first, second, urgent, latest = [await visit() for _ in range(4)]
    for visitor, priority in (
        (first, Priority.NORMAL),
        (second, Priority.NORMAL),
        (urgent, Priority.HIGH),
        (latest, Priority.HIGH),
    ):
        await visitor.wants_a_person(priority=priority)
        clock.forward(minutes=1)

    assert await places(first, second, urgent, latest) == [3, 4, 1, 2]


async def test_of_two_that_came_at_the_same_moment_each_has_a_place_of_their_own(visit):
    visitors = [await visit() for _ in range(3)]
    for visitor in visitors:
        await visitor.wants_a_person()

    assert sorted(await places(*visitors)) == [1, 2, 3]


async def test_asking_again_more_urgently_moves_ahead_without_waiting_anew(visit, clock, store, hire):
    other, visitor = await visit(), await visit()
    await other.wants_a_person()
    clock.forward(minutes=1)
    await visitor.wants_a_person("person")
    since = clock()
    clock.forward(minutes=5)

    await visitor.wants_a_person("distress", Priority.HIGH)

    chat = await store.open_chat(visitor.chat.id, await hire("agent"))
    assert (chat.reason, chat.priority, chat.waiting_since) == ("distress", "high", since)
    assert await places(visitor, other) == [1, 2]


@pytest.mark.parametrize("again", [("complaint", Priority.NORMAL), ("minor", Priority.HIGH)])
async def test_asking_again_no_more_urgently_changes_nothing(visitor, store, hire, again):
    await visitor.wants_a_person("distress", Priority.HIGH)

    await visitor.wants_a_person(*again)

    chat = await store.open_chat(visitor.chat.id, await hire("agent"))
    assert (chat.reason, chat.priority) == ("distress", "high")


async def test_who_is_forgotten_holds_no_place(visit, store):
    first, second = await visit(), await visit()
    await first.wants_a_person(priority=Priority.HIGH)
    await second.wants_a_person()

    await store.forget(first.chat.id, first.chat.token)

    assert await places(second) == [1]
