"""Ask for the details of a right."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.validate_intake_form import DETAILED


class ActionAskDetails(Action):
    """Asks in the words that fit the first right which needs details."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_ask_details"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utter the question."""
        about = (
            "letter"
            if tracker.get_slot("letter")
            else next(name for name in tracker.get_slot("rights") if name in DETAILED)
        )
        dispatcher.utter_message(response=f"utter_ask_details_{about}")
        return []
