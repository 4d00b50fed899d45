"""Sessions of a conversation: Rasa reads, sends and goes through only the last one in each turn."""

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

LONG = 80  # events, about twelve turns


def is_long(tracker: DialogueStateTracker) -> bool:
    """Whether another session should begin; not in the middle of an intake."""
    return len(tracker.events) > LONG and not tracker.active_loop


def another_session(tracker: DialogueStateTracker) -> list[Event]:
    """What begins one that goes on with what is known, as Rasa's own after a pause does."""
    known = [SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.has_been_set]
    return [SessionStarted(), *known, ActionExecuted(ACTION_LISTEN_NAME)]
