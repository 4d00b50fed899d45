"""Whether what we need of other machines is there: databases, Redis, the mail server."""

import asyncio
from collections.abc import AsyncIterator

import aiosmtplib
from redis.asyncio import Redis
from redis.exceptions import RedisError

from casestore.outgoing.mailing import client_of
from casestore.storage.standing import Standing, standing, unreachable_because
from settings import PREFIX, Settings

ANSWER_SECONDS = 5.0
_SCHEMA = {
    Standing.NONE: "There is no database yet: `auskunft db upgrade` makes it.",
    Standing.OLDER: "The database is of an older version: back up, then run `auskunft db upgrade`.",
    Standing.NEWER: "The database is of a newer version than this one: install that again.",
}


async def unreachable(settings: Settings) -> AsyncIterator[str]:
    """What does not answer, or is not as it must be, a line for each."""
    for name in ("database", "tracker_database"):
        async for problem in _database(settings, name):
            yield problem
    if settings.redis.get_secret_value() and (reason := await _redis(settings)):
        yield f"{PREFIX}REDIS cannot be reached: {reason}."
    if settings.smtp_host and (reason := await _mail_server(settings)):
        yield f"{PREFIX}SMTP_HOST: {settings.smtp_host}:{settings.smtp_port} takes no mail from us: {reason}."


async def _database(settings: Settings, name: str) -> AsyncIterator[str]:
    url = settings.database_url if name == "database" else settings.tracker_url
    if url.startswith("postgresql") and (reason := await asyncio.to_thread(unreachable_because, url)):
        yield f"{PREFIX}{name.upper()} cannot be reached: {reason}."
    elif name == "database" and (problem := _SCHEMA.get(await asyncio.to_thread(standing, settings))):
        yield problem


async def _redis(settings: Settings) -> str | None:
    try:
        url = settings.redis.get_secret_value()
        async with Redis.from_url(url, socket_connect_timeout=ANSWER_SECONDS) as redis:
            await asyncio.wait_for(redis.ping(), ANSWER_SECONDS)
    except (RedisError, OSError) as error:
        return type(error).__name__
    except ValueError:  # its text may quote the password
        return "not redis://…"
    return None


async def _mail_server(settings: Settings) -> str | None:
    """Connect and log in as mails do, and send none."""
    client = client_of(settings, ANSWER_SECONDS)
    try:
        async with client:
            return None
    except (aiosmtplib.SMTPException, OSError) as error:
        return type(error).__name__
