"""What Rasa's tracker of a chat holds, and how somebody within could write into it."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from tests.journeys.system import System

Event = dict[str, Any]


def events_of(system: System, chat: str) -> list[Event]:
    """Every event of a chat, in order."""
    found = _fetch(system, "SELECT data FROM events WHERE sender_id = ? ORDER BY id", chat)
    return [json.loads(data) for (data,) in found]


def heard_in(system: System, chat: str) -> list[Event]:
    """What the visitor said there, as it was read."""
    return [event for event in events_of(system, chat) if event["event"] == "user"]


def slots_in(system: System, chat: str) -> dict[str, Any]:
    """The value of each slot that was set, the last one."""
    return {e["name"]: e["value"] for e in events_of(system, chat) if e["event"] == "slot"}


def chats_in(system: System) -> set[str]:
    """Whose trackers there are."""
    return {chat for (chat,) in _fetch(system, "SELECT DISTINCT sender_id FROM events")}


def forge_slots(system: System, chat: str, slots: dict[str, Any]) -> None:
    """Write that *slots* were set, past everything that could refuse it."""
    with closing(sqlite3.connect(system.data / "tracker.db", timeout=30)) as database, database:
        for name, value in slots.items():
            event = {"event": "slot", "timestamp": None, "name": name, "value": value}
            database.execute(
                "INSERT INTO events (sender_id, type_name, timestamp, data) "
                "SELECT ?, 'slot', max(timestamp), json_set(?, '$.timestamp', max(timestamp)) "
                "FROM events WHERE sender_id = ?",
                (chat, json.dumps(event), chat),
            )


def _fetch(system: System, query: str, *given: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(system.data / "tracker.db", timeout=30)) as database:
        return database.execute(query, given).fetchall()
