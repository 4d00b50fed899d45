"""A tracker store that can forget, and need not read a conversation again to go on with it."""

import asyncio
import json
import time
from collections import OrderedDict
from itertools import islice
from typing import Any, NamedTuple

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import bindparam, event, func, insert, select

from bot.sessions import another_session, is_long, last_session

KEPT_SECONDS = 600.0  # since the last turn of a conversation
MOST_KEPT = 300  # conversations

_EVENTS = SQLTrackerStore.SQLEvent.__table__
_ADD = insert(_EVENTS)
_LAST = select(func.max(_EVENTS.c.id)).where(_EVENTS.c.sender_id == bindparam("conversation"))


class Kept(NamedTuple):
    """A tracker, how many of its events are stored, and the last one's number; whether it is as stored."""

    tracker: DialogueStateTracker
    events: int
    last: int | None
    at: float
    is_whole: bool = False


class PurgeableTrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store, from which one conversation can be removed for good.

    Rasa reads every event of a conversation in each turn and applies it anew, so that a turn costs the more
    the longer they talk. What was stored here last is taken as it was, unless the database knows of more, and
    a long conversation goes on in another session.
    In `endpoints.yml` only `url:` is given: Rasa's other forms fail with SQLAlchemy 2.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _write_beside)
            self.engine.dispose()  # of connections that were made without it

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Hand out a conversation, to be changed; when that fails midway, the next turn reads it anew."""
        kept, last = self._kept.pop(sender_id, None), self._last_of(sender_id)
        if kept and kept.is_whole and kept.last == last:
            tracker = kept.tracker
        elif (tracker := await super().retrieve(sender_id)) is None:
            return None
        self._keep(tracker, last, is_whole=False)
        return tracker

    async def look_at(self, sender_id: str) -> DialogueStateTracker | None:
        """A conversation, only to be read."""
        kept = self._kept.get(sender_id)
        return kept.tracker if kept and kept.is_whole else await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new, and keep the tracker when it is what would be read."""
        await self.stream_events(tracker)
        if is_long(tracker):
            tracker.update_with_events(another_session(tracker), self.domain)
        new = self._new_events(tracker)
        with self.engine.begin() as connection:
            if new:
                connection.execute(_ADD, [_row(tracker.sender_id, one) for one in new])
            last = connection.scalar(_LAST, {"conversation": tracker.sender_id})
        self._keep(last_session(tracker, self.domain), last, is_whole=True)

    async def delete(self, conversation: str) -> None:
        """Remove every event of *conversation*, and the bytes they left behind."""
        self._kept.pop(conversation, None)
        await asyncio.to_thread(self._delete, conversation)

    async def delete_before(self, timestamp: float) -> None:
        """Remove every conversation in which nothing happened since, in seconds since 1970."""
        self._kept.clear()
        await asyncio.to_thread(self._delete_before, timestamp)

    def _new_events(self, tracker: DialogueStateTracker) -> list[Event]:
        kept = self._kept.get(tracker.sender_id)
        if kept and kept.tracker is tracker:
            return list(islice(tracker.events, kept.events, None))
        with self.session_scope() as session:
            return list(self._additional_events(session, tracker))

    def _keep(self, tracker: DialogueStateTracker, last: int | None, *, is_whole: bool) -> None:
        now = time.monotonic()
        self._kept[tracker.sender_id] = Kept(tracker, len(tracker.events), last, now, is_whole)
        self._kept.move_to_end(tracker.sender_id)
        while len(self._kept) > MOST_KEPT or self._is_oldest_over(now):
            self._kept.popitem(last=False)

    def _is_oldest_over(self, now: float) -> bool:
        return any(kept.at < now - KEPT_SECONDS for kept in islice(self._kept.values(), 1))

    def _last_of(self, conversation: str) -> int | None:
        with self.engine.connect() as connection:
            last: int | None = connection.scalar(_LAST, {"conversation": conversation})
            return last

    def _delete(self, conversation: str) -> None:
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter_by(sender_id=conversation).delete()
            session.commit()
        self._compact()

    def _delete_before(self, timestamp: float) -> None:
        event = self.SQLEvent
        with self.session_scope() as session:
            alive = session.query(event.sender_id).filter(event.timestamp >= timestamp)
            silent = session.query(event).filter(event.sender_id.not_in(alive.scalar_subquery()))
            deleted = silent.delete(synchronize_session=False)
            session.commit()
        if deleted:
            self._compact()

    def _compact(self) -> None:
        if self.engine.dialect.name == "sqlite":
            # `secure_delete` is not enough: a page that was split keeps stale copies of moved rows.
            with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _row(conversation: str, one: Event) -> dict[str, Any]:
    """An event as Rasa stores it."""
    data = one.as_dict()
    return {
        "sender_id": conversation,
        "type_name": one.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _write_beside(connection: Any, _: object) -> None:
    """Not wait for the disk: after a power cut, an intake is asked again."""
    for setting in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {setting}")
