"""One request: all that is known of it, what happened, and what may be done next."""

import asyncio
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from casestore.wire.requests import RequestView
from desk.access import CASES, READ, STAFF, TOKEN, open_to
from desk.deadlines import deadline_of, today
from desk.forms import new_key
from desk.pages import page_in
from desk.request_steps import steps
from desk.request_story import told
from privacy.reference import reference_in
from privacy.request import Cause
from privacy.right import holds_at_once
from privacy.verification import Level, Method

REQUEST = r"/requests/{reference:[\w-]{1,40}}"
DONE = frozenset(
    {"assignment", "cancelled", "completed", "extension", "in_progress", "note", "pause", "recorded"}
) | {"refused", "resumption", "verified"}

routes = web.RouteTableDef()


@routes.get(REQUEST)
@open_to(READ)
async def request_page(http: web.Request) -> web.Response:
    """Show one request; the opening is recorded."""
    done = http.query.get("done", "")
    return await show(http, done=done if done in DONE else "")


async def show(
    http: web.Request,
    *,
    done: str = "",
    problem: str = "",
    typed: Mapping[str, str] | None = None,
    status: int = 200,
) -> web.Response:
    """Show the request as it stands now, with what was *typed* into a form that did not go through."""
    view = await http.app[CASES].open_request(reference_of(http), http[TOKEN])
    mails, colleagues = await asyncio.gather(
        http.app[CASES].mails(view.reference, http[TOKEN]), http.app[CASES].colleagues(http[TOKEN])
    )
    sent = typed or {}
    return page_in(
        http,
        "request.html",
        status=status,
        **facts(http, view),
        mails=mails,
        colleagues=colleagues.names,
        called=colleagues.display_names,
        steps=steps(view, http[STAFF].role, today(http)),
        methods=[method.value for method in Method],
        causes=[cause.value for cause in Cause],
        unproved=view.verification.level == Level.NONE and not holds_at_once(set(view.rights)),
        key=new_key(),
        done=done,
        problem=problem,
        typed=sent,
        news=[told(event) for event in view.events[_seen(sent) :]] if problem == "changed" else [],
    )


def facts(http: web.Request, view: RequestView) -> dict[str, Any]:
    """What the page and its printed form tell alike."""
    return {
        "request": view,
        "deadline": deadline_of(view, today(http)),
        "story": [told(event) for event in view.events],
        "proof": next((one for one in map(told, reversed(view.events)) if one.name == "verified_by"), None),
        "whole": http[STAFF].role == "privacy",
    }


def reference_of(http: web.Request) -> str:
    """The reference as we write it, however the caller does."""
    return reference_in(http.match_info["reference"]) or http.match_info["reference"]


def _seen(sent: Mapping[str, str]) -> int:
    """How many events the page had on which the form was filled in."""
    number = sent.get("seen", "")
    return int(number) if number.isascii() and number.isdigit() else 0
