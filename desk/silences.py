"""What people ask that the policy does not say, for the policy's owner."""

from aiohttp import web

from desk.access import CASES, OVERSEE, TOKEN, open_to
from desk.languages import language_of
from desk.library import LIBRARY
from desk.pages import page_in, say
from desk.tables import table

routes = web.RouteTableDef()


@routes.get("/answers/silences")
@open_to(OVERSEE)
async def silences_page(http: web.Request) -> web.Response:
    """Show how often, by topic."""
    told = await http.app[CASES].silences(http[TOKEN])
    return page_in(http, "silences.html", told=told, library=http.app[LIBRARY])


@routes.get("/answers/silences.csv")
@open_to(OVERSEE)
async def silences_table(http: web.Request) -> web.Response:
    """Download the same."""
    told, language = await http.app[CASES].silences(http[TOKEN]), language_of(http)
    heads = [say(http, f"review.silences.{name}") for name in ("topic", "language", "asked", "reported")]
    rows = [
        [_title(http, one.topic), say(http, f"review.languages.{one.language}"), one.asked, one.reported]
        for one in told.items
    ]
    return table(f"silences-{language}", [heads, *rows])


def _title(http: web.Request, topic: str) -> str:
    return (
        http.app[LIBRARY].title(topic, language_of(http)) if topic else say(http, "review.silences.no_topic")
    )
