"""What lies encrypted, as it lies there."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import ColumnClause, LargeBinary, TableClause, column, table

from casestore.storage.encryption import Encrypted
from casestore.storage.tables import Table


class Stored(NamedTuple):
    """A table with something encrypted: its primary key, and the columns whose bytes are tokens."""

    table: TableClause
    key: list[ColumnClause[Any]]
    tokens: list[ColumnClause[Any]]


def stored() -> Iterator[Stored]:
    """Every table with something encrypted."""
    for of in Table.metadata.sorted_tables:
        tokens = [column(each.name, LargeBinary()) for each in of.columns if isinstance(each.type, Encrypted)]
        key = [column(each.name, each.type) for each in of.primary_key]
        if tokens:
            yield Stored(table(of.name, *key, *tokens), key, tokens)
