"""Bind what is encrypted to its row: a value that was moved to another row does not open there."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import DeclarativeBase

from casestore.storage.encryption import Bound, Encrypted, MisplacedError


def bind_rows(table: type[DeclarativeBase]) -> None:
    """Bind every encrypted column of *table* and its subclasses, whose rows are named by their `named_by`."""
    for moment in ("before_insert", "before_update"):
        event.listen(table, moment, _bind, propagate=True)
    event.listen(table, "load", _check, propagate=True)
    event.listen(table, "refresh", _check, propagate=True)


def _bind(_mapper: object, _connection: object, row: Any) -> None:
    for name in _encrypted(row):
        value = row.__dict__.get(name)
        if value is not None and getattr(value, "place", None) != _place(row, name):
            setattr(row, name, Bound(value, _place(row, name)))


def _check(row: Any, *_: object) -> None:
    for name in _encrypted(row):
        value = row.__dict__.get(name)
        if isinstance(value, Bound) and value.place != _place(row, name):
            raise MisplacedError(_place(row, name))


def _encrypted(row: Any) -> list[str]:
    columns = inspect(row).mapper.column_attrs
    return [column.key for column in columns if isinstance(column.columns[0].type, Encrypted)]


def _place(row: Any, column: str) -> str:
    name = "/".join(str(getattr(row, part)) for part in row.named_by)
    return f"{row.__tablename__}.{column}:{name}"
