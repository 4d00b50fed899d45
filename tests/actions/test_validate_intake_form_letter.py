"""Who pasted a letter confirms what was read in it; a “no” mends the reading and loses nothing."""

from pathlib import Path

import pytest
import yaml
from rasa_sdk.executor import CollectingDispatcher

from actions.complete_request import ActionCompleteRequest
from actions.validate_intake_form import ValidateIntakeForm
from tests.actions.conversation import Done
from tests.installation import ON_FILE

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
MISSING = "Es fehlt der Widerspruch gegen Werbung."


@pytest.fixture
def runs(chat):
    """Run the form while it asks for a slot, and remember what it took."""

    async def runs(requested):
        chat.slots["requested_slot"] = requested
        dispatcher = CollectingDispatcher()
        done = Done(dispatcher.messages, await ValidateIntakeForm().run(dispatcher, chat.tracker(), DOMAIN))
        chat.slots |= done.slots
        return done

    return runs


@pytest.mark.parametrize("letter", ["er…@example.com", " "])
@pytest.mark.parametrize("rights", [["access"], ["erasure"], ["rectification", "objection"]])
async def test_a_letter_is_confirmed_whatever_it_asks_and_gives_its_details_itself(chat, letter, rights):
    await chat.files(*rights)
    chat.slots["letter"] = letter
    before = await _required(chat)
    await chat.proves(ON_FILE)

    assert before == ["confirmation", "email", "code"]
    assert await _required(chat) == ["confirmation"]


async def test_a_yes_to_the_letter_leads_to_the_address(chat, runs):
    await chat.files("access")
    chat.slots["letter"] = " "
    chat.is_pressed("affirm")

    done = await runs("confirmation")

    assert done.slots == {"confirmation": "yes", "requested_slot": "email"}


@pytest.mark.parametrize("right", ["access", "erasure"])
async def test_a_no_to_the_letter_asks_what_is_missing_and_cancels_nothing(chat, runs, right):
    await chat.files(right)
    chat.slots["letter"] = " "
    chat.is_pressed("deny")

    done = await runs("confirmation")

    assert done.slots["confirmation"] == "no"
    assert await _next(chat) == "details"
    assert await _required(chat) == ["confirmation", "details", "email", "code"]
    assert chat.stored() == [("received", "none")]


async def test_what_was_missing_is_added_to_the_request_in_the_same_words(chat, runs):
    card = await chat.files("access")
    chat.slots |= {"letter": " ", "confirmation": "no"}
    chat.hears(MISSING)

    await runs("details")

    assert await _next(chat) == "email"
    assert await chat.details(card.reference) == [MISSING]


@pytest.mark.parametrize("details", [MISSING, "-"])
async def test_a_letter_that_was_mended_is_filed_also_when_nothing_more_was_said(chat, details):
    await chat.files("erasure")
    chat.slots |= {"letter": " ", "confirmation": "no", "details": details}

    done = await chat.runs(ActionCompleteRequest())

    assert done.said == ["utter_request_filed"]
    assert chat.stored() == [("received", "none")]
    assert done.slots["letter"] is None


async def test_without_a_letter_a_no_still_means_that_nothing_is_erased(chat, runs):
    await chat.files("erasure")
    chat.is_pressed("deny")

    asked = await runs("confirmation")
    done = await chat.runs(ActionCompleteRequest())

    assert asked.slots == {"confirmation": "no", "requested_slot": None}
    assert done.said == ["utter_request_cancelled"]


async def _required(chat):
    return await ValidateIntakeForm().required_slots([], CollectingDispatcher(), chat.tracker(), DOMAIN)


async def _next(chat):
    return next(slot for slot in await _required(chat) if chat.slots.get(slot) is None)
