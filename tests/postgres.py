"""A PostgreSQL server of the tests' own, with a fresh database for each test."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
_FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300"
_names = count()


def why_missing() -> str | None:
    """Why no server can be started here; `None` when one can."""
    if not _BINARIES:
        return "PostgreSQL is not installed (Debian's package postgresql)"
    if os.geteuid() == 0 and not _postgres_user():
        return "PostgreSQL does not run as root, and there is no user postgres"
    return None


@contextmanager
def server() -> Iterator[str]:
    """Start a server that listens on a socket in a folder of its own; yields that folder."""
    folder = tempfile.mkdtemp(prefix="auskunft-postgres-")
    user = _postgres_user() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = f"{folder}/data"
    _run("initdb", "-D", data, "-U", "auskunft", "-A", "trust", "-E", "UTF8", "--no-sync", user=user)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} {_FAST}"
    _run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start", user=user)
    try:
        yield folder
    finally:
        _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", user=user)
        shutil.rmtree(folder)


def url(folder: str, name: str) -> str:
    """Where the database *name* is reached."""
    return f"postgresql://auskunft@/{name}?host={folder}"


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


def _run(command: str, *arguments: str, user: str | None) -> None:
    # A server would keep a pipe open, and signals its own process group.
    subprocess.run(
        [_BINARIES[-1] / command, *arguments],
        user=user,
        check=True,
        cwd="/",
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _postgres_user() -> str | None:
    return next((entry.pw_name for entry in pwd.getpwall() if entry.pw_name == "postgres"), None)
