"""Who wants a person gets into the queue, and is promised nothing else."""

import pytest

from actions.hand_off import ActionHandOff
from actions.services import answers

URGENT = ("legal_threat", "breach_report", "authority_letter", "deceased", "distress", "minor")


async def test_the_conversation_waits_for_staff_and_the_visitor_is_told(running, chat):
    chat.hears("Mensch", "request_handoff/person")

    done = await chat.runs(ActionHandOff())

    assert (await running.cases.conversation(chat.id)).status == "waiting"
    assert done.messages[0]["custom"]["outcome"] == "handoff"
    assert done.messages[0]["text"]
    assert done.events == []


@pytest.mark.parametrize("topic", [*URGENT, "person", "complaint", "frustration"])
async def test_staff_learn_why_and_how_urgently(running, chat, topic):
    chat.hears("…", f"request_handoff/{topic}")

    await chat.runs(ActionHandOff())

    assert waiting(running) == [(topic, "high" if topic in URGENT else "normal")]


async def test_of_two_reasons_in_one_message_staff_learn_the_more_urgent(running, chat):
    chat.hears("Ich will mit jemandem sprechen. Mein Vater ist gestorben.", "request_handoff/person")
    chat.latest["reading"]["also"] = [["ask_policy/retention", 0.9], ["request_handoff/deceased", 0.8]]

    await chat.runs(ActionHandOff())

    assert waiting(running) == [("deceased", "high")]


async def test_a_person_chosen_by_a_button_is_a_reason_too(running, chat):
    chat.is_pressed("request_handoff", topic="complaint")

    await chat.runs(ActionHandOff())

    assert waiting(running) == [("complaint", "normal")]


def test_every_handoff_there_is_was_thought_about():
    topics = {name for name, topic in answers().topics.items() if topic.outcome == "handoff"}

    assert topics - {"foreign_request"} == {*URGENT, "person", "complaint", "frustration"}


async def test_asking_again_does_not_take_it_out_of_the_hands_of_staff(running, chat):
    running.execute("UPDATE conversations SET status = 'open'")
    chat.hears("Mensch", "request_handoff/person")

    await chat.runs(ActionHandOff())

    assert (await running.cases.conversation(chat.id)).status == "open"


async def test_while_the_case_store_is_down_no_person_is_promised(running, chat):
    chat.hears("Mensch", "request_handoff/person")
    await running.stop_case_store()

    done = await chat.runs(ActionHandOff())

    assert done.said == ["utter_request_not_stored"]


def waiting(running):
    """Reason and priority of every chat that waits."""
    return running.execute("SELECT reason, priority FROM conversations WHERE status = 'waiting'")
