"""G2, G3, G6: what somebody wrote lies in no file once it is forgotten, in the clear or with the keys."""

import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from settings import Settings
from tests.journeys.chat import Chat
from tests.journeys.system import System
from tests.security.readable import canaries_in, everything

pytestmark = pytest.mark.journey

ADDRESS = "kanarienvogel@example.org"
IN_A_CHAT, IN_A_REQUEST = "Blaumeisenweg", "Rotkehlchenallee"
CANARIES = (ADDRESS, IN_A_CHAT, IN_A_REQUEST)


@pytest.fixture(scope="module")
async def own_system(tmp_path_factory):
    """One whose clock may be moved: in the other, everybody's chats would go."""
    started = System(tmp_path_factory.mktemp("forgetting"))
    await started.start()
    yield started
    assert started.stop() == 0, started.said()


def found(system):
    """The files in which a canary can be read, with which."""
    files = [p for p in system.data.rglob("*") if p.is_file() and not p.name.startswith("casestore.db")]
    texts = {file.name: file.read_bytes().decode(errors="replace") for file in files}
    texts["casestore.db"] = everything(Settings.load(data=system.data))
    return {name: hits for name, text in texts.items() if (hits := canaries_in(text, CANARIES))}


def run(system, *arguments):
    done = system.run(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_forgotten_chats_and_shredded_requests_can_be_read_nowhere(own_system):
    system = own_system
    async with aiohttp.ClientSession(system.gateway) as session:
        talk, asked = await Chat.open(session, "de"), await Chat.open(session, "de")
        await talk.say(f"Ich wohne im {IN_A_CHAT} 7. Wie lange speichert ihr meine Daten?")
        await asked.say(f"Ich möchte Auskunft über alle meine Daten aus der {IN_A_REQUEST} 7.")
        await asked.prove(system, ADDRESS)
        there = found(system)
        told = json.loads(run(system, "export-person", ADDRESS))
        async with talk.call("DELETE") as response:
            assert response.status == 200
        erased = run(system, "erase-person", ADDRESS)
        async with asked.call("GET") as response:
            assert response.status == 404
    (request,) = told["requests"]
    assert IN_A_CHAT in there.get("tracker.db", set()) | there.get("tracker.db-wal", set())
    assert there["casestore.db"] == set(CANARIES)
    assert any(IN_A_REQUEST in message["text"] for message in told["chats"][0]["messages"])

    assert "1  chats were erased" in erased
    assert f"stays  request {request['reference']}: open" in erased

    run(system, "retention", "run")
    forgotten = found(system)
    mails = {path.name for path in system.mails()}
    assert set(forgotten) <= mails | {"casestore.db"}
    assert forgotten["casestore.db"] == {ADDRESS, IN_A_REQUEST}  # of the request, which stays

    async with aiohttp.ClientSession(system.desk) as session:
        token = run(system, "staff", "token", "demo").strip()
        path = f"/api/v1/desk/requests/{request['reference']}/transitions"
        headers = {"Authorization": f"Bearer {token}"}
        async with session.post(path, json={"to": "cancelled"}, headers=headers) as response:
            assert response.status == 200, await response.text()
    after_mails = f"{datetime.now(UTC) + timedelta(days=92):%F}"
    run(system, "retention", "run", "--at", after_mails)
    assert set(found(system)) == {"casestore.db"}

    over = f"{datetime.now(UTC).year + 4}-01-02"
    run(system, "retention", "run", "--at", over)
    assert found(system) == {}
    assert "1 trails hold." in run(system, "audit", "verify")
