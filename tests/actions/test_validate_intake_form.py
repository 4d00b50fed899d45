"""The form asks what the rights need, takes what fits, and believes only the case store."""

from pathlib import Path

import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.validate_intake_form import ValidateIntakeForm
from tests.actions.conversation import Done
from tests.installation import ON_FILE

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture
def runs(chat):
    """Run the form while it asks for a slot, as Rasa does."""

    async def runs(requested):
        chat.slots["requested_slot"] = requested
        dispatcher = CollectingDispatcher()
        events = await ValidateIntakeForm().run(dispatcher, chat.tracker(), DOMAIN)
        return Done(dispatcher.messages, events)

    return runs


@pytest.mark.parametrize(
    ("rights", "asked"),
    [
        (["access"], ["email", "code"]),
        (["portability", "withdraw_consent"], ["details", "email", "code"]),
        (["erasure"], ["confirmation", "email", "code"]),
        (["rectification"], ["details", "email", "code"]),
        (["objection", "erasure"], ["confirmation", "details", "email", "code"]),
    ],
)
async def test_only_what_the_rights_need_is_asked_and_no_proof_twice(chat, rights, asked):
    await chat.files(*rights)
    before = await _required(chat)
    await chat.proves(ON_FILE)

    assert before == asked
    assert await _required(chat) == [slot for slot in asked if slot not in {"email", "code"}]


async def test_who_does_not_confirm_is_asked_nothing_more(chat):
    await chat.files("erasure")
    chat.slots["confirmation"] = "no"

    assert await _required(chat) == ["confirmation"]


@pytest.mark.parametrize(("intent", "answer"), [("affirm", "yes"), ("deny", "no")])
async def test_a_yes_or_a_no_is_taken_when_it_was_asked_for(chat, runs, intent, answer):
    await chat.files("erasure")
    chat.is_pressed(intent)

    asked, unasked = await runs("confirmation"), await runs("email")

    assert asked.slots["confirmation"] == answer
    assert "confirmation" not in unasked.slots


async def test_an_address_is_sent_a_code_and_the_code_is_asked_for(running, chat, runs):
    await chat.files("access")
    chat.hears(f"Gern: {ON_FILE}.")

    done = await runs("email")

    assert done.slots == {"email": ON_FILE, "requested_slot": "code"}
    assert (await running.inbox.next())["To"] == ON_FILE


async def test_what_looks_like_an_address_but_is_none_is_said_so(running, chat, runs):
    await chat.files("access")
    chat.hears("erika@example")

    done = await runs("email")

    assert done.said == ["utter_email_invalid"]
    assert running.execute("SELECT * FROM codes") == []


async def test_an_address_that_nobody_asked_for_is_sent_nothing(running, chat, runs):
    await chat.files("erasure")
    chat.hears(ON_FILE)

    done = await runs("confirmation")

    assert "email" not in done.slots
    assert running.execute("SELECT * FROM codes") == []


@pytest.mark.parametrize("overrides", [{"limit_codes_address": "1/hour"}])
async def test_after_enough_codes_the_request_goes_on_without_one(running, chat, runs):
    await chat.files("access")
    await running.cases.send_code(chat.id, ON_FILE)
    chat.hears(ON_FILE)

    done = await runs("email")

    assert done.said == ["utter_codes_limited"]
    assert (done.slots["email"], done.slots["code"]) == (ON_FILE, "-")
    assert chat.stored() == [("received", "none")]


async def test_the_right_code_ends_the_questions(chat, runs):
    await chat.files("access")
    chat.slots["email"] = ON_FILE
    await chat.proves(ON_FILE)
    chat.is_pressed("submit_code", outcome="right")

    done = await runs("code")

    assert done.said == []
    assert done.slots["requested_slot"] is None


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("right", "utter_code_wrong"), ("wrong", "utter_code_wrong"), ("dead", "utter_code_dead")],
)
async def test_that_a_code_was_right_is_believed_to_the_case_store_alone(running, chat, runs, outcome, said):
    await chat.files("access")
    await running.cases.send_code(chat.id, ON_FILE)
    chat.slots["email"] = ON_FILE
    chat.is_pressed("submit_code", outcome=outcome)

    done = await runs("code")

    assert done.said == [said]
    assert done.slots["code"] is None
    assert chat.stored() == [("received", "none")]


async def _required(chat):
    return await ValidateIntakeForm().required_slots([], CollectingDispatcher(), chat.tracker(), DOMAIN)
