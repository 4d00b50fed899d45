"""Another code goes to the same address, and the older one dies."""

import pytest

from actions.resend_code import ActionResendCode
from tests.installation import ON_FILE


async def test_a_new_code_is_sent_and_the_old_one_is_worth_nothing(running, chat):
    await running.cases.send_code(chat.id, ON_FILE)
    old = await running.code()
    chat.slots["email"] = ON_FILE

    done = await chat.runs(ActionResendCode())

    new = await running.code()
    assert done.said == ["utter_code_resent"]
    assert old == new or await running.cases.check_code(chat.id, old) != "right"
    assert await running.cases.check_code(chat.id, new) == "right"


async def test_without_an_address_nothing_is_sent(running, chat):
    done = await chat.runs(ActionResendCode())

    assert (done.said, done.events) == ([], [])
    assert running.execute("SELECT * FROM codes") == []


@pytest.mark.parametrize("overrides", [{"limit_codes_address": "1/hour"}])
async def test_after_enough_codes_the_form_waits_for_none(running, chat):
    await running.cases.send_code(chat.id, ON_FILE)
    chat.slots["email"] = ON_FILE

    done = await chat.runs(ActionResendCode())

    assert done.said == ["utter_codes_limited"]
    assert done.slots == {"code": "-"}
    assert running.execute("SELECT count(*) FROM codes") == [(1,)]
