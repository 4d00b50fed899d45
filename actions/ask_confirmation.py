"""Ask for a yes: to erasure, and to what was read out of a letter."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.case import meant_and_open
from actions.services import answers
from actions.titles import titles
from actions.turn import language_of
from privacy.right import Right


class ActionAskConfirmation(Action):
    """Reads a letter back, and warns before erasure."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "action_ask_confirmation"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Utter what is to be confirmed."""
        if tracker.get_slot("purpose") == "cancel":
            card = await meant_and_open(tracker)
            dispatcher.utter_message(
                response="utter_ask_confirmation_cancel",
                reference=card.reference,
                rights=titles(card, tracker),
            )
            return []
        rights, letter = tracker.get_slot("rights") or [], tracker.get_slot("letter")
        if {Right.ACCESS, Right.ERASURE} <= set(rights):
            dispatcher.utter_message(response="utter_access_before_erasure")
        if not letter:
            dispatcher.utter_message(response="utter_ask_confirmation_erasure")
            return []
        if Right.ERASURE in rights:
            dispatcher.utter_message(response="utter_warn_erasure")
        named = [answers().topics[right].title[language_of(tracker)] for right in rights]
        response = "utter_read_back" if letter.strip() else "utter_read_back_rights"
        dispatcher.utter_message(response=response, rights=", ".join(named), identifiers=letter)
        return []
