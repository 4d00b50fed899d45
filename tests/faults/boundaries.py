"""A case store that is killed at a boundary: before a change is kept, or after, before it answers."""

import os
import signal
import socket
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any, Literal, NamedTuple

from aiohttp import web
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from casestore.app import create_app
from casestore.handlers.conversations import CONTEXT
from casestore.storage.tables import Code, Conversation, Mail, Request
from settings import Settings

CHANGES = ("chat", "request", "code", "proof", "claim", "sent")
_NAME = "changes"

# Its children are copies of a process that has imported everything, also what is imported late.
_LATE = ("holidays.countries", "psycopg", "sqlalchemy.dialects.postgresql.psycopg")
_forks = get_context("forkserver")
_forks.set_forkserver_preload([__name__, *_LATE])


class Death(NamedTuple):
    """When a case store is killed: at the *nth* change of a kind; `sent` is the mark of a mail that left."""

    when: Literal["before", "after"]
    change: str
    nth: int


def born(settings: Settings, door: socket.socket, moment: datetime, death: Death | None) -> BaseProcess:
    """A case store that answers at *door* and for which it is always *moment*; immortal without a *death*."""
    process = _forks.Process(target=_live, args=(settings, door, moment, death), daemon=True)
    process.start()
    return process


def _live(settings: Settings, door: socket.socket, moment: datetime, death: Death | None) -> None:
    if death:
        _plan(death)
    app = create_app(settings)
    app[CONTEXT].now = lambda: moment
    web.run_app(app, sock=door, access_log=None, print=None)


def _plan(death: Death) -> None:
    seen: Counter[str] = Counter()

    def note(session: Session, _: Any) -> None:
        changes = {_change(session.new, session.dirty)}
        for info in (session.info, session.connection().info):
            info[_NAME] = info.get(_NAME, set()) | changes

    def reach(info: dict[Any, Any]) -> None:
        seen.update(info.pop(_NAME, ()))
        if seen[death.change] >= death.nth:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Session, "after_flush", note)
    if death.when == "before":
        event.listen(Engine, "commit", lambda connection: reach(connection.info))
    else:
        event.listen(Session, "after_commit", lambda session: reach(session.info))


def _change(new: Iterable[Any], dirty: Iterable[Any]) -> str:
    added, changed = {type(row) for row in new}, list(dirty)
    for kind, change in ((Conversation, "chat"), (Request, "request"), (Code, "code")):
        if kind in added:
            return change
    if any(isinstance(row, Code) for row in changed):
        return "proof"
    mails = [row.state for row in changed if isinstance(row, Mail)]
    return ("sent" if "sent" in mails else "claim") if mails else ""
