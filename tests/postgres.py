"""A PostgreSQL server of the tests' own, with a fresh database for each test."""

from contextlib import AbstractContextManager
from itertools import count

import psycopg

from bench import postgres
from bench.postgres import url, why_missing

__all__ = ["create", "rows", "server", "url", "why_missing"]

_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
_names = count()


def server() -> AbstractContextManager[str]:
    """A server that need not survive a power cut; gives the folder of its socket."""
    return postgres.server(_FAST)


def create(folder: str, template: str = "template0") -> str:
    """Make a database as a copy of *template*; returns its name."""
    name = f"test_{next(_names)}"
    with psycopg.connect(url(folder, "postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    return name


def rows(database: str, table: str) -> bytes:
    """Every byte stored in *table*."""
    copy = f'COPY "{table}" TO STDOUT (FORMAT binary)'
    with psycopg.connect(database) as connection, connection.cursor().copy(copy) as copied:  # type: ignore[arg-type]
        return b"".join(copied)
