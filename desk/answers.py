"""The answer aid: the caller's words in, the answer object out."""

import aiohttp
from aiohttp import web
from pydantic import BaseModel, Field

from desk.access import READ, open_to
from desk.bodies import body
from privacy.hygiene import MAX_CHARACTERS, plain_text
from privacy.language import Language

RASA = web.AppKey("rasa", aiohttp.ClientSession)

routes = web.RouteTableDef()


class Question(BaseModel):
    """What a caller asks; without *language*, the text tells it."""

    text: str = Field(min_length=1, json_schema_extra={"maxLength": MAX_CHARACTERS})  # beyond is 413
    language: Language | None = None


@routes.post("/api/v1/desk/answers")
@open_to(READ)
async def answer(http: web.Request) -> web.Response:
    """Answer what a caller asks."""
    question = await body(http, Question)
    if not plain_text(question.text):
        raise web.HTTPUnprocessableEntity
    if len(question.text) > MAX_CHARACTERS:
        raise web.HTTPRequestEntityTooLarge(max_size=MAX_CHARACTERS, actual_size=len(question.text))
    try:
        async with http.app[RASA].post("/webhooks/auskunft/answers", json=question.model_dump()) as response:
            response.raise_for_status()
            answered = await response.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        raise web.HTTPServiceUnavailable from error
    return web.Response(body=answered, content_type="application/json")
