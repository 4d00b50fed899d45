"""A tracker store that can forget."""

from rasa.core.tracker_store import SQLTrackerStore


class PurgeableTrackerStore(SQLTrackerStore):
    """Rasa's SQL tracker store, from which one conversation can be removed for good.

    In `endpoints.yml` only `url:` is given: Rasa's other forms fail with SQLAlchemy 2.
    """

    async def delete(self, conversation: str) -> None:
        """Remove every event of *conversation*; SQLite overwrites what it frees."""
        with self.session_scope() as session:
            if self.engine.dialect.name == "sqlite":
                session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
            session.query(self.SQLEvent).filter_by(sender_id=conversation).delete()
            session.commit()
