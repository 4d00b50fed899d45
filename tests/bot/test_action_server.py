"""Rasa calls actions over connections that stay open, believes no odd answer, and waits for nobody long."""

import asyncio

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import ValidationError

pytestmark = pytest.mark.rasa


class Actions:
    """Answers what it is told to; knows from how many connections it was called."""

    def __init__(self):
        self.answers = {"events": [], "responses": []}
        self.hangs = False
        self.lines = set()
        app = web.Application()
        app.router.add_post("/webhook", self._run)
        self.server = TestServer(app)

    async def _run(self, http):
        self.lines.add(id(http.transport))
        if self.hangs:
            await asyncio.Event().wait()
        return web.json_response(self.answers)


@pytest.fixture
async def actions():
    actions = Actions()
    await actions.server.start_server()
    yield actions
    await actions.server.close()


@pytest.fixture
def action(actions):
    """Runs an action as Rasa does."""
    from rasa.core.actions.action import RemoteAction
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import CollectingOutputChannel
    from rasa.core.nlg import NaturalLanguageGenerator
    from rasa.shared.core.domain import Domain
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.endpoints import EndpointConfig

    from bot.action_server import ActionServer, call_at_once

    call_at_once(Agent())
    server = ActionServer.at(EndpointConfig(str(actions.server.make_url("/webhook"))))
    domain, tracker = Domain.empty(), DialogueStateTracker.from_events("c", [])
    language = NaturalLanguageGenerator.create(None, domain)
    remote = RemoteAction("action_answer", server)
    return lambda: remote.run(CollectingOutputChannel(), language, tracker, domain)


async def test_actions_one_after_the_other_go_over_one_connection(actions, action):
    for _ in range(5):
        await action()

    assert len(actions.lines) == 1


@pytest.mark.parametrize(
    "odd",
    [{"events": "none"}, {"events": [{"event": 7}]}, {"events": [], "responses": ["words"]}, ["events"]],
)
async def test_an_answer_that_is_not_in_form_is_refused(actions, action, odd):
    actions.answers = odd
    with pytest.raises(ValidationError) as refused:
        await action()

    assert "words" not in str(refused.value)


async def test_an_action_server_that_hangs_is_given_up(actions, action, monkeypatch):
    from bot import action_server

    monkeypatch.setattr(action_server, "PATIENCE", 0.2)
    actions.hangs = True
    with pytest.raises((TimeoutError, aiohttp.ClientError)):
        await action()
