"""Mail on its way out: by SMTP when a server is configured, otherwise into a folder."""

import asyncio
import contextlib
import logging
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path

import aiosmtplib
from email_validator import validate_email
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from casestore.context import Context
from casestore.tables import Mail
from settings import Settings

logger = logging.getLogger(__name__)

ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=5)  # doubles with every attempt: the last is 3 hours after the first
IDLE_SECONDS = 5.0


def post(
    session: AsyncSession, context: Context, mail: dict[str, str], *, kind: str, reference: str | None = None
) -> None:
    """Put *mail* into the outbox, in the transaction of what it tells of."""
    message_id = make_msgid(domain=context.settings.mail_from.rpartition("@")[2])
    session.add(Mail(message_id=message_id, kind=kind, reference=reference, mail=mail, next_at=context.now()))
    event.listen(session.sync_session, "after_commit", lambda _: context.mail_waits.set(), once=True)


async def deliver_forever(context: Context) -> None:
    """Send what waits, at once when something is posted, again when it failed."""
    while True:
        context.mail_waits.clear()
        try:
            while await deliver_next(context):
                pass
        except Exception:
            logger.exception("the outbox stumbled and goes on")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(context.mail_waits.wait(), IDLE_SECONDS)


async def deliver_next(context: Context) -> bool:
    """Try the mail that is due first; false when none is."""
    due = select(Mail).where(Mail.state == "waiting", Mail.next_at <= context.now())
    async with context.database.reading() as session:
        waiting = await session.scalar(due.order_by(Mail.next_at).limit(1))
    if waiting is None:
        return False
    try:
        await _send(_message(waiting, context), context.settings)
        state, problem = "sent", None
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        logger.warning("mail %s not sent: %s", waiting.message_id, type(error).__name__)
        state = "waiting" if waiting.attempts + 1 < ATTEMPTS else "dead"
        problem = type(error).__name__
    async with context.database.writing() as session:
        mail = await session.get_one(Mail, waiting.id)
        mail.state, mail.attempts, mail.problem = state, mail.attempts + 1, problem
        mail.next_at = context.now() + FIRST_PAUSE * 2**waiting.attempts
        if state == "sent":
            mail.mail = {}
    return True


def _message(row: Mail, context: Context) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = context.settings.mail_from
    address = validate_email(row.mail["to"], check_deliverability=False)
    message["To"] = address.ascii_email or address.normalized  # not every server takes umlauts
    message["Subject"] = row.mail["subject"]
    message["Date"] = format_datetime(context.now())
    message["Message-ID"] = row.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834
    message.set_content(row.mail["text"])
    message.add_alternative(row.mail["html"], subtype="html")
    return message


async def _send(message: EmailMessage, settings: Settings) -> None:
    if not settings.smtp_host:
        await asyncio.to_thread(_write, message, settings.data / "outbox")
        return
    await aiosmtplib.send(
        message,
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
        start_tls=settings.smtp_tls,
        timeout=30,
    )


def _write(message: EmailMessage, folder: Path) -> None:
    """Write the whole file before it gets its name, so that nobody reads half a mail."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = message["Message-ID"].strip("<>").partition("@")[0]
    draft = folder / f".{name}.draft"
    draft.write_bytes(message.as_bytes())
    draft.rename(folder / f"{name}.eml")
