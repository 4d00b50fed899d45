"""The answer aid: the caller's words in, the answer object out."""

import aiohttp
from aiohttp import web

from privacy.hygiene import MAX_CHARACTERS, plain_text
from privacy.language import Language

RASA = web.AppKey("rasa", aiohttp.ClientSession)

routes = web.RouteTableDef()


@routes.post("/api/v1/desk/answers")
async def answer(http: web.Request) -> web.Response:
    """Answer what a caller asks."""
    asked = await _question(http)
    try:
        async with http.app[RASA].post("/webhooks/auskunft/answers", json=asked) as response:
            response.raise_for_status()
            body = await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise web.HTTPServiceUnavailable from error
    return web.Response(body=body, content_type="application/json")


async def _question(http: web.Request) -> dict[str, str | None]:
    if http.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        body = await http.json()
    except (ValueError, LookupError, RecursionError) as error:
        raise web.HTTPBadRequest from error
    text = body.get("text") if isinstance(body, dict) else None
    language = body.get("language") if isinstance(body, dict) else None
    if not isinstance(text, str) or not plain_text(text) or not _is_language(language):
        raise web.HTTPUnprocessableEntity
    if len(text) > MAX_CHARACTERS:
        raise web.HTTPRequestEntityTooLarge(max_size=MAX_CHARACTERS, actual_size=len(text))
    return {"text": text, "language": language}


def _is_language(wish: object) -> bool:
    return wish is None or (isinstance(wish, str) and wish in set(Language))
