"""A tracker store that can forget, and need not read a conversation again to go on with it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

KEPT_SECONDS = 600.0  # since the last turn of a conversation
MOST_KEPT = 300  # conversations


class Kept(NamedTuple):
    """A tracker as it was stored, up to its last event, and when."""

    tracker: DialogueStateTracker
    last: int | None
    at: float


class PurgeableTrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store, from which one conversation can be removed for good.

    Rasa reads every event of a conversation in each turn and applies it anew, so that a turn costs the more
    the longer they talk. What was stored here last is taken as it was, unless the database knows of more.
    In `endpoints.yml` only `url:` is given: Rasa's other forms fail with SQLAlchemy 2.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    @contextmanager
    def session_scope(self) -> Iterator[Any]:
        """As Rasa's; SQLite need not wait for the disk: after a power cut, an intake is asked again."""
        with super().session_scope() as session:
            if self.engine.dialect.name == "sqlite":
                for setting in ("journal_mode=WAL", "synchronous=NORMAL"):
                    session.connection().exec_driver_sql(f"PRAGMA {setting}")
            yield session

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Hand out a conversation, to be changed; when that fails midway, the next turn reads it anew."""
        kept = self._kept.pop(sender_id, None)
        if kept and kept.last == self._last_of(sender_id):
            return kept.tracker
        return await super().retrieve(sender_id)

    async def look_at(self, sender_id: str) -> DialogueStateTracker | None:
        """A conversation, only to be read."""
        kept = self._kept.get(sender_id)
        return kept.tracker if kept else await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new, and keep the tracker when it is what would be read."""
        await super().save(tracker)
        with self.session_scope() as session:
            read = self._event_query(session, tracker.sender_id, fetch_events_from_all_sessions=False)
            would_be_read = read.count()
        if would_be_read == len(tracker.events):
            self._keep(tracker)

    async def delete(self, conversation: str) -> None:
        """Remove every event of *conversation*, and the bytes they left behind."""
        self._kept.pop(conversation, None)
        await asyncio.to_thread(self._delete, conversation)

    async def delete_before(self, timestamp: float) -> None:
        """Remove every conversation in which nothing happened since, in seconds since 1970."""
        self._kept.clear()
        await asyncio.to_thread(self._delete_before, timestamp)

    def _keep(self, tracker: DialogueStateTracker) -> None:
        now = time.monotonic()
        self._kept[tracker.sender_id] = Kept(tracker, self._last_of(tracker.sender_id), now)
        while len(self._kept) > MOST_KEPT or self._is_oldest_over(now):
            self._kept.popitem(last=False)

    def _is_oldest_over(self, now: float) -> bool:
        return any(kept.at < now - KEPT_SECONDS for kept in islice(self._kept.values(), 1))

    def _last_of(self, conversation: str) -> int | None:
        with self.session_scope() as session:
            mine = session.query(self.SQLEvent.id).filter_by(sender_id=conversation)
            last: int | None = mine.order_by(self.SQLEvent.id.desc()).limit(1).scalar()
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
