"""What a browser sends with a form, and the conversation that the form belongs to."""

from typing import Self
from urllib.parse import parse_qs

from aiohttp import web
from pydantic import BaseModel, Field

Body = dict[str, list[str]]

MOST_FIELDS = 100


class Held(BaseModel):
    """The hidden fields: a conversation, what opens it, and this form's own name in it.

    The gateway keeps nothing, and a cookie would speak for its browser without being asked to.
    """

    conversation: str = Field(pattern=r"^[0-9a-f]{32}$")
    token: str = Field(pattern=r"^[A-Za-z0-9_-]{1,100}$")
    client_id: str = Field(pattern=r"^[0-9a-f]{32}$")

    @classmethod
    def of(cls, body: Body) -> Self:
        """Take them out of *body*; raises `pydantic.ValidationError` for what we did not write."""
        return cls.model_validate({name: body.get(name, [""])[0] for name in cls.model_fields})


async def body_of(http: web.Request) -> Body:
    """The fields by name; raises `ValueError` when they are too many."""
    if http.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    text = (await http.read()).decode(errors="replace")
    return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
