"""A case store that runs, its mail, and a stand-in for Rasa, the one process that takes 15 s to start."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from auskunft.demo import load_demo
from casestore.app import create_app
from casestore.client import CaseStore
from casestore.storage.schema import upgrade
from settings import Settings
from tests.casestore.inbox import Inbox

ON_FILE = "erika.mustermann@example.com"  # content/demo/customers.csv
NOT_ON_FILE = "nobody@example.com"
ANSWER = {
    "id": "1",
    "language": "de",
    "outcome": "answered",
    "rights": [],
    "topic": "retention",
    "confidence": 0.93,
    "answer": "Antwort",
    "citations": [],
    "alternatives": [],
    "law": [{"article": "Art. 5 GDPR", "note": "Speicherbegrenzung"}],
    "staff_note": None,
}
GUARD = 60  # seconds; only ends a test that would hang

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StandInRasa:
    """Speaks the protocol of `bot/channel.py`: says what it is told to, keeps what it hears."""

    def __init__(self, token: str) -> None:
        self.says: list[dict[str, Any]] = [{"text": "Antwort"}]
        self.language: str | None = None
        self.expects: str | None = None
        self.reference: str | None = None
        self.reads: dict[str, Any] = {}  # what differs from `ANSWER` for the answer aid
        self.parts: list[dict[str, Any]] = []
        self.fails = False
        self.heard: list[dict[str, Any]] = []
        self.numbers: list[str] = []  # of the calls that the turns it heard belong to
        self.forgotten: list[str] = []
        self.forgotten_before: float | None = None
        self._token = token
        app = web.Application(middlewares=[self._refuse])
        app.router.add_get("/", self._alive)
        app.router.add_post("/webhooks/auskunft/turns", self._turn)
        app.router.add_post("/webhooks/auskunft/answers", self._answer)
        app.router.add_post("/webhooks/auskunft/aid", self._aid)
        app.router.add_delete("/webhooks/auskunft/conversations/{id}", self._forget)
        app.router.add_delete("/webhooks/auskunft/conversations", self._forget_before)
        self.server = TestServer(app)

    @web.middleware
    async def _refuse(self, http: web.Request, handler: Handler) -> web.StreamResponse:
        if self.fails:
            return web.Response(status=500)
        if http.path != "/" and http.headers.get("Authorization") != f"Bearer {self._token}":
            return web.Response(status=401)
        return await handler(http)

    async def _alive(self, _: web.Request) -> web.Response:
        return web.Response(text="Hello from Rasa: 3.6.21")

    async def _turn(self, http: web.Request) -> web.Response:
        self.heard.append(turn := await http.json())
        self.numbers.append(http.headers.get("X-Request-Id", ""))
        left_open = {"language": self.language or turn["language"], "expects": self.expects}
        return web.json_response({"messages": self.says, **left_open, "reference": self.reference})

    async def _answer(self, http: web.Request) -> web.Response:
        self.heard.append(asked := await http.json())
        return web.json_response({**ANSWER, "text": asked["text"]})

    async def _aid(self, http: web.Request) -> web.Response:
        self.heard.append(asked := await http.json())
        answers = {code: {**ANSWER, **self.reads, "text": asked["text"]} for code in ("de", "en")}
        return web.json_response({"language": "de", "answers": answers, "parts": self.parts})

    async def _forget(self, http: web.Request) -> web.Response:
        self.forgotten.append(http.match_info["id"])
        return web.Response(status=204)

    async def _forget_before(self, http: web.Request) -> web.Response:
        self.forgotten_before = float(http.query["before"])
        return web.Response(status=204)


@dataclass
class Installation:
    """What the process under test finds running."""

    settings: Settings
    cases: CaseStore
    rasa: StandInRasa
    inbox: Inbox
    _store: TestServer

    def execute(self, statement: str, *values: str) -> list[Any]:
        """Look into the database past the case store."""
        with closing(sqlite3.connect(self.settings.data / "casestore.db")) as database, database:
            return database.execute(statement, values).fetchall()

    async def change(self, statement: str, *values: str) -> None:
        """Change the database past the case store, which may be writing and goes on meanwhile."""
        await asyncio.to_thread(self.execute, statement, *values)

    async def code(self) -> str:
        """The code in the next mail that has one."""
        return (await self.inbox.next_with_code())[1]

    async def stop_case_store(self) -> None:
        """Stop it, as a fault or at the end."""
        await self._store.close()


@asynccontextmanager
async def installed(folder: Path, **overrides: Any) -> AsyncIterator[Installation]:
    """Run the case store with the sample data, a mail server, and the stand-in for Rasa."""
    sample = await asyncio.to_thread(_sample_data)
    shutil.copytree(sample.name, folder, dirs_exist_ok=True)
    inbox = Inbox()
    await inbox.open()
    mail = {"smtp_host": "127.0.0.1", "smtp_port": inbox.port, "smtp_tls": False}
    settings = Settings.load(data=folder, **mail, **overrides)
    rasa, store = StandInRasa(settings.rasa_token.get_secret_value()), TestServer(create_app(settings))
    await asyncio.gather(rasa.server.start_server(), store.start_server())
    ports = {"rasa_port": rasa.server.port, "casestore_port": store.port}
    settings = settings.model_copy(update=ports)
    running = Installation(settings, CaseStore.at(settings), rasa, inbox, store)
    try:
        yield running
    finally:
        inbox.close()
        await running.cases.close()
        await running.stop_case_store()
        await rasa.server.close()


@cache
def _sample_data() -> "TemporaryDirectory[str]":
    """A data folder with keys, an empty database and the sample customers; made once."""
    folder = TemporaryDirectory(prefix="auskunft-")
    settings = Settings.load(data=Path(folder.name))
    upgrade(settings)
    asyncio.run(load_demo(settings))
    return folder
