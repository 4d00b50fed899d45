"""What goes over the wire between the case store and its clients."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, EmailStr, Field, model_validator

from privacy.hygiene import MAX_CHARACTERS
from privacy.language import Language
from privacy.request import Channel, State
from privacy.right import Right
from privacy.verification import Level

Sender = Literal["visitor", "bot", "staff", "system"]


class Alive(BaseModel):
    """That a process, and what it cannot do without, answers."""

    status: Literal["ok"] = "ok"


class Refused(BaseModel):
    """Why the case store did not do what was asked, in one word."""

    error: str


class NewConversation(BaseModel):
    """A conversation to open; *identity* is a host page's token for who is logged in there."""

    language: Language
    identity: str | None = None


class Opened(BaseModel):
    """A new conversation; the token is told only once."""

    id: str
    token: str
    signed_in: bool = False


class RequestCard(BaseModel):
    """What a visitor sees of a request."""

    reference: str
    rights: list[Right]
    state: State
    received_at: datetime
    due_on: date


class Button(BaseModel):
    """A button; *value* is opaque to the visitor, *payload* never leaves the case store."""

    title: str
    value: str = ""
    payload: str = ""


class NewMessage(BaseModel):
    """A message to add to a conversation; *request* is a reference."""

    sender: Sender
    text: str
    language: Language
    outcome: str | None = None
    citations: list[dict[str, Any]] = []
    law: list[dict[str, str]] = []
    buttons: list[Button] = []
    expects: str | None = None
    request: str | None = None


class ChatMessage(BaseModel):
    """A message as the visitor gets it."""

    id: str
    sender: Sender
    text: str
    language: Language
    outcome: str | None
    citations: list[dict[str, Any]]
    law: list[dict[str, str]]
    buttons: list[dict[str, str]]
    expects: str | None
    request: RequestCard | None
    created_at: datetime


class Said(BaseModel):
    """What a visitor did: wrote *text*, or pressed the button with that *value*."""

    token: str
    client_id: str = Field(min_length=1, max_length=100)
    text: str | None = None
    button: str | None = None
    client: str = ""  # the network address it came from; only a keyed hash is kept


class Turn(BaseModel):
    """A visitor's message, taken down.

    *replies* is there when this message was answered before; *payload* when it was a button.
    """

    id: str
    status: str
    language: Language
    expects: str | None
    payload: str | None = None
    replies: list[ChatMessage] | None = None


class Answered(BaseModel):
    """The turn that messages are the answer to."""

    turn: int | None = None


class Since(BaseModel):
    """After which position to list messages, and for how many seconds to wait for the first."""

    after: int = 0
    wait: float = Field(0, ge=0, le=60)


class ConversationView(BaseModel):
    """What a process may know of a conversation."""

    id: str
    status: str
    language: Language
    expects: str | None
    proved: bool


class Forgotten(BaseModel):
    """What stays of a conversation that is gone: its requests, by their references."""

    kept_requests: list[str]


Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Representative(BaseModel):
    """Who acts for the data subject, and whether we have seen that they may."""

    role: str = Field(max_length=100)  # lawyer, parent, guardian, association, other
    name: Line | None = None
    authority_seen: bool = False


class RequestBody(BaseModel):
    """What a request says."""

    rights: list[Right] = Field(min_length=1)
    language: Language = Language.GERMAN
    channel: Channel = Channel.CHAT
    details: Annotated[str, Field(max_length=MAX_CHARACTERS)] = ""
    on_behalf_of: Representative | None = None


class NewRequest(RequestBody):
    """A request to file from a chat; the same *key* files it once."""

    key: str = Field(min_length=1, max_length=200)


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
    cancelled: bool = False
    reminded: bool = False


class Requester(BaseModel):
    """Who makes a request, as far as staff know."""

    name: Line | None = None
    email: EmailStr | None = None
    customer_number: Line | None = None


class RecordedRequest(RequestBody):
    """A request that reached us by phone, letter or e-mail, recorded by staff."""

    channel: Channel = Channel.PHONE
    received_at: AwareDatetime | None = None  # now, when left out
    requester: Requester = Requester.model_validate({})


class Transition(BaseModel):
    """Where to move a request; what the requester is told when that ends it."""

    to: State
    reason: str = Field("", max_length=4000)
    version: int | None = None  # of the request as the caller saw it

    @model_validator(mode="after")
    def _refuse_with_a_reason(self) -> Self:
        if self.to is State.REFUSED and not self.reason.strip():
            raise ValueError("a refusal needs a reason (Art. 12(4) GDPR)")
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


class NewCode(BaseModel):
    """Where to send a one-time code."""

    address: EmailStr


CodeSent = Literal["sent", "limited"]
CodeChecked = Literal["right", "wrong", "dead"]


class TypedCode(BaseModel):
    """What a visitor typed for a code."""

    code: str


class Sent(BaseModel):
    """What became of a code to send."""

    outcome: CodeSent


class Checked(BaseModel):
    """What became of a code that was typed."""

    outcome: CodeChecked


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
    details: list[str]
    asked: dict[str, str]
    conversation: str | None
    assignee: str | None
    related: str | None
    events: list[Event]


def _day(given: object) -> object:
    """A day as it is written; pydantic alone takes seconds since 1970 too."""
    return date.fromisoformat(given) if isinstance(given, str) else given


class RequestQuery(BaseModel):
    """Which requests a list shows; *cursor* is the `next` of the page before."""

    state: State | None = None
    right: Right | None = None
    due_before: Annotated[date, BeforeValidator(_day)] | None = None
    due: Literal["overdue", "soon"] | None = None  # then the most urgent come first
    assignee: str | None = None
    q: str | None = None
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


class NewCustomer(BaseModel):
    """A row of the customer directory."""

    number: str
    name: str
    email: str
    language: Language


class Loaded(BaseModel):
    """How many customers were loaded."""

    loaded: int


class NewStaff(BaseModel):
    """A staff account to make."""

    name: str = Field(pattern=r"^[\w.@-]{1,64}$")
    role: Literal["agent", "lead", "privacy", "auditor"]
    password: str = Field(min_length=8, max_length=200)


class StaffMember(BaseModel):
    """Who a staff token belongs to."""

    name: str
    role: str


class IssuedToken(BaseModel):
    """A bearer token of a member of staff, told only once."""

    token: str
