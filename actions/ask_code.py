"""Ask for the code."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.person import mistyped_often, offered_person
from privacy.right import Right, holds_at_once


class ActionAskCode(Action):
    """Asks at length after sending a code, else briefly; offers a person after three errors."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_ask_code"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utter the question."""
        latest = tracker.events[_start_of_turn(tracker) :]
        sent = any(event["event"] == "slot" and event["name"] == "email" for event in latest)
        rights = {Right(name) for name in tracker.get_slot("rights") or []}
        first = "utter_code_optional" if holds_at_once(rights) else "utter_code_sent"
        offered = [offered_person(tracker)] if mistyped_often(tracker) else None
        dispatcher.utter_message(response=first if sent else "utter_code_awaited", buttons=offered)
        return []


def _start_of_turn(tracker: Tracker) -> int:
    said = (n for n, event in enumerate(tracker.events) if event["event"] == "user")
    return max(said, default=0)
