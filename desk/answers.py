"""The answer aid: the caller's words in, the answer object out."""

from typing import Any
from uuid import uuid4

from aiohttp import web
from pydantic import BaseModel, Field

from desk.access import READ, open_to
from desk.bodies import body
from doors.rasa import RasaServers, RasaUnavailableError
from privacy.hygiene import MAX_CHARACTERS, plain_text
from privacy.language import Language

RASA = web.AppKey("rasa", RasaServers)

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
        answered = await read_by_rasa(http, "answers", question.model_dump())
    except RasaUnavailableError as error:
        raise web.HTTPServiceUnavailable from error
    return web.Response(body=answered, content_type="application/json")


async def read_by_rasa(http: web.Request, what: str, asked: dict[str, Any]) -> bytes:
    """What any replica says to a text that belongs to no conversation; raises `RasaUnavailableError`."""
    return await http.app[RASA].call("POST", f"/webhooks/auskunft/{what}", uuid4().hex, json=asked)
