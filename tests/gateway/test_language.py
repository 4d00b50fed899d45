"""The visitor may choose a language in the middle of a chat."""

import pytest

from privacy.handoff import Priority
from tests.gateway.visitor import problem_of


async def test_the_next_message_is_answered_in_the_language_chosen(running, visitor):
    await visitor.says("Guten Tag")

    answer = await visitor.speaks("en")
    await visitor.says("ok")

    assert answer == {"state": await visitor.state(), "messages": []}
    assert answer["state"]["language"] == "en"
    spoken = [(turn["language"], turn["language_chosen"]) for turn in running.rasa.heard]
    assert spoken == [("de", False), ("en", True)]


async def test_an_open_question_is_asked_again_in_it(running, visitor):
    running.rasa.expects = "confirmation"
    await visitor.says("Bitte löschen Sie meine Daten")
    beside = {"text": "What should we say again?", "custom": {"outcome": "unclear"}}
    running.rasa.says = [beside, {"text": "Shall we erase your data?"}]

    answer = await visitor.speaks("en")

    asked = running.rasa.heard[-1]
    assert (asked["payload"], asked["language"], asked["expects"]) == ("/ask_repeat", "en", "confirmation")
    [again] = answer["messages"]
    assert (again["text"], again["language"], again["expects"]) == (
        "Shall we erase your data?",
        "en",
        "confirmation",
    )
    assert (await visitor.history())[-1] == again
    assert answer["state"]["expects"] == "confirmation"


async def test_choosing_the_language_that_is_spoken_asks_nothing_again(running, visitor):
    running.rasa.expects = "email"
    await visitor.says("Ich möchte Auskunft")

    answer = await visitor.speaks("de")

    assert (answer["messages"], len(running.rasa.heard)) == ([], 1)


async def test_a_sentence_in_the_other_language_ends_the_choice(running, visitor):
    await visitor.speaks("en")
    running.rasa.language = "de"
    await visitor.says("Können wir doch lieber Deutsch sprechen?")

    await visitor.says("ja")

    turn = running.rasa.heard[-1]
    assert (turn["language"], turn["language_chosen"]) == ("de", False)


async def test_while_staff_have_the_chat_the_language_changes_and_the_bot_stays_silent(running, visitor):
    running.rasa.expects = "email"
    await visitor.says("Ich möchte Auskunft")
    await running.cases.ask_for_staff(visitor.id, "person", Priority.NORMAL)
    taken = "UPDATE conversations SET status = 'open', assignee = 'weber' WHERE id = ?"
    await running.change(taken, visitor.id)

    answer = await visitor.speaks("en")

    assert (answer["state"]["language"], answer["messages"], len(running.rasa.heard)) == ("en", [], 1)


async def test_while_rasa_is_down_the_language_is_chosen_all_the_same(running, visitor):
    running.rasa.expects = "email"
    await visitor.says("Ich möchte Auskunft")
    running.rasa.fails = True

    answer = await visitor.speaks("en")

    assert (answer["state"]["language"], answer["state"]["expects"], answer["messages"]) == (
        "en",
        "email",
        [],
    )


@pytest.mark.parametrize("body", [{}, {"language": "fr"}, {"language": ["en"]}, {"language": None}])
async def test_a_language_we_do_not_speak_is_a_bad_request(visitor, body):
    response = await visitor.call("PUT", "/language", json=body)

    assert (await problem_of(response))["status"] == 400
    assert (await visitor.state())["language"] == "de"
