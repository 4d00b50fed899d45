"""Secrets that nobody gave: made on first start, kept in the data folder, readable by its owner only."""

import base64
import errno
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

DATABASE_FILE = "casestore.db"
STORED_WITH = ("data_key", "index_key", "audit_key")  # what is stored is worth nothing without them


def _token() -> str:
    return secrets.token_urlsafe(32)


def _fernet_key() -> str:
    """32 random bytes as `cryptography.fernet` wants them."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


_MADE: dict[str, Callable[[], str]] = {
    "auskunft_service_token": _token,
    "auskunft_rasa_token": _token,
    "auskunft_actions_token": _token,
    "auskunft_data_key": _fernet_key,
    "auskunft_index_key": _token,
    "auskunft_audit_key": _token,
}


MADE = tuple(name.removeprefix("auskunft_") for name in _MADE)


def ensure_keys(folder: Path) -> None:
    """Make every key that is neither in the environment nor in *folder*.

    Processes that start at once agree: whoever creates the file first wins. Raises
    `PermissionError` when others may read a key, `FileNotFoundError` when there is a
    database and the key it was written with is gone.
    """
    for private in (folder.parent, folder):
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
    has_database = (folder.parent / DATABASE_FILE).exists()  # asked first: it is made after the keys
    missing = [name for name in _MADE if name.upper() not in os.environ and not (folder / name).exists()]
    for name in missing if has_database else ():
        if name.removeprefix("auskunft_") in STORED_WITH:
            lost = "is gone, and the database was written with it: put it back, a new one opens nothing"
            raise FileNotFoundError(errno.ENOENT, lost, str(folder / name))
    for name in missing:
        _create(folder / name, _MADE[name]())
    for path, right in [(folder, 0o700), *((path, 0o600) for path in folder.glob("auskunft_*"))]:
        if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            readable = f"others may read it: chmod {right:o} {path}"
            raise PermissionError(errno.EACCES, readable, str(path))


def new_key(name: str) -> str:
    """A fresh secret of the kind that *name*, one of `MADE`, is."""
    return _MADE[f"auskunft_{name}"]()


def replace_key(path: Path, secret: str) -> None:
    """Put *secret* in place of what *path* holds; a power cut leaves the one or the other."""
    draft = _draft(path, secret)
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _create(path: Path, secret: str) -> None:
    draft = _draft(path, secret)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _draft(path: Path, secret: str) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(descriptor)
    return draft
