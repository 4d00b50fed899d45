"""The numbers count what happened, by the week and the language in which it did, and outlive the chats."""

from datetime import UTC, date, datetime

import pytest

from casestore.client import NotPermittedError
from casestore.wire.conversations import NewMessage
from casestore.wire.numbers import Share
from casestore.wire.requests import Change, Transition
from privacy.language import Language
from privacy.request import State

MONDAY = date(2026, 3, 2)


@pytest.fixture
async def numbers(store, hire):
    token = await hire("lead")

    async def numbers(week=None, language=None):
        view = await store.numbers(token)
        (row,) = [r for r in view.rows if (r.week, r.language) == (week, language)]
        return row

    return numbers


async def answers(visitor, outcome, topic=None, language=Language.GERMAN):
    said = NewMessage(sender="bot", text="…", language=language, outcome=outcome, topic=topic)
    await visitor.store.reply(visitor.chat.id, [said])


async def test_chats_that_came_to_a_person_are_not_contained_and_each_counts_once(
    visit, store, hire, numbers
):
    alone, asks, found, silent = [await visit() for _ in range(4)]
    for visitor in (alone, asks, found):
        await visitor.says("Hallo", "1")
        await visitor.says("Noch etwas", "2")
    await asks.wants_a_person()
    agent = await hire("agent")
    await store.act_on_chat(asks.chat.id, "claim", agent)
    await store.act_on_chat(asks.chat.id, "release", agent)
    await asks.wants_a_person()
    await store.act_on_chat(found.chat.id, "claim", agent)

    assert (await numbers()).containment == Share(part=1, of=3)
    assert (await silent.stands()).status == "bot"


async def test_a_chat_that_is_handed_over_later_counts_in_the_week_in_which_it_began(visitor, clock, numbers):
    await visitor.says("Hallo")
    clock.forward(days=7)

    await visitor.wants_a_person()

    assert (await numbers(MONDAY)).containment == Share(part=0, of=1)
    assert (await numbers(date(2026, 3, 9))).containment == Share(part=0, of=0)


async def test_silence_is_the_share_of_questions_that_the_policy_does_not_answer(visitor, numbers):
    await answers(visitor, "answered", "retention")
    await answers(visitor, "not_in_policy", "ai_use")
    await answers(visitor, "not_in_policy", "ai_use", Language.ENGLISH)
    await answers(visitor, "smalltalk")

    assert (await numbers()).silence == Share(part=2, of=3)
    assert (await numbers(MONDAY, Language.GERMAN)).silence == Share(part=1, of=2)
    assert (await numbers(MONDAY, Language.ENGLISH)).silence == Share(part=1, of=1)


async def test_the_time_to_a_claim_is_told_by_median_and_ninth_decile(visit, store, hire, clock, numbers):
    agent = await hire("agent")
    for minutes in (1, 2, 3, 4, 10):
        visitor = await visit()
        await visitor.wants_a_person()
        clock.forward(minutes=minutes)
        await store.act_on_chat(visitor.chat.id, "claim", agent)

    row = await numbers()

    assert (row.claims, row.claim_median, row.claim_p90) == (5, 180, 456)


async def test_a_request_withdrawn_at_once_was_a_mistake_and_one_withdrawn_later_was_not(
    visitor, store, clock, numbers
):
    at_once, later, kept = [await visitor.files(key=key) for key in "abc"]
    clock.forward(minutes=29)
    await store.change_request(visitor.chat.id, at_once.reference, Change(cancelled=True))
    clock.forward(minutes=2)
    await store.change_request(visitor.chat.id, later.reference, Change(cancelled=True))

    assert (await numbers()).mistaken == Share(part=1, of=3)
    assert kept.state is State.RECEIVED


@pytest.mark.parametrize(
    ("cause", "mistaken"),
    [("not_a_request", 1), ("duplicate", 0), ("withdrawn", 0), ("other", 0), (None, 0)],
)
async def test_what_staff_cancel_was_a_mistake_only_where_they_say_that_it_was_no_request(
    visitor, store, hire, numbers, cause, mistaken
):
    card = await visitor.files()

    view = await store.act(
        card.reference, Transition(to=State.CANCELLED, cause=cause, reason="So."), await hire("privacy")
    )

    assert (await numbers(MONDAY)).mistaken == Share(part=mistaken, of=1)
    assert view.events[-1].kind == (f"cancelled: {cause}" if cause else "cancelled")


async def test_days_and_weeks_end_at_the_midnight_of_the_controller(visit, store, hire, clock, numbers):
    lead = await hire("privacy")
    clock.moment = datetime(2026, 3, 8, 22, 59, tzinfo=UTC)  # a Sunday, 23:59 in Berlin
    card = await (await visit()).files()
    clock.forward(minutes=2)
    await (await visit()).files()
    clock.moment = datetime(2026, 4, 8, 21, 59, tzinfo=UTC)  # 23:59 of the last day, in summer time
    await store.act(card.reference, Transition(to=State.REFUSED, reason="Nein."), lead)
    clock.forward(days=2)

    assert ((await numbers(MONDAY)).verified.of, (await numbers(date(2026, 3, 9))).verified.of) == (1, 1)
    assert card.due_on == date(2026, 4, 8)
    assert (await numbers(date(2026, 4, 6))).in_time == Share(part=1, of=2)


async def test_whose_requester_is_proved_is_verified(visit, numbers):
    proved, unknown = await visit(), await visit()
    await proved.files()
    await proved.proves("erika@example.com")
    await unknown.files()

    assert (await numbers()).verified == Share(part=1, of=2)


async def test_in_time_is_what_was_answered_by_its_last_day(visit, store, hire, clock, numbers):
    lead = await hire("privacy")
    cards = [await (await visit()).files() for _ in range(4)]
    await store.act(cards[0].reference, Transition(to=State.REFUSED, reason="Nein."), lead)
    await store.act(cards[3].reference, Transition(to=State.CANCELLED, reason="Doppelt."), lead)
    clock.forward(days=35)
    await store.act(cards[1].reference, Transition(to=State.REFUSED, reason="Nein."), lead)

    due_week = date(2026, 3, 30)
    assert cards[0].due_on == date(2026, 4, 2)
    assert (await numbers(due_week)).in_time == Share(part=1, of=3)
    assert (await numbers()).in_time == Share(part=1, of=3)


async def test_the_numbers_outlive_the_chats_and_are_of_twelve_weeks(visitor, store, clock, numbers):
    await visitor.says("Hallo")
    await answers(visitor, "answered", "retention")
    await store.forget(visitor.chat.id, visitor.chat.token)
    clock.forward(weeks=11)

    kept = await numbers(MONDAY)
    clock.forward(weeks=1)

    assert (kept.containment, kept.silence) == (Share(part=1, of=1), Share(part=0, of=1))
    assert (await numbers()).containment == Share(part=0, of=0)


async def test_what_the_policy_does_not_say_is_listed_by_topic_the_most_frequent_first(visitor, store, hire):
    for topic in ("ai_use", "children", "ai_use"):
        await answers(visitor, "not_in_policy", topic)

    told = await store.silences(await hire("auditor"))

    assert [(s.topic, s.asked) for s in told.items] == [("ai_use", 2), ("children", 1)]


async def test_an_agent_does_not_see_them(store, hire):
    token = await hire("agent")

    for call in (store.numbers, store.silences):
        with pytest.raises(NotPermittedError):
            await call(token)
