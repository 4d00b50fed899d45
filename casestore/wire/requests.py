"""What goes over the wire about requests: filed, changed, worked, listed."""

from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    EmailStr,
    Field,
    PastDatetime,
    model_validator,
)

from privacy.hygiene import MAX_CHARACTERS
from privacy.language import Language
from privacy.request import Cause, Channel, State
from privacy.right import APPLY_FROM, Right
from privacy.verification import Level, Method


class RequestCard(BaseModel):
    """What a visitor sees of a request."""

    reference: str
    rights: list[Right]
    state: State
    received_at: datetime
    due_on: date


Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Representative(BaseModel):
    """Who acts for the data subject, and whether we have seen that they may."""

    role: str = Field(max_length=100)  # lawyer, parent, guardian, association, other
    name: Line | None = None
    authority_seen: bool = False


Review = Literal["minor"]  # why staff should look at a request with special care


class RequestBody(BaseModel):
    """What a request says."""

    rights: list[Right] = Field(min_length=1)
    language: Language = Language.GERMAN
    channel: Channel = Channel.CHAT
    details: Annotated[str, Field(max_length=MAX_CHARACTERS)] = ""
    on_behalf_of: Representative | None = None
    review: Review | None = None


class NewRequest(RequestBody):
    """A request to file from a chat or a form; the same *key* files it once."""

    key: str = Field(min_length=1, max_length=200)
    asked: dict[str, str] = {}


class Change(BaseModel):
    """What the data subject adds to a request.

    *instead_of* replaces the rights before *rights* are added; *asked* holds
    answers to our questions by their names.
    """

    rights: list[Right] = []
    instead_of: list[Right] = []
    details: Annotated[str, Field(max_length=MAX_CHARACTERS)] = ""
    asked: dict[str, str] = {}
    on_behalf_of: Representative | None = None
    review: Review | None = None
    cancelled: bool = False
    reminded: bool = False


class Requester(BaseModel):
    """Who makes a request, as far as staff know."""

    name: Line | None = None
    email: EmailStr | None = None
    customer_number: Line | None = None


def _moment(given: object) -> object:
    """A moment as ISO 8601 writes it; pydantic alone takes seconds since 1970 too."""
    if not isinstance(given, str | datetime):
        raise ValueError("not a date and a time")  # noqa: TRY004  # pydantic wants it
    return datetime.fromisoformat(given) if isinstance(given, str) else given


def _possible(receipt: datetime) -> datetime:
    if receipt.date() < APPLY_FROM:
        raise ValueError("before the GDPR applied")
    return receipt


Receipt = Annotated[
    datetime, AwareDatetime, PastDatetime, BeforeValidator(_moment), AfterValidator(_possible)
]


class RecordedRequest(RequestBody):
    """A request that reached us by phone, letter or e-mail, recorded by staff."""

    channel: Channel = Channel.PHONE
    received_at: Receipt | None = None  # now, when left out
    requester: Requester = Requester.model_validate({})


class Transition(BaseModel):
    """Where to move a request; what the requester is told when that ends it."""

    to: State
    reason: str = Field("", max_length=4000)
    method: Method | None = None  # how staff made sure who the requester is
    cause: Cause | None = None  # why it is cancelled
    version: int | None = None  # of the request as the caller saw it

    @model_validator(mode="after")
    def _refuse_with_a_reason(self) -> Self:
        if self.to is State.REFUSED and not self.reason.strip():
            raise ValueError("a refusal needs a reason (Art. 12(4) GDPR)")
        return self

    @model_validator(mode="after")
    def _verify_with_method_and_reason(self) -> Self:
        if self.method and self.to is not State.VERIFIED:
            raise ValueError("a method of verification, and no verification")
        if self.method and not self.reason.strip():
            raise ValueError("a verification needs a reason")
        return self

    @model_validator(mode="after")
    def _give_a_cause_with_a_cancellation(self) -> Self:
        if self.cause and self.to is not State.CANCELLED:
            raise ValueError("a cause of cancellation, and no cancellation")
        if self.cause is Cause.OTHER and not self.reason.strip():
            raise ValueError("another cause needs a reason")
        return self


class Extension(BaseModel):
    """Why two further months are needed; the requester reads it."""

    reason: str = Field(min_length=1, max_length=4000)
    version: int | None = None


class Assignment(BaseModel):
    """Who works on a request; nobody when `None`."""

    assignee: str | None
    version: int | None = None


class Remark(BaseModel):
    """What staff write into the trail."""

    text: str = Field(min_length=1, max_length=4000)


class Verification(BaseModel):
    """What is proved about the requester."""

    level: Level
    address: str | None
    on_file: bool | None
    verified_at: datetime | None


class Event(BaseModel):
    """One entry of a request's trail."""

    at: datetime
    actor: str
    kind: str
    state: State
    note: str | None


class SentMail(BaseModel):
    """A mail to the requester: what it tells, and how far it has come."""

    kind: str  # a file of `content/mail/`
    state: Literal["waiting", "sent", "dead"]
    attempts: int
    problem: str | None  # why the last attempt failed


class SentMails(BaseModel):
    """All of them about one request, oldest first."""

    items: list[SentMail]


class RequestView(RequestCard):
    """A request as staff see it; a list leaves *events* and *details* empty."""

    channel: Channel
    language: Language
    version: int
    extended_until: date | None
    paused_on: date | None
    deadline: date | None
    verification: Verification
    requester: dict[str, Any]
    on_behalf_of: dict[str, Any] | None
    review: Review | None
    details: list[str]
    asked: dict[str, str]
    conversation: str | None
    assignee: str | None
    related: str | None
    events: list[Event]


def _day(given: object) -> object:
    """A day as it is written; pydantic alone takes seconds since 1970 too."""
    return date.fromisoformat(given) if isinstance(given, str) else given


Due = Literal["overdue", "soon", "open"]
SOON = timedelta(days=7)
MANY = 100  # is counted no further


class RequestFilter(BaseModel):
    """Which requests are meant."""

    state: State | None = None
    right: Right | None = None
    due_before: Annotated[date, BeforeValidator(_day)] | None = None
    due: Due | None = None  # then the most urgent come first
    assignee: str | None = None
    unassigned: bool = False


class RequestSearch(RequestFilter):
    """Those, of a reference, an address, a customer number or a name."""

    q: str | None = None


class RequestQuery(RequestSearch):
    """Which requests a list shows; *cursor* is the `next` of the page before."""

    cursor: str | None = Field(None, pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}\.)?[0-9]{1,9}$")

    @model_validator(mode="after")
    def _go_on_in_the_same_order(self) -> Self:
        if self.cursor and ("." in self.cursor) != (self.due is not None):
            raise ValueError("cursor of another list")
        return self


class CallKey(BaseModel):
    """The caller's name for a call: the same call again has no second effect."""

    key: str | None = Field(None, alias="Idempotency-Key", pattern=r"^[\x21-\x7e]{1,200}$")


class RequestPage(BaseModel):
    """A page of a list; *next* is the cursor of the page after it."""

    items: list[RequestView]
    next: str | None


class Count(BaseModel):
    """How many requests fit; `MANY` stands for as many or more."""

    count: int


class TrailProof(BaseModel):
    """Whether a trail holds, computed now: *broken* is the first event that is changed or missing."""

    holds: bool
    broken: int | None
    length: int
    seal: str  # of the last event, and with it of all before
