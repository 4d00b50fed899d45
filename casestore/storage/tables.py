"""The tables of the case store."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, Index, MetaData, String, UniqueConstraint, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from casestore.storage.binding import bind_rows
from casestore.storage.encryption import Encrypted

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC, without a zone where the database has none."""
        moment = value and value.astimezone(UTC)
        return moment.replace(tzinfo=None) if moment and dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return an aware moment."""
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Table(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {datetime: Instant, dict[str, Any]: Encrypted, list[str]: JSON}
    named_by: ClassVar[
        tuple[str, ...]
    ] = ()  # columns that name a row before it is stored; see `casestore.storage.binding`


bind_rows(Table)


class Customer(Table):
    """A person the controller knows: the directory that verification looks into."""

    __tablename__ = "customers"
    named_by = ("number",)

    number: Mapped[str] = mapped_column(primary_key=True)
    address_index: Mapped[str] = mapped_column(index=True)
    person: Mapped[dict[str, Any]]  # name, email
    language: Mapped[str] = mapped_column(String(2))


class Conversation(Table):
    """One chat, and what its visitor has proved in it."""

    __tablename__ = "conversations"
    named_by = ("id",)
    __table_args__ = (  # the desk reads along these
        Index("ix_conversations_queue", "status", "priority", "waiting_since", "id"),
        Index("ix_conversations_newest", "status", "created_at", "id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    token_due: Mapped[bool] = mapped_column(default=False)  # another one, since a code was right
    former_token_hash: Mapped[str | None]
    renewed_by: Mapped[str | None]  # the client_id of the message it was renewed for
    language: Mapped[str] = mapped_column(String(2))
    language_chosen: Mapped[bool] = mapped_column(default=False)  # a short word does not change it then
    status: Mapped[str] = mapped_column(default="bot")  # bot, waiting, open, closed
    waiting_since: Mapped[datetime | None]  # of this handoff, as are the next three
    reason: Mapped[str | None]
    priority: Mapped[str | None]
    assignee: Mapped[str | None]  # the member of staff who has it, or closed it
    had_person: Mapped[bool] = mapped_column(default=False)  # asked for one, or staff came unasked
    alarmed_at: Mapped[datetime | None]  # when nobody had come for too long
    helped: Mapped[bool | None]  # what the visitor said of it, once it was closed
    created_at: Mapped[datetime]
    client: Mapped[str | None]  # keyed hash of the network address
    expects: Mapped[str | None]
    proved: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)  # address, customer number or null
    proved_at: Mapped[datetime | None]


class Message(Table):
    """One message of a chat; `position` counts from 1 in each conversation."""

    __tablename__ = "messages"
    named_by = ("conversation", "position")
    __table_args__ = (UniqueConstraint("conversation", "client_id"),)

    conversation: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str]
    client_id: Mapped[str | None]
    reply_to: Mapped[int | None]
    answered: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]


class ChatNote(Table):
    """What staff wrote about a chat among themselves: no message, so that no visitor can come by it."""

    __tablename__ = "chat_notes"
    named_by = ("conversation", "sequence")

    conversation: Mapped[str] = mapped_column(
        ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True
    )
    sequence: Mapped[int] = mapped_column(primary_key=True)  # counts from 1 in each conversation
    after: Mapped[int]  # the position of the last message before it
    author: Mapped[str]
    created_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]  # text


class Fact(Table):
    """Something that happened in a chat, to be counted; it outlives the chat, and leads to nobody."""

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_kind", "kind", "week", "language", "topic", "seconds"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    week: Mapped[date]  # its Monday
    kind: Mapped[str]  # chat, person, claimed, answered, not_in_policy
    language: Mapped[str] = mapped_column(String(2))
    topic: Mapped[str] = mapped_column(default="")  # of an answer
    seconds: Mapped[int | None]  # from asking for a person to a claim


class Feedback(Table):
    """What staff thought of an answer; its text may teach the model once it is accepted."""

    __tablename__ = "feedback"
    named_by = ("key",)
    __table_args__ = (Index("ix_feedback_state_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    author: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    verdict: Mapped[str]  # right, wrong, missing
    topic: Mapped[str]  # of the answer
    right_topic: Mapped[str | None]  # that it should have been
    state: Mapped[str] = mapped_column(default="new")  # new, accepted, rejected
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)  # text; gone once rejected


class Code(Table):
    """A one-time code that was sent; its digits are not stored."""

    __tablename__ = "codes"
    named_by = ("conversation", "digest")

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(index=True)  # outlives it, so that limits hold
    client: Mapped[str | None] = mapped_column(index=True)  # keyed hash of the network address
    address: Mapped[dict[str, Any]]
    address_index: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    alive: Mapped[bool] = mapped_column(default=True)


class Request(Table):
    """A data subject request; it outlives the conversation it came from."""

    __tablename__ = "requests"
    named_by = ("reference",)
    __table_args__ = (  # lists are read in the order of an index; see docs/casestore.md
        Index("ix_requests_state_id", "state", "id"),
        Index("ix_requests_assignee_id", "assignee", "id"),
        Index("ix_requests_assignee_state_id", "assignee", "state", "id"),
        Index("ix_requests_assignee_deadline_id", "assignee", "deadline", "id"),
        Index(
            "ix_requests_assignee_state_due_id",
            "assignee",
            "state",
            text("coalesce(extended_until, due_on)"),
            "id",
        ),
        Index("ix_requests_deadline_id", "deadline", "id"),
        Index("ix_requests_state_deadline_id", "state", "deadline", "id"),
        Index("ix_requests_state_due_id", "state", text("coalesce(extended_until, due_on)"), "id"),
        Index("ix_requests_received_at", "received_at"),
        Index("ix_requests_due_id", text("coalesce(extended_until, due_on)"), "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)  # idempotency
    version: Mapped[int] = mapped_column(default=1)
    rights: Mapped[list[str]]
    state: Mapped[str]
    channel: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    received_at: Mapped[datetime]
    due_on: Mapped[date]  # one month after receipt
    extended_until: Mapped[date | None]
    paused_on: Mapped[date | None]  # the day staff asked who the requester is
    paused_days: Mapped[int] = mapped_column(default=0)  # that the period has stood still before
    deadline: Mapped[date | None]  # null while paused, and once closed
    level: Mapped[str] = mapped_column(default="none")
    on_file: Mapped[bool | None]
    verified_at: Mapped[datetime | None]
    person: Mapped[dict[str, Any]]  # address, name, customer_number
    on_behalf_of: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    details: Mapped[dict[str, Any]]  # what was said, oldest first; what was asked, by name; why to review
    conversation: Mapped[str | None] = mapped_column(index=True)
    assignee: Mapped[str | None]
    related: Mapped[str | None]
    held: Mapped[bool] = mapped_column(default=False)  # somebody disputes it: nothing of it may go
    shredded_at: Mapped[datetime | None]  # since when it tells of nobody
    trail_length: Mapped[int] = mapped_column(default=0)
    trail_seal: Mapped[str] = mapped_column(default="")  # see `casestore.requests.trail`

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  # SQLAlchemy reads it


class RequestTerm(Table):
    """A keyed hash by which a request is found: of an address, a customer number, a part of a name."""

    __tablename__ = "request_terms"

    term: Mapped[str] = mapped_column(primary_key=True)
    request: Mapped[int] = mapped_column(
        ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    identifies: Mapped[bool]  # a name does not


class RequestEvent(Table):
    """One thing that happened to a request; only ever added, each sealed with all before it."""

    __tablename__ = "request_events"
    named_by = ("request", "sequence")

    request: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)  # counts from 1
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str]  # of the request, afterwards
    note: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)  # text, and what its seal is salted with
    note_seal: Mapped[str | None]  # outlives the note
    hash: Mapped[str]


class StaffCall(Table):
    """A call of a member of staff that changed something, so that the same call again changes nothing."""

    __tablename__ = "staff_calls"

    key: Mapped[str] = mapped_column(primary_key=True)  # who called, and the key they gave
    digest: Mapped[str]  # of what was called with
    reference: Mapped[str]  # of the request or the conversation that was changed
    at: Mapped[datetime] = mapped_column(index=True)


class Mail(Table):
    """A mail on its way out; written in the same transaction as what it tells of."""

    __tablename__ = "outbox"
    named_by = ("message_id",)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    reference: Mapped[str | None] = mapped_column(index=True)  # of the request it tells of
    mail: Mapped[dict[str, Any]]  # to, subject, text, html; empty once sent
    posted_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting", index=True)  # waiting, sent, dead
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(index=True)
    problem: Mapped[str | None]  # why the last attempt failed


class Webhook(Table):
    """What a ticket system is told of an event; written in the same transaction, and names nobody."""

    __tablename__ = "webhooks"

    id: Mapped[int] = mapped_column(primary_key=True)
    webhook_id: Mapped[str] = mapped_column(unique=True)  # the same in every attempt
    reference: Mapped[str] = mapped_column(index=True)  # of the request, whose webhooks leave in order
    payload: Mapped[str]  # JSON, to the byte as it is signed
    state: Mapped[str] = mapped_column(default="waiting", index=True)  # waiting, sent, dead, gone
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(index=True)
    problem: Mapped[str | None]  # why the last attempt failed


class GoneReceiver(Table):
    """A URL that answered 410 to a webhook: nothing is sent there any more."""

    __tablename__ = "gone_receivers"

    url_index: Mapped[str] = mapped_column(primary_key=True)  # keyed hash: a URL may hold a secret
    at: Mapped[datetime]


class Chore(Table):
    """What one process does from time to time for all that run."""

    __tablename__ = "chores"

    name: Mapped[str] = mapped_column(primary_key=True)
    begun_at: Mapped[datetime]


class Staff(Table):
    """A member of staff."""

    __tablename__ = "staff"
    named_by = ("name",)

    name: Mapped[str] = mapped_column(primary_key=True)
    display_name: Mapped[str | None]  # that visitors read; without one they read no name
    role: Mapped[str]
    language: Mapped[str | None] = mapped_column(String(2))  # of the desk, once they have chosen one
    password_hash: Mapped[str | None]  # none for who logs in elsewhere
    subject: Mapped[str | None] = mapped_column(unique=True)  # issuer and name of who logs in elsewhere
    disabled: Mapped[bool] = mapped_column(default=False)
    at_desk_at: Mapped[datetime | None]  # when they last had the desk open
    totp: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)  # secret
    totp_offered: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)  # secret, not confirmed yet
    totp_step: Mapped[int | None]  # of the last code that was taken: no code is taken twice


class StaffSession(Table):
    """A log-in in a browser; only the hash of its token is stored."""

    __tablename__ = "staff_sessions"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)  # by which its holder names it
    name: Mapped[str] = mapped_column(ForeignKey("staff.name", ondelete="CASCADE"), index=True)
    stage: Mapped[str]  # open; second_factor or enrolment, of which only the next step is open
    browser: Mapped[str]
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class RecoveryCode(Table):
    """A code that stands in for the second factor once; only its keyed hash is stored."""

    __tablename__ = "recovery_codes"

    code_index: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("staff.name", ondelete="CASCADE"), index=True)


class LoginAttempt(Table):
    """A log-in that was tried; it counts as failed until it has succeeded: tries at once all count."""

    __tablename__ = "login_attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(index=True)  # keyed hash of the name given
    client: Mapped[str] = mapped_column(index=True)  # keyed hash of the network address
    at: Mapped[datetime] = mapped_column(index=True)
    succeeded: Mapped[bool] = mapped_column(default=False)


class StaffToken(Table):
    """A bearer token of a member of staff; only its hash is stored."""

    __tablename__ = "staff_tokens"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("staff.name", ondelete="CASCADE"))
    created_at: Mapped[datetime]


class AuditEvent(Table):
    """Who looked at or changed what; never any content."""

    __tablename__ = "audit_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str]
