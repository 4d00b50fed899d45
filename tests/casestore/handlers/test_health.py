"""A case store is ready when its database is; that the process lives is another question."""

import aiohttp
import pytest
from sqlalchemy import text

from monitoring import readiness


@pytest.fixture
def asked(server, monkeypatch):
    monkeypatch.setattr(readiness, "KNOWN_SECONDS", 0.0)

    async def asked(path):
        async with aiohttp.ClientSession(server.make_url("/")) as session, session.get(path) as response:
            return response.status, await response.json()

    return asked


async def test_it_is_ready_with_the_database_of_this_version(asked):
    assert await asked("/readyz") == (200, {"database": True, "schema": True})


async def test_an_older_schema_is_named_and_the_process_lives(asked, context):
    async with context.database.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0000'"))

    assert await asked("/readyz") == (503, {"database": True, "schema": False})
    assert await asked("/healthz") == (200, {"status": "ok"})


async def test_a_database_without_tables_is_missing(asked, store, context):
    async with context.database.writing() as session:
        await session.execute(text("DROP TABLE alembic_version"))

    assert await asked("/readyz") == (503, {"database": False, "schema": False})
    assert await asked("/healthz") == (200, {"status": "ok"})
    assert not await store.is_ready()
