"""A case store that runs, its mail, and a stand-in for Rasa, the one process that takes 15 s to start."""

import asyncio
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from aiosmtpd.smtp import SMTP, Envelope, Session

from auskunft.demo import load_demo
from casestore.app import create_app
from casestore.client import CaseStore
from casestore.schema import upgrade
from settings import Settings

ON_FILE = "erika.mustermann@example.com"  # content/demo/customers.csv
NOT_ON_FILE = "nobody@example.com"
GUARD = 20  # seconds: only a test that fails waits for them

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StandInRasa:
    """Speaks the protocol of `bot/channel.py`: says what it is told to, keeps what it hears."""

    def __init__(self, token: str) -> None:
        self.says: list[dict[str, Any]] = [{"text": "Antwort"}]
        self.language: str | None = None
        self.expects: str | None = None
        self.reference: str | None = None
        self.fails = False
        self.heard: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self._token = token
        app = web.Application(middlewares=[self._refuse])
        app.router.add_get("/", self._alive)
        app.router.add_post("/webhooks/auskunft/turns", self._turn)
        app.router.add_post("/webhooks/auskunft/answers", self._answer)
        app.router.add_delete("/webhooks/auskunft/conversations/{id}", self._forget)
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
        left_open = {"language": self.language or turn["language"], "expects": self.expects}
        return web.json_response({"messages": self.says, **left_open, "reference": self.reference})

    async def _answer(self, http: web.Request) -> web.Response:
        self.heard.append(asked := await http.json())
        return web.json_response({"id": "1", "text": asked["text"], "outcome": "answered"})

    async def _forget(self, http: web.Request) -> web.Response:
        self.forgotten.append(http.match_info["id"])
        return web.Response(status=204)


class Mailbox:
    """A mail server's handler that keeps what it is sent."""

    def __init__(self) -> None:
        self._mails: asyncio.Queue[tuple[str, str]] = asyncio.Queue()

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd
        mail = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        self._mails.put_nowait((envelope.rcpt_tos[0], str(mail.get_content())))
        return "250 OK"

    async def next(self) -> tuple[str, str]:
        """The address and the text of the next mail, as soon as it has come."""
        return await asyncio.wait_for(self._mails.get(), GUARD)

    async def code(self) -> str:
        """The code in the next mail that has one."""
        while True:
            _, text = await self.next()
            if found := re.search(r"^ +(\d{6})\r?$", text, re.MULTILINE):
                return found[1]


@dataclass
class Installation:
    """What the process under test finds running."""

    settings: Settings
    cases: CaseStore
    store: TestServer
    rasa: StandInRasa
    mailbox: Mailbox

    def execute(self, statement: str, *values: str) -> list[Any]:
        """Look into the database, or change it, past the case store."""
        with closing(sqlite3.connect(self.settings.data / "casestore.db")) as database, database:
            return database.execute(statement, values).fetchall()


@asynccontextmanager
async def installed(folder: Path, **overrides: Any) -> AsyncIterator[Installation]:
    """Run the case store with the sample data, a mail server, and the stand-in for Rasa."""
    sample = await asyncio.to_thread(_sample_data)
    shutil.copytree(sample.name, folder, dirs_exist_ok=True)
    mailbox = Mailbox()
    smtp = await asyncio.get_running_loop().create_server(lambda: SMTP(mailbox), "127.0.0.1", 0)
    mail = {"smtp_host": "127.0.0.1", "smtp_port": smtp.sockets[0].getsockname()[1], "smtp_tls": False}
    settings = Settings.load(data=folder, **mail, **overrides)
    rasa = StandInRasa(settings.rasa_token.get_secret_value())
    async with rasa.server, TestServer(create_app(settings)) as store, smtp:
        ports = {"rasa_port": rasa.server.port, "casestore_port": store.port}
        settings = settings.model_copy(update=ports)
        cases = CaseStore.at(settings)
        yield Installation(settings, cases, store, rasa, mailbox)
        await cases.close()


@cache
def _sample_data() -> "TemporaryDirectory[str]":
    """A data folder with keys, an empty database and the sample customers; made once."""
    folder = TemporaryDirectory(prefix="auskunft-")
    settings = Settings.load(data=Path(folder.name))
    upgrade(settings)
    asyncio.run(load_demo(settings))
    return folder
