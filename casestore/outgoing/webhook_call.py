"""One attempt to send a webhook, signed as Standard Webhooks asks.

The scheme: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import hashlib
import hmac
from datetime import datetime

import aiohttp

from casestore.storage.tables import Webhook
from settings import Settings

ATTEMPT_SECONDS = 20.0  # the scheme advises 15 to 30; shorter than `casestore.outgoing.outbox.HOLD`


async def call(settings: Settings, webhook: Webhook, now: datetime) -> int:
    """Send with the time and the signature of this attempt; returns the status of the answer."""
    body, timestamp = webhook.payload.encode(), int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": webhook.webhook_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(settings.webhook_key, webhook.webhook_id, timestamp, body),
    }
    url, limit = settings.webhook_url, aiohttp.ClientTimeout(total=ATTEMPT_SECONDS)
    async with (
        aiohttp.ClientSession(timeout=limit) as client,
        client.post(url, data=body, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status


def signature(key: bytes, webhook_id: str, timestamp: int, body: bytes) -> str:
    """What `webhook-signature` says of *body*."""
    signed = f"{webhook_id}.{timestamp}.".encode() + body
    return f"v1,{base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()}"
