"""Webhooks to a ticket system: posted with the event they tell of, signed as Standard Webhooks asks.

The scheme: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import asyncio
import base64
import hashlib
import hmac
import json
import logging
import re
import secrets
from datetime import datetime, timedelta

import aiohttp
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from casestore.context import Context
from casestore.outbox import ATTEMPTS, FIRST_PAUSE, HOLD, IDLE_SECONDS
from casestore.tables import Request, RequestEvent, Webhook

logger = logging.getLogger(__name__)

ATTEMPT_SECONDS = 20.0  # the scheme advises 15 to 30; shorter than `HOLD`
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


async def deliver_forever(context: Context) -> None:
    """Send what waits, as soon as it is seen, again when it failed."""
    while True:
        try:
            while await deliver_next(context):
                pass
        except Exception:
            logger.exception("the webhooks stumbled and go on")
        await asyncio.sleep(IDLE_SECONDS)


async def deliver_next(context: Context) -> bool:
    """Try the webhook that is due first; false when none is."""
    claimed = await _claim(context)
    if claimed is None:
        return False
    try:
        status = await _send(context, claimed)
        problem = None if status // 100 == 2 else f"HTTP {status}"  # noqa: PLR2004  # the class of successes
        final = status == _GONE
    except _AttemptError as error:
        problem, final = type(error).__name__, False  # its text may tell the URL, and that a secret
    state = "sent" if problem is None else "dead" if final or claimed.attempts >= ATTEMPTS else "waiting"
    if problem:
        logger.warning("webhook %s not sent, it is %s: %s", claimed.webhook_id, state, problem)
    await _settle(context, claimed, state, problem)
    return True


def signature(key: bytes, webhook_id: str, timestamp: int, body: bytes) -> str:
    """What `webhook-signature` says of *body*."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"


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


async def _send(context: Context, webhook: Webhook) -> int:
    """Send with the time and the signature of this attempt; returns the status of the answer."""
    body, timestamp = webhook.payload.encode(), int(context.now().timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": webhook.webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(context.settings.webhook_key, webhook.webhook_id, timestamp, body),
    }
    url, limit = context.settings.webhook_url, aiohttp.ClientTimeout(total=ATTEMPT_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=limit) as client,
        client.post(url, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status


async def _claim(context: Context) -> Webhook | None:
    """Count an attempt at the webhook that is due first; no other process has it until that has ended."""
    async with context.database.writing() as session:
        webhook: Webhook | None = await session.scalar(_first_due(context.now()))
        if webhook is not None:
            webhook.attempts += 1
            webhook.next_at = context.now() + HOLD + _pause_after(webhook.attempts)
    return webhook


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
