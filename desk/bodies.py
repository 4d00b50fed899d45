"""What callers send: bodies and headers read into models, and what is wrong with them told."""

from collections.abc import Mapping
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)


async def body(http: web.Request, model: type[_Model]) -> _Model:
    """Read the JSON object sent; raises 400, 413, 415 or 422."""
    if http.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    try:
        sent = await http.json()
    except (ValueError, LookupError, RecursionError) as error:
        raise web.HTTPBadRequest from error
    return read(model, sent)


def read(model: type[_Model], sent: Mapping[str, Any]) -> _Model:
    """Read what was *sent*; raises 422 that names the fields that are wrong."""
    try:
        return model.model_validate(sent)
    except ValidationError as error:
        wrong = [".".join(map(str, found["loc"])) or found["msg"] for found in error.errors()]
        raise web.HTTPUnprocessableEntity(reason=f"not taken: {', '.join(wrong)}") from error
