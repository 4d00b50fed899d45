"""Many chats later no process holds more files than can be explained; `bench.soak` measures memory, too."""

import asyncio

import aiohttp
import pytest

from bench.held import held_by
from casestore.storage import schema
from settings import Settings
from tests.faults.processes import case_store, gateway, kept_running
from tests.installation import StandInRasa
from tests.journeys.system import free_ports, until

pytestmark = pytest.mark.faults

CHATS = 150
EXPLAINED = 75  # 15 connections to SQLite of 3 files each, and those that are kept open between processes
GUARD_SECONDS = 200  # only ends a test that would hang
PLENTY = {f"limit_{name}_client": "1000000/minute" for name in ("messages", "conversations", "calls")}


async def test_files_stay_as_many_over_150_chats_with_a_line_each(tmp_path):
    ports = dict(zip(("port", "casestore_port"), free_ports(2), strict=True))
    settings = Settings.load(data=tmp_path, limit_streams_client=2 * CHATS, **ports, **PLENTY)
    schema.upgrade(settings)
    rasa = StandInRasa(settings.rasa_token.get_secret_value())
    async with rasa.server, asyncio.timeout(GUARD_SECONDS):
        settings = settings.model_copy(update={"rasa_port": rasa.server.port})
        processes = store, door = case_store(settings), gateway(settings)
        async with kept_running(*processes):
            await asyncio.gather(store.ready.wait(), door.ready.wait())
            before = [held_by(process.pid).files for process in processes]
            async with aiohttp.ClientSession(f"http://127.0.0.1:{settings.port}") as client:
                for _ in range(CHATS):
                    await _chat(client)
            for process, files in zip(processes, before, strict=True):
                await until(lambda p=process, f=files: held_by(p.pid).files <= f + EXPLAINED, GUARD_SECONDS)


async def _chat(client):
    async with client.post("/api/v1/conversations", json={"language": "de"}) as answer:
        opened = await answer.json()
    chat, token = f"/api/v1/conversations/{opened['id']}", {"Authorization": f"Bearer {opened['token']}"}
    async with client.get(f"{chat}/events", headers=token) as line:
        await line.content.readline()
        said = {"text": "Guten Tag", "client_id": "1"}
        async with client.post(f"{chat}/messages", json=said, headers=token) as answer:
            assert answer.status == 200
