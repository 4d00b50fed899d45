"""Who wants a person gets one; meanwhile the bot is silent, and afterwards it goes on where it was."""

import pytest

from tests.journeys.chat import Chat

pytestmark = pytest.mark.journey

CHATS = "/api/v1/desk/conversations"


@pytest.fixture
def act(staff):
    """What staff do with a chat, over the desk's API."""

    async def act(chat, what, text=None):
        body = {"json": {"text": text}} if text else {}
        async with staff.post(f"{CHATS}/{chat.id}/{what}", **body) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    return act


async def state_of(chat):
    async with chat.call("GET") as response:
        return await response.json()


async def history_of(chat):
    async with chat.call("GET", "/messages") as response:
        return (await response.json())["messages"]


async def speak(chat, language):
    async with chat.call("PUT", "/language", json={"language": language}) as response:
        assert response.status == 200, await response.text()
        chat.last = (await response.json())["messages"] or chat.last


@pytest.mark.parametrize(
    ("language", "request_", "wish", "question", "yes"),
    [
        (
            "de",
            "Bitte löschen Sie alle meine Daten.",
            "Ich möchte mit einem Menschen sprechen.",
            "E-Mail",
            "Ja",
        ),
        ("en", "Please delete all my data.", "I want to speak to a real person.", "e-mail", "Yes"),
    ],
)
async def test_a_person_takes_over_in_the_middle_of_an_intake_and_hands_it_back(
    visitor, staff, act, language, request_, wish, question, yes
) -> None:
    chat = await Chat.open(visitor, language)
    await chat.say(request_)
    reference = chat.last[0]["request"]["reference"]
    await chat.say(wish)
    assert chat.last[0]["outcome"] == "handoff"

    waiting = await state_of(chat)
    async with staff.get(CHATS, params={"status": "waiting"}) as response:
        queue = [item["id"] for item in (await response.json())["items"]]
    packet = await act(chat, "claim")
    await act(chat, "notes", "Kanarienvogel")
    silence = [await chat.say(yes), await chat.say("Hello? Hallo?")]
    await act(chat, "messages", "Guten Tag / Hello.")
    talked = [(message["sender"], message["text"]) for message in await history_of(chat)][-4:]
    await act(chat, "release")
    back = await state_of(chat)

    assert (waiting["status"], waiting["expects"]) == ("waiting", "confirmation")
    assert waiting["handoff"]["place"] == queue.index(chat.id) + 1
    assert [card["reference"] for card in packet["requests"]] == [reference]
    assert silence == [[], []]
    assert [sender for sender, _ in talked] == ["system", "visitor", "visitor", "staff"]
    assert talked[-1][1] == "Guten Tag / Hello."
    assert (back["status"], back["expects"], back["handoff"]) == ("bot", "confirmation", None)
    assert "Kanarienvogel" not in str(await history_of(chat))

    await chat.say(yes)

    assert chat.waits_for == "email"
    assert question in chat.text


async def test_the_open_question_is_asked_again_in_the_language_chosen_and_a_short_yes_does_not_undo_it(
    visitor,
) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Bitte löschen Sie alle meine Daten.")

    await speak(chat, "en")
    again = list(chat.last)
    await chat.say("ja")

    assert [(m["language"], m["expects"]) for m in again] == [("en", "confirmation")]
    assert "Shall we erase your data?" in again[0]["text"]
    assert (chat.waits_for, chat.last[-1]["language"]) == ("email", "en")
    assert "e-mail address" in chat.text
