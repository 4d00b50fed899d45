"""R10: no log holds a message, an address, a code, a token or a password: not while all goes well with
everything logged, not when calls are malformed, not when databases break, and not when a process dies of it.
"""

import asyncio
import json
import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from tests.journeys.chat import Chat
from tests.journeys.system import System, until

pytestmark = pytest.mark.journey

HERE = Path(__file__).parent
WORD = "Kanarienvogel"
ADDRESS = "canary.bird@example.org"
PROCESSES = ("casestore", "actions", "rasa", "desk", "gateway")
CHATS = "/api/v1/desk/conversations"


@pytest.fixture
async def talkative(tmp_path):
    """A system that logs everything, and whose processes can be made to die."""
    system = System(tmp_path / "data")
    system.environment |= {
        "AUSKUNFT_LOG_LEVEL": "debug",
        "CRASH_WITH": f"{WORD} {ADDRESS}",
        "PYTHONPATH": str(HERE / "crashing"),
    }
    system.data.mkdir()
    await system.start()
    yield system
    if system.process.poll() is None:
        system.stop()


def logs_of(system: System) -> dict[str, str]:
    """What each process has logged, by its name."""
    files = (system.data / "log").glob("*.log*")
    return {path.name.partition(".")[0]: path.read_text(encoding="utf-8", errors="replace") for path in files}


def is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


async def test_no_log_holds_what_anybody_wrote(talkative):
    secrets = [WORD, ADDRESS, ADDRESS.partition("@")[0]]
    async with aiohttp.ClientSession(talkative.gateway) as visitor:
        chat = await Chat.open(visitor, "de")
        secrets += [chat.token, await _lives(talkative, chat), chat.token]
        await _stumbles(talkative, chat)
        await _loses_its_databases(talkative, chat)
    for name in PROCESSES:
        os.kill(talkative.pid_of(name), signal.SIGUSR1)
        await until(lambda name=name: "in _crash" in logs_of(talkative)[name], 60)
    talkative.stop()

    logs = {**logs_of(talkative), "up": talkative.said()}
    assert '"level": "error", "process": "rasa", "logger": "rasa.core.tracker_store"' in logs["rasa"]
    assert "sqlalchemy" in logs["casestore"]
    assert {name for name in PROCESSES if '"level": "debug"' in logs[name]} == set(PROCESSES)
    assert [line for name in PROCESSES for line in logs[name].splitlines() if not is_object(line)] == []
    assert [(name, secret) for name, log in logs.items() for secret in secrets if secret in log] == []


async def _lives(system: System, chat: Chat) -> str:
    """A request is made, proved and talked about with staff; returns its code."""
    await chat.say(f"Ich möchte Auskunft über meine Daten, {WORD}.")
    await chat.say(ADDRESS)
    code = await system.next_code(ADDRESS)
    await chat.say(f"Welchen Code, {WORD}?")
    await chat.say(code)
    await chat.say(f"Ich möchte mit einem Menschen sprechen, {WORD}.")
    token = system.run("staff", "token", "demo").stdout.strip()
    async with aiohttp.ClientSession(system.desk, headers={"Authorization": f"Bearer {token}"}) as staff:
        for path, body in (
            (f"{CHATS}/{chat.id}/claim", {}),
            (f"{CHATS}/{chat.id}/messages", {"text": f"Guten Tag, {WORD}."}),
            (f"{CHATS}/{chat.id}/notes", {"text": f"Notiz, {WORD}."}),
            (f"{CHATS}/{chat.id}/release", {}),
            ("/api/v1/desk/answers", {"text": f"Wie lange speichern Sie Daten, {WORD}?"}),
            ("/api/v1/desk/requests", {"rights": WORD}),
        ):
            async with staff.post(path, json=body) as response:
                await response.read()
        await staff.post("/login", data={"name": "demo", "password": WORD})
    return code


async def _stumbles(system: System, chat: Chat) -> None:
    """Every process hears what it cannot read, also what only another process of ours could send."""
    key = {
        name: (system.data / "keys" / f"auskunft_{name}_token").read_text()
        for name in ("service", "rasa", "actions")
    }
    tracker = {"sender_id": WORD, "slots": WORD, "events": [WORD], "latest_message": {"text": WORD}}
    calls = [
        ("CASESTORE_PORT", f"/conversations/{WORD}/turns", "service", {"text": {"a": WORD}}),
        ("CASESTORE_PORT", "/customers", "service", [{"number": WORD, "email": ADDRESS}]),
        ("RASA_PORT", "/webhooks/auskunft/turns", "rasa", {"text": [WORD], "conversation": WORD}),
        ("RASA_PORT", "/webhooks/auskunft/turns", "rasa", _turn(chat.id, "/nothing{" + WORD)),
        ("RASA_PORT", f"/{WORD}", "rasa", WORD),
        ("ACTIONS_PORT", "/webhook", "actions", {"next_action": "action_answer", "tracker": tracker}),
        ("ACTIONS_PORT", "/webhook", "actions", {"next_action": WORD}),
        ("PORT", f"/api/v1/conversations/{chat.id}/messages?{WORD}", "rasa", {"text": {"a": WORD}}),
        ("DESK_PORT", f"/{WORD}?{WORD}={ADDRESS}", "rasa", WORD),
    ]
    async with aiohttp.ClientSession() as anyone:
        for port, path, token, body in calls:
            headers = {"Authorization": f"Bearer {key[token]}", "X-Word": WORD}
            url = f"http://127.0.0.1:{system.ports[port]}{path}"
            async with anyone.post(url, json=body, headers=headers) as response:
                await response.read()
    for port in system.ports.values():
        await _says(port, f"GET /{WORD} HTTP/9.9\r\n{WORD}\r\n\r\n")
        await _says(port, f"POST / HTTP/1.1\r\nHost: {WORD}\r\nContent-Length: {WORD}\r\n\r\n")


def _turn(conversation: str, payload: str) -> dict[str, str | None]:
    """A turn as the gateway sends it."""
    given = {"conversation": conversation, "turn": "1", "language": "de", "expects": None}
    return {**given, "text": None, "payload": payload}


async def _says(port: int, raw: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw.encode())
    await writer.drain()
    writer.write_eof()
    await reader.read()
    writer.close()


async def _loses_its_databases(system: System, chat: Chat) -> None:
    """What is written now fails in the middle, with the message at hand."""
    for file, table in (("tracker.db", "events"), ("casestore.db", "messages")):
        async with chat.call(
            "POST", "/messages", json={"client_id": f"before {file}", "text": WORD}
        ) as answer:
            await answer.read()
        with closing(sqlite3.connect(system.data / file, timeout=30)) as database, database:
            database.execute(f"ALTER TABLE {table} RENAME TO lost")
        async with chat.call(
            "POST", "/messages", json={"client_id": f"after {file}", "text": WORD}
        ) as answer:
            await answer.read()
