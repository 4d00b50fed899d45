"""What a chat window shows before anything is said: no conversation exists yet, and nothing is kept."""

from aiohttp import web

from gateway.problems import WORDS, asked_language
from privacy.hygiene import MAX_CHARACTERS

routes = web.RouteTableDef()


@routes.get("/api/v1/welcome")
async def welcome(http: web.Request) -> web.Response:
    """The greeting, questions to begin with, and how long a message may be."""
    language = asked_language(http)
    words = http.app[WORDS]
    return web.json_response(
        {
            "text": words.greeting(language),
            "language": language,
            "starters": words.starters(language),
            "max_characters": MAX_CHARACTERS,
        }
    )
