"""A new data key: everything that lies encrypted is encrypted anew."""

from typing import Any

from sqlalchemy import bindparam, select, update

from casestore.keys.batches import batches
from casestore.keys.stored import Stored, stored
from casestore.storage.database import Database


async def reencrypt(database: Database) -> int:
    """Put whatever lies under an older data key under the newest; returns how many rows.

    Each value opens at any moment with one of the keys. Raises
    `cryptography.fernet.InvalidToken` for what opens with none of them.
    """
    return sum([await _reencrypt(database, each) for each in stored()])


async def _reencrypt(database: Database, of: Stored) -> int:
    count = 0
    change = update(of.table).where(*[part == bindparam(f"of_{part.key}") for part in of.key])
    change = change.values({token: bindparam(f"new_{token.key}") for token in of.tokens})
    async for session, rows in batches(database, select(*of.key, *of.tokens), of.key):
        changed = [new for row in rows if (new := _renewed(database, of, row._mapping))]  # noqa: SLF001  # SQLAlchemy's way
        if changed:
            await session.run_sync(lambda held, rows: held.connection().execute(change, rows), changed)
        count += len(changed)
    return count


def _renewed(database: Database, of: Stored, row: Any) -> dict[str, Any] | None:
    """What is to be bound; `None` when all of the row is under the newest key."""
    old = {token.key: row[token.key] for token in of.tokens if row[token.key] is not None}
    new = {name: renewed for name, token in old.items() if (renewed := database.vault.renewed(token))}
    if not new:
        return None
    tokens = {f"new_{token.key}": new.get(token.key, row[token.key]) for token in of.tokens}
    return {f"of_{part.key}": row[part.key] for part in of.key} | tokens
