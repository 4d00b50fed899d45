"""What a message that gets a person says beside is kept: nothing has to be said twice."""

import pytest

from actions.hand_off import ActionHandOff

HACKED = "Mein Konto wurde gehackt, bitte löschen Sie sofort alle meine Daten."


async def test_the_request_in_a_breach_report_is_filed_and_the_chat_gets_a_person(running, chat):
    chat.hears(HACKED, "request_handoff/breach_report", rights=["erasure"])

    done = await chat.runs(ActionHandOff())

    first, second = done.messages
    view = await chat.opened(second["reference"])
    assert (view.rights, view.details, view.review) == (["erasure"], [HACKED], None)
    assert (first["custom"]["topic"], second["response"]) == ("breach_report", "utter_request_beside")
    assert second["custom"] == {"outcome": "handoff", "request": view.reference}
    assert (await running.cases.conversation(chat.id)).status == "waiting"


async def test_the_same_report_twice_files_one_request(chat):
    chat.hears(HACKED, "request_handoff/breach_report", rights=["erasure"])

    for _ in range(2):
        await chat.runs(ActionHandOff())

    assert chat.stored() == [("received", "none")]


async def test_the_request_being_taken_in_is_widened_by_a_breach_report(chat):
    filed = await chat.files("access")
    chat.hears(HACKED, "request_handoff/breach_report", rights=["erasure"])

    done = await chat.runs(ActionHandOff())

    assert done.said[1:] == ["utter_request_widened"]
    assert (await chat.opened(filed.reference)).rights == ["access", "erasure"]
    assert (chat.slots["rights"], len(chat.stored())) == (["access", "erasure"], 1)


@pytest.mark.parametrize("topic", ["deceased", "authority_letter", "person"])
async def test_a_handoff_without_a_request_files_none(chat, topic):
    chat.hears("Mein Vater ist verstorben, bitte löschen Sie seine Daten.", f"request_handoff/{topic}")

    done = await chat.runs(ActionHandOff())

    assert (len(done.messages), done.events, chat.stored()) == (1, [], [])


async def test_an_age_told_during_the_intake_marks_its_request_for_review(chat):
    filed = await chat.files("access")
    chat.hears("ich bin übrigens 14", "request_handoff/minor")

    done = await chat.runs(ActionHandOff())

    view = await chat.opened(filed.reference)
    assert (view.review, view.details) == ("minor", ["ich bin übrigens 14"])
    assert len(done.messages) == 1


async def test_a_request_that_could_not_be_kept_is_not_promised(running, chat):
    chat.hears(HACKED, "request_handoff/breach_report", rights=["erasure"])
    await running.stop_case_store()

    done = await chat.runs(ActionHandOff())

    assert done.said == ["utter_request_not_stored"]
