"""Receive a request: stored before anything is asked."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import say
from actions.services import answers, cases
from actions.titles import titles
from actions.turn import language_of, reading_of, text_of, turn_id
from answers.identifiers import identifiers_in
from answers.letter import is_letter
from answers.reading import Reading
from answers.topic import Outcome
from answers.wording import acts_for_another, changes_mind
from casestore.client import CaseStoreError
from casestore.request_wire import Change, NewRequest, Representative, RequestCard
from privacy.right import Right

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
        reference = tracker.get_slot("reference") if tracker.active_loop else None
        reading = reading_of(tracker)
        try:
            card = await (_widen(tracker, reference) if reference else _file(tracker))
            role = None if reference else _role(tracker)
            if reading.foreign:
                await cases().ask_for_staff(tracker.sender_id)
        except CaseStoreError:
            logger.exception("a request was not stored")
            dispatcher.utter_message(response="utter_request_not_stored")
            return [FollowupAction("action_listen")]
        dispatcher.utter_message(
            response=_words(tracker) if reference else "utter_request_received",
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
        return [*slots, SlotSet("letter", _read_back(text_of(tracker))), SlotSet("on_behalf", role)]


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


async def _file(tracker: Tracker) -> RequestCard:
    new = NewRequest(
        key=turn_id(tracker),
        rights=_rights(tracker),
        language=language_of(tracker),
        details=text_of(tracker),
        on_behalf_of=Representative(role=role) if (role := _role(tracker)) else None,
    )
    return await cases().file_request(tracker.sender_id, new)


async def _widen(tracker: Tracker, reference: str) -> RequestCard:
    wanted, text = _rights(tracker), text_of(tracker)
    replaces = wanted if changes_mind(text, language_of(tracker)) else []
    change = Change(rights=wanted, instead_of=replaces, details=text)
    return await cases().change_request(tracker.sender_id, reference, change)


def _answers_our_question(tracker: Tracker) -> bool:
    """Whether details were asked, and given as a demand for the same right again."""
    asked = tracker.get_slot("requested_slot") == "details"
    return asked and set(reading_of(tracker).rights) <= set(tracker.get_slot("rights") or [])


def _words(tracker: Tracker) -> str:
    replaced = changes_mind(text_of(tracker), language_of(tracker))
    return "utter_request_replaced" if replaced else "utter_request_widened"


def _role(tracker: Tracker) -> str | None:
    return acts_for_another(text_of(tracker), language_of(tracker))


def _rights(tracker: Tracker) -> list[Right]:
    return [Right(name) for name in reading_of(tracker).rights]
