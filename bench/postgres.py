"""A PostgreSQL server in a folder of its own, for measurements and tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def why_missing() -> str | None:
    """Why no server can be started here; `None` when one can."""
    if not _BINARIES:
        return "PostgreSQL is not installed (Debian's package postgresql)"
    if os.geteuid() == 0 and not _postgres_user():
        return "PostgreSQL does not run as root, and there is no user postgres"
    return None


@contextmanager
def server(settings: str) -> Iterator[str]:
    """Start a server that listens on a socket in a folder of its own; yields that folder."""
    folder = tempfile.mkdtemp(prefix="auskunft-postgres-")
    user = _postgres_user() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    data = f"{folder}/data"
    _run("initdb", "-D", data, "-U", "auskunft", "-A", "trust", "-E", "UTF8", "--no-sync", user=user)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} {settings}"
    _run("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start", user=user)
    try:
        yield folder
    finally:
        _run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop", user=user)
        shutil.rmtree(folder)


def url(folder: str, name: str) -> str:
    """Where the database *name* is reached."""
    return f"postgresql://auskunft@/{name}?host={folder}"


def _run(command: str, *arguments: str, user: str | None) -> None:
    # A server would keep a pipe open, and signals its own process group.
    subprocess.run(  # noqa: S603  # PostgreSQL's own
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
