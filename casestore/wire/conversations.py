"""What goes over the wire about chats and codes, between the case store and its clients."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, EmailStr, Field

from casestore.wire.requests import RequestCard
from privacy.handoff import Priority
from privacy.language import Language

Sender = Literal["visitor", "bot", "staff", "system"]
Status = Literal["bot", "waiting", "open", "closed"]  # open: staff have the chat


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


class Renewal(BaseModel):
    """The token that a visitor has, and the message with which they have just been answered."""

    token: str
    client_id: str


class Renewed(BaseModel):
    """The token from now on, where it is another one."""

    token: str | None


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
    topic: str | None = None  # of an answer; counted, not kept with the message
    beside_staff: bool = False  # said also while staff have the chat


class ChatMessage(BaseModel):
    """A message as the visitor gets it; *speaker* is what staff who wrote it are called, if they say so."""

    id: str
    sender: Sender
    speaker: str | None = None
    text: str
    language: Language
    outcome: str | None
    citations: list[dict[str, Any]]
    law: list[dict[str, str]]
    buttons: list[dict[str, str]]
    expects: str | None
    request: RequestCard | None
    client_id: str | None = None  # the visitor's own, on the visitor's messages
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

    *replies* is there when this message was answered before; *payload* when it was a button, else *text*,
    in which no code can be read. *renews* when another token waits to be handed out.
    """

    id: str
    status: Status
    language: Language
    language_chosen: bool
    expects: str | None
    text: str | None = None
    payload: str | None = None
    replies: list[ChatMessage] | None = None
    renews: bool = False


class Answered(BaseModel):
    """The turn that messages are the answer to."""

    turn: int | None = None


class After(BaseModel):
    """After which position to list messages."""

    after: int = 0


class Since(After):
    """What the caller knows, and for how many seconds to wait for something new; *mark* names a state."""

    mark: str = ""
    wait: float = Field(0, ge=0, le=60)


class Handoff(BaseModel):
    """How far a chat is on its way to a person.

    Attributes:
        waiting_since: `None` when staff came unasked.
        place: In the queue, 1 for who is next; `None` once staff have the chat.
        staff: What who has it is called; `None` when they do not say so, or nobody has it.
        typing: Whether they are writing just now.
        opens_at: When somebody is at the desk again; `None` while somebody is, or has the chat.

    """

    waiting_since: datetime | None
    place: int | None
    staff: str | None
    typing: bool = False
    opens_at: datetime | None = None


class ConversationState(BaseModel):
    """How a conversation stands, as its visitor may know it."""

    id: str
    status: Status
    language: Language
    expects: str | None
    handoff: Handoff | None


class ConversationView(ConversationState):
    """What a process may know of a conversation."""

    proved: bool


class Changes(BaseModel):
    """What is new in a conversation; *mark* names its state, to wait for another."""

    messages: list[ChatMessage]
    state: ConversationState
    mark: str


class ChosenLanguage(BaseModel):
    """The language that the visitor chose."""

    language: Language


class StaffWish(BaseModel):
    """Why a person is needed, by the name of a topic, and how urgently."""

    reason: str = Field(pattern=r"^[a-z_]{1,40}$")
    priority: Priority


class Queued(BaseModel):
    """That a person was asked for: whether somebody is at the desk, else when, if that is known."""

    is_open: bool
    opens_at: datetime | None


class Forgotten(BaseModel):
    """What stays of a conversation that is gone: its requests, by their references."""

    kept_requests: list[str]


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
