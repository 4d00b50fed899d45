"""With the number of a call, operators find in the logs of all processes what it led to."""

import json

import aiohttp
import pytest

from tests.journeys.chat import Chat
from tests.journeys.system import until

pytestmark = pytest.mark.journey

PROCESSES = ("casestore", "actions", "rasa", "desk", "gateway")


def lines_of(system, name):
    """What a process has logged, each line an object."""
    written = (system.data / "log" / f"{name}.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in written.splitlines()]


async def test_a_message_is_found_by_its_number_from_the_gateway_through_rasa_to_the_case_store(system):
    async with aiohttp.ClientSession(system.gateway) as visitor:
        chat = await Chat.open(visitor, "de")
        said = {"text": "Ich möchte Auskunft über meine Daten.", "client_id": "1"}
        async with chat.call("POST", "/messages", json=said) as response:
            number = response.headers["X-Request-Id"]

    def found(name):
        return [line for line in lines_of(system, name) if line.get("request_id") == number]

    await until(lambda: found("gateway"))
    actions = {line["action"] for line in found("actions")}
    routes = {line["route"] for line in found("casestore")}
    assert "action_receive_request" in actions
    assert {
        "/conversations/{id}/turns",
        "/conversations/{id}/requests",
    } <= routes  # the gateway's, the action's
    assert [line["status"] for line in found("gateway")] == [200]


@pytest.mark.parametrize("name", PROCESSES)
async def test_every_line_of_every_process_is_an_object_that_says_whose_it_is(system, name):
    async with aiohttp.ClientSession(system.desk) as anyone:
        await anyone.get("/login")

    lines = lines_of(system, name)

    assert {line["process"] for line in lines} == {name}
    assert all(line.keys() >= {"time", "level", "logger", "event"} for line in lines)
