"""Take another address."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.address import address_in
from actions.services import cases
from actions.turn import text_of
from actions.validate_intake_form import DECLINED
from casestore.client import CaseStoreError

logger = logging.getLogger(__name__)


class ActionCorrectEntry(Action):
    """Forgets the address; the form asks for it again, unless the new one was said already."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_correct_entry"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Replace or empty the address."""
        address = address_in(text_of(tracker))
        if address is None:
            return [SlotSet("email", None), SlotSet("code", None)]
        try:
            sent = await cases().send_code(tracker.sender_id, address)
        except CaseStoreError:
            logger.exception("a code was not sent")
            dispatcher.utter_message(response="utter_request_not_stored")
            return []
        if sent == "limited":
            dispatcher.utter_message(response="utter_codes_limited")
            return [SlotSet("email", address), SlotSet("code", DECLINED)]
        return [SlotSet("email", address), SlotSet("code", None)]
