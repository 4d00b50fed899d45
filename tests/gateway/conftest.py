"""The real gateway before the real case store, with a stand-in for Rasa behind it."""

import pytest

from gateway.app import create_app
from tests.gateway.visitor import ROOT, Visitor
from tests.installation import installed

PLENTY = "1000/minute"


@pytest.fixture
def overrides():
    return {"limit_messages_client": PLENTY, "limit_conversations_client": PLENTY}


@pytest.fixture
async def running(tmp_path, overrides):
    async with installed(tmp_path, **overrides) as running:
        yield running


@pytest.fixture
async def gateway(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.fixture
def open_chat(gateway):
    async def open_chat(language="de"):
        response = await gateway.post(ROOT, json={"language": language})
        assert response.status == 201, await response.text()
        return Visitor(gateway, await response.json())

    return open_chat


@pytest.fixture
async def visitor(open_chat):
    return await open_chat()
