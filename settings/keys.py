"""Secrets that nobody gave: made on first start, kept in the data folder, readable by its owner only."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


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


def ensure_keys(folder: Path) -> None:
    """Make every key that is neither in the environment nor in *folder*.

    Processes that start at once agree: whoever creates the file first wins.
    """
    for private in (folder.parent, folder):
        private.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, make in _MADE.items():
        if name.upper() not in os.environ and not (folder / name).exists():
            _create(folder / name, make())


def _create(path: Path, secret: str) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
