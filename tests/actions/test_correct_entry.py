"""An address given wrongly can be given again."""

import pytest

from actions.correct_entry import ActionCorrectEntry
from tests.installation import NOT_ON_FILE, ON_FILE


async def test_the_address_in_the_same_sentence_replaces_the_old_one(running, chat):
    chat.slots |= {"email": NOT_ON_FILE, "code": None}
    chat.hears(f"Falsch, es ist {ON_FILE}.", "correct_entry")

    done = await chat.runs(ActionCorrectEntry())

    assert done.slots == {"email": ON_FILE, "code": None}
    assert (await running.inbox.next())["To"] == ON_FILE


async def test_without_a_new_address_the_form_asks_for_one(running, chat):
    chat.slots["email"] = NOT_ON_FILE
    chat.hears("Die Adresse ist falsch", "correct_entry")

    done = await chat.runs(ActionCorrectEntry())

    assert done.slots == {"email": None, "code": None}
    assert running.execute("SELECT * FROM codes") == []


async def test_the_code_to_the_old_address_proves_nothing_any_more(running, chat):
    await chat.files("access")
    await running.cases.send_code(chat.id, NOT_ON_FILE)
    old = await running.code()
    chat.hears(f"Nein, {ON_FILE}", "correct_entry")
    await chat.runs(ActionCorrectEntry())
    new = await running.code()

    outcome = await running.cases.check_code(chat.id, old)

    assert old == new or outcome == "wrong"
    assert old == new or chat.stored() == [("received", "none")]


@pytest.mark.parametrize("overrides", [{"limit_codes_address": "1/hour"}])
async def test_after_enough_codes_the_form_waits_for_none(running, chat):
    await running.cases.send_code(chat.id, ON_FILE)
    chat.hears(f"Falsch, es ist {ON_FILE}.", "correct_entry")

    done = await chat.runs(ActionCorrectEntry())

    assert done.said == ["utter_codes_limited"]
    assert done.slots == {"email": ON_FILE, "code": "-"}
