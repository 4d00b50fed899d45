"""Send another code."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.services import cases
from actions.validate_intake_form import DECLINED
from casestore.client import CaseStoreError

logger = logging.getLogger(__name__)


class ActionResendCode(Action):
    """Sends a new code to the address given; the old one dies."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_resend_code"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Send, or say that enough codes were sent and the request stays."""
        address = tracker.get_slot("email")
        if address is None:
            return []
        try:
            sent = await cases().send_code(tracker.sender_id, address)
        except CaseStoreError:
            logger.exception("a code was not sent")
            dispatcher.utter_message(response="utter_request_not_stored")
            return []
        if sent == "limited":
            dispatcher.utter_message(response="utter_codes_limited")
            return [SlotSet("code", DECLINED)]
        dispatcher.utter_message(response="utter_code_resent")
        return []
