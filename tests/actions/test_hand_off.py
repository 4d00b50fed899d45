"""Who wants a person gets into the queue, and is promised nothing else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date

from actions.hand_off import ActionHandOff
from actions.services import answers

TOMORROW = datetime.now(ZoneInfo("Europe/Berlin")).date() + timedelta(days=1)
CLOSED_TODAY = f"{('Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su')[TOMORROW.weekday()]} 09:00-17:00"
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

    words = {"desk_closed", "desk_open", "file_meanwhile"}  # said beside
    assert topics - {"foreign_request", *words} == {*URGENT, "person", "complaint", "frustration"}


async def test_asking_again_does_not_take_it_out_of_the_hands_of_staff(running, chat):
    await running.change("UPDATE conversations SET status = 'open'")
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


@pytest.mark.parametrize("language", ["de", "en"])
async def test_with_the_desk_open_nothing_more_is_promised_than_that_somebody_answers(chat, language):
    chat.slots["language"] = language
    chat.hears("Mensch", "request_handoff/person")

    (said,) = (await chat.runs(ActionHandOff())).messages

    soon = {"de": "so bald wie möglich", "en": "as soon as possible"}
    assert soon[language] in said["text"]
    assert said["buttons"] == []


@pytest.mark.parametrize("overrides", [{"hours": CLOSED_TODAY}])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_with_the_desk_closed_it_is_said_when_it_opens_and_a_request_can_be_filed(
    running, chat, language
):
    chat.slots["language"] = language
    chat.hears("Mensch", "request_handoff/person")

    (said,) = (await chat.runs(ActionHandOff())).messages

    assert (
        format_date(TOMORROW, "EEEE, d. MMMM" if language == "de" else "EEEE, d MMMM", locale=language)
        in said["text"]
    )
    assert "09:00" in said["text"]
    assert [button["payload"] for button in said["buttons"]] == [
        '/exercise_right{"topic": "access"}',
        '/exercise_right{"topic": "erasure"}',
    ]
    assert (await running.cases.conversation(chat.id)).status == "waiting"


@pytest.mark.parametrize("overrides", [{"hours": CLOSED_TODAY}])
async def test_with_the_desk_closed_a_request_in_the_message_is_filed_and_not_offered(chat):
    chat.hears("Mensch! Löscht meine Daten.", "request_handoff/person", rights=["erasure"])

    said, beside = (await chat.runs(ActionHandOff())).messages

    assert (said["buttons"], beside["response"]) == ([], "utter_request_beside")
