"""End an intake with reference and due date."""

import logging
from typing import Any

from babel.dates import format_date
from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.case import conclude_case
from actions.receive_request import fresh_slots
from actions.services import cases
from actions.turn import language_of
from casestore.client import CaseStoreError
from casestore.wire.requests import Change, RequestCard
from privacy.request import State
from privacy.right import holds_at_once

logger = logging.getLogger(__name__)


class ActionCompleteRequest(Action):
    """Reads the request back from the case store, or withdraws it when it was not confirmed."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_complete_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Say what became of the request."""
        try:
            if tracker.get_slot("purpose"):
                await conclude_case(dispatcher, tracker)
                return _closed()
            if tracker.get_slot("reference") is None:
                dispatcher.utter_message(response="utter_request_not_stored")
                return _closed()
            card = await _outcome(tracker)
        except CaseStoreError:
            logger.exception("a request could not be read back")
            dispatcher.utter_message(response="utter_request_not_stored")
            return []
        dispatcher.utter_message(
            response=_response(card),
            reference=card.reference,
            due_on=format_date(card.due_on, "long", locale=language_of(tracker).locale),
            json_message={"request": card.reference},
        )
        if tracker.get_slot("on_behalf"):
            dispatcher.utter_message(response="utter_authority_missing", reference=card.reference)
        return _closed()


_WORDS = {State.VERIFIED: "utter_request_verified", State.CANCELLED: "utter_request_cancelled"}


def _closed() -> list[EventType]:
    return [SlotSet("rights", None), SlotSet("reference", None), *fresh_slots()]


def _response(card: RequestCard) -> str:
    if card.state is State.RECEIVED and holds_at_once(set(card.rights)):
        return "utter_request_effective"
    return _WORDS.get(card.state, "utter_request_filed")


async def _outcome(tracker: Tracker) -> RequestCard:
    reference = tracker.get_slot("reference")
    if tracker.get_slot("confirmation") == "no" and not tracker.get_slot("letter"):
        return await cases().change_request(tracker.sender_id, reference, Change(cancelled=True))
    return await cases().request(tracker.sender_id, reference)
