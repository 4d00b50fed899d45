"""What goes over the wire between the case store and its clients."""

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, EmailStr, Field

from privacy.language import Language
from privacy.request import Channel, State
from privacy.right import Right
from privacy.verification import Level

Sender = Literal["visitor", "bot", "staff", "system"]


class Opened(BaseModel):
    """A new conversation; the token is told only once."""

    id: str
    token: str


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


class ConversationView(BaseModel):
    """What a process may know of a conversation."""

    id: str
    status: str
    language: Language
    expects: str | None
    proved: bool


class NewRequest(BaseModel):
    """A request to file; the same *key* files it once."""

    key: str
    rights: list[Right] = Field(min_length=1)
    language: Language
    channel: Channel = Channel.CHAT
    details: str = ""


class Change(BaseModel):
    """What the data subject adds to a request still in its intake."""

    rights: list[Right] = []
    details: str = ""
    cancelled: bool = False


class NewCode(BaseModel):
    """Where to send a one-time code."""

    address: EmailStr


CodeSent = Literal["sent", "limited"]
CodeChecked = Literal["right", "wrong", "dead"]


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
    note: str | None


class RequestView(RequestCard):
    """A request as staff see it; a list leaves *events* and *details* empty."""

    channel: Channel
    language: Language
    extended_until: date | None
    verification: Verification
    requester: dict[str, Any]
    on_behalf_of: dict[str, Any] | None
    details: list[str]
    conversation: str | None
    assignee: str | None
    related: str | None
    events: list[Event]


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


class NewStaff(BaseModel):
    """A staff account to make."""

    name: str = Field(pattern=r"^[\w.@-]{1,64}$")
    role: Literal["agent", "lead", "privacy", "auditor"]
    password: str = Field(min_length=8, max_length=200)


class StaffMember(BaseModel):
    """Who a staff token belongs to."""

    name: str
    role: str
