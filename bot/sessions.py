"""Sessions of a conversation: Rasa reads, sends and goes through only the last one in each turn."""

from itertools import islice

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from answers.topic import LOST

LONG = 40  # events, about six turns


def is_long(tracker: DialogueStateTracker) -> bool:
    """Whether another session should begin: not in an intake, nor while what was asked goes unanswered."""
    return len(tracker.events) > LONG and not tracker.active_loop and not _is_lost(tracker)


def another_session(tracker: DialogueStateTracker) -> list[Event]:
    """What begins one that goes on with what is known, as Rasa's own after a pause does."""
    known = [SlotSet(name, slot.value) for name, slot in tracker.slots.items() if slot.has_been_set]
    return [SessionStarted(), *known, ActionExecuted(ACTION_LISTEN_NAME)]


def last_session(tracker: DialogueStateTracker, domain: Domain) -> DialogueStateTracker:
    """The conversation as it would be read: from the last beginning on; *tracker* itself when that is all."""
    begun = [at for at, one in enumerate(tracker.events) if isinstance(one, SessionStarted)]
    if not begun or begun[-1] == 0:
        return tracker
    events = islice(tracker.events, begun[-1], None)
    return DialogueStateTracker.from_events(tracker.sender_id, events, domain.slots)


def _is_lost(tracker: DialogueStateTracker) -> bool:
    """Whether the last answer was none; after several in a row, which must be seen, a person is offered."""
    said = tracker.get_last_event_for(BotUttered)
    return bool(said) and ((said.data or {}).get("custom") or {}).get("outcome") in LOST
