"""HTTP handlers for what is deleted after its time."""

from aiohttp import web

from casestore.handlers.conversations import as_json
from casestore.retention.chats import Retention
from casestore.wire.retention import Before, Expired, StaleChats

RETENTION = web.AppKey("retention", Retention)

retention_routes = web.RouteTableDef()


@retention_routes.get("/retention/chats")
async def list_stale_chats(http: web.Request) -> web.Response:
    """List the chats nobody has written in since a moment."""
    before = Before.model_validate(dict(http.query)).before
    return as_json(StaleChats(chats=await http.app[RETENTION].stale(before)))


@retention_routes.delete("/retention/chats/{id}")
async def expire_chat(http: web.Request) -> web.Response:
    """Delete a chat nobody has written in since a moment."""
    before = Before.model_validate(dict(http.query)).before
    return as_json(Expired(deleted=await http.app[RETENTION].expire(http.match_info["id"], before)))
