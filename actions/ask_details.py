"""Ask for the details of a right."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.validate_intake_form import DETAILED, PARTLY
from privacy.right import Right


class ActionAskDetails(Action):
    """Asks in the words that fit the first right which needs details."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_ask_details"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utter the question."""
        dispatcher.utter_message(response=f"utter_ask_details_{_about(tracker)}")
        return []


def _about(tracker: Tracker) -> str:
    if tracker.get_slot("purpose") == "amend":
        return "amend"
    if tracker.get_slot("letter"):
        return "letter"
    if tracker.get_slot("confirmation") == PARTLY:
        return Right.ERASURE
    return next(str(name) for name in tracker.get_slot("rights") if name in DETAILED)
