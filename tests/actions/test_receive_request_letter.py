"""Of a message with a request nothing else is lost: letters, questions beside it, other languages."""

import pytest

from actions.receive_request import ActionReceiveRequest

QUESTION = "Löschen Sie mein Konto. Setzen Sie eigentlich Cookies?"
FRENCH = "Veuillez effacer toutes mes données."
SECRETS = {
    "er…@example.com": "erika.mustermann@example.com",
    "K-…01": "K-100001",
    "12…80": "12.03.1980",
    "DE…00": "DE89 3704 0044 0532 0130 00",
    "01…89": "0151 23456789",
}
LETTER = """Sehr geehrte Damen und Herren,

ich heiße Erika Mustermann, bin geboren am 12.03.1980 und habe die Kundennummer K-100001.
Sie erreichen mich unter 0151 23456789 oder erika.mustermann@example.com.
Mein Konto DE89 3704 0044 0532 0130 00 kennen Sie.

1. Ich verlange Auskunft über alle Daten.
2. Ich verlange danach die Löschung.
3. Ich bitte um eine Bestätigung.
4. Ich setze eine Frist.

Mit freundlichen Grüßen
"""
NAMELESS = "Ich verlange Auskunft über alle Daten. " * 20


@pytest.mark.parametrize("masked", SECRETS)
async def test_a_letter_is_remembered_by_its_identifiers_masked(chat, masked):
    chat.hears(LETTER, "exercise_right/access", rights=["access", "erasure"])

    done = await chat.runs(ActionReceiveRequest())

    assert masked in done.slots["letter"].split(", ")
    assert SECRETS[masked] not in str(done.slots)
    assert SECRETS[masked] not in str(done.messages)


async def test_the_letter_itself_goes_into_the_request_whole(chat):
    chat.hears(LETTER, "exercise_right/access", rights=["access", "erasure"])

    done = await chat.runs(ActionReceiveRequest())

    [kept] = await chat.details(done.slots["reference"])
    assert kept.split() == LETTER.split()


async def test_a_letter_that_names_nobody_is_still_a_letter(chat):
    chat.hears(NAMELESS, "exercise_right/access", rights=["access"])

    letter = (await chat.runs(ActionReceiveRequest())).slots["letter"]

    assert letter
    assert not letter.strip()


async def test_a_chat_message_is_no_letter_and_an_older_letter_is_forgotten(chat):
    chat.slots["letter"] = "K-…01"
    chat.hears("Bitte Auskunft, K-100001", "exercise_right/access", rights=["access"])

    done = await chat.runs(ActionReceiveRequest())

    assert done.slots["letter"] is None
    assert chat.slots["letter"] is None


@pytest.mark.parametrize("during_an_intake", [False, True])
async def test_a_question_beside_the_request_is_answered_too(chat, during_an_intake):
    if during_an_intake:
        await chat.files("access")
    chat.hears(QUESTION, "exercise_right/erasure", rights=["erasure"])
    chat.latest["reading"]["also"] = [["ask_policy/cookies", 0.9]]

    done = await chat.runs(ActionReceiveRequest())

    received, answer = done.messages
    assert received["custom"]["outcome"] == "request"
    assert (answer["custom"]["outcome"], answer["custom"]["topic"]) == ("answered", "cookies")
    assert "collection/technology" in [citation["passage"] for citation in answer["custom"]["citations"]]
    assert chat.stored() == [("received", "none")]


async def test_of_several_questions_beside_it_each_is_answered(chat):
    chat.hears(QUESTION, "exercise_right/erasure", rights=["erasure"])
    chat.latest["reading"]["also"] = [["ask_policy/penetration_tests", 0.9], ["ask_policy/retention", 0.9]]

    *_, answer = (await chat.runs(ActionReceiveRequest())).messages

    cited = {citation["passage"] for citation in answer["custom"]["citations"]}
    assert cited == {"security/testing", "retention"}


async def test_and_how_long_beside_it_asks_about_the_turn_before(chat):
    chat.slots["topic"] = "backups"
    chat.hears(QUESTION, "exercise_right/erasure", rights=["erasure"])
    chat.latest["reading"]["also"] = [["follow_up_duration", 0.9]]

    *_, answer = (await chat.runs(ActionReceiveRequest())).messages

    assert answer["custom"]["topic"] == "backups"


async def test_a_request_in_another_language_is_filed_and_handed_to_staff(running, chat):
    _hears_french(chat)

    done = await chat.runs(ActionReceiveRequest())

    card = await running.cases.request(chat.id, done.slots["reference"])
    assert card.rights == ["erasure"]
    assert await chat.details(card.reference) == [FRENCH]
    assert (await running.cases.conversation(chat.id)).status == "waiting"
    assert [message["custom"].get("topic") for message in done.messages] == [None, "foreign_request"]


async def test_a_request_in_our_languages_waits_for_no_person(running, chat):
    chat.hears(QUESTION, "exercise_right/erasure", rights=["erasure"])

    await chat.runs(ActionReceiveRequest())

    assert (await running.cases.conversation(chat.id)).status == "bot"


async def test_while_the_case_store_is_down_no_question_is_answered_as_if_all_were_well(running, chat):
    _hears_french(chat)
    await running.stop_case_store()

    done = await chat.runs(ActionReceiveRequest())

    assert done.said == ["utter_request_not_stored"]
    assert done.slots == {}


def _hears_french(chat) -> None:
    chat.hears(FRENCH, "exercise_right/erasure", rights=["erasure"])
    chat.latest["reading"]["foreign"] = True
