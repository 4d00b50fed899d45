"""An action that Rasa calls for: numbered as the visitor's call, timed, counted, and one line in the log."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from prometheus_client import Histogram

from monitoring.calls import BUCKETS, UNKNOWN
from monitoring.traces import HEADER, span
from settings import request_id
from settings.logs import FIELDS

logger = logging.getLogger(__name__)

ACTIONS = Histogram(
    "auskunft_action_seconds", "Actions, until they had run or failed", ["action", "result"], buckets=BUCKETS
)


@contextmanager
def running(call: Any, known: set[str]) -> Iterator[None]:
    """What happens within is the action that *call* names; one that is not *known* is not named."""
    name = call.get("next_action") if isinstance(call, dict) else None
    action = name if isinstance(name, str) and name in known else UNKNOWN
    begun, result = time.perf_counter(), "failed"
    number = request_id.in_form(_carried(call, request_id.NAME)) or request_id.drawn()
    with request_id.answering(number), span(action, str(_carried(call, HEADER) or "")) as note:
        try:
            yield
            result = "done"
        finally:
            note("result", result)
            seconds = time.perf_counter() - begun
            ACTIONS.labels(action, result).observe(seconds)
            told = {"action": action, "result": result, "ms": round(seconds * 1000, 1)}
            logger.info("action", extra={FIELDS: told})


def _carried(call: Any, name: str) -> object:
    """What the channel put into the metadata of the visitor's message by that *name*; `None` without it."""
    for part in ("tracker", "latest_message", "metadata", name):
        call = call.get(part) if isinstance(call, dict) else None
    return call
