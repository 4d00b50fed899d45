"""Receive a request: stored before anything is asked."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import say
from actions.filing import file_or_widen, open_reference, replaces, review_of, role_of
from actions.services import answers, cases
from actions.titles import titles
from actions.turn import reading_of, text_of
from answers.answer import FOREIGN
from answers.identifiers import identifiers_in
from answers.letter import is_letter
from answers.reading import Reading
from answers.topic import Outcome
from casestore.client import CaseStoreError
from privacy.handoff import Priority

logger = logging.getLogger(__name__)

_ASKED = ("purpose", "on_behalf", "representative", "confirmation", "details", "email", "code", "letter")


class ActionReceiveRequest(Action):
    """Files the request, or adds a further right to the one being taken in."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_receive_request"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Store the request; say so when it could not be stored."""
        reference, reading = open_reference(tracker), reading_of(tracker)
        try:
            card = await file_or_widen(tracker)
            if reading.foreign:
                await cases().ask_for_staff(tracker.sender_id, FOREIGN, Priority.NORMAL)
        except CaseStoreError:
            logger.exception("a request was not stored")
            dispatcher.utter_message(response="utter_request_not_stored")
            return [FollowupAction("action_listen")]
        dispatcher.utter_message(
            response=_words(tracker),
            reference=card.reference,
            rights=titles(card, tracker),
            json_message={"outcome": Outcome.REQUEST, "request": card.reference},
        )
        _answer_the_rest(dispatcher, tracker, reading)
        rights = SlotSet("rights", [right.value for right in card.rights])
        topic = SlotSet("topic", card.rights[0].value)
        if reference and _answers_our_question(tracker):
            return [rights, SlotSet("details", text_of(tracker))]
        if reference:
            return [rights, topic]
        slots = [rights, topic, SlotSet("reference", card.reference), *fresh_slots()]
        letter = _read_back(text_of(tracker))
        return [*slots, SlotSet("letter", letter), SlotSet("on_behalf", role_of(tracker))]


def fresh_slots() -> list[EventType]:
    """Empty what an intake asks for."""
    return [SlotSet(name, None) for name in _ASKED]


def _answer_the_rest(dispatcher: CollectingDispatcher, tracker: Tracker, reading: Reading) -> None:
    """Answer the questions beside the request; a language we do not speak gets a person."""
    if reading.foreign:
        say(dispatcher, answers().compose(text_of(tracker), reading))
    elif reading.also:
        asked = Reading(reading.language, reading.also[:1], (), reading.also[1:])
        say(dispatcher, answers().compose(text_of(tracker), asked, before=tracker.get_slot("topic")))


def _read_back(text: str) -> str | None:
    """The identifiers of a letter, masked; a blank where it has none, `None` when it is no letter."""
    if not is_letter(text):
        return None
    return ", ".join(identifier.masked for identifier in identifiers_in(text)) or " "


def _answers_our_question(tracker: Tracker) -> bool:
    """Whether details were asked, and given as a demand for the same right again."""
    asked = tracker.get_slot("requested_slot") == "details"
    return asked and set(reading_of(tracker).rights) <= set(tracker.get_slot("rights") or [])


def _words(tracker: Tracker) -> str:
    if open_reference(tracker):
        return "utter_request_replaced" if replaces(tracker) else "utter_request_widened"
    young = review_of(tracker) == "minor" and not role_of(tracker)
    return "utter_request_received_minor" if young else "utter_request_received"
