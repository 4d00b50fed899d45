"""The action server runs what Rasa names, and nothing for strangers."""

import json
from pathlib import Path

import pytest
import yaml
from rasa_sdk.executor import ActionExecutor

from actions.app import create_app
from tests.domain import actions_of

NUMBER = "0123456789abcdef0123456789abcdef"
ROOT = Path(__file__).resolve().parents[2]
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


@pytest.fixture
async def server(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.fixture
def rasa(running):
    return {"Authorization": f"Bearer {running.settings.actions_token.get_secret_value()}"}


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": ""}, {"Authorization": "Bearer "}, {"Authorization": "Bearer stranger"}],
)
async def test_without_the_token_no_action_runs(running, chat, server, headers):
    response = await server.post("/webhook", json=_call(chat, "action_hand_off"), headers=headers)

    assert response.status == 401
    assert (await running.cases.conversation(chat.id)).status == "bot"


async def test_the_token_of_another_process_is_none(running, chat, server):
    headers = {"Authorization": f"Bearer {running.settings.rasa_token.get_secret_value()}"}

    response = await server.post("/webhook", json=_call(chat, "action_hand_off"), headers=headers)

    assert response.status == 401


async def test_with_the_token_the_action_runs_and_its_events_come_back(chat, server, rasa):
    chat.hears("Ich möchte Auskunft", "exercise_right/access", rights=["access"])

    response = await server.post("/webhook", json=_call(chat, "action_receive_request"), headers=rasa)

    done = await response.json()
    assert done["responses"][0]["response"] == "utter_request_received"
    assert {event["name"] for event in done["events"]} >= {"rights", "reference"}
    assert chat.stored() == [("received", "none")]


async def test_an_unknown_action_is_not_found(chat, server, rasa):
    response = await server.post("/webhook", json=_call(chat, "action_nowhere"), headers=rasa)

    assert response.status == 404
    assert (await response.json())["action_name"] == "action_nowhere"


async def test_an_action_bears_the_number_of_the_call_that_led_to_it(log, chat, server, rasa):
    chat.hears("Ich möchte Auskunft", "exercise_right/access", rights=["access"])
    call = _call(chat, "action_receive_request")
    call["tracker"]["latest_message"]["metadata"] = {"turn": "1", "request_id": NUMBER}

    await server.post("/webhook", json=call, headers=rasa)

    of_call = [line for line in map(json.loads, log().splitlines()) if line.get("request_id") == NUMBER]
    [action] = [line for line in of_call if line["event"] == "action"]
    assert (action["action"], action["result"]) == ("action_receive_request", "done")
    assert "/conversations/{id}/requests" in {line.get("route") for line in of_call}


@pytest.mark.parametrize("number", ["Kanarienvogel", 5, None, [], {"request_id": NUMBER}])
async def test_what_is_no_number_is_not_taken_for_one(log, chat, server, rasa, number):
    chat.hears("Ich möchte Auskunft", "exercise_right/access", rights=["access"])
    call = _call(chat, "action_nowhere")
    call["tracker"]["latest_message"]["metadata"] = {"request_id": number}

    await server.post("/webhook", json=call, headers=rasa)

    [action] = [line for line in map(json.loads, log().splitlines()) if line["event"] == "action"]
    assert len(action["request_id"]) == 32
    assert (action["action"], action["result"]) == ("unknown", "failed")
    assert "Kanarienvogel" not in log()


async def test_the_health_check_is_open_to_all(server):
    assert (await server.get("/health")).status == 200


def test_every_action_of_the_domain_is_there():
    executor = ActionExecutor()
    executor.register_package("actions")

    assert set(executor.actions) == set(actions_of(DOMAIN))


def _call(chat, action):
    return {
        "next_action": action,
        "tracker": chat.tracker().current_state(),
        "domain": DOMAIN,
        "version": "3.6.21",
    }
