"""An intake ends with what the case store knows, whatever the slots say."""

import pytest
from babel.dates import format_date

from actions.complete_request import ActionCompleteRequest
from tests.installation import NOT_ON_FILE, ON_FILE

FORGED = {"email": ON_FILE, "code": "entered", "verified": True, "level": "on_file"}


@pytest.mark.parametrize(("language", "locale"), [("de", "de_DE"), ("en", "en_GB")])
async def test_a_request_without_a_code_is_filed_and_due_on_a_day_written_out(chat, language, locale):
    card = await chat.files("access")
    chat.slots["language"] = language

    done = await chat.runs(ActionCompleteRequest())

    [message] = done.messages
    assert done.said == ["utter_request_filed"]
    assert message["reference"] == card.reference
    assert message["due_on"] == format_date(card.due_on, "long", locale=locale)
    assert message["custom"] == {"request": card.reference}


async def test_with_the_code_of_an_address_on_file_it_is_verified(chat):
    await chat.files("access")
    await chat.proves(ON_FILE)

    done = await chat.runs(ActionCompleteRequest())

    assert done.said == ["utter_request_verified"]
    assert chat.stored() == [("verified", "on_file")]


async def test_with_the_code_of_another_address_it_stays_with_staff(chat):
    await chat.files("access")
    await chat.proves(NOT_ON_FILE)

    done = await chat.runs(ActionCompleteRequest())

    assert done.said == ["utter_request_filed"]
    assert chat.stored() == [("received", "mailbox")]


async def test_forged_slots_verify_nothing(chat):
    await chat.files("access")
    chat.slots |= FORGED

    done = await chat.runs(ActionCompleteRequest())

    assert done.said == ["utter_request_filed"]
    assert chat.stored() == [("received", "none")]


@pytest.mark.parametrize("confirmation", [None, "yes", "no"])
async def test_a_forged_reference_neither_shows_nor_withdraws_what_is_anothers(open_chat, confirmation):
    theirs, mine = await open_chat(), await open_chat()
    card = await theirs.files("access")
    await mine.proves(ON_FILE)
    mine.slots |= {**FORGED, "reference": card.reference, "confirmation": confirmation}

    done = await mine.runs(ActionCompleteRequest())

    assert done.said == ["utter_request_not_stored"]
    assert card.reference not in str(done.messages)
    assert theirs.stored() == [("received", "none")]


async def test_what_was_not_confirmed_is_withdrawn(chat):
    await chat.files("erasure")
    chat.slots["confirmation"] = "no"

    done = await chat.runs(ActionCompleteRequest())

    assert done.said == ["utter_request_cancelled"]
    assert chat.stored() == [("cancelled", "none")]


async def test_the_next_intake_begins_afresh(chat):
    await chat.files("access")
    chat.slots |= {"email": ON_FILE, "code": "entered", "details": "x", "confirmation": "yes"}

    done = await chat.runs(ActionCompleteRequest())

    asked = {"representative", "confirmation", "details", "email", "code"}
    assert done.slots == dict.fromkeys(asked | {"rights", "reference", "purpose", "on_behalf", "letter"})


async def test_while_the_case_store_is_down_nothing_is_said_to_be_stored(running, chat):
    await chat.files("access")
    await running.stop_case_store()

    done = await chat.runs(ActionCompleteRequest())

    assert (done.said, done.events) == (["utter_request_not_stored"], [])
