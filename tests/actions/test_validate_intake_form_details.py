"""Details are added to the request as they were said; a question in between is no detail."""

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.validate_intake_form import ValidateIntakeForm

WORDS = "Meine Straße heißt Lindenweg 3, nicht 8."


@pytest.fixture
def takes(chat):
    async def takes():
        chat.slots["requested_slot"] = "details"
        return await ValidateIntakeForm().extract_details(CollectingDispatcher(), chat.tracker(), {})

    return takes


@pytest.mark.parametrize(
    ("label", "score"),
    [
        ("nlu_fallback", 1.0),
        ("out_of_scope/delivery", 0.9),
        ("exercise_right/rectification", 0.9),
        ("ask_policy/personal_details", 0.4),
    ],
)
async def test_what_was_said_is_added_to_the_request(chat, takes, label, score):
    card = await chat.files("rectification")
    chat.hears(WORDS, label, score=score)

    assert await takes() == {"details": WORDS}
    assert await chat.details(card.reference) == [WORDS]


async def test_an_age_among_the_details_marks_the_request(chat, takes):
    card = await chat.files("rectification")
    chat.hears(f"{WORDS} Ich bin erst 15.", "exercise_right/rectification")

    await takes()

    assert (await chat.opened(card.reference)).review == "minor"


async def test_a_question_in_between_is_no_detail(chat, takes):
    card = await chat.files("rectification")
    chat.hears("Wie lange speichern Sie das?", "ask_policy/retention")

    assert await takes() == {}
    assert await chat.details(card.reference) == []


async def test_who_declines_gives_no_details(chat, takes):
    card = await chat.files("rectification")
    chat.is_pressed("decline_details")

    assert await takes() == {"details": "-"}
    assert await chat.details(card.reference) == []


async def test_a_button_can_carry_the_detail(chat, takes):
    card = await chat.files("objection")
    chat.is_pressed("decline_details", topic="direct marketing")

    assert await takes() == {"details": "direct marketing"}
    assert await chat.details(card.reference) == ["direct marketing"]


async def test_what_nobody_asked_for_is_no_detail(chat):
    card = await chat.files("rectification")
    chat.hears(WORDS)
    chat.slots["requested_slot"] = "email"

    taken = await ValidateIntakeForm().extract_details(CollectingDispatcher(), chat.tracker(), {})

    assert taken == {}
    assert await chat.details(card.reference) == []
