"""Mail on its way out: posted with what it tells of, tried until it is taken, by as many processes as run."""

import asyncio
import contextlib
import logging
from datetime import timedelta
from email.utils import make_msgid

from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from casestore.context import Context
from casestore.outgoing.mailing import MailError, compose, is_final, name_of, send
from casestore.storage.tables import Mail

logger = logging.getLogger(__name__)

ATTEMPTS = 17
FIRST_PAUSE = timedelta(seconds=5)  # doubles: the last attempt is 4 days after the first (RFC 5321, 4.5.4.1)
HOLD = timedelta(minutes=2)  # longer than `mailing.send` takes, also by the clock of another machine
IDLE_SECONDS = 5.0
_NO_END = "no attempt came to an end"


def post(
    session: AsyncSession, context: Context, mail: dict[str, str], *, kind: str, reference: str | None = None
) -> None:
    """Put *mail* into the outbox, in the transaction of what it tells of."""
    message_id, now = make_msgid(domain=context.settings.mail_from.rpartition("@")[2]), context.now()
    session.add(
        Mail(message_id=message_id, kind=kind, reference=reference, mail=mail, posted_at=now, next_at=now)
    )
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
    claimed = await _claim(context)
    if claimed is None:
        return False
    if claimed.state == "dead":
        return True
    try:
        async with context.database.reading() as session:
            mail = await session.get_one(Mail, claimed.id)
        await send(compose(mail, context), context.settings)
        state, problem = "sent", None
    except MailError as error:
        state = "dead" if is_final(error) or claimed.attempts >= ATTEMPTS else "waiting"
        problem = name_of(error)
        logger.warning("mail %s not sent, it is %s: %s", claimed.message_id, state, problem)
    await _settle(context, claimed, state, problem)
    return True


async def _claim(context: Context) -> Mail | None:
    """Count an attempt at the mail that is due first, and keep every process from it until that has ended.

    If this process is killed in the attempt, the mail waits for the next one; when none of all came to an
    end, it is dead. The content is not read here: a mail that nobody can decrypt holds up no other.
    """
    due = select(Mail).where(Mail.state == "waiting", Mail.next_at <= context.now())
    first = due.order_by(Mail.next_at).limit(1).options(defer(Mail.mail)).with_for_update(skip_locked=True)
    async with context.database.writing() as session:
        mail: Mail | None = await session.scalar(first)
        if mail is not None and mail.attempts >= ATTEMPTS:
            mail.state, mail.problem = "dead", mail.problem or _NO_END
            logger.error("mail %s is dead: %s", mail.message_id, mail.problem)
        elif mail is not None:
            mail.attempts += 1
            mail.next_at = context.now() + HOLD + _pause_after(mail.attempts)
    return mail


async def _settle(context: Context, claimed: Mail, state: str, problem: str | None) -> None:
    """Note how the attempt ended, unless it took so long that another process has claimed the mail since."""
    ours = select(Mail).where(Mail.id == claimed.id, Mail.attempts == claimed.attempts)
    async with context.database.writing() as session:
        mail = await session.scalar(ours.options(defer(Mail.mail)).with_for_update())
        if mail is None:
            return
        mail.state, mail.problem = state, problem
        mail.next_at = context.now() + _pause_after(mail.attempts)
        if state == "sent":
            mail.mail = {}


def _pause_after(attempts: int) -> timedelta:
    return FIRST_PAUSE * 2.0 ** (attempts - 1)
