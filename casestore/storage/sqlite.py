"""SQLite, called in the event loop itself, for readers and writers at the same time.

A statement of ours takes some hundredths of a millisecond; the way to a thread and back, which SQLite's
asynchronous drivers take four times for each, takes some tenths.
"""

import asyncio
import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Connection, Engine, Pool, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

WAIT_SECONDS = 7.0  # for others to have written; our callers wait longer, and hear that nothing was done
LOOK_AGAIN_SECONDS = 0.01

_PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "busy_timeout=0",  # or SQLite would wait, and the loop with it
    "synchronous=NORMAL",
    "secure_delete=ON",  # what is forgotten is overwritten
)


class Dialect(SQLiteDialect_pysqlite):
    """Looks asynchronous to SQLAlchemy, and never waits; in a URL: `sqlite+here`."""

    driver = "here"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:  # noqa: ARG003  # SQLAlchemy's signature
        """Whoever wants a connection waits for it in the loop."""
        return AsyncAdaptedQueuePool

    def connect(self, *arguments: Any, **options: Any) -> Any:
        """Open the file; a thread may be lent the connection for what takes long."""
        return sqlite3.connect(*arguments, **{**options, "factory": _Driver, "check_same_thread": False})

    def get_driver_connection(self, connection: Any) -> Any:
        """The connection as it is: there is no other behind it."""
        return connection


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """What SQLAlchemy asks of cursors before it hands out what they found."""


class _Driver(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


registry.register("sqlite.here", __name__, Dialect.__name__)


def prepare(engine: Engine, *, alone: bool = False) -> None:
    """Have *engine*'s connections read and write side by side, or nobody else at all."""
    if alone:
        event.listen(engine, "connect", _keep_others_out)  # before the file is touched
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


async def compact(driver: sqlite3.Connection, at_most: float) -> None:
    """Write the file anew unless it has more than *at_most* bytes, and what was written beside it into it.

    A thread does it. Who is cancelled waits for its end: a connection that is closed while it works breaks
    the process.
    """
    work = asyncio.get_running_loop().run_in_executor(None, _compact, driver, at_most)
    cancelled: asyncio.CancelledError | None = None
    while not work.done():
        try:
            await asyncio.wait([work])
        except asyncio.CancelledError as error:
            cancelled = error
            driver.interrupt()
    broken = work.exception()
    if cancelled or broken:
        raise cancelled or broken  # type: ignore[misc]


def _compact(driver: sqlite3.Connection, at_most: float) -> None:
    driver.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000:.0f}")
    try:
        asked = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
        [size] = driver.execute(asked).fetchone()
        if size <= at_most:
            driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        driver.execute("PRAGMA busy_timeout=0")


def _keep_others_out(connection: Any, _: object) -> None:
    """Take the lock on the whole file, and keep it over transactions until the connection ends."""
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")


def _on_connect(connection: Any, _: object) -> None:
    connection.isolation_level = None  # or the driver begins transactions of its own
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    """Take the write lock first: read-then-write transactions would fail at once."""
    if not connection.get_execution_options().get("write", False):
        connection.exec_driver_sql("BEGIN")
        return
    deadline = time.monotonic() + WAIT_SECONDS
    while not _begins_writing(connection, is_last=time.monotonic() >= deadline):
        await_only(asyncio.sleep(LOOK_AGAIN_SECONDS))


def _begins_writing(connection: Connection, *, is_last: bool) -> bool:
    """Whether nobody else writes; raises `OperationalError` at the *last* try, and when it is broken."""
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except OperationalError as error:
        if is_last or getattr(error.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
