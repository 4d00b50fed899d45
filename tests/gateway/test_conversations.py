"""The conversation API as a chat window calls it."""

import asyncio

import pytest

from tests.gateway.visitor import ROOT, messages_of, problem_of

ERASURE = '/exercise_right{"topic": "erasure"}'
SAYS_WHAT_IT_IS = {"de": "Computerprogramm", "en": "computer program"}


@pytest.mark.parametrize("language", ["de", "en"])
async def test_greets_in_the_language_asked_for_and_says_that_it_is_a_machine(open_chat, language):
    visitor = await open_chat(language)

    assert visitor.greeting["sender"] == "bot"
    assert visitor.greeting["language"] == language
    assert SAYS_WHAT_IT_IS[language] in visitor.greeting["text"]


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr, EN;q=0.7", "en"),
        ("fr-FR,fr;q=0.9", "de"),
        ("*", "de"),
        ("", "de"),
    ],
)
async def test_without_a_wish_the_browser_chooses_the_language(gateway, wish, language):
    response = await gateway.post(ROOT, headers={"Accept-Language": wish})

    assert response.status == 201
    assert (await response.json())["messages"][0]["language"] == language


async def test_the_wish_goes_before_the_browser(gateway):
    response = await gateway.post(ROOT, json={"language": "en"}, headers={"Accept-Language": "de"})

    assert (await response.json())["messages"][0]["language"] == "en"


@pytest.mark.parametrize("overrides", [{"controller": "Muster GmbH"}])
async def test_the_greeting_names_the_controller(visitor):
    assert "bei Muster GmbH" in visitor.greeting["text"]


async def test_id_and_token_are_long_and_never_the_same(open_chat):
    first, second = await open_chat(), await open_chat()

    assert first.id != second.id
    assert first.token != second.token
    assert len(bytes.fromhex(first.id)) * 8 >= 128
    assert len(first.token) * 6 >= 256


async def test_the_answer_to_a_message_is_what_rasa_says(running, visitor):
    running.rasa.says = [{"text": "Drei Jahre."}, {"text": "Noch etwas?"}]

    replies = await visitor.says("Wie lange speichern Sie meine Daten?")

    assert [(m["sender"], m["text"]) for m in replies] == [("bot", "Drei Jahre."), ("bot", "Noch etwas?")]
    assert running.rasa.heard[0]["text"] == "Wie lange speichern Sie meine Daten?"
    assert running.rasa.heard[0]["conversation"] == visitor.id
    assert running.rasa.heard[0]["payload"] is None


async def test_history_has_everything_in_order_and_later_only_what_is_new(visitor):
    await visitor.says("Erstens")
    [reply] = await visitor.says("Zweitens")

    everything = await visitor.history()
    later = await visitor.history(after=everything[2]["id"])

    texts = [visitor.greeting["text"], "Erstens", "Antwort", "Zweitens", "Antwort"]
    assert [m["text"] for m in everything] == texts
    assert [m["text"] for m in later] == ["Zweitens", "Antwort"]
    assert later[-1] == reply


async def test_a_button_is_opaque_and_comes_to_rasa_as_its_payload(running, visitor):
    running.rasa.says = [{"text": "Was meinen Sie?", "buttons": [{"title": "Löschung", "payload": ERASURE}]}]
    [question] = await visitor.says("weg damit")
    [button] = question["buttons"]

    await visitor.presses(button["value"])

    assert set(button) == {"title", "value"}
    assert (running.rasa.heard[1]["payload"], running.rasa.heard[1]["text"]) == (ERASURE, None)
    history = await visitor.history()
    assert history[-2]["text"] == "Löschung"
    assert "exercise_right" not in str(history)


@pytest.mark.parametrize("value", [ERASURE, "Löschung", "nonsense", "ü"])
async def test_a_button_that_the_conversation_has_not_is_a_conflict(running, visitor, value):
    running.rasa.says = [{"text": "?", "buttons": [{"title": "Löschung", "payload": ERASURE}]}]
    await visitor.says("weg damit")

    response = await visitor.post(button=value)

    assert response.status == 409
    assert len(running.rasa.heard) == 1


async def test_a_button_of_another_conversation_is_a_conflict(running, open_chat):
    mine, theirs = await open_chat(), await open_chat()
    running.rasa.says = [{"text": "?", "buttons": [{"title": "Löschung", "payload": ERASURE}]}]
    [question] = await mine.says("weg damit")

    response = await theirs.post(button=question["buttons"][0]["value"])

    assert response.status == 409


async def test_deleting_forgets_the_chat_here_and_in_rasa(running, visitor):
    await visitor.says("Ich heiße Erika Mustermann")

    response = await visitor.call("DELETE")

    assert await response.json() == {"kept_requests": []}
    assert running.rasa.forgotten == [visitor.id]
    assert (await visitor.call("GET", "/messages")).status == 404
    assert running.execute("SELECT * FROM messages") == []


async def test_a_chat_that_rasa_cannot_forget_is_not_said_to_be_forgotten(running, visitor):
    running.rasa.fails = True
    refused = await visitor.call("DELETE")
    running.rasa.fails = False
    again = await visitor.call("DELETE")

    assert (await problem_of(refused))["status"] == 503
    assert again.status == 200


async def test_said_at_once_messages_are_answered_one_after_the_other(visitor):
    said = [f"Frage {n}" for n in range(4)]

    responses = await asyncio.gather(*(visitor.post(text=text) for text in said))

    assert all([await messages_of(response) for response in responses])
    history = await visitor.history(after="1")
    assert sorted(m["text"] for m in history if m["sender"] == "visitor") == said
    assert [m["sender"] for m in history] == ["visitor", "bot"] * 4
