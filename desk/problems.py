"""Errors as problem documents (RFC 9457)."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel

PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """What went wrong; *detail* only where there is more to say than the status does."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str | None = None


def problem(status: int, detail: str | None = None) -> web.Response:
    """Tell what went wrong."""
    title = web.Response(status=status).reason
    told = Problem(title=title, status=status, detail=detail if detail != title else None)
    text = told.model_dump_json(exclude_none=True)
    return web.Response(text=text, status=status, content_type=PROBLEM)
