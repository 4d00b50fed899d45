"""What staff at the desk are told as it happens, and that they are there."""

import asyncio
import contextlib
from datetime import timedelta

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.chats.desk import READS_SECONDS
from casestore.chats.presence import READS, Trace
from casestore.context import Context
from casestore.storage.tables import Conversation, Staff
from casestore.wire.chats import DeskChanges, Queue, Watch
from casestore.wire.staff import StaffMember

_SEEN = timedelta(seconds=20)  # how exactly it is kept when somebody was last at the desk


class Watching:
    """Tells open pages of the desk what has changed; an open page is somebody at the desk."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def changes(self, what: Watch, reader: StaffMember) -> DeskChanges:
        """Which chats have changed since a number; waits up to *wait* seconds until one has."""
        await self._see(reader, what.chat)
        wakeups, loop = self._context.wakeups, asyncio.get_running_loop()
        deadline = loop.time() + what.wait
        with wakeups.watch() as changed:
            while True:
                changed.clear()
                number, chats = wakeups.number, wakeups.since(what.since)
                left = deadline - loop.time()
                if chats != [] or left <= 0:
                    moved, queue = wakeups.moved_since(what.since), await self.queue(reader)
                    return DeskChanges(number=number, chats=chats, moved=moved, queue=queue)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), left)

    async def _see(self, reader: StaffMember, chat: str | None) -> None:
        there = self._context.presence
        for what in READS:
            if chat and reader.name in there.of(chat, what):
                there.keep(Trace(chat, what, reader.name), READS_SECONDS)
        async with self._context.database.reading() as session:
            seen = (await session.get_one(Staff, reader.name)).at_desk_at
        if seen is None or seen + _SEEN <= self._context.now():
            async with self._context.database.writing() as session:
                await see(session, self._context, reader)

    async def queue(self, reader: StaffMember) -> Queue:
        """How many chats wait and are with staff."""
        alarmed = func.count(case((Conversation.alarmed_at.is_not(None), 1)))
        mine = func.count(case((Conversation.assignee == reader.name, 1)))
        counted = select(Conversation.status, func.count(), alarmed, mine)
        live = counted.where(Conversation.status.in_(["waiting", "open"])).group_by(Conversation.status)
        async with self._context.database.reading() as session:
            found = {status: counts for status, *counts in await session.execute(live)}
        waiting, with_staff = found.get("waiting", [0, 0, 0]), found.get("open", [0, 0, 0])
        return Queue(waiting=waiting[0], alarmed=waiting[1], open=with_staff[0], mine=with_staff[2])


async def see(session: AsyncSession, context: Context, reader: StaffMember) -> None:
    """Keep that somebody is at the desk now."""
    (await session.get_one(Staff, reader.name)).at_desk_at = context.now()
