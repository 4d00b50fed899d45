"""What nobody needs is taken out of a visitor's words before anybody hears them, and the visitor is told."""

import pytest

from tests.gateway.applicant import FILLED, Applicant, stored
from tests.installation import ON_FILE

IBAN = "DE50 5260 1815 9083 0166 13"
TOLD = {"de": "Bankverbindung in Ihrer Nachricht", "en": "bank details in your message"}


@pytest.mark.parametrize("language", ["de", "en"])
async def test_an_account_reaches_neither_rasa_nor_the_transcript_and_the_visitor_is_told(
    running, open_chat, language
):
    visitor = await open_chat(language)

    notice, answer = await visitor.says(f"Meine neue IBAN ist {IBAN}, bitte ändern.")

    assert running.rasa.heard[-1]["text"] == "Meine neue IBAN ist [DE-…-6613], bitte ändern."
    assert (await visitor.history())[1]["text"] == "Meine neue IBAN ist [DE-…-6613], bitte ändern."
    assert (notice["sender"], notice["language"]) == ("system", language)
    assert TOLD[language] in notice["text"]
    assert answer["sender"] == "bot"


async def test_each_kind_is_told_once_a_chat(visitor):
    first = await visitor.says(f"IBAN {IBAN}")
    again = await visitor.says(f"Noch einmal: {IBAN}")
    other = await visitor.says("Ich habe Krebs und möchte keine Anrufe.")

    assert [len(replies) for replies in (first, again, other)] == [2, 1, 2]
    assert "Gesundheit" in other[0]["text"]


async def test_told_in_one_language_is_told_in_the_other(visitor):
    await visitor.says(f"IBAN {IBAN}")
    await visitor.speaks("en")

    assert len(await visitor.says(f"IBAN {IBAN}")) == 1


async def test_another_chat_is_told_again(open_chat):
    for visitor in (await open_chat(), await open_chat()):
        assert len(await visitor.says(f"IBAN {IBAN}")) == 2


async def test_the_same_message_again_gets_the_same_notice(visitor):
    first = await (await visitor.post(text=f"IBAN {IBAN}", client_id="one")).json()
    again = await (await visitor.post(text=f"IBAN {IBAN}", client_id="one")).json()

    assert again == first
    assert len(first["messages"]) == 2


async def test_staff_who_have_the_chat_do_not_read_it_and_the_visitor_is_told(running, visitor):
    running.rasa.expects = "details"
    await visitor.says("Ich möchte etwas ändern")
    await running.change("UPDATE conversations SET status = 'open' WHERE id = ?", visitor.id)

    [notice] = await visitor.says(f"Meine IBAN ist {IBAN}")

    assert TOLD["de"] in notice["text"]
    assert (await visitor.history())[-2]["text"] == "Meine IBAN ist [DE-…-6613]"
    assert running.execute("SELECT expects FROM conversations") == [("details",)]


async def test_a_question_stays_open_after_the_notice_while_rasa_is_down(running, visitor):
    running.rasa.expects = "email"
    await visitor.says("Ich möchte Auskunft")
    running.rasa.fails = True

    told, unavailable = await visitor.says(f"IBAN {IBAN}")

    assert (told["expects"], unavailable["expects"]) == ("email", "email")


async def test_a_code_beside_an_account_still_proves(running, visitor):
    running.rasa.expects = "code"
    await visitor.says("Ich möchte Auskunft")
    await running.cases.send_code(visitor.id, ON_FILE)
    code = await running.code()

    await visitor.says(f"{code}\nund meine IBAN ist {IBAN}")

    assert running.rasa.heard[-1]["payload"] == '/submit_code{"outcome": "right"}'


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_form_takes_it_out_of_the_request_and_says_so(running, gateway, language):
    applicant = await Applicant.at(gateway, language)

    receipt = await applicant.sends(**FILLED, details=f"Meine neue IBAN ist {IBAN}")

    [request] = await stored(running)
    assert request.details == ["Meine neue IBAN ist [DE-…-6613]"]
    assert TOLD[language] in receipt.words
    assert IBAN not in receipt.html
