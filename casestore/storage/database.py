"""The connection to the database, with SQLite set up for concurrent writers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from casestore.storage.encryption import Encrypted, Vault
from settings import Settings

_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "busy_timeout=10000",  # milliseconds
    "synchronous=NORMAL",
    "secure_delete=ON",  # what is forgotten is overwritten
)


class Database:
    """Sessions that read, and sessions that write in one transaction."""

    def __init__(self, engine: AsyncEngine, vault: Vault) -> None:
        self.vault = vault
        self._engine = engine
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
        async with self._writing.begin() as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def connect(settings: Settings) -> Database:
    """Open the database of *settings*; its schema must be up to date."""
    engine = create_async_engine(settings.database_url, pool_pre_ping=True, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _on_connect)
        event.listen(engine.sync_engine, "begin", _on_begin)
    vault = Vault(settings.data_key.get_secret_value(), settings.index_key.get_secret_value())
    Encrypted.vault = vault
    return Database(engine, vault)


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # or the driver begins transactions of its own
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    """Take the write lock first: read-then-write transactions would fail at once."""
    writes = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
