"""What goes over the wire about how well it all works."""

from datetime import date

from pydantic import BaseModel

from privacy.language import Language


class Share(BaseModel):
    """*part* of *of*."""

    part: int = 0
    of: int = 0


class Measured(BaseModel):
    """The numbers of one week, or of all; of one language, or of both.

    Attributes:
        containment: Of the chats that began, those that never came to a person.
        silence: Of the questions answered, those on which the policy is silent.
        mistaken: Of the requests from chat and form, those withdrawn in half an hour, or
            of which staff say that they were none.
        verified: Of the same, those whose requester was proved.
        in_time: Of the requests that were due, those answered by then.
        claims: How often staff took a chat that waited; its median and ninth decile are in seconds.

    """

    week: date | None
    language: Language | None
    containment: Share = Share()
    silence: Share = Share()
    mistaken: Share = Share()
    verified: Share = Share()
    in_time: Share = Share()
    claims: int = 0
    claim_median: int | None = None
    claim_p90: int | None = None


class NumbersView(BaseModel):
    """Every week, named by its Monday, oldest first, with all its languages; then all weeks together."""

    weeks: list[date]
    rows: list[Measured]


class Silence(BaseModel):
    """How often people asked what the policy does not say; *topic* is empty where staff found none."""

    topic: str
    language: Language
    asked: int
    reported: int  # by staff, as missing


class Silences(BaseModel):
    """The most frequent first, since the Monday *since*."""

    since: date
    items: list[Silence]
