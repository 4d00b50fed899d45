"""Whom the bot cannot help is offered a person, and decides."""

import pytest

from actions.answer import ActionAnswer
from actions.ask_code import ActionAskCode
from tests.actions.conversation import Conversation

PERSON = '/request_handoff{"topic": "person"}'


@pytest.fixture
def chat():
    return Conversation(None, "chat")


async def answers(chat, *labels):
    """What is offered after each of the messages."""
    offered = []
    for label in labels:
        chat.hears("…", label)
        done = await chat.runs(ActionAnswer())
        custom = {"custom": done.messages[0]["custom"]}
        chat.events.append({"event": "bot", "text": done.messages[0]["text"], "data": custom})
        offered.append(PERSON in [button["payload"] for button in done.messages[0]["buttons"]])
    return offered


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_third_message_in_a_row_that_is_not_understood_offers_a_person(chat, language):
    chat.slots["language"] = language

    assert await answers(chat, "nlu_fallback", "out_of_scope", "nlu_fallback") == [False, False, True]
    asked = {"de": "Möchten Sie lieber", "en": "Would you rather"}
    assert asked[language] in chat.events[-1]["text"]


async def test_an_answer_in_between_begins_the_count_anew(chat):
    said = ["nlu_fallback", "nlu_fallback", "ask_policy/retention", "nlu_fallback", "nlu_fallback"]

    assert not any(await answers(chat, *said))


@pytest.mark.parametrize(("wrong", "offered"), [(2, []), (3, [PERSON])])
async def test_after_three_wrong_codes_a_person_is_offered(chat, wrong, offered):
    typed = {"entities": [{"entity": "outcome", "value": "wrong"}]}
    chat.events += [{"event": "user", "text": "/submit_code", "parse_data": typed}] * wrong

    (asked,) = (await chat.runs(ActionAskCode())).messages

    assert [button["payload"] for button in asked["buttons"]] == offered
    assert asked["response"] == "utter_code_awaited"
