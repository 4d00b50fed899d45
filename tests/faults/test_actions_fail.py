"""An action server that fails while a request is taken in: nobody is told of a request that there is not."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from actions.app import create_app as create_actions
from auskunft.failure import ROOT
from auskunft.processes import environment, processes
from auskunft.training import model_path
from gateway.app import create_app
from settings import Settings
from tests.actions.acting import acting
from tests.gateway.visitor import ROOT as CONVERSATIONS
from tests.gateway.visitor import Visitor
from tests.journeys.system import bring_model, free_ports

pytestmark = [pytest.mark.faults, pytest.mark.rasa]

START_SECONDS = 240  # only ends a test that would hang
WANTED = {"de": "Ich möchte Auskunft über meine Daten.", "en": "I want access to my personal data."}
NOT_STORED = {"de": "noch nicht gespeichert", "en": "not stored yet"}
SPEECHLESS = {"de": "gerade nicht antworten", "en": "cannot answer that at the moment"}
RECEIVE, FORM, ANY = "action_receive_request", "validate_intake_form", "any"


class Spoilt:
    """The action server, of which one action, or any, *fails*."""

    def __init__(self, settings: Settings) -> None:
        app = create_actions(settings)
        app.middlewares.append(self._perhaps)
        self.server = TestServer(app)
        self.action = ""
        self.fails = None
        self.thaw = asyncio.Event()

    @web.middleware
    async def _perhaps(self, http, handler):
        if self.fails and self.action in {ANY, (await http.json())["next_action"]}:
            return await self.fails(http)
        return await handler(http)

    async def answers_500(self, _):
        return web.Response(status=500)

    async def answers_junk(self, _):
        return web.Response(text="<html>", content_type="application/json")

    async def answers_something_else(self, _):
        return web.json_response({"events": "none", "responses": {}})

    async def hangs_up(self, http):
        http.transport.abort()
        return web.Response()

    async def hangs(self, _):
        await self.thaw.wait()
        return web.Response(status=500)


FAULTS = [
    (RECEIVE, Spoilt.answers_500),
    (RECEIVE, Spoilt.answers_junk),
    (RECEIVE, Spoilt.answers_something_else),
    (RECEIVE, Spoilt.hangs_up),
    (RECEIVE, Spoilt.hangs),
    (FORM, Spoilt.answers_500),
    (FORM, Spoilt.hangs),
    (ANY, Spoilt.answers_500),
    (ANY, Spoilt.hangs_up),
]


@asynccontextmanager
async def rasa_of(settings):
    """Rasa as `auskunft up` starts it."""
    bring_model(settings.data)
    [rasa] = [one for one in processes(settings, model_path(settings)) if one.name == "rasa"]
    with (settings.data / "rasa.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            *rasa.command, cwd=ROOT, env=environment(settings), stdout=log, stderr=log
        )
    try:
        yield
    finally:
        running.terminate()
        await running.wait()


@pytest.fixture
async def running(tmp_path, monkeypatch):
    plenty = {"limit_messages_client": "1000/minute", "limit_conversations_client": "1000/minute"}
    async with acting(tmp_path, monkeypatch, **plenty) as running:
        yield running


@pytest.fixture
async def spoilt(running):
    spoilt = Spoilt(running.settings)
    async with spoilt.server:
        yield spoilt
        spoilt.thaw.set()


@pytest.fixture
async def gateway(running, spoilt):
    ports = {"actions_port": spoilt.server.port, "rasa_port": free_ports(1)[0]}
    settings = running.settings.model_copy(update=ports)
    async with rasa_of(settings), TestClient(TestServer(create_app(settings))) as gateway:
        async with asyncio.timeout(START_SECONDS):
            while (await gateway.get("/readyz")).status != 200:  # noqa: ASYNC110  # Rasa starts
                await asyncio.sleep(0.2)
        yield gateway


async def test_what_is_told_is_stored_and_saying_it_again_makes_good(running, spoilt, gateway):
    for number, (action, fault) in enumerate(FAULTS):
        language = list(WANTED)[number % 2]
        opened = await gateway.post(CONVERSATIONS, json={"language": language})
        visitor = Visitor(gateway, await opened.json())
        spoilt.action, spoilt.fails = action, fault.__get__(spoilt)

        told = await visitor.says(WANTED[language])

        stored = [card.reference for card in await running.cases.own_requests(visitor.id)]
        assert told_of(told) == set(stored), fault
        assert bool(stored) is (action == FORM)
        if not stored:
            assert {RECEIVE: NOT_STORED, ANY: SPEECHLESS}[action][language] in told[-1]["text"]
            assert told[-1]["expects"] is None
        spoilt.fails = None
        assert (await visitor.says(WANTED[language]))[-1]["expects"] == "email"
        assert len(await running.cases.own_requests(visitor.id)) == len(stored) + 1


def told_of(messages):
    return {message["request"]["reference"] for message in messages if message["request"]}
