"""What a colleague needs to know of a chat at a glance, taken from it word by word."""

from typing import Any, NamedTuple

from casestore.wire.chats import ChatView

_SHOWN = 6
_NOT_ASKED = {None, "smalltalk"}


class Asked(NamedTuple):
    """A message of the visitor, and what the bot made of it."""

    text: str
    outcome: str
    citations: list[dict[str, Any]]


def asked_in(view: ChatView) -> list[Asked]:
    """The latest things that were asked and answered, newest first."""
    found, said = [], ""
    for line in view.messages:
        if line.sender == "visitor":
            said = line.text
        elif line.sender == "bot" and said and line.outcome not in _NOT_ASKED:
            found.append(Asked(said, str(line.outcome), line.citations))
            said = ""
    return found[: -_SHOWN - 1 : -1]
