"""What goes over the wire about chats, between the case store and the desk."""

from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from casestore.request_wire import RequestCard
from casestore.wire import ChatMessage, Refused, Sender, Status
from privacy.handoff import Priority
from privacy.language import Language
from privacy.verification import Level


class Taken(Refused):
    """That a colleague has the chat, and who."""

    assignee: str


class ChatQuery(BaseModel):
    """Which chats a list shows; *cursor* is the `next` of the page before.

    Who waits stands in the order of the queue, all else newest first.
    """

    status: Status = "waiting"
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
    created_at: datetime


class ChatPage(BaseModel):
    """A page of a list; *next* is the cursor of the page after it."""

    items: list[ChatItem]
    next: str | None


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

    *expects* is what the bot waits for once it has the chat again; *requests* are those filed in it.
    """

    proved: Proof | None
    expects: str | None
    messages: list[ChatLine]
    requests: list[RequestCard]
