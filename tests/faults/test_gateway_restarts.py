"""A gateway that ends with 200 chats open: nothing that it accepted is lost, and nothing is said twice."""

import asyncio
import json
import signal
from contextlib import suppress

import aiohttp
import pytest

from casestore.client import CaseStore
from casestore.storage import schema
from casestore.wire.conversations import NewMessage
from privacy.language import Language
from settings import Settings
from tests.faults.processes import case_store, gateway, kept_running
from tests.installation import StandInRasa
from tests.journeys.system import free_ports, until

pytestmark = pytest.mark.faults

CHATS, AT_ONCE = 200, 20
GUARD_SECONDS = 200  # only ends a test that would hang
AGAIN = {503}  # as `widget/src/gateway.ts` takes it
WORDS = {"first": signal.SIGTERM, "second": signal.SIGKILL}  # and what happens while they are said
MEANWHILE = "from a colleague"
PLENTY = {f"limit_{name}_client": "1000000/minute" for name in ("messages", "conversations", "calls")}


class Guest:
    """Listens to a chat from the last event on, and says a thing until it was heard, as a browser does."""

    def __init__(self, client: aiohttp.ClientSession, door, opened) -> None:
        self.id = opened["id"]
        self.heard = []
        self._client = client
        self._door = door
        self._path = f"/api/v1/conversations/{self.id}"
        self._token = {"Authorization": f"Bearer {opened['token']}"}

    async def listens(self):
        while True:
            await self._door.ready.wait()
            with suppress(aiohttp.ClientError):
                last = {"Last-Event-ID": self.heard[-1]["id"]} if self.heard else {}
                async with self._client.get(f"{self._path}/events", headers=self._token | last) as line:
                    if line.status in AGAIN:
                        continue
                    assert line.status == 200
                    async for row in line.content:
                        self._hears(row.decode())

    def _hears(self, row):
        if row.startswith("data: ") and "client_id" in (message := json.loads(row.removeprefix("data: "))):
            self.heard.append(message)

    async def says(self, text, few):
        body = {"text": text, "client_id": text}
        async with few:
            while not await self._is_heard(body):
                await self._door.ready.wait()

    async def _is_heard(self, body):
        with suppress(aiohttp.ClientError):
            async with self._client.post(f"{self._path}/messages", json=body, headers=self._token) as answer:
                assert answer.status in {200, *AGAIN}
                return answer.status == 200

    async def history(self):
        async with self._client.get(f"{self._path}/messages", headers=self._token) as answer:
            return (await answer.json())["messages"]


@pytest.fixture
async def settings(tmp_path):
    ports = dict(zip(("port", "casestore_port"), free_ports(2), strict=True))
    many = {"limit_streams_client": 2 * CHATS, "limit_connections_client": 4 * CHATS}
    settings = Settings.load(data=tmp_path, **ports, **many, **PLENTY)
    schema.upgrade(settings)
    rasa = StandInRasa(settings.rasa_token.get_secret_value())
    async with rasa.server:
        yield settings.model_copy(update={"rasa_port": rasa.server.port})


@pytest.fixture
async def door(settings):
    door, store = gateway(settings), case_store(settings)
    async with asyncio.timeout(GUARD_SECONDS), kept_running(store, door):
        await store.ready.wait()
        await door.ready.wait()
        yield door


@pytest.fixture
async def guests(settings, door):
    url, unlimited = f"http://127.0.0.1:{settings.port}", aiohttp.TCPConnector(limit=0)
    forever = aiohttp.ClientTimeout(total=None)
    async with (
        aiohttp.ClientSession(url, connector=unlimited, timeout=forever) as client,
        asyncio.TaskGroup() as group,
    ):
        guests = [Guest(client, door, await _opened(client)) for _ in range(CHATS)]
        listening = [group.create_task(guest.listens()) for guest in guests]
        yield guests
        for task in listening:
            task.cancel()


async def _opened(client):
    async with client.post("/api/v1/conversations", json={"language": "de"}) as answer:
        assert answer.status == 201
        return await answer.json()


async def test_told_to_end_or_killed_all_come_back_and_hear_all_once(settings, door, guests):
    cases = CaseStore.at(settings)
    meanwhile = NewMessage(sender="bot", text=MEANWHILE, language=Language.GERMAN)
    await until(lambda: all(guest.heard for guest in guests), GUARD_SECONDS)
    for text, how in WORDS.items():
        few = asyncio.Semaphore(AT_ONCE)
        for answered, saying in enumerate(asyncio.as_completed([guest.says(text, few) for guest in guests])):
            await saying
            if answered == CHATS // 4:
                door.kill(how)
    door.kill()
    for guest in guests:
        await cases.reply(guest.id, [meanwhile])
    await cases.close()

    await until(lambda: all(MEANWHILE in [m["text"] for m in guest.heard] for guest in guests), GUARD_SECONDS)
    await door.ready.wait()
    for guest in guests:
        assert guest.heard == await guest.history()
        assert [m["text"] for m in guest.heard if m["sender"] == "visitor"] == list(WORDS)
        assert len(guest.heard) == 1 + 2 * len(WORDS) + 1  # greeting, words and answers, the colleague
    assert door.kills == 3
