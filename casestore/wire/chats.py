"""What goes over the wire about chats, between the case store and the desk."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from casestore.wire.conversations import ChatMessage, Refused, Sender, Status
from casestore.wire.requests import RequestCard
from casestore.wire.staff import StaffName
from privacy.handoff import Priority
from privacy.language import Language
from privacy.verification import Level


class Taken(Refused):
    """That a colleague has the chat, and who."""

    assignee: str


class ChatQuery(BaseModel):
    """Which chats a list shows; *cursor* is the `next` of the page before.

    Who waits stands in the order of the queue, all else newest first; *assignee* leaves out what others have.
    """

    status: Status = "waiting"
    assignee: str | None = Field(None, max_length=64)
    cursor: str | None = Field(None, pattern=r"^((high|normal)\.)?[0-9]{1,17}\.[0-9a-f]{32}$")

    @model_validator(mode="after")
    def _go_on_in_the_same_order(self) -> Self:
        if self.cursor and (self.cursor.count(".") > 1) != (self.status == "waiting"):
            raise ValueError("cursor of another list")
        return self


class ChatItem(BaseModel):
    """A chat as a list shows it; reason, priority and waiting time are those of its handoff."""

    id: str
    status: Status
    language: Language
    reason: str | None
    priority: Priority | None
    waiting_since: datetime | None
    assignee: str | None
    alarmed_at: datetime | None = None
    helped: bool | None = None
    created_at: datetime


class ChatPage(BaseModel):
    """A page of a list; *next* is the cursor of the page after it, *called* the display names of staff."""

    items: list[ChatItem]
    next: str | None
    called: dict[str, str] = {}


class Proof(BaseModel):
    """Whose mailbox was proved in a chat; *holds* is false when that is too long ago."""

    level: Level
    address: str | None
    customer_number: str | None
    on_file: bool
    verified_at: datetime
    holds: bool


class ChatLine(ChatMessage):
    """A message as staff see it, or a note of theirs; *author* is the member of staff who wrote it."""

    sender: Sender | Literal["note"]  # type: ignore[assignment]  # the visitor's messages are never notes
    author: str | None = None


class ChatView(ChatItem):
    """A chat with all that whoever takes it over needs to know.

    *expects* is what the bot waits for once it has the chat again; *requests* are those filed in it, and
    those of the mailbox proved in it. *readers* have the chat open at this moment; *typing* and
    *visitor_here*, who has it open, are about the visitor.
    """

    proved: Proof | None
    expects: str | None
    messages: list[ChatLine]
    requests: list[RequestCard]
    readers: list[str] = []
    called: dict[str, str] = {}  # the display names of staff, by account
    typing: bool = False
    visitor_here: bool = False


class ChatOpening(BaseModel):
    """How a chat is opened: *masked* without anybody's address, *live* by a page that goes on reading it."""

    masked: bool = False
    live: bool = False


class Transfer(BaseModel):
    """The colleague who has the chat from now on."""

    to: StaffName


class Watch(BaseModel):
    """What a page at the desk knows, by the number of the last change, and which *chat* it shows.

    While it is *idle*, whoever has it open may be gone: their log-in is not in use by it.
    """

    since: int = Field(0, ge=0, lt=2**63)
    wait: float = Field(0, ge=0, le=60)
    idle: bool = False
    chat: str | None = Field(None, pattern=r"^[0-9a-f]{32}$")


class Queue(BaseModel):
    """How many chats wait, how many of them too long, how many staff have, and how many the caller has."""

    waiting: int
    alarmed: int
    open: int
    mine: int


class DeskChanges(BaseModel):
    """The chats that have changed since a number; `None` when that was too long ago to know.

    *moved* says that a list of chats may look different.
    """

    number: int
    chats: list[str] | None
    moved: bool
    queue: Queue
