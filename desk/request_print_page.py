"""A request's file, to be printed for an authority: all facts, the trail, and the proof that it is whole."""

import asyncio
from datetime import UTC, datetime

from aiohttp import web

from desk.access import CASES, READ, TOKEN, open_to
from desk.cookies import SETTINGS
from desk.pages import page_in
from desk.request_page import REQUEST, facts, reference_of

routes = web.RouteTableDef()


@routes.get(f"{REQUEST}/print")
@open_to(READ)
async def print_page(http: web.Request) -> web.Response:
    """Show the file; the opening is recorded."""
    cases, reference = http.app[CASES], reference_of(http)
    view = await cases.open_request(reference, http[TOKEN])
    mails, trail = await asyncio.gather(
        cases.mails(reference, http[TOKEN]), cases.prove_trail(reference, http[TOKEN])
    )
    return page_in(
        http,
        "request_print.html",
        **facts(http, view),
        mails=mails,
        trail=trail,
        controller=http.app[SETTINGS].controller,
        printed_at=datetime.now(UTC),
    )
