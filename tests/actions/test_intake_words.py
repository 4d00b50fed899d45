"""What the intake asks and explains, and that stopping it loses nothing."""

from pathlib import Path

import pytest
import yaml

from actions.ask_code import ActionAskCode
from actions.ask_details import ActionAskDetails
from actions.explain_need import ActionExplainNeed
from actions.stop_intake import ActionStopIntake
from actions.validate_intake_form import DETAILED
from tests.actions.conversation import Conversation

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
RESPONSES = {
    name
    for path in (ROOT / "data" / "responses").glob("*.yml")
    for name in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
}


@pytest.fixture
def talk():
    return Conversation(None, "chat")


@pytest.mark.parametrize("slot", DOMAIN["forms"]["intake_form"]["required_slots"])
async def test_everything_asked_for_has_an_explanation(talk, slot):
    talk.slots["requested_slot"] = slot

    done = await talk.runs(ActionExplainNeed())

    assert done.said == [f"utter_explain_{slot}"]
    assert set(done.said) <= RESPONSES


@pytest.mark.parametrize("right", sorted(DETAILED))
async def test_details_are_asked_for_in_the_words_of_the_right(talk, right):
    talk.slots["rights"] = ["access", right]

    done = await talk.runs(ActionAskDetails())

    assert done.said == [f"utter_ask_details_{right}"]
    assert set(done.said) <= RESPONSES


async def test_the_code_is_asked_for_at_length_once_and_briefly_after_a_question(talk):
    talk.hears("erika@example.com")
    talk.events.append({"event": "slot", "name": "email", "value": "erika@example.com"})
    first = await talk.runs(ActionAskCode())
    talk.hears("Wozu?", "explain_need")
    again = await talk.runs(ActionAskCode())

    assert first.said == ["utter_code_sent"]
    assert again.said == ["utter_code_awaited"]


async def test_who_stops_keeps_the_request_and_hears_its_reference(running, chat):
    card = await chat.files("access")
    chat.slots |= {"email": "erika@example.com", "details": "x"}

    done = await chat.runs(ActionStopIntake())

    assert done.said == ["utter_intake_stopped"]
    assert done.messages[0]["custom"] == {"request": card.reference}
    assert set(done.slots.values()) == {None}
    assert {"rights", "reference", "email", "details"} <= set(done.slots)
    assert (await running.cases.request(chat.id, card.reference)).state == "received"
