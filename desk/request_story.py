"""What happened to a request, as its trail tells it, for sentences of `requests.events`."""

from typing import NamedTuple

from casestore.wire.requests import Event

_NOBODY = "nobody"
_WITH_HOW = frozenset({"verified", "cancelled"})  # may say by what means, or why
_STRANGERS = {"data subject": "data_subject", "operator": "operator", "system": "system"}


class Told(NamedTuple):
    """An event: the name of its sentence, what that speaks of, and who acted: staff, or a word for others."""

    event: Event
    name: str
    about: str
    stranger: str


def told(event: Event) -> Told:
    """Kinds are words, or a word and what it is about: `assigned: anna`, `proved: on_file`."""
    kind, _, about = event.kind.partition(": ")
    name = "unassigned" if (kind, about) == ("assigned", _NOBODY) else kind
    return Told(event, f"{name}_by" if name in _WITH_HOW and about else name, about, _stranger(event))


def _stranger(event: Event) -> str:
    return _STRANGERS.get(event.actor, "")
