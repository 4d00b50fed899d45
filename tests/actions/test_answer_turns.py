"""A question is answered with what was said before, beside the others, and with the next best readings."""

import pytest

from actions.answer import ActionAnswer
from actions.services import answers
from answers.answer import DOUBT
from privacy.language import Language
from tests.actions.conversation import Conversation

NEXT = [["exercise_right/erasure", 0.2], ["ask_policy/cookies", 0.1], ["ask_policy/sharing", 0.05]]


@pytest.fixture
def chat():
    return Conversation(None, "chat")


async def _answered(chat):
    [message] = (done := await chat.runs(ActionAnswer())).messages
    return message, done


async def test_and_how_long_asks_about_the_topic_of_the_turn_before(chat):
    chat.hears("Machen Sie Sicherungskopien?", "ask_policy/backups")
    await _answered(chat)
    chat.hears("und wie lange?", "follow_up_duration")

    message, done = await _answered(chat)

    assert message["custom"]["topic"] == "backups"
    assert done.slots == {"topic": "backups"}


async def test_a_second_short_question_follows_up_the_first(chat):
    chat.slots["topic"] = "cookies"
    chat.hears("wie lange?", "follow_up_duration")
    first, _ = await _answered(chat)
    chat.hears("und warum?", "follow_up_reason")

    second, _ = await _answered(chat)

    assert [first["custom"]["topic"], second["custom"]["topic"]] == ["record_retention", "retention"]


async def test_a_short_question_at_the_start_is_asked_back(chat):
    chat.hears("und wie lange?", "follow_up_duration")

    message, _ = await _answered(chat)

    assert (message["custom"]["outcome"], message["custom"]["citations"]) == ("unclear", [])


@pytest.mark.parametrize("language", ["de", "en"])
async def test_several_questions_are_answered_in_one_message(chat, language):
    chat.slots["language"] = language
    chat.hears("?", "ask_policy/retention")
    chat.latest["reading"]["also"] = [["ask_policy/penetration_tests", 0.9]]

    message, done = await _answered(chat)

    cited = [citation["passage"] for citation in message["custom"]["citations"]]
    assert cited == ["retention", "security/testing"]
    assert message["text"].count("\n\n") == 1
    assert done.slots == {"topic": "retention"}


async def test_and_how_long_in_the_same_message_asks_about_the_question_before_it(chat):
    chat.slots["topic"] = "encryption"
    chat.hears("Verschlüsseln Sie? Setzen Sie Cookies? Wie lange?", "ask_policy/encryption")
    chat.latest["reading"]["also"] = [["ask_policy/cookies", 0.9], ["follow_up_duration", 0.9]]

    message, _ = await _answered(chat)

    assert answers().topics["record_retention"].lead[Language.GERMAN] in message["text"]


@pytest.mark.parametrize("score", [DOUBT - 0.01, 0.2])
async def test_a_moderately_sure_answer_offers_the_next_readings_too(chat, score):
    chat.hears("Daten weg?", "ask_policy/retention", score=score)
    chat.latest["reading"]["candidates"] += NEXT

    message, _ = await _answered(chat)

    assert message["custom"]["outcome"] == "answered"
    assert [button["payload"] for button in message["buttons"]] == [
        '/exercise_right{"topic": "erasure"}',
        '/ask_policy{"topic": "cookies"}',
    ]


async def test_a_sure_answer_offers_nothing_else(chat):
    chat.hears("Wie lange?", "ask_policy/retention", score=DOUBT)
    chat.latest["reading"]["candidates"] += NEXT

    message, _ = await _answered(chat)

    assert not message["buttons"]


async def test_what_cannot_be_meant_is_no_button_and_what_has_no_topic_is_one_without(chat):
    chat.hears("Hm", "ask_policy/retention", score=0.4)
    chat.latest["reading"]["candidates"] += [["smalltalk/thanks", 0.3], ["request_status", 0.2]]

    message, _ = await _answered(chat)

    assert [button["payload"] for button in message["buttons"]] == ["/request_status"]


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_button_is_named_in_the_language_spoken_and_answers_as_named(chat, language):
    chat.slots["language"] = language
    chat.hears("Daten weg?", "ask_policy/retention", score=0.4)
    chat.latest["reading"]["candidates"] += [["ask_policy/cookies", 0.2]]
    offered, _ = await _answered(chat)
    chat.is_pressed("ask_policy", topic="cookies")

    pressed, _ = await _answered(chat)

    assert [button["title"] for button in offered["buttons"]] == ["Cookies"]
    assert pressed["custom"]["topic"] == "cookies"
    assert not pressed["buttons"]
