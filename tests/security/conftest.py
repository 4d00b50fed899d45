"""The case store on both databases, and the gateway and the actions before the real case store."""

import aiohttp
import pytest

from gateway.app import create_app
from tests.actions.acting import acting
from tests.casestore.conftest import (
    app,
    call,
    clock,
    context,
    database,
    hire,
    inbox,
    migrated_file,
    migrated_template,
    no_settings_from_outside,
    region,
    server,
    settings,
    store,
    visit,
    visitor,
)
from tests.gateway.visitor import ROOT, Visitor

__all__ = [
    "app",
    "call",
    "clock",
    "context",
    "database",
    "hire",
    "inbox",
    "migrated_file",
    "migrated_template",
    "no_settings_from_outside",
    "region",
    "server",
    "settings",
    "store",
    "visit",
    "visitor",
]


@pytest.fixture
async def internal(server, settings):
    """The case store as a process of ours calls it."""
    headers = {"Authorization": f"Bearer {settings.service_token.get_secret_value()}"}
    async with aiohttp.ClientSession(server.make_url("/"), headers=headers) as session:
        yield session


@pytest.fixture
def overrides():
    return {}


@pytest.fixture
async def running(tmp_path, overrides, monkeypatch):
    async with acting(tmp_path, monkeypatch, **overrides) as running:
        yield running


@pytest.fixture
async def gateway(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.fixture
def open_chat(gateway):
    async def open_chat():
        response = await gateway.post(ROOT, json={"language": "de"})
        assert response.status == 201, await response.text()
        return Visitor(gateway, await response.json())

    return open_chat
