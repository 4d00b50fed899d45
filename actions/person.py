"""Offering a person where the bot does not get on; the visitor decides."""

import json
from typing import Any

from rasa_sdk import Tracker

from actions.services import answers
from actions.turn import language_of
from answers.topic import LOST, Outcome

_IN_A_ROW = 3
_WRONG = {"wrong", "dead"}
_PAYLOAD = f"/request_handoff{json.dumps({'topic': 'person'})}"


def offered_person(tracker: Tracker) -> dict[str, str]:
    """The button with which a person takes over."""
    return {"title": answers().topics["person"].title[language_of(tracker)], "payload": _PAYLOAD}


def is_lost(tracker: Tracker, outcome: Outcome) -> bool:
    """Whether an answer of that *outcome* is the third in a row that is none."""
    told = [_custom(event).get("outcome") for event in tracker.events if event["event"] == "bot"]
    latest = [*filter(None, told), outcome][-_IN_A_ROW:]
    return len(latest) == _IN_A_ROW and all(one in LOST for one in latest)


def mistyped_often(tracker: Tracker) -> bool:
    """Whether three codes or more were wrong."""
    typed = [entity for event in tracker.events if event["event"] == "user" for entity in _entities(event)]
    wrong = [one for one in typed if one["entity"] == "outcome" and one["value"] in _WRONG]
    return len(wrong) >= _IN_A_ROW


def _custom(event: dict[str, Any]) -> dict[str, Any]:
    return (event.get("data") or {}).get("custom") or {}


def _entities(event: dict[str, Any]) -> list[dict[str, Any]]:
    return list((event.get("parse_data") or {}).get("entities") or [])
