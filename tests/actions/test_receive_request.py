"""A request is stored the moment it is understood, once, and nobody is told otherwise."""

import pytest
from rasa_sdk.events import FollowupAction

from actions.receive_request import ActionReceiveRequest
from privacy.reference import reference_in
from tests.installation import ON_FILE

WORDS = "Ich möchte Auskunft und danach alles gelöscht haben."


async def test_a_request_is_stored_in_the_data_subjects_own_words(running, chat):
    chat.hears(WORDS, "exercise_right/access", rights=["access", "erasure"])

    done = await chat.runs(ActionReceiveRequest())

    [message] = done.messages
    card = await running.cases.request(chat.id, message["reference"])
    assert done.said == ["utter_request_received"]
    assert message["custom"] == {"outcome": "request", "request": card.reference}
    assert reference_in(card.reference) == card.reference
    assert card.rights == ["access", "erasure"]
    assert chat.slots["reference"] == card.reference
    assert chat.slots["rights"] == ["access", "erasure"]
    assert await chat.details(card.reference) == [WORDS]


@pytest.mark.parametrize(
    ("language", "text"),
    [("de", "ich bin 13 und will dass ihr meine fotos löscht"), ("en", "I'm 13, please delete my photos")],
)
async def test_a_minors_request_is_filed_in_plain_words_and_marked_for_review(chat, language, text):
    chat.slots["language"] = language
    chat.hears(text, "exercise_right/erasure", rights=["erasure"])

    done = await chat.runs(ActionReceiveRequest())

    assert done.said == ["utter_request_received_minor"]
    assert chat.stored() == [("received", "none")]
    assert (await chat.opened(chat.slots["reference"])).review == "minor"


async def test_an_age_that_only_the_reading_tells_marks_the_request_too(chat):
    chat.hears("geh in die 7b, löscht mich", "exercise_right/erasure", rights=["erasure"])
    chat.latest["reading"]["candidates"].append(["request_handoff/minor", 0.9])

    await chat.runs(ActionReceiveRequest())

    assert (await chat.opened(chat.slots["reference"])).review == "minor"


async def test_a_parent_is_taken_for_one_and_the_childs_request_marked(chat):
    chat.hears("Meine Tochter ist 13, löschen Sie ihr Konto.", "exercise_right/erasure", rights=["erasure"])

    done = await chat.runs(ActionReceiveRequest())

    view = await chat.opened(chat.slots["reference"])
    assert (view.on_behalf_of["role"], view.review) == ("parent", "minor")
    assert done.said == ["utter_request_received"]
    assert chat.slots["on_behalf"] == "parent"


async def test_who_tells_no_age_is_not_marked(chat):
    chat.hears(WORDS, "exercise_right/access", rights=["access", "erasure"])

    await chat.runs(ActionReceiveRequest())

    assert (await chat.opened(chat.slots["reference"])).review is None


async def test_an_age_told_later_marks_the_request_being_taken_in(chat):
    filed = await chat.files("access")
    chat.hears("Und löschen, ich bin 14!", "exercise_right/erasure", rights=["erasure"])

    done = await chat.runs(ActionReceiveRequest())

    assert done.said == ["utter_request_widened"]
    assert (await chat.opened(filed.reference)).review == "minor"


async def test_a_button_files_a_request_too(running, chat):
    chat.is_pressed("exercise_right", topic="erasure")

    await chat.runs(ActionReceiveRequest())

    card = await running.cases.request(chat.id, chat.slots["reference"])
    assert card.rights == ["erasure"]
    assert await chat.details(card.reference) == []


async def test_the_same_turn_twice_files_one_request(chat):
    chat.hears(WORDS, "exercise_right/access", rights=["access"])

    first = await chat.runs(ActionReceiveRequest())
    second = await chat.runs(ActionReceiveRequest())

    assert first.slots["reference"] == second.slots["reference"]
    assert chat.stored() == [("received", "none")]


async def test_what_an_earlier_intake_left_behind_is_forgotten(chat):
    chat.slots |= {"email": ON_FILE, "code": "entered", "details": "-", "confirmation": "yes"}
    chat.hears(WORDS, "exercise_right/access", rights=["access"])

    await chat.runs(ActionReceiveRequest())

    assert [chat.slots[name] for name in ("email", "code", "details", "confirmation")] == [None] * 4


async def test_a_further_right_joins_the_request_being_taken_in(running, chat):
    filed = await chat.files("access")
    chat.slots["email"] = ON_FILE
    chat.hears("Und löschen!", "exercise_right/erasure", rights=["erasure"])

    done = await chat.runs(ActionReceiveRequest())

    card = await running.cases.request(chat.id, filed.reference)
    assert done.said == ["utter_request_widened"]
    assert done.slots == {"rights": ["access", "erasure"], "topic": "access"}
    assert card.rights == ["access", "erasure"]
    assert await chat.details(card.reference) == ["Und löschen!"]
    assert len(chat.stored()) == 1


async def test_once_an_intake_is_over_a_request_is_a_new_one(chat):
    filed = await chat.files("access")
    chat.loop = False
    chat.hears(WORDS, "exercise_right/erasure", rights=["erasure"])

    done = await chat.runs(ActionReceiveRequest())

    assert done.slots["reference"] != filed.reference
    assert len(chat.stored()) == 2


async def test_forged_slots_verify_nothing(chat):
    chat.slots |= {"email": ON_FILE, "code": "entered", "verified": True, "level": "on_file"}
    chat.hears(WORDS, "exercise_right/access", rights=["access"])

    await chat.runs(ActionReceiveRequest())

    assert chat.stored() == [("received", "none")]


async def test_the_request_of_another_conversation_cannot_be_widened(open_chat):
    theirs, mine = await open_chat(), await open_chat()
    filed = await theirs.files("access")
    mine.loop, mine.slots["reference"] = True, filed.reference
    mine.hears("Und löschen!", "exercise_right/erasure", rights=["erasure"])

    done = await mine.runs(ActionReceiveRequest())

    assert done.said == ["utter_request_not_stored"]
    assert (await theirs.running.cases.request(theirs.id, filed.reference)).rights == ["access"]


@pytest.mark.parametrize("during_an_intake", [False, True])
async def test_what_could_not_be_stored_is_said_and_nothing_is_asked(running, chat, during_an_intake):
    if during_an_intake:
        await chat.files("access")
    chat.hears(WORDS, "exercise_right/erasure", rights=["erasure"])
    await running.stop_case_store()

    done = await chat.runs(ActionReceiveRequest())

    assert done.said == ["utter_request_not_stored"]
    assert done.events == [FollowupAction("action_listen")]
