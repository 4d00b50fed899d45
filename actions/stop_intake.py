"""Stop asking; the request stays."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.receive_request import fresh_slots


class ActionStopIntake(Action):
    """Ends the questions at the data subject's wish."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_stop_intake"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Say that what was filed stays filed."""
        reference = tracker.get_slot("reference")
        dispatcher.utter_message(response="utter_intake_stopped", json_message={"request": reference})
        return [SlotSet("rights", None), SlotSet("reference", None), *fresh_slots()]
