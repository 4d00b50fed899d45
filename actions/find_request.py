"""Turn to a request that was made before: its status, a reminder, a change, its withdrawal."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.receive_request import fresh_slots
from actions.turn import entity_of, intent_of, text_of
from privacy.reference import reference_in

logger = logging.getLogger(__name__)

PURPOSES = {
    "request_status": "status",
    "request_reminder": "remind",
    "request_cancel": "cancel",
    "request_amend": "amend",
}


class ActionFindRequest(Action):
    """Remembers what is wanted and which request is meant; the form asks for what is missing."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_find_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Set the purpose; a reference that was named stands above the one being taken in."""
        named = reference_in(entity_of(tracker, "topic") or text_of(tracker))
        open_intake = tracker.get_slot("reference") if tracker.active_loop else None
        purpose = PURPOSES[intent_of(tracker)]
        return [
            *fresh_slots(),
            SlotSet("purpose", purpose),
            SlotSet("reference", named or open_intake),
            SlotSet("requested_slot", None),
        ]
