"""A real ticket system inside the test's event loop, and requests to tell it of."""

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from casestore.context import Context
from casestore.outgoing.webhooks import deliver_next
from casestore.requests.filing import received, store
from casestore.requests.trail import record
from casestore.storage.tables import Webhook
from casestore.wire.requests import NewRequest
from privacy.right import Right
from settings import Settings
from tests.casestore.inbox import Gate

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105  # of the scheme's own tests
URL_TOKEN = "canary-token"  # noqa: S105


class Receiver:
    """Keeps what it is sent and answers with the next of *answers*, else 204; a *gate* holds one answer."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes, str]] = []  # headers, body, path
        self.arrived = asyncio.Event()
        self.answers: list[int] = []
        self.gate: Gate | None = None
        app = web.Application()
        for path in ("/hook", "/elsewhere"):
            app.router.add_route("*", path, self._take)
        self.server = TestServer(app)

    @property
    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body, _ in self.heard]

    def all_of(self, header: str) -> list[str]:
        return [headers[header] for headers, _, _ in self.heard]

    def told_by(self, settings: Settings) -> Settings:
        """The settings with this as the ticket system."""
        url = str(self.server.make_url("/hook").with_query(token=URL_TOKEN))
        return Settings.load(**dict(settings) | {"webhook_url": url, "webhook_secret": SECRET})

    async def _take(self, http: web.Request) -> web.Response:
        self.heard.append((dict(http.headers.items()), await http.read(), http.path))
        self.arrived.set()
        gate, self.gate = self.gate, None
        if gate:
            await gate.pass_through()
        status = self.answers.pop(0) if self.answers else 204
        return web.Response(status=status, headers={"Location": "/elsewhere"})


async def filed(context: Context, key: str = "1", events: int = 1) -> str:
    """File a request, with *events* in its trail; returns its reference."""
    async with context.database.writing() as session:
        request = received(context, key, NewRequest(key=key, rights=[Right.ACCESS]), context.now())
        await store(session, context, request, "data subject")
        for _ in range(events - 1):
            record(context, request, "data subject", "amended")
    return request.reference


async def rows(context: Context) -> Sequence[Webhook]:
    async with context.database.reading() as session:
        return (await session.scalars(select(Webhook).order_by(Webhook.id))).all()


async def standing(context: Context) -> list[tuple[str, int, str | None]]:
    return [(row.state, row.attempts, row.problem) for row in await rows(context)]


async def drain(context: Context) -> None:
    while await deliver_next(context):
        pass
