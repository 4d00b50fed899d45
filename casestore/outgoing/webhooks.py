"""Webhooks to a ticket system: posted with the event they tell of, tried until they are taken."""

import asyncio
import contextlib
import json
import logging
import re
import secrets
from datetime import datetime, timedelta

import aiohttp
from sqlalchemy import Select, select
from sqlalchemy.event import listen
from sqlalchemy.orm import Session, aliased

from casestore.context import Context
from casestore.outgoing.outbox import ATTEMPTS, FIRST_PAUSE, HOLD, IDLE_SECONDS
from casestore.outgoing.webhook_call import call
from casestore.storage.tables import GoneReceiver, Request, RequestEvent, Webhook

logger = logging.getLogger(__name__)

_GONE = 410

# What may befall a single attempt, whatever the receiver is.
_AttemptError = (aiohttp.ClientError, OSError, ValueError)


def post(session: Session, context: Context, request: Request, event: RequestEvent) -> None:
    """Tell of *event*, in its transaction; nothing without a URL."""
    if context.settings.webhook_url:
        session.add(
            Webhook(
                webhook_id=f"msg_{secrets.token_hex(16)}",  # without a full stop, which parts what is signed
                reference=request.reference,
                payload=_payload(request, event),
                next_at=context.now(),
            )
        )
        listen(session, "after_commit", lambda _: context.webhook_waits.set(), once=True)


async def deliver_forever(context: Context) -> None:
    """Send what waits, at once when something happens, again when it failed."""
    while True:
        context.webhook_waits.clear()
        try:
            while await deliver_next(context):
                pass
        except Exception:
            logger.exception("the webhooks stumbled and go on")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(context.webhook_waits.wait(), IDLE_SECONDS)


async def deliver_next(context: Context) -> bool:
    """Try the webhook that is due first; false when none is."""
    claimed = await _claim(context)
    if claimed is None:
        return False
    if claimed.state == "gone":
        return True
    try:
        status = await call(context.settings, claimed, context.now())
        problem = None if status // 100 == 2 else f"HTTP {status}"  # noqa: PLR2004  # the class of successes
    except _AttemptError as error:
        status, problem = 0, type(error).__name__  # its text may tell the URL, and that a secret
    if status == _GONE:
        await _switch_off(context)
    state = _state_after(claimed.attempts, status, problem)
    if problem:
        logger.warning("webhook %s not sent, it is %s: %s", claimed.webhook_id, state, problem)
    await _settle(context, claimed, state, problem)
    return True


def _state_after(attempts: int, status: int, problem: str | None) -> str:
    if problem is None:
        return "sent"
    if status == _GONE:
        return "gone"
    return "dead" if attempts >= ATTEMPTS else "waiting"


def _payload(request: Request, event: RequestEvent) -> str:
    """The body, with nothing in it about a person: neither the actor, nor the note, nor who is assigned."""
    word = re.split(r"\W", event.kind, maxsplit=1)[0]  # what follows may name a member of staff
    data = {
        "reference": request.reference,
        "state": request.state,
        "rights": request.rights,
        "due_on": (request.extended_until or request.due_on).isoformat(),
        "sequence": event.sequence,
    }
    told = {"type": f"request.{word}", "timestamp": event.at.isoformat(), "data": data}
    return json.dumps(told, separators=(",", ":"))


async def _claim(context: Context) -> Webhook | None:
    """Count an attempt at the webhook that is due first; no other process has it until that has ended.

    None is made where nobody wants it any more: then it is `gone`.
    """
    async with context.database.writing() as session:
        webhook: Webhook | None = await session.scalar(_first_due(context.now()))
        if webhook is None:
            return None
        if await session.get(GoneReceiver, _url_index(context)):
            webhook.state = "gone"
            return webhook
        webhook.attempts += 1
        webhook.next_at = context.now() + HOLD + _pause_after(webhook.attempts)
    return webhook


async def _switch_off(context: Context) -> None:
    """Send nothing more to this URL; another one, in the settings, is switched on."""
    logger.warning("the ticket system answered 410: nothing is sent to this AUSKUNFT_WEBHOOK_URL any more")
    async with context.database.writing() as session:
        await session.merge(GoneReceiver(url_index=_url_index(context), at=context.now()))


def _url_index(context: Context) -> str:
    return context.database.vault.index(context.settings.webhook_url)


def _first_due(now: datetime) -> Select[tuple[Webhook]]:
    """Of each request only the oldest that waits may leave, so that its events arrive in their order."""
    older = aliased(Webhook)
    waits = select(older.id).where(
        older.reference == Webhook.reference, older.state == "waiting", older.id < Webhook.id
    )
    due = select(Webhook).where(Webhook.state == "waiting", Webhook.next_at <= now, ~waits.exists())
    return due.order_by(Webhook.next_at, Webhook.id).limit(1).with_for_update(of=Webhook, skip_locked=True)


async def _settle(context: Context, claimed: Webhook, state: str, problem: str | None) -> None:
    """Note how the attempt ended, unless it took so long that another process has claimed it since."""
    ours = select(Webhook).where(Webhook.id == claimed.id, Webhook.attempts == claimed.attempts)
    async with context.database.writing() as session:
        webhook = await session.scalar(ours.with_for_update())
        if webhook is not None:
            webhook.state, webhook.problem = state, problem
            webhook.next_at = context.now() + _pause_after(webhook.attempts)


def _pause_after(attempts: int) -> timedelta:
    return FIRST_PAUSE * 2.0 ** (attempts - 1)
