"""Canned replies: all of them with what must be read again, and those that fit what is typed in a chat."""

from datetime import date

from aiohttp import web
from pydantic import BaseModel

from answers.replies import Replies
from desk.access import READ, STAFF, open_to
from desk.bodies import read
from desk.cookies import SETTINGS
from desk.languages import language_of
from desk.moments import Moments
from desk.pages import page_in
from privacy.language import Language
from privacy.reference import reference_in

REPLIES = web.AppKey("replies", Replies)
MOST = 6  # offered at once

routes = web.RouteTableDef()


class Wish(BaseModel):
    """Which replies are wanted, *spoken* in which language, and what is known to fill them with.

    No name: addresses are logged.
    """

    q: str = ""
    spoken: Language | None = None
    reference: str = ""
    due_on: date | None = None


@routes.get("/replies")
@open_to(READ)
async def list_replies(http: web.Request) -> web.Response:
    """Show every canned reply, or, as a part of a page, those that fit."""
    wish = read(Wish, {name: http.query[name] for name in Wish.model_fields if http.query.get(name)})
    replies, language = http.app[REPLIES], wish.spoken or language_of(http)
    found = replies.found(wish.q, language)
    if "HX-Request" in http.headers:
        offers = [(r, replies.filled(r, language, _known(http, wish, language))) for r in found[:MOST]]
        return page_in(http, "replies_offers.html", offers=offers, spoken=language, replies=replies)
    return page_in(http, "replies.html", found=found, wish=wish.q, replies=replies)


def _known(http: web.Request, wish: Wish, language: Language) -> dict[str, str]:
    day = Moments(language, http.app[SETTINGS].zone).long_date(wish.due_on) if wish.due_on else ""
    called, reference = http[STAFF].display_name or "", reference_in(wish.reference) or ""
    return {"staff": called, "reference": reference, "due_on": day}
