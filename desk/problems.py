"""Errors as problem documents (RFC 9457)."""

from typing import Literal

from aiohttp import web
from pydantic import BaseModel

from settings.request_id import current

PROBLEM = "application/problem+json"


class Problem(BaseModel):
    """What went wrong; *detail* only where there is more to say than the status does.

    *assignee* is the colleague who has the conversation already, *request_id* finds the call in the logs.
    """

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str | None = None
    assignee: str | None = None
    request_id: str | None = None


def problem_of(error: web.HTTPException) -> web.Response:
    """Tell what aiohttp or a handler refused; a 405 goes on saying what is allowed (RFC 9110, 15.5.6)."""
    told = problem(error.status, error.reason)
    if "Allow" in error.headers:
        told.headers["Allow"] = error.headers["Allow"]
    return told


def problem(status: int, detail: str | None = None, assignee: str | None = None) -> web.Response:
    """Tell what went wrong."""
    title = web.Response(status=status).reason
    told = Problem(
        title=title,
        status=status,
        detail=detail if detail != title else None,
        assignee=assignee,
        request_id=current() or None,
    )
    text = told.model_dump_json(exclude_none=True)
    return web.Response(text=text, status=status, content_type=PROBLEM)
