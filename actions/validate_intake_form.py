"""The one intake form: what it asks for depends on the rights exercised."""

import logging
from contextvars import ContextVar
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions.address import address_in
from actions.case import meant_and_open, slots_for_case
from actions.filing import review_of
from actions.services import cases
from actions.turn import entity_of, intent_of, reading_of, text_of
from casestore.client import CaseStoreError
from casestore.wire.requests import Change, Representative
from privacy.handoff import Priority, Reason
from privacy.right import Right

logger = logging.getLogger(__name__)

CONFIRMED = {Right.ERASURE}
DETAILED = {Right.RECTIFICATION, Right.RESTRICTION, Right.OBJECTION, Right.PORTABILITY}
DECLINED = "-"
PARTLY = "partly"  # erase some data only
_MEANT_FOR_THE_FORM = {
    "affirm",
    "deny",
    "exercise_right",
    "letter_part",
    "nlu_fallback",
    "out_of_scope",
    "submit_code",
}
_SURE = 0.6
_known: ContextVar[dict[str, bool] | None] = ContextVar("known", default=None)  # within a run: who is proved
LONGEST_NAME = 200

Slots = dict[str, Any]


class ValidateIntakeForm(FormValidationAction):
    """Takes answers out of what was said; what fits no question is left to the rules."""

    def name(self) -> str:
        """Return the name used in `domain.yml`."""
        return "validate_intake_form"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        """Take answers; say so when the case store could not keep one."""
        within = _known.set({})
        try:
            return [*_asked_again(tracker), *await super().run(dispatcher, tracker, domain)]
        except CaseStoreError:
            logger.exception("an answer was not stored")
            dispatcher.utter_message(response="utter_request_not_stored")
            return []
        finally:
            _known.reset(within)

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """Ask only what these rights need, and no proof twice; nothing where no request was stored."""
        if tracker.get_slot("purpose"):
            return await slots_for_case(tracker, proved=await _needs_no_proof(tracker))
        if tracker.get_slot("reference") is None:  # Rasa goes on when `action_receive_request` has failed
            return []
        rights = {Right(name) for name in tracker.get_slot("rights") or []}
        letter, denied = tracker.get_slot("letter"), tracker.get_slot("confirmation") == "no"
        if denied and not letter:
            return ["confirmation"]
        asked = ["representative"] if tracker.get_slot("on_behalf") and not letter else []
        asked += ["confirmation"] if rights & CONFIRMED or letter else []
        asked += ["details"] if denied or _wants_details(rights, tracker) else []
        return asked if await _needs_no_proof(tracker) else [*asked, "email", "code"]

    async def extract_representative(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Take the name of the data subject that somebody else writes for."""
        if not _is_asked(tracker, "representative") or _speaks_of_something_else(tracker):
            return {}
        if intent_of(tracker) == "decline_details":
            return {"representative": DECLINED}
        acting = Representative(role=tracker.get_slot("on_behalf"), name=text_of(tracker)[:LONGEST_NAME])
        await cases().change_request(
            tracker.sender_id, tracker.get_slot("reference"), Change(on_behalf_of=acting)
        )
        return {"representative": "named"}

    async def extract_confirmation(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Take a yes, a no, or "only some of them"; a no to erasing leaves the other rights as they are."""
        if not _is_asked(tracker, "confirmation"):
            return {}
        if intent_of(tracker) == "decline_details" and entity_of(tracker, "topic") == PARTLY:
            return {"confirmation": PARTLY}
        answers = {"affirm": "yes", "deny": "no"}
        if intent_of(tracker) not in answers:
            return {}
        said = answers[intent_of(tracker)]
        others = [name for name in tracker.get_slot("rights") or [] if name != Right.ERASURE]
        if said == "yes" or not others or tracker.get_slot("letter") or tracker.get_slot("purpose"):
            return {"confirmation": said}
        reference = tracker.get_slot("reference")
        change = Change(instead_of=[Right(name) for name in others])
        await cases().change_request(tracker.sender_id, reference, change)
        dispatcher.utter_message(response="utter_erasure_dropped", reference=reference)
        return {"rights": others}

    async def extract_details(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Take what was said and add it to the request, unless it was a question of its own."""
        if not _is_asked(tracker, "details"):
            return {}
        if intent_of(tracker) == "decline_details":
            details = entity_of(tracker, "topic") or DECLINED
        elif _speaks_of_something_else(tracker):
            return {}
        else:
            details = text_of(tracker)
        if details != DECLINED:
            await _add_details(tracker, details)
            await _guard_address(dispatcher, tracker, details)
        return {"details": details}

    async def extract_email(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Take an address, also another one while the code is awaited, and send a code to it."""
        if not (_is_asked(tracker, "email") or _is_asked(tracker, "code")):
            return {}
        if _declines(tracker):
            return {"email": DECLINED, "code": DECLINED}
        address = address_in(text_of(tracker))
        if address is None:
            if "@" in text_of(tracker):
                dispatcher.utter_message(response="utter_email_invalid")
            return {}
        if await cases().send_code(tracker.sender_id, address) == "limited":
            dispatcher.utter_message(response="utter_codes_limited")
            return {"email": address, "code": DECLINED}
        return {"email": address}

    async def extract_code(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> Slots:
        """Hear from the gateway what a code came to; the case store alone says whether it counts."""
        if _is_asked(tracker, "code") and _declines(tracker):
            return {"code": DECLINED}
        if not _is_asked(tracker, "code") or intent_of(tracker) != "submit_code":
            return {}
        if await _is_proved(tracker):
            return {"code": "entered"}
        dead = entity_of(tracker, "outcome") == "dead"
        dispatcher.utter_message(response="utter_code_dead" if dead else "utter_code_wrong")
        return {"code": None}

    def validate_representative(self, value: Any, *_: Any) -> Slots:
        """Keep what was extracted."""
        return {"representative": value}

    def validate_confirmation(self, value: Any, *_: Any) -> Slots:
        """Keep what was extracted."""
        return {"confirmation": value}

    def validate_details(self, value: Any, *_: Any) -> Slots:
        """Keep what was extracted."""
        return {"details": value}

    def validate_email(self, value: Any, *_: Any) -> Slots:
        """Keep what was extracted."""
        return {"email": value}

    def validate_code(self, value: Any, *_: Any) -> Slots:
        """Keep what was extracted."""
        return {"code": value}


def _wants_details(rights: set[Right], tracker: Tracker) -> bool:
    """A letter gives its details itself."""
    partly = tracker.get_slot("confirmation") == PARTLY
    return bool(rights & DETAILED or partly) and not tracker.get_slot("letter")


def _declines(tracker: Tracker) -> bool:
    """Whether the data subject does not want to be asked: the request stands without a proof."""
    return intent_of(tracker) in {"decline_details", "deny"}


async def _add_details(tracker: Tracker, details: str) -> None:
    """Add them to the request being taken in, or to the one that is to be changed."""
    reference = tracker.get_slot("reference")
    if tracker.get_slot("purpose") == "amend":
        reference = (await meant_and_open(tracker)).reference
    change = Change(details=details, review=review_of(tracker))
    await cases().change_request(tracker.sender_id, reference, change)


async def _guard_address(dispatcher: CollectingDispatcher, tracker: Tracker, details: str) -> None:
    """A new e-mail address would let its owner in: staff change it, not a code (Art. 5(1)(f))."""
    if Right.RECTIFICATION in (tracker.get_slot("rights") or []) and "@" in details:
        await cases().ask_for_staff(tracker.sender_id, Reason.ADDRESS_CHANGE, Priority.NORMAL)
        dispatcher.utter_message(response="utter_address_change_by_staff")


def _asked_again(tracker: Tracker) -> list[EventType]:
    """A slot that is set, if to nothing, keeps Rasa from leaving the form for the rules."""
    asked = tracker.get_slot("requested_slot")
    return [SlotSet(asked, None)] if asked and intent_of(tracker) == "ask_repeat" else []


def _is_asked(tracker: Tracker, slot: str) -> bool:
    return bool(tracker.get_slot("requested_slot") == slot)


def _speaks_of_something_else(tracker: Tracker) -> bool:
    best = reading_of(tracker).best
    return best.intent not in _MEANT_FOR_THE_FORM and best.score > _SURE


async def _needs_no_proof(tracker: Tracker) -> bool:
    """A code that was just asked for is still taken: the gateway has had it checked before we are called."""
    return not _is_asked(tracker, "code") and await _is_proved(tracker)


async def _is_proved(tracker: Tracker) -> bool:
    known = _known.get()
    if known is None:
        known = {}
    if tracker.sender_id not in known:
        try:
            known[tracker.sender_id] = (await cases().conversation(tracker.sender_id)).proved
        except CaseStoreError:
            return False
    return known[tracker.sender_id]
