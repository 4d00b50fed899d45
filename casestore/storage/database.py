"""The connection to the database: sessions that read, and sessions that write."""

import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import StaticPool, event, text
from sqlalchemy.exc import InternalError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from casestore.storage import sqlite
from casestore.storage.encryption import Encrypted, Vault
from settings import Settings

_LOCK_WAIT = f"SET lock_timeout = '{sqlite.WAIT_SECONDS:.0f}s'"
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND usename IS NOT NULL"  # neither autovacuum nor a worker of the server's own
)
_LOOK = text("SELECT version_num FROM alembic_version")
_TOUCH = text("UPDATE alembic_version SET version_num = version_num")  # SQLite locks the file when it writes

# Locked, full, gone; PostgreSQL says of itself that it is read-only. The others are about what was written.
_Broken = (OperationalError, InternalError)


class InUseError(Exception):
    """Another process has the database open."""


class Database:
    """Sessions that read, and sessions that write in one transaction."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self.vault = vault
        self._engine = engine
        self._takes = True  # since a change could not be written, one could
        level = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
        self._reading = async_sessionmaker(engine.execution_options(**level), expire_on_commit=False)
        self._writing = async_sessionmaker(engine.execution_options(write=True), expire_on_commit=False)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one state of the database."""
        async with self._reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A session that writes; commits unless an exception leaves it."""
        try:
            async with self._writing.begin() as session:
                yield session
        except _Broken:
            self._takes = False
            raise

    async def check(self) -> None:
        """Read, and write where a change could not be written before; raises what prevents it."""
        async with self.reading() as session:
            await session.execute(_LOOK)
        if not self._takes:
            async with self.writing() as session:
                await session.execute(_TOUCH)
            self._takes = True

    async def compact(self, at_most: float = math.inf) -> None:
        """Write SQLite's file anew: a page that was split keeps stale copies of rows that were deleted.

        Readers go on meanwhile, writers wait; not when it has more than *at_most* bytes. PostgreSQL
        looks after itself.
        """
        if self._engine.dialect.name != "sqlite":
            return
        async with self._engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await sqlite.compact(driver, at_most)

    def use_keys(self, settings: Settings) -> None:
        """Encrypt and look up with the keys of *settings* from now on."""
        self.vault = Encrypted.vault = _vault(settings)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def connect(settings: Settings) -> Database:
    """Open the database of *settings*; its schema must be up to date."""
    is_server = not settings.database_url.startswith("sqlite")
    engine = create_async_engine(settings.database_url, pool_pre_ping=is_server, hide_parameters=True)
    if is_server:
        event.listen(engine.sync_engine, "connect", _on_connect_to_server)
    return _opened(engine, settings)


@asynccontextmanager
async def alone_in(settings: Settings) -> AsyncIterator[Database]:
    """The database of *settings* while nobody else has it open; raises `InUseError`."""
    engine = create_async_engine(settings.database_url, poolclass=StaticPool, hide_parameters=True)
    database = _opened(engine, settings, alone=True)
    try:
        async with database.writing() as session:
            if engine.dialect.name == "postgresql" and await session.scalar(_OTHERS):
                raise InUseError
            await session.execute(_TOUCH)
        yield database
    except OperationalError as error:
        if "database is locked" in str(error.orig):
            raise InUseError from error
        raise
    finally:
        await database.close()


def _opened(engine: AsyncEngine, settings: Settings, *, alone: bool = False) -> Database:
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine.sync_engine, alone=alone)
    Encrypted.vault = _vault(settings)
    return Database(engine, Encrypted.vault)


def _vault(settings: Settings) -> Vault:
    return Vault(settings.data_key.get_secret_value(), settings.index_key.get_secret_value())


def _on_connect_to_server(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute(_LOCK_WAIT)
    cursor.close()
    connection.commit()  # or it would end with the transaction
