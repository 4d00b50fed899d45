"""The case store on both databases, and the gateway and the actions before the real case store."""

import aiohttp
import pytest

from auskunft import store as accounts
from casestore.wire.staff import NewStaff
from desk.app import create_app as create_desk
from doors.patience import Patience
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
from tests.desk.browser import PASSWORD
from tests.doors.opened import opened
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


@pytest.fixture
def patience():
    return Patience()


@pytest.fixture
async def door(running, patience):
    """The gateway's port, opened as its process opens it."""
    async with opened(create_app(running.settings, patience), running.settings) as port:
        yield port


@pytest.fixture
async def desk_door(running, patience):
    """The desk's."""
    async with opened(create_desk(running.settings, patience), running.settings) as port:
        yield port


@pytest.fixture
async def chat(running):
    """A conversation, with its token."""
    return await running.cases.open_conversation("de")


@pytest.fixture
async def hired(running):
    """Name and password of a member of staff."""
    await accounts.add_staff(running.settings, NewStaff(name="weber", role="agent", password=PASSWORD))
    return "weber", PASSWORD


@pytest.fixture
async def outside(system):
    """Who has the address of the running system's gateway, and no more."""
    async with aiohttp.ClientSession(system.gateway) as session:
        yield session
