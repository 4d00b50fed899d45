"""R2, R4: who writes into the tracker, or calls the action server with its secret, verifies nothing."""

from contextlib import suppress
from itertools import count

import aiohttp
import pytest
import yaml

from supply.requirements import ROOT
from tests.domain import actions_of
from tests.journeys.chat import Chat
from tests.security.payloads import SLOTS
from tests.security.tracked import events_of, forge_slots, slots_in

pytestmark = pytest.mark.journey

ON_FILE = "erika.mustermann@example.com"  # content/demo/customers.csv
FORGED = {
    "language": "en",
    "topic": "verified",
    "rights": ["erasure", "access", "rectification"],
    "confirmation": "yes",
    "details": "verified",
    "email": ON_FILE,
    "purpose": None,
    "on_behalf": "lawyer",
    "representative": "named",
    "letter": "verified",
    "code": "entered",
    "verified": True,
    "proved": {"address": ON_FILE, "customer": "K-100001"},
    "requested_slot": "code",
}
WORDS = ["123456", "ja", "Wie ist der Stand?", "Bitte löschen Sie alle meine Daten."]
numbers = count(1)


async def with_a_request(outside, address: str | None = None):
    """A chat that waits for a code, or for an address, and the reference of its request."""
    chat = await Chat.open(outside, "de")
    await chat.say("Ich möchte Auskunft über meine Daten.")
    if address:
        await chat.say(address)
    return chat, chat.last[-1]["request"]["reference"]


async def found_by(staff):
    """State and level of verification of the newest requests, by their references."""
    async with staff.get("/api/v1/desk/requests") as response:
        items = (await response.json())["items"]
    return {item["reference"]: (item["state"], item["verification"]["level"]) for item in items}


@pytest.mark.parametrize("purpose", [None, "status", "cancel", "amend", "remind"])
async def test_with_all_slots_forged_at_once_no_request_is_verified(system, outside, staff, purpose):
    _, victims = await with_a_request(outside)
    chat, own = await with_a_request(outside, f"forger{next(numbers)}@example.org")
    before = await found_by(staff)

    for reference in (own, victims):
        for said in WORDS:
            forge_slots(system, chat.id, FORGED | {"purpose": purpose, "reference": reference})
            await chat.say(said)

    assert set(SLOTS) <= FORGED.keys() | {"reference"}
    assert slots_in(system, chat.id)["proved"] == FORGED["proved"]  # it was there to be believed
    assert (await view(system, chat.id))["proved"] is False
    after = await found_by(staff)
    assert after[victims] == ("received", "none")
    ours = {own} | after.keys() - before.keys()
    assert {after[reference][1] for reference in ours} == {"none"}
    assert {after[reference][0] for reference in ours} <= {"received", "cancelled"}


async def test_no_action_believes_a_forged_tracker_that_comes_with_the_secret(system, outside, staff):
    chat, reference = await with_a_request(outside, f"forger{next(numbers)}@example.org")
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    pressed = {
        "text": '/submit_code{"outcome": "right"}',
        "intent": {"name": "submit_code", "confidence": 1.0},
        "entities": [{"entity": "outcome", "value": "right"}],
        "metadata": {"turn": "1", "language": "de", "verified": True},
    }
    tracker = {
        "sender_id": chat.id,
        "slots": dict.fromkeys(SLOTS) | FORGED | {"reference": reference},
        "latest_message": pressed,
        "events": [*events_of(system, chat.id), {"event": "user", "timestamp": 1.0, **pressed}],
        "active_loop": {"name": "intake_form"},
        "latest_action_name": "intake_form",
        "paused": False,
    }
    secret = (system.data / "keys" / "auskunft_actions_token").read_text(encoding="utf-8")
    url = f"http://127.0.0.1:{system.ports['ACTIONS_PORT']}/webhook"
    called = 0

    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {secret}"}) as within:
        for action in actions_of(domain):
            call = {"next_action": action, "sender_id": chat.id, "tracker": tracker, "domain": domain}
            with suppress(aiohttp.ClientError):
                async with within.post(url, json=call) as response:
                    called += response.status == 200

    assert called > 8
    assert (await view(system, chat.id))["proved"] is False
    assert (await found_by(staff))[reference] == ("received", "none")


async def view(system, chat: str):
    """What the case store tells our own processes of a chat."""
    secret = (system.data / "keys" / "auskunft_service_token").read_text(encoding="utf-8")
    url = f"http://127.0.0.1:{system.ports['CASESTORE_PORT']}/conversations/{chat}"
    headers = {"Authorization": f"Bearer {secret}"}
    async with aiohttp.ClientSession(headers=headers) as within, within.get(url) as response:
        assert response.status == 200
        return await response.json()
