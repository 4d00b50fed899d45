"""What an action may know of the turn: the visitor's words as they were read."""

from rasa_sdk import Tracker

from answers.reading import Candidate, Reading
from privacy.language import Language


def language_of(tracker: Tracker) -> Language:
    """The language spoken now."""
    return Language(tracker.get_slot("language") or Language.GERMAN)


def intent_of(tracker: Tracker) -> str:
    """The intent of the latest message."""
    return tracker.latest_message.get("intent", {}).get("name") or "nlu_fallback"


def entity_of(tracker: Tracker, name: str) -> str | None:
    """An entity that a button carried, or that was found in the message."""
    return next(tracker.get_latest_entity_values(name), None)


def text_of(tracker: Tracker) -> str:
    """The visitor's own words; "" when a button was pressed."""
    text = tracker.latest_message.get("text") or ""
    return "" if text.startswith("/") else text


def reading_of(tracker: Tracker) -> Reading:
    """How the latest message was read; a button says itself what it means."""
    if entry := tracker.latest_message.get("reading"):
        return Reading.from_dict(entry)
    topic = entity_of(tracker, "topic")
    label = f"{intent_of(tracker)}/{topic}" if topic else intent_of(tracker)
    rights = (topic,) if topic and intent_of(tracker) == "exercise_right" else ()
    return Reading(language_of(tracker), (Candidate(label, 1.0),), rights)


def turn_id(tracker: Tracker) -> str:
    """Names the visitor's message: what is done twice for it has one effect."""
    metadata = tracker.latest_message.get("metadata") or {}
    return str(metadata.get("turn") or tracker.latest_message.get("message_id"))
