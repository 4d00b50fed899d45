"""What the intake asks, and does in the end, when it is about a request made before."""

from typing import Any

from babel.dates import format_date
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.services import cases
from actions.titles import titles
from actions.turn import language_of
from casestore.wire.requests import Change, RequestCard
from privacy.request import State, next_states

MOST_SHOWN = 3


async def slots_for_case(tracker: Tracker, *, proved: bool) -> list[str]:
    """The slots that a purpose needs: a proof unless the request is known here, then what it is about."""
    found = await _meant(tracker)
    awaited = tracker.get_slot("requested_slot") == "code"
    proof = ["email", "code"] if awaited or not (found or proved) else []
    wanted = {"cancel": ["confirmation"], "amend": ["details"]}.get(tracker.get_slot("purpose"), [])
    return [*proof, *(wanted if len(_open(found)) == 1 else [])]


async def conclude_case(dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
    """Say or do what was wanted; a request that is not theirs is as unknown as one that is not there."""
    purpose, found = tracker.get_slot("purpose"), await _meant(tracker)
    if purpose in {"cancel", "amend"}:
        found = _open(found)
    if not found:
        dispatcher.utter_message(response="utter_case_unknown")
    elif purpose in {"status", "remind"}:
        await _tell(dispatcher, tracker, found[:MOST_SHOWN], reminded=purpose == "remind")
    elif len(found) > 1:
        _ask_which(dispatcher, tracker, found[:MOST_SHOWN])
    else:
        await _change(dispatcher, tracker, found[0])


async def meant_and_open(tracker: Tracker) -> RequestCard:
    """The one request that is to be confirmed."""
    return _open(await _meant(tracker))[0]


async def _meant(tracker: Tracker) -> list[RequestCard]:
    """The visitor's own requests, or the one of them whose reference was named."""
    own, reference = await cases().own_requests(tracker.sender_id), tracker.get_slot("reference")
    return [card for card in own if reference in {None, card.reference}]


def _open(found: list[RequestCard]) -> list[RequestCard]:
    return [card for card in found if next_states(State(card.state))]


async def _tell(
    dispatcher: CollectingDispatcher, tracker: Tracker, found: list[RequestCard], *, reminded: bool
) -> None:
    for card in found:
        if reminded and _open([card]):
            await cases().change_request(tracker.sender_id, card.reference, Change(reminded=True))
        dispatcher.utter_message(
            response=f"utter_case_{card.state}",
            reference=card.reference,
            rights=titles(card, tracker),
            due_on=_written(card, tracker),
            json_message={"request": card.reference},
        )
    if reminded:
        dispatcher.utter_message(response="utter_case_reminded")


def _ask_which(dispatcher: CollectingDispatcher, tracker: Tracker, found: list[RequestCard]) -> None:
    intent = f"request_{tracker.get_slot('purpose')}"
    buttons = [
        {
            "title": f"{card.reference} · {titles(card, tracker)}",
            "payload": f'/{intent}{{"topic": "{card.reference}"}}',
        }
        for card in found
    ]
    dispatcher.utter_message(response="utter_case_which", buttons=buttons)


async def _change(dispatcher: CollectingDispatcher, tracker: Tracker, card: RequestCard) -> None:
    words: dict[str, Any] = {"reference": card.reference, "json_message": {"request": card.reference}}
    if tracker.get_slot("purpose") == "amend":
        dispatcher.utter_message(response="utter_case_amended", **words)
    elif tracker.get_slot("confirmation") == "yes":
        await cases().change_request(tracker.sender_id, card.reference, Change(cancelled=True))
        dispatcher.utter_message(response="utter_case_withdrawn", **words)
    else:
        dispatcher.utter_message(response="utter_case_kept", **words)


def _written(card: RequestCard, tracker: Tracker) -> str:
    return str(format_date(card.due_on, "long", locale=language_of(tracker).locale))
