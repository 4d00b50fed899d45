"""The case store on both databases, for tests that try much in one store."""

import asyncio

import pytest

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
)

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
]


@pytest.fixture
async def run():
    """Has a coroutine run to its end, and meanwhile all that serves in this loop."""
    return asyncio.get_running_loop().run_until_complete


@pytest.fixture
async def staff(hire):
    """The tokens of one member of staff a role."""
    return {role: await hire(role) for role in ("agent", "lead", "privacy", "auditor")}
