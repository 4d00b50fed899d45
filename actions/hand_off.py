"""Hand the chat off to a person."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import say
from actions.services import answers, cases
from actions.turn import reading_of, text_of
from casestore.client import CaseStoreError

logger = logging.getLogger(__name__)


class ActionHandOff(Action):
    """Puts the conversation into the queue and says so."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_hand_off"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Queue first: nothing is promised that did not happen."""
        try:
            await cases().ask_for_staff(tracker.sender_id)
        except CaseStoreError:
            logger.exception("a handoff did not reach the queue")
            dispatcher.utter_message(response="utter_request_not_stored")
            return []
        say(dispatcher, answers().compose(text_of(tracker), reading_of(tracker)))
        return []
