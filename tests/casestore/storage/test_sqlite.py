"""SQLite in the loop: who waits for a writer holds up nobody; a thread ends before its connection does."""

import asyncio
import sqlite3

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from casestore.storage import schema, sqlite
from casestore.storage.database import connect
from settings import Settings

NOTHING = text("UPDATE alembic_version SET version_num = version_num")


@pytest.fixture
async def database(tmp_path):
    settings = Settings.load(data=tmp_path)
    schema.upgrade(settings)
    database = connect(settings)
    await database.check()
    yield database
    await database.close()


@pytest.fixture
def other(database, tmp_path):  # noqa: ARG001  # it is there first
    """Another process that writes."""
    with sqlite3.connect(tmp_path / "casestore.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


async def _writes(database):
    async with database.writing() as session:
        await session.execute(NOTHING)


async def test_who_waits_for_another_process_holds_up_nobody_here(database, other):
    waiting = asyncio.create_task(_writes(database))
    for _ in range(20):  # as many readers come and go meanwhile
        async with database.reading() as session:
            assert await session.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    assert not waiting.done()
    other.execute("COMMIT")

    await waiting


@pytest.mark.usefixtures("other")
async def test_who_waited_long_enough_hears_that_nothing_was_written(database, monkeypatch):
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.05)

    with pytest.raises(OperationalError, match="locked"):
        await _writes(database)


async def test_a_database_that_takes_nothing_is_not_waited_for(database, monkeypatch):
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 3600)
    async with database.reading() as session:
        await session.execute(text("PRAGMA query_only=ON"))
        with pytest.raises(OperationalError, match="readonly"):
            await session.execute(NOTHING)


async def test_a_compaction_that_is_cancelled_ends_before_its_connection(tmp_path):
    """The process would break: what is left of the connection is looked at by its thread."""
    driver = sqlite3.connect(tmp_path / "a.db", check_same_thread=False, isolation_level=None)
    driver.execute("CREATE TABLE a (b)")
    driver.execute("BEGIN")
    driver.executemany("INSERT INTO a VALUES (?)", [("x" * 200,)] * 200_000)
    driver.execute("COMMIT")
    at_work = asyncio.create_task(sqlite.compact(driver, float("inf")))
    await asyncio.sleep(0)
    at_work.cancel()

    with pytest.raises(asyncio.CancelledError):
        await at_work
    assert driver.execute("PRAGMA busy_timeout").fetchone() == (0,)  # the thread has put it back
    driver.close()
