"""Hand the chat off to a person."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import Button, say
from actions.beside import keep_beside, tell_beside
from actions.services import answers, cases
from actions.turn import language_of, reading_of, text_of
from actions.when import filing_offered, when_answered
from answers.reading import Reading
from answers.topic import Outcome, Topic
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
        reading = reading_of(tracker)
        topic = _most_urgent(reading)
        try:
            queued = await cases().ask_for_staff(tracker.sender_id, topic.name, topic.priority)
            beside = await keep_beside(tracker)
        except CaseStoreError:
            logger.exception("a handoff did not reach the queue")
            dispatcher.utter_message(response="utter_request_not_stored")
            return []
        language = language_of(tracker)
        more, buttons = when_answered(queued, language), list[Button]()
        if not (queued.is_open or beside or tracker.active_loop_name):
            offer, buttons = filing_offered(language)
            more = f"{more} {offer}"
        say(dispatcher, answers().compose(text_of(tracker), reading), buttons, more)
        return tell_beside(dispatcher, tracker, beside) if beside else []


def _most_urgent(reading: Reading) -> Topic:
    """The reason for a person: of several in one message the most urgent, of equals the first."""
    read = [answers().topic(candidate) for candidate in (reading.best, *reading.also)]
    return min((t for t in read if t.outcome is Outcome.HANDOFF), key=lambda topic: topic.priority)
