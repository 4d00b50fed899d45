"""Letters: told from chat messages, and what their sentences teach about the rights exercised in them."""

from answers.reading import EXERCISE
from answers.segments import sentences

LONG = 600  # characters; a chat message is rarely half as long
MANY = 8  # sentences and list items
NO_RIGHT = "none"
ONLY_IN_LETTERS = "in_letters_"  # begins the topics of sentences that people write in letters only


def is_letter(text: str) -> bool:
    """Whether *text* is long enough to be read back before it is acted on."""
    return len(text) >= LONG or len(sentences(text)) >= MANY


def right_of(label: str) -> str:
    """The right that a phrase with *label* exercises, or `NO_RIGHT`."""
    intent, _, topic = label.partition("/")
    return topic.removeprefix(ONLY_IN_LETTERS) if intent == EXERCISE else NO_RIGHT


def topic_of(label: str) -> str | None:
    """The label itself, or `None` when it teaches only what stands in letters."""
    return None if label.partition("/")[2].startswith(ONLY_IN_LETTERS) else label
