"""Feedback on answers is kept encrypted, reviewed once, and teaches only when it was accepted."""

import pytest

from casestore.client import ConflictingError, NotPermittedError, UnfitError, UnknownError
from casestore.wire.feedback import FeedbackQuery, NewFeedback
from privacy.language import Language

SAID = "Nutzt ihr meine Fotos?"


def feedback(verdict="wrong", right_topic="ai_use", text=SAID):
    return NewFeedback(
        text=text, language=Language.GERMAN, verdict=verdict, topic="retention", right_topic=right_topic
    )


@pytest.fixture
async def lead(hire):
    return await hire("lead")


@pytest.fixture
async def agent(hire):
    return await hire("agent")


@pytest.fixture
async def given(store, agent):
    return await store.give_feedback(feedback(), agent)


async def test_what_an_agent_thinks_waits_for_review(store, given, lead, clock):
    (item,) = (await store.feedback(FeedbackQuery(), lead)).items

    assert item == given
    assert (item.author, item.text, item.state, item.at) == ("someone-agent", SAID, "new", clock())


async def test_accepted_it_teaches_its_right_topic(store, given, lead):
    await store.review_feedback(given.id, "accepted", lead)

    (phrase,) = await store.feedback_phrases(lead)
    assert (phrase.topic, phrase.language, phrase.text) == ("ai_use", "de", SAID)
    assert (await store.feedback(FeedbackQuery(), lead)).items == []


async def test_rejected_its_text_is_gone_and_it_teaches_nothing(store, given, lead):
    rejected = await store.review_feedback(given.id, "rejected", lead)

    assert (rejected.text, rejected.reviewed_by) == (None, "someone-lead")
    assert await store.feedback_phrases(lead) == []


async def test_reviewed_again_the_same_way_nothing_changes_and_otherwise_it_is_refused(
    store, given, lead, hire
):
    await store.review_feedback(given.id, "accepted", lead)

    again = await store.review_feedback(given.id, "accepted", await hire("privacy"))

    assert again.reviewed_by == "someone-lead"
    with pytest.raises(ConflictingError):
        await store.review_feedback(given.id, "rejected", lead)


async def test_a_missing_answer_is_counted_and_teaches_nothing(store, agent, lead):
    item = await store.give_feedback(feedback("missing", None), agent)
    await store.review_feedback(item.id, "accepted", lead)

    assert await store.feedback_phrases(lead) == []
    assert [(s.topic, s.reported) for s in (await store.silences(lead)).items] == [("", 1)]


async def test_agents_give_and_do_not_read_and_auditors_do_neither(store, given, agent, hire):
    auditor = await hire("auditor")

    with pytest.raises(NotPermittedError):
        await store.give_feedback(feedback(), auditor)
    for token in (agent, auditor):
        with pytest.raises(NotPermittedError):
            await store.feedback(FeedbackQuery(), token)
        with pytest.raises(NotPermittedError):
            await store.review_feedback(given.id, "accepted", token)


async def test_what_says_nothing_and_what_is_not_there_is_refused(store, lead):
    with pytest.raises(UnfitError):
        await store.give_feedback(feedback(text="\u200b"), lead)
    with pytest.raises(UnknownError):
        await store.review_feedback(4711, "accepted", lead)
    with pytest.raises(ValueError, match="no other topic"):
        feedback("wrong", "retention")


async def test_the_list_goes_on_where_the_page_before_ended(store, lead):
    for number in range(53):
        await store.give_feedback(feedback(text=f"Frage {number}"), lead)

    first = await store.feedback(FeedbackQuery(), lead)
    rest = await store.feedback(FeedbackQuery(cursor=first.next), lead)

    assert [len(first.items), len(rest.items), rest.next] == [50, 3, None]
    assert len({item.text for item in (*first.items, *rest.items)}) == 53
