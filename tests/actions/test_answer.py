"""An answer is said with the words of the policy it rests on."""

import pytest

from actions.answer import ActionAnswer
from tests.actions.conversation import Conversation

BEGINNINGS = {"de": "Unsere allgemeine Regel", "en": "Our general rule"}


@pytest.fixture
def chat():
    return Conversation(None, "chat")


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_question_is_answered_in_its_language_from_the_passage_about_it(chat, language):
    chat.slots["language"] = language
    chat.hears("?", "ask_policy/retention")

    done = await chat.runs(ActionAnswer())

    [message] = done.messages
    assert message["text"]
    assert message["custom"]["outcome"] == "answered"
    assert "retention" in [citation["passage"] for citation in message["custom"]["citations"]]
    assert any(c["original"].startswith(BEGINNINGS["de"]) for c in message["custom"]["citations"])
    assert any(c["quote"].startswith(BEGINNINGS[language]) for c in message["custom"]["citations"])
    assert done.slots == {"topic": "retention"}


async def test_a_button_is_answered_like_the_question_it_stands_for(chat):
    chat.hears("Wie lange?", "ask_policy/retention")
    written = await chat.runs(ActionAnswer())
    chat.is_pressed("ask_policy", topic="retention")
    pressed = await chat.runs(ActionAnswer())

    assert pressed.messages[0]["text"] == written.messages[0]["text"]


async def test_what_nobody_understands_gets_words_too(chat):
    chat.hears("…")

    done = await chat.runs(ActionAnswer())

    assert done.messages[0]["text"]
    assert done.messages[0]["custom"]["citations"] == []


async def test_where_no_reading_is_clear_two_are_offered_as_buttons(chat):
    chat.hears("Daten weg?")
    likely = [["nlu_fallback", 1.0], ["exercise_right/erasure", 0.3], ["ask_policy/retention", 0.2]]
    chat.latest["reading"]["candidates"] = likely

    [question] = (await chat.runs(ActionAnswer())).messages
    buttons = [button["payload"] for button in question["buttons"]]

    assert question["custom"]["outcome"] == "unclear"
    assert buttons == ['/exercise_right{"topic": "erasure"}', '/ask_policy{"topic": "retention"}']
    assert all(button["title"] for button in question["buttons"])
