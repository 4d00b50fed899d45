"""One message has one effect, whatever goes wrong, and staff have the last word."""

import asyncio
import json

import pytest

from privacy.handoff import Priority
from tests.gateway.visitor import messages_of
from tests.installation import ON_FILE

NOT_ANSWERING = {"de": "antwortet gerade nicht", "en": "not answering at the moment"}
NO_ANSWER = {"de": "gerade nicht antworten", "en": "cannot answer that at the moment"}


async def test_the_same_client_id_gets_the_same_answer_and_has_no_second_effect(running, visitor):
    first = await messages_of(await visitor.post(text="Guten Tag", client_id="one"))
    running.rasa.says = [{"text": "something else"}]
    again = await messages_of(await visitor.post(text="Guten Tag", client_id="one"))

    assert again == first
    assert len(running.rasa.heard) == 1
    assert len(await visitor.history()) == 3


async def test_five_times_at_once_the_same_client_id_has_one_effect(running, visitor):
    posts = (visitor.post(text="Bitte löschen Sie meine Daten", client_id="one") for _ in range(5))

    answers = [await messages_of(response) for response in await asyncio.gather(*posts)]

    assert len(answers[0]) == 1
    assert answers == [answers[0]] * 5
    assert len(running.rasa.heard) == 1
    assert len(await visitor.history()) == 3


async def test_the_same_client_id_in_another_conversation_is_another_message(running, open_chat):
    for visitor in (await open_chat(), await open_chat()):
        await visitor.post(text="Guten Tag", client_id="one")

    assert len(running.rasa.heard) == 2


@pytest.mark.parametrize("language", ["de", "en"])
async def test_while_rasa_is_down_the_message_is_kept_and_a_notice_says_so(running, open_chat, language):
    visitor = await open_chat(language)
    await running.rasa.server.close()

    [notice] = await visitor.says("Guten Tag")

    assert (notice["sender"], notice["language"]) == ("system", language)
    assert NOT_ANSWERING[language] in notice["text"]
    assert (await visitor.history())[1]["text"] == "Guten Tag"


async def test_once_rasa_is_back_the_next_message_is_answered(running, visitor):
    running.rasa.fails = True
    [notice] = await visitor.says("Guten Tag")
    running.rasa.fails = False
    [answer] = await visitor.says("Guten Tag")

    assert (notice["sender"], answer["sender"]) == ("system", "bot")


async def test_a_notice_leaves_the_question_open(running, visitor):
    running.rasa.expects = "email"
    await visitor.says("Ich möchte Auskunft")
    running.rasa.fails = True

    [notice] = await visitor.says(ON_FILE)

    assert notice["expects"] == "email"


@pytest.mark.parametrize("language", ["de", "en"])
async def test_when_rasa_says_nothing_a_sentence_is_said(running, open_chat, language):
    visitor = await open_chat(language)
    running.rasa.says = []

    [notice] = await visitor.says("hm")

    assert NO_ANSWER[language] in notice["text"]


async def test_while_staff_own_the_conversation_the_bot_is_silent(running, visitor):
    await running.change("UPDATE conversations SET status = 'open' WHERE id = ?", visitor.id)

    replies = await visitor.says("Sind Sie noch da?")

    assert replies == []
    assert running.rasa.heard == []
    assert (await visitor.history())[-1]["text"] == "Sind Sie noch da?"


async def test_waiting_for_staff_the_bot_goes_on_answering(running, visitor):
    await running.cases.ask_for_staff(visitor.id, "person", Priority.NORMAL)

    [answer] = await visitor.says("Wie lange speichern Sie meine Daten?")

    assert answer["sender"] == "bot"


async def test_after_a_switch_of_language_rasa_is_told_the_new_one(running, visitor):
    running.rasa.language = "en"
    [answer] = await visitor.says("Could we speak English?")
    await visitor.says("ok")

    assert answer["language"] == "en"
    assert [turn["language"] for turn in running.rasa.heard] == ["de", "en"]


@pytest.mark.parametrize("written", ["{}", "Der Code ist {}.", "{0[0]} {0[1]} {0[2]} {0[3]} {0[4]} {0[5]}"])
async def test_a_code_is_checked_by_the_case_store_and_reaches_neither_rasa_nor_the_transcript(
    running, visitor, written
):
    await _await_code(running, visitor)
    code = await running.code()

    await visitor.says(written.format(code))

    heard = running.rasa.heard[-1]
    assert (heard["payload"], heard["text"]) == ('/submit_code{"outcome": "right"}', None)
    assert code not in json.dumps(running.rasa.heard).replace(" ", "")
    assert code not in "".join(message["text"] for message in await visitor.history()).replace(" ", "")
    assert (await running.cases.conversation(visitor.id)).proved


async def test_a_wrong_code_proves_nothing_and_three_kill_it(running, visitor):
    await _await_code(running, visitor)
    wrong = "999999" if await running.code() == "000000" else "000000"

    for _ in range(3):
        await visitor.says(wrong)

    outcomes = [json.loads(turn["payload"].partition("submit_code")[2]) for turn in running.rasa.heard[1:]]
    assert outcomes == [{"outcome": "wrong"}, {"outcome": "wrong"}, {"outcome": "dead"}]
    assert not (await running.cases.conversation(visitor.id)).proved


async def test_words_while_a_code_is_expected_are_words(running, visitor):
    await _await_code(running, visitor)

    await visitor.says("Welchen Code?")

    assert running.rasa.heard[-1]["text"] == "Welchen Code?"


async def test_six_digits_that_nobody_asked_for_are_words(running, visitor):
    await visitor.says("123456")

    assert (running.rasa.heard[0]["text"], running.rasa.heard[0]["payload"]) == ("123456", None)


async def _await_code(running, visitor):
    running.rasa.expects = "code"
    await visitor.says("Ich möchte Auskunft")
    await running.cases.send_code(visitor.id, ON_FILE)
