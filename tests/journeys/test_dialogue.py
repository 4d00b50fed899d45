"""People change their minds, decline, write for others and come back; no request is lost on the way."""

import aiohttp
import pytest

from tests.journeys.chat import Chat

pytestmark = pytest.mark.journey

ERIKA = "erika.mustermann@example.com"
JOHN = "john.example@example.com"


@pytest.fixture
def stored(staff):
    async def stored(reference):
        async with staff.get(f"/api/v1/desk/requests/{reference}") as response:
            return await response.json()

    return stored


async def filed(visitor, system, text, address, language="de"):
    """A verified request, and its reference."""
    chat = await Chat.open(visitor, language)
    await chat.say(text)
    await chat.prove(system, address)
    return chat.last[-1]["request"]["reference"]


@pytest.mark.parametrize(
    ("language", "text", "button", "words"),
    [
        ("de", "Ich widerrufe meine Einwilligung in den Newsletter.", "Nicht nötig", "gilt ab sofort"),
        ("en", "I withdraw my consent to the newsletter.", "Not needed", "holds from now on"),
    ],
)
async def test_a_withdrawal_takes_two_turns(visitor, stored, language, text, button, words) -> None:
    chat = await Chat.open(visitor, language)
    await chat.say(text)
    assert chat.waits_for == "email"

    await chat.say(f"withdraw-{language}@example.org")

    assert words in chat.text
    reference = chat.last[-1]["request"]["reference"]
    assert (await stored(reference))["verification"]["level"] == "none"
    await chat.press(button)
    assert (chat.waits_for, chat.last[-1]["request"]["reference"]) == (None, reference)


async def test_a_change_of_mind_replaces_what_was_asked_for(visitor, stored) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Bitte löschen Sie alle meine Daten.")
    reference = chat.last[0]["request"]["reference"]

    await chat.say("Nein, doch nur die Verarbeitung einschränken bitte.")

    assert (await stored(reference))["rights"] == ["restriction"]
    assert chat.waits_for == "details"


async def test_a_no_to_erasing_keeps_the_other_right(system, visitor, stored) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Ich verlange Auskunft über meine Daten. Danach löschen Sie bitte alle meine Daten.")
    reference = chat.last[0]["request"]["reference"]
    assert chat.waits_for == "confirmation"
    assert "zuerst die Auskunft" in chat.text

    await chat.press("Nein, nicht löschen")
    await chat.prove(system, ERIKA)

    request = await stored(reference)
    assert (request["rights"], request["state"]) == (["access"], "verified")


async def test_only_some_data_can_be_erased(visitor) -> None:
    chat = await Chat.open(visitor, "en")
    await chat.say("Please delete my data.")

    await chat.press("Only some data")

    assert chat.waits_for == "details"
    assert "Which data" in chat.text


@pytest.mark.parametrize(
    ("language", "text", "decline"),
    [
        ("de", "Ich verlange Auskunft über meine Daten.", "Nehmen Sie es bitte so auf, ohne meine Adresse."),
        ("en", "I want a copy of my data.", "I would rather not say, please just take it as it is."),
    ],
)
async def test_who_gives_no_address_still_has_a_request(visitor, stored, language, text, decline) -> None:
    chat = await Chat.open(visitor, language)
    await chat.say(text)
    reference = chat.last[0]["request"]["reference"]
    assert chat.waits_for == "email"

    await chat.say(decline)

    assert chat.waits_for is None
    assert reference in chat.text
    assert (await stored(reference))["state"] == "received"


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("de", "Ich möchte für meine Mutter Auskunft über ihre Daten verlangen.", "relative"),
        ("en", "On the instructions of my client I request access to all her personal data.", "lawyer"),
    ],
)
async def test_a_request_for_somebody_else_is_recorded_with_what_is_missing(
    system, visitor, stored, language, text, role
) -> None:
    chat = await Chat.open(visitor, language)
    await chat.say(text)
    reference = chat.last[0]["request"]["reference"]
    assert chat.waits_for == "representative"

    await chat.say("Hannelore Beispiel")
    await chat.prove(system, f"{role}@example.org")

    request = await stored(reference)
    assert request["on_behalf_of"] == {"role": role, "name": "Hannelore Beispiel", "authority_seen": False}
    assert reference in chat.text


