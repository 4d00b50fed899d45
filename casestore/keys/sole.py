"""The case store while nobody else has its database open."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from casestore.context import Context, open_context
from casestore.storage.database import alone_in
from casestore.storage.tables import AuditEvent
from settings import Settings


@asynccontextmanager
async def sole_context(settings: Settings) -> AsyncIterator[Context]:
    """The case store of *settings*; raises `InUseError`."""
    context = open_context(settings)
    async with alone_in(settings) as database:
        context.database = database
        yield context


async def note(context: Context, action: str, what: str) -> None:
    """Take down what the operator did."""
    async with context.database.writing() as session:
        session.add(AuditEvent(at=context.now(), actor="operator", action=action, object=what))


async def sweep(settings: Settings) -> None:
    """Leave no bytes that only an older key opens in pages that are free."""
    engine = create_async_engine(settings.database_url, isolation_level="AUTOCOMMIT", hide_parameters=True)
    is_sqlite = engine.dialect.name == "sqlite"
    steps = ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] if is_sqlite else ["VACUUM FULL"]
    try:
        async with engine.connect() as connection:
            await connection.run_sync(lambda held: [held.execute(text(step)) for step in steps])
    finally:
        await engine.dispose()
