"""What a message that gets a person says beside: it is kept, so that nothing waits for the person."""

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.filing import file_or_widen, open_reference, review_of
from actions.services import cases
from actions.titles import titles
from actions.turn import reading_of, text_of
from answers.topic import Outcome
from casestore.wire.requests import Change, RequestCard


async def keep_beside(tracker: Tracker) -> RequestCard | None:
    """Store the request in it, or that the request being taken in is a minor's; raises `CaseStoreError`.

    Returns only a request that the visitor should hear of.
    """
    if reading_of(tracker).rights:
        return await file_or_widen(tracker)
    reference, review = open_reference(tracker), review_of(tracker)
    if reference and review:
        change = Change(details=text_of(tracker), review=review)
        await cases().change_request(tracker.sender_id, reference, change)
    return None


def tell_beside(dispatcher: CollectingDispatcher, tracker: Tracker, card: RequestCard) -> list[EventType]:
    """Name the request; an intake that is open goes on with its rights."""
    reference = open_reference(tracker)
    dispatcher.utter_message(
        response="utter_request_widened" if reference else "utter_request_beside",
        reference=card.reference,
        rights=titles(card, tracker),
        json_message={"outcome": Outcome.HANDOFF, "request": card.reference},
    )
    return [SlotSet("rights", [right.value for right in card.rights])] if reference else []
