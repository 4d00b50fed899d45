"""What staff fill in about a request that reached them, and the request it makes."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from multidict import MultiMapping
from pydantic import ValidationError

from casestore.wire.requests import RecordedRequest

ROLES = ("parent", "guardian", "relative", "lawyer", "association", "other")
CHANNELS = ("phone", "letter", "email")
_NOON = time(12)  # of a day of receipt only the day is known, and only the day counts
_FIELDS = frozenset(
    {"rights", "received_at", "email", "name", "customer_number", "details", "language", "channel"}
)


class Intake(NamedTuple):
    """The fields of the form, as they were typed."""

    rights: list[str]
    channel: str
    received_on: str
    language: str
    email: str
    name: str
    customer_number: str
    details: str
    for_another: bool
    role: str
    represented: str
    authority_seen: bool
    minor: bool


def typed(sent: MultiMapping[Any], today: date, language: str) -> Intake:
    """What the form says, with what stands in it when it is empty."""

    def text(name: str, otherwise: str = "") -> str:
        value = sent.get(name, "")
        return value.strip() if isinstance(value, str) and value.strip() else otherwise

    return Intake(
        rights=[right for right in sent.getall("rights", []) if isinstance(right, str)],
        channel=text("channel", CHANNELS[0]),
        received_on=text("received_on", today.isoformat()),
        language=text("language", language),
        email=text("email"),
        name=text("name"),
        customer_number=text("customer_number"),
        details=text("details"),
        for_another=bool(text("for_another")),
        role=text("role"),
        represented=text("represented"),
        authority_seen=bool(text("authority_seen")),
        minor=bool(text("minor")),
    )


def recorded(intake: Intake, today: date, zone: ZoneInfo) -> RecordedRequest:
    """The request; raises `ValidationError` for what cannot be one."""
    person = {"name": intake.name, "email": intake.email, "customer_number": intake.customer_number}
    return RecordedRequest.model_validate(
        {
            "rights": intake.rights,
            "channel": intake.channel,
            "language": intake.language,
            "details": intake.details,
            "received_at": _moment(intake.received_on, today, zone),
            "requester": {part: value for part, value in person.items() if value},
            "on_behalf_of": _behalf(intake),
            "review": "minor" if intake.minor else None,
        }
    )


def day_in(text: str) -> date | None:
    """The day that a field says; `None` for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def wrong_in(error: ValidationError) -> Iterator[str]:
    """The names of the fields that are amiss, each once."""
    names = (str(part) for found in error.errors() for part in found["loc"])
    yield from dict.fromkeys("rights" if name.isdigit() else name for name in names if name in _FIELDS)


def _behalf(intake: Intake) -> dict[str, object] | None:
    if not intake.for_another:
        return None
    role, name = intake.role or "other", intake.represented or None
    return {"role": role, "name": name, "authority_seen": intake.authority_seen}


def _moment(received_on: str, today: date, zone: ZoneInfo) -> datetime | str | None:
    """Now, when it is today: noon may be yet to come."""
    day = day_in(received_on)
    if day == today:
        return None
    return datetime.combine(day, _NOON, zone) if day else received_on
