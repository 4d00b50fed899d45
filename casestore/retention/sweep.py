"""One sweep: what was kept long enough goes, whatever kind it is, and is counted by kind."""

import asyncio
import math
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.retention.kinds import Kind, kinds
from casestore.retention.shredding import Shredding
from casestore.storage.locks import hold
from casestore.storage.tables import AuditEvent, Chore

SYSTEM = "system"
_CHORE = "retention"
_QUICKLY_WRITTEN = 64e6  # bytes; writers wait for seconds, and longer ones are for a quiet hour
_PAUSE = timedelta(hours=1)


class Sweep:
    """Deletes all but chats: they lie in Rasa's tracker too, which the case store does not reach."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def is_due(self) -> bool:
        """Whether the caller is to sweep: true for one process an hour, however many run."""
        now = self._context.now()
        async with self._context.database.writing() as session:
            await hold(session, _CHORE)
            chore = await session.get(Chore, _CHORE)
            if chore and timedelta() <= now - chore.begun_at < _PAUSE:
                return False
            await session.merge(Chore(name=_CHORE, begun_at=now))
            return True

    async def count(self, at: datetime) -> dict[str, int]:
        """How many of each kind are over at a moment."""
        async with self._context.database.reading() as session:
            counted = {kind.name: await _count(session, kind) for kind in self._kinds(at)}
        requests = await Shredding(self._context).count(at)
        return {"requests": requests, **counted, "mail files": len(await self._files(at))}

    async def run(self, at: datetime, by: str, chats: int = 0) -> dict[str, int]:
        """Delete and count; *chats* were deleted before, and stand with it in the audit trail."""
        swept = {"requests": await Shredding(self._context).run(at, by)}
        for kind in self._kinds(at):
            swept[kind.name] = await self._delete(kind)
        for file in (files := await self._files(at)):
            file.unlink(missing_ok=True)
        swept["mail files"] = len(files)
        await self._note({"chats": chats, **swept}, by)
        await self._context.database.compact(_QUICKLY_WRITTEN if by == SYSTEM else math.inf)
        return swept

    def _kinds(self, at: datetime) -> list[Kind]:
        return list(kinds(self._context.settings, at))

    async def _delete(self, kind: Kind) -> int:
        async with self._context.database.writing() as session:
            done = await session.execute(delete(kind.table).where(kind.over))
            return done.rowcount if isinstance(done, CursorResult) else 0

    async def _note(self, swept: dict[str, int], by: str) -> None:
        """Take down what went, not that nothing did."""
        if told := " ".join(f"{name}={count}" for name, count in swept.items() if count):
            async with self._context.database.writing() as session:
                session.add(AuditEvent(at=self._context.now(), actor=by, action="deleted", object=told))

    async def _files(self, at: datetime) -> list[Path]:
        """The mails that were written into the folder for want of a mail server."""
        if not (days := self._context.settings.keep_mails):
            return []
        before = (at - timedelta(days=days)).timestamp()
        outbox = self._context.settings.data / "outbox"
        return await asyncio.to_thread(
            lambda: [p for p in outbox.glob("*.eml") if p.stat().st_mtime < before]
        )


async def _count(session: AsyncSession, kind: Kind) -> int:
    return await session.scalar(select(func.count()).select_from(kind.table).where(kind.over)) or 0
