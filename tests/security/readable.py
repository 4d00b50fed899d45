"""What whoever has the database's files and the keys could read, rows that were deleted too."""

import re
from collections.abc import Iterable

from cryptography.fernet import Fernet, InvalidToken

from casestore.storage.tables import Table
from tests import postgres

_TOKEN = re.compile(rb"gAAAAA[\w-]{60,}={0,2}")


def stored(settings) -> bytes:
    """Every byte of SQLite's files, or of PostgreSQL's tables."""
    if url := settings.database.get_secret_value():
        return b"".join(postgres.rows(url, table) for table in Table.metadata.tables)
    return b"".join(path.read_bytes() for path in sorted(settings.data.glob("casestore.db*")))


def everything(settings) -> str:
    """As it lies there, and what of it is encrypted, opened."""
    raw = stored(settings)
    opened = [_opened(settings, token) for token in _TOKEN.findall(raw)]
    return "\n".join([raw.decode(errors="replace"), *opened])


def canaries_in(text: str, canaries: Iterable[str]) -> set[str]:
    """Those of *canaries* that stand in it."""
    return {canary for canary in canaries if canary.lower() in text.lower()}


def pieces(token: bytes) -> list[bytes]:
    """Parts of what is encrypted; each one left behind would be opened by who has the key."""
    return [token[start : start + 32] for start in range(40, len(token) - 32, 32)]


def _opened(settings, token: bytes) -> str:
    """What *token* says; in a file it may run into what lies behind it."""
    fernet = Fernet(settings.data_key.get_secret_value())
    for end in range(len(token), 99, -1):
        if end % 4 == 0:
            try:
                return fernet.decrypt(token[:end]).decode("unicode_escape")
            except InvalidToken:
                continue
    return ""
