"""The rows that go as they are once their time is over, kind by kind."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from limits import parse_many
from sqlalchemy import ColumnElement, or_

from casestore.storage.tables import (
    AuditEvent,
    Code,
    Feedback,
    LoginAttempt,
    Mail,
    StaffCall,
    StaffSession,
    Table,
    Webhook,
)
from settings import Settings

_OF_NO_REQUEST = Mail.reference.is_(None)
_ENDED = ("sent", "gone")


class Kind(NamedTuple):
    """A kind of rows, as it is counted, and which of them are over."""

    name: str
    table: type[Table]
    over: ColumnElement[bool]


def kinds(settings: Settings, at: datetime) -> Iterator[Kind]:
    """What is over at a moment; without the kinds that are kept for ever.

    A dead mail about a request waits for staff, who see it there, and goes with the request.
    """
    codes, logins = timedelta(days=settings.keep_codes), timedelta(days=settings.keep_logins)
    idle = at - timedelta(minutes=settings.session_idle_minutes)
    dead_alone = (Mail.state == "dead") & _OF_NO_REQUEST
    if codes:
        yield Kind("codes", Code, Code.issued_at < at - max(codes, _longest_for_codes(settings)))
    if days := settings.keep_mails:
        over = Mail.next_at < at - timedelta(days=days)
        yield Kind("mails", Mail, over & or_(Mail.state == "sent", dead_alone))
    if days := settings.keep_webhooks:
        over = Webhook.next_at < at - timedelta(days=days)
        yield Kind("webhooks", Webhook, over & Webhook.state.in_(_ENDED))
    if days := settings.keep_feedback:
        yield Kind("feedback", Feedback, Feedback.at < at - timedelta(days=days))
    if days := settings.keep_audit:
        yield Kind("audit", AuditEvent, AuditEvent.at < at - timedelta(days=days))
    if logins:
        yield Kind("logins", LoginAttempt, LoginAttempt.at < at - max(logins, _longest_for_logins(settings)))
    if days := settings.keep_calls:
        yield Kind("calls", StaffCall, StaffCall.at < at - timedelta(days=days))
    yield Kind(
        "sessions", StaffSession, or_(StaffSession.expires_at <= at, StaffSession.last_seen_at <= idle)
    )


def _longest_for_codes(settings: Settings) -> timedelta:
    return _longest(
        settings.limit_codes_address,
        settings.limit_codes_wrong,
        settings.limit_codes_client,
        settings.limit_codes_total,
    )


def _longest_for_logins(settings: Settings) -> timedelta:
    return _longest(settings.limit_login_account, settings.limit_login_client, settings.limit_login_anywhere)


def _longest(*limits: str) -> timedelta:
    """The longest time over which one of *limits* counts."""
    return timedelta(seconds=max(limit.get_expiry() for each in limits for limit in parse_many(each)))
