"""Fill case stores with made-up requests, as quickly as their databases take them."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from bench.made_up import Maker, Row, Rows, Slice
from casestore.storage.encryption import Encrypted
from casestore.storage.tables import Table
from privacy.reference import new_reference
from settings import Settings

BATCH = 2500
_MOST_WAITING = 6  # slices made and not inserted yet


def fill(stores: Sequence[Settings], count: int) -> None:
    """Fill *stores*, which have the newest schema and the same keys, with the same *count* requests."""
    engines = [create_engine(of.database_url.replace("+here", ""), poolclass=NullPool) for of in stores]
    connections = [engine.connect() for engine in engines]
    for connection in connections:
        if connection.dialect.name == "sqlite":
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-500000", "temp_store=MEMORY"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
    for rows in _made(stores[0], count):
        for connection in connections:
            for table, of_table in rows.items():
                _insert(connection, table, of_table)
            connection.commit()
    for connection in connections:
        _settle(connection)
        connection.close()


def _made(keys: Settings, count: int) -> Iterator[Rows]:
    """Slices made in two processes, in their order, few at a time."""
    secrets = [of.get_secret_value() for of in (keys.data_key, keys.index_key, keys.audit_key)]
    with ProcessPoolExecutor(2, get_context("spawn"), _begin, (*secrets, keys.region)) as pool:
        waiting: deque[Future[Rows]] = deque()
        for part in _slices(count):
            waiting.append(pool.submit(_make, part))
            if len(waiting) > _MOST_WAITING:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _slices(count: int) -> Iterator[Slice]:
    today, taken = datetime.now(UTC).date(), set[str]()
    for first in range(1, count + 1, BATCH):
        references: dict[str, None] = {}
        while len(references) < min(BATCH, count + 1 - first):
            if (reference := new_reference()) not in taken:
                references[reference] = None
        taken |= references.keys()
        yield Slice(first, list(references), count, today)


_maker: Maker


def _begin(*keys: str) -> None:
    global _maker  # noqa: PLW0603  # of this process
    _maker = Maker(*keys)


def _make(part: Slice) -> Rows:
    return part.rows(_maker)


def _insert(connection: Connection, table: type[Table], rows: Sequence[Row]) -> None:
    """Bind the values as the columns' types do, all but those that are encrypted already."""
    columns, dialect = list(table.__table__.columns), connection.dialect
    bind = [None if isinstance(c.type, Encrypted) else _processor(c.type, dialect) for c in columns]
    bound = [tuple(b(v) if b else v for b, v in zip(bind, row, strict=True)) for row in rows]
    names = ", ".join(f'"{column.name}"' for column in columns)
    if dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks})", bound)  # noqa: S608
        return
    cursor = cast(psycopg.Cursor[Row], connection.connection.cursor())
    with cursor.copy(f"COPY {table.__tablename__} ({names}) FROM STDIN") as copy:
        for row in bound:
            copy.write_row(row)


def _processor(of: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return of.dialect_impl(dialect).bind_processor(dialect)


def _settle(connection: Connection) -> None:
    """Leave the store as one that has run for years: its sequence goes on, its statistics are known."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    connection.exec_driver_sql("SELECT setval('requests_id_seq', (SELECT max(id) FROM requests))")
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")
