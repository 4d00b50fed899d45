"""Ask for the e-mail address."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher


class ActionAskEmail(Action):
    """Says what the address is wanted for: a new request, or one made before."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_ask_email"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utter the question."""
        about_earlier = tracker.get_slot("purpose")
        dispatcher.utter_message(response="utter_ask_email_case" if about_earlier else "utter_ask_email")
        return []
