"""A tracker store that can forget."""

import asyncio

from rasa.core.tracker_store import SQLTrackerStore


class PurgeableTrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store, from which one conversation can be removed for good.

    In `endpoints.yml` only `url:` is given: Rasa's other forms fail with SQLAlchemy 2.
    """

    async def delete(self, conversation: str) -> None:
        """Remove every event of *conversation*, and the bytes they left behind."""
        await asyncio.to_thread(self._delete, conversation)

    async def delete_before(self, timestamp: float) -> None:
        """Remove every conversation in which nothing happened since, in seconds since 1970."""
        await asyncio.to_thread(self._delete_before, timestamp)

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
