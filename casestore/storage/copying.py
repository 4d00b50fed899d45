"""A copy of the database while it is in use, and a database made of such a copy."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from psycopg import conninfo
from sqlalchemy import NullPool, create_engine, text

from settings import Settings
from settings.keys import DATABASE_FILE

DUMP_FILE = "casestore.dump"


class CopyError(Exception):
    """The copy could not be made, or is not whole; the message says why."""


def copy_database(settings: Settings, folder: Path) -> Path:
    """Copy the database of *settings* into *folder*, as it is at one moment."""
    if not _is_postgresql(settings):
        return copy_file(settings.data / DATABASE_FILE, folder / DATABASE_FILE)
    to = folder / DUMP_FILE
    _run(settings, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")
    to.chmod(0o600)
    return to


def put_back(settings: Settings, folder: Path) -> None:
    """Make the database of *settings*, which is empty, of the copy in *folder*."""
    if _is_postgresql(settings):
        options = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        _run(settings, "pg_restore", *options, "--dbname=", str(folder / DUMP_FILE))
    else:
        copy_file(folder / DATABASE_FILE, settings.data / DATABASE_FILE)


def is_empty(settings: Settings) -> bool:
    """Whether nothing would be overwritten."""
    if not _is_postgresql(settings):
        return not (settings.data / DATABASE_FILE).exists()
    with create_engine(settings.database_url, poolclass=NullPool).connect() as connection:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        return not connection.scalar(text(tables))


def copy_file(source: Path, to: Path) -> Path:
    """Copy a SQLite database that may be in use into a new file, readable by its owner only, in one piece.

    Writers are not held up. Raises `CopyError` when the copy is damaged.
    """
    if not source.exists():
        raise CopyError(f"There is no {source}.")
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(to)) as copy:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a journal beside it
        if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise CopyError(f"{source.name} is damaged: see SQLite's `.recover`.")
    return to


def _is_postgresql(settings: Settings) -> bool:
    return settings.database_url.startswith("postgresql")


def _run(settings: Settings, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs; the password is not on its command line."""
    command = shutil.which(program)
    if command is None:
        raise CopyError(f"{program} is missing: install PostgreSQL's client programs.")
    parts = conninfo.conninfo_to_dict(settings.database.get_secret_value())
    parts["database"] = parts.pop("dbname", None)
    given = {f"PG{name.upper()}": str(value) for name, value in parts.items() if value is not None}
    ran = subprocess.run(  # noqa: S603  # found above
        [command, *arguments], env={**os.environ, **given}, capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise CopyError((ran.stderr.strip().splitlines() or [f"{program} failed."])[-1])