async def test_a_new_address_is_changed_by_a_person(visitor) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Berichtigen Sie bitte meine E-Mail-Adresse.")
    assert chat.waits_for == "details"

    await chat.say("Statt erika.mustermann@example.com soll es neu@example.org sein.")

    assert "Prüfung durch eine Kollegin" in chat.text
    assert chat.waits_for == "email"


async def test_the_status_is_told_to_whoever_reads_the_mailbox(system, visitor) -> None:
    reference = await filed(visitor, system, "Ich verlange Auskunft über meine Daten.", ERIKA)
    chat = await Chat.open(visitor, "de")

    await chat.say(f"Wie ist der Stand meines Antrags {reference}?")
    asked = chat.waits_for
    await chat.prove(system, ERIKA)

    assert asked == "email"
    assert reference in chat.text
    assert "bestätigt" in chat.text


async def test_a_reference_of_somebody_else_sounds_like_one_there_is_not(system, visitor) -> None:
    theirs = await filed(visitor, system, "Ich verlange Auskunft über meine Daten.", ERIKA)
    heard = []
    for reference in (theirs, "DSR-0000-0000"):
        chat = await Chat.open(visitor, "en")
        await chat.say(f"What is the status of my request {reference}?")
        await chat.prove(system, "somebody.else@example.org")
        heard.append(chat.text)

    assert heard[0] == heard[1]
    assert theirs not in heard[0]


async def test_a_request_is_withdrawn_after_proof_and_a_yes(system, visitor, stored) -> None:
    reference = await filed(visitor, system, "I want a copy of my data.", JOHN, "en")
    chat = await Chat.open(visitor, "en")
    await chat.say(f"I want to withdraw my request {reference}.")
    await chat.prove(system, JOHN)

    assert (await stored(reference))["state"] == "cancelled"
    assert reference in chat.text


async def test_a_reminder_and_an_addition_reach_the_request(system, visitor, stored) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Ich verlange Auskunft über meine Daten.")
    await chat.prove(system, ERIKA)
    reference = chat.last[-1]["request"]["reference"]

    await chat.say(f"Ich warte noch immer auf eine Antwort auf meinen Antrag {reference}!")
    await chat.say(f"Ich möchte meinen Antrag {reference} ergänzen.")
    assert chat.waits_for == "details"
    await chat.say("Auch die Gesprächsnotizen vom 3. Mai.")

    request = await stored(reference)
    assert [event["kind"] for event in request["events"]][-2:] == ["reminded", "amended"]
    assert "Auch die Gesprächsnotizen vom 3. Mai." in request["details"]
    assert chat.waits_for is None


async def test_an_intake_goes_on_after_the_connection_was_lost(system, visitor, stored) -> None:
    chat = await Chat.open(visitor, "de")
    await chat.say("Ich verlange Auskunft über meine Daten.")
    reference = chat.last[0]["request"]["reference"]

    async with aiohttp.ClientSession(system.gateway) as elsewhere:
        chat.session = elsewhere
        async with chat.call("GET", "/messages") as response:
            chat.last = (await response.json())["messages"]
        await chat.prove(system, ERIKA)

    assert (await stored(reference))["state"] == "verified"


@pytest.mark.parametrize(
    ("language", "wish", "words"),
    [
        ("de", "Ich möchte Auskunft über meine Daten.", "Wie bitte?"),
        ("en", "I want access to my data.", "Pardon?"),
    ],
)
async def test_a_question_that_was_not_caught_is_asked_again_and_nothing_else(visitor, language, wish, words):
    chat = await Chat.open(visitor, language)
    await chat.say(wish)
    asked = chat.last[-1]["text"]

    for _ in range(2):
        await chat.say(words)

        assert [message["text"] for message in chat.last] == [asked]


@pytest.mark.parametrize("words", ["Ich möchte meinen Antrag ändern.", "Ja.", "asdf qwertz"])
async def test_what_answers_no_question_gets_an_answer_and_the_question_again_however_often(visitor, words):
    chat = await Chat.open(visitor, "de")
    await chat.say("Ich möchte Auskunft über meine Daten.")
    asked = chat.last[-1]["text"]

    for _ in range(3):
        await chat.say(words)

        assert (chat.last[-1]["text"], len(chat.last)) == (asked, 2)
