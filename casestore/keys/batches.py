"""Whole tables, a few hundred rows at a time, each batch a transaction of its own."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.storage.database import Database

BATCH = 500


async def batches(
    database: Database, wanted: Select[Any], key: Sequence[ColumnElement[Any]]
) -> AsyncIterator[tuple[AsyncSession, list[Row[Any]]]]:
    """What is *wanted*, along *key*, which is part of it; a batch is kept before the next is read."""
    rest = wanted.order_by(*key).limit(BATCH)
    while True:
        async with database.writing() as session:
            rows = list(await session.execute(rest))
            if not rows:
                return
            yield session, rows
        last = [getattr(rows[-1], str(part.key)) for part in key]
        rest = wanted.where(tuple_(*key) > tuple_(*last)).order_by(*key).limit(BATCH)
