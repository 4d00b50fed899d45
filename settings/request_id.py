"""The number of the call that is answered now: in every process the same, and in every line of its log.

It is drawn at random and says nothing of anybody; whoever reports a problem can name it.
"""

import re
import secrets
from contextlib import AbstractContextManager

from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars

HEADER = "X-Request-Id"
NAME = "request_id"
_FORM = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")  # nginx, Caddy and Envoy


def drawn() -> str:
    """A new one: 128 random bits."""
    return secrets.token_hex(16)


def in_form(given: object) -> str:
    """What was *given*, if it can only be a number; else "", for it may be anything."""
    return given if isinstance(given, str) and _FORM.fullmatch(given) else ""


def current() -> str:
    """Empty where no call is answered."""
    return str(get_contextvars().get(NAME, ""))


def answering(number: str) -> AbstractContextManager[None]:
    """Everything that happens within belongs to the call of that *number*."""
    return bound_contextvars(**{NAME: number})


def adopt(number: str) -> None:
    """Belong to the call of that *number* from now on, until the next one is adopted."""
    bind_contextvars(**{NAME: number})
