"""The tables of the case store."""

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from casestore.encryption import Encrypted

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


class Customer(Table):
    """A person the controller knows: the directory that verification looks into."""

    __tablename__ = "customers"

    number: Mapped[str] = mapped_column(primary_key=True)
    address_index: Mapped[str] = mapped_column(index=True)
    person: Mapped[dict[str, Any]]  # name, email
    language: Mapped[str] = mapped_column(String(2))


class Conversation(Table):
    """One chat, and what its visitor has proved in it."""

    __tablename__ = "conversations"

    id: Mapped[str] = mapped_column(primary_key=True)
    token_hash: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(default="bot", index=True)
    created_at: Mapped[datetime]
    expects: Mapped[str | None]
    proved: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)  # address, customer number or null
    proved_at: Mapped[datetime | None]


class Message(Table):
    """One message of a chat; `position` counts from 1 in each conversation."""

    __tablename__ = "messages"
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


class Code(Table):
    """A one-time code that was sent; its digits are not stored."""

    __tablename__ = "codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation: Mapped[str] = mapped_column(index=True)  # outlives it, so that limits hold
    address: Mapped[dict[str, Any]]
    address_index: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries_left: Mapped[int]
    alive: Mapped[bool] = mapped_column(default=True)


class Request(Table):
    """A data subject request; it outlives the conversation it came from."""

    __tablename__ = "requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)  # idempotency
    rights: Mapped[list[str]]
    state: Mapped[str] = mapped_column(index=True)
    channel: Mapped[str]
    language: Mapped[str] = mapped_column(String(2))
    received_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    extended_until: Mapped[date | None]
    level: Mapped[str] = mapped_column(default="none")
    on_file: Mapped[bool | None]
    verified_at: Mapped[datetime | None]
    address_index: Mapped[str | None] = mapped_column(index=True)
    person: Mapped[dict[str, Any]]  # address, name, customer_number
    on_behalf_of: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)
    details: Mapped[dict[str, Any]]  # what was said, oldest first
    conversation: Mapped[str | None] = mapped_column(index=True)
    assignee: Mapped[str | None]
    related: Mapped[str | None]


class RequestEvent(Table):
    """One thing that happened to a request; only ever added."""

    __tablename__ = "request_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    request: Mapped[int] = mapped_column(ForeignKey("requests.id"), index=True)
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    note: Mapped[dict[str, Any] | None] = mapped_column(Encrypted)


class Mail(Table):
    """A mail on its way out; written in the same transaction as what it tells of."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    mail: Mapped[dict[str, Any]]  # to, subject, text
    state: Mapped[str] = mapped_column(default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(index=True)


class Staff(Table):
    """A member of staff."""

    __tablename__ = "staff"

    name: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    password_hash: Mapped[str]


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
