"""How long one connection may keep us waiting."""

from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True)
class Patience:
    """Seconds.

    Attributes:
        idle: Until a whole request has come, from the beginning or after the last one.
        body: Until the body of a request has come.
        reader: Until a client has taken what was written to it.

    """

    idle: float = 25.0
    body: float = 15.0
    reader: float = 30.0


PATIENCE = web.AppKey("patience", Patience)
