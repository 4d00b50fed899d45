"""Tell a pasted letter from a chat message."""

from answers.segments import sentences

LONG = 600  # characters; a chat message is rarely half as long
MANY = 8  # sentences and list items


def is_letter(text: str) -> bool:
    """Whether *text* is long enough to be read back before it is acted on."""
    return len(text) >= LONG or len(sentences(text)) >= MANY
