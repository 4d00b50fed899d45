"""What every service of the case store works with."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from casestore.chats.presence import Presence
from casestore.chats.wakeups import Wakeups
from casestore.outgoing.letters import Letters
from casestore.storage.database import Database, connect
from casestore.workdays import public_holidays, working_days
from settings import Settings, content_folder


class CaseError(Exception):
    """The case store cannot do what was asked. Never raised itself."""


class NotFoundError(CaseError):
    """There is no such thing, or the caller may not know of it."""


class NotAllowedError(CaseError):
    """The caller did not prove that this is theirs."""


class NotPermittedError(CaseError):
    """The caller is known, and may not do this."""


class ConflictError(CaseError):
    """What was asked does not fit the present state."""


class TakenError(ConflictError):
    """A colleague, *by* name, has the chat."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


@dataclass
class Context:
    """The database, the settings, the clock, the days of the year and the mail texts."""

    database: Database
    settings: Settings
    letters: Letters
    is_working_day: Callable[[date], bool]
    is_holiday: Callable[[date], bool]
    now: Callable[[], datetime] = utc_now
    mail_waits: asyncio.Event = field(default_factory=asyncio.Event)
    webhook_waits: asyncio.Event = field(default_factory=asyncio.Event)
    wakeups: Wakeups = field(default_factory=Wakeups)
    presence: Presence = field(init=False)

    def __post_init__(self) -> None:
        """Who comes and goes wakes who waits."""
        self.presence = Presence(self.wakeups.changed)


def open_context(settings: Settings) -> Context:
    """Open the case store of *settings*; its schema must be up to date."""
    return Context(
        database=connect(settings),
        settings=settings,
        letters=Letters.load(content_folder() / "mail"),
        is_working_day=working_days(settings.region),
        is_holiday=public_holidays(settings.region),
        wakeups=Wakeups(together=bool(settings.redis.get_secret_value())),
    )
