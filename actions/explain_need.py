"""Say why the intake asks for something."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher


class ActionExplainNeed(Action):
    """Explains the slot that is asked for; the form then asks it again."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_explain_need"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utter the explanation of the requested slot."""
        dispatcher.utter_message(response=f"utter_explain_{tracker.get_slot('requested_slot')}")
        return []
