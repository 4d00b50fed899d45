"""`auskunft keys rotate`: a new key in place of one that is old, or that somebody may know."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from cryptography.fernet import InvalidToken
from pydantic import SecretStr

from auskunft.failure import OperatorError
from auskunft.key import Key
from auskunft.options import settings_at
from auskunft.store import refuse_old_schema
from casestore.context import Context
from casestore.keys.audit_key import reseal
from casestore.keys.data_key import reencrypt
from casestore.keys.index_key import refuse_unreadable, reindex
from casestore.keys.sole import note, sole_context, sweep
from casestore.requests.trail import breaks
from casestore.storage.database import InUseError
from casestore.storage.encryption import MisplacedError
from settings import Settings
from settings.keys import MADE


def rotate(data: Path | None, name: str) -> list[str]:
    """Change the key *name*; returns what was done, line by line."""
    if name not in MADE:
        message = f"{name} is none of {', '.join(MADE)}; what you gave yourself is changed where you set it."
        raise OperatorError(message)
    loaded = settings_at(data, **{name: "read by itself"})  # a change that was cut short is no hindrance
    key = Key.of(loaded, name)
    return asyncio.run(_rotate(_with(loaded, key), key))


async def _rotate(settings: Settings, key: Key) -> list[str]:
    refuse_old_schema(settings)
    try:
        async with sole_context(settings) as context:
            await _look_through(context, key)
            key.begin()
            context.database.use_keys(_with(settings, key))
            done = await _AT_REST[key.name](context, key) if key.name in _AT_REST else []
            await note(context, "change_key", f"key {key.name}")
    except InUseError as error:
        message = "The database is in use: stop the system, on every machine, then run this again."
        raise OperatorError(message) from error
    except (InvalidToken, MisplacedError) as error:
        message = f"Something in the database was changed, and opens with no key: {key.name} is as it was."
        raise OperatorError(message) from error
    if done:
        await sweep(settings)
        done.append("Backups made before open with the old key only: make one now.")
    return [*done, key.finish()]


def _with(settings: Settings, key: Key) -> Settings:
    """*settings* with *key*: of data keys the older ones still open what lies under them."""
    held = key.held if key.name == "data_key" else key.held[:1]
    return settings.model_copy(update={key.name: SecretStr(",".join(held))})


async def _look_through(context: Context, key: Key) -> None:
    """Find out before anything is changed whether something does not open."""
    if key.name == "index_key":
        await refuse_unreadable(context.database)
    elif key.name == "audit_key":
        async with context.database.reading() as session:
            async for _ in breaks(session, context):
                pass


async def _encrypt(context: Context, _: Key) -> list[str]:
    return [f"{await reencrypt(context.database)} rows were encrypted anew."]


async def _index(context: Context, _: Key) -> list[str]:
    done = await reindex(context.database)
    said = [f"{done.customers} customers, {done.requests} requests and {done.codes} codes are found anew."]
    said.append("Codes on their way are void; limits for clients and for log-ins begin anew.")
    if done.without_recovery:
        said.append(f"Recovery codes are void: {', '.join(done.without_recovery)} should make new ones.")
    return said


async def _seal(context: Context, key: Key) -> list[str]:
    done = await reseal(context, key.held)
    for broken in done.broken:
        await note(context, "left_unsealed", f"request {broken.reference}")
    left = [f"{one.reference} event {one.sequence} {one.what}: left as it was." for one in done.broken]
    return [f"{done.sealed} trails are sealed anew.", *left]


_AT_REST: dict[str, Callable[[Context, Key], Awaitable[list[str]]]] = {
    "data_key": _encrypt,
    "index_key": _index,
    "audit_key": _seal,
}
