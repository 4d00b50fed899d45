"""A gateway before the real case store, with a stand-in for Rasa; what they log can be read."""

import pytest

from gateway.app import create_app
from tests.gateway.visitor import ROOT, Visitor
from tests.installation import installed
from tests.logged import log

__all__ = ["log"]


@pytest.fixture
def overrides():
    return {}


@pytest.fixture
async def running(tmp_path, overrides):
    async with installed(tmp_path, **overrides) as running:
        yield running


@pytest.fixture
async def gateway(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.fixture
async def visitor(gateway):
    response = await gateway.post(ROOT, json={"language": "de"})
    assert response.status == 201, await response.text()
    return Visitor(gateway, await response.json())
