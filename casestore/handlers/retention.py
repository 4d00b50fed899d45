"""HTTP handlers for what is deleted after its time."""

from aiohttp import web

from casestore.handlers.conversations import as_json
from casestore.retention.chats import Retention
from casestore.retention.sweep import Sweep
from casestore.wire.retention import Before, Due, Expired, StaleChats, Sweeping, Swept

RETENTION = web.AppKey("retention", Retention)
SWEEP = web.AppKey("sweep", Sweep)

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


@retention_routes.post("/retention/turns")
async def take_turn_to_sweep(http: web.Request) -> web.Response:
    """Say whether the caller is to delete what was kept long enough: one an hour is."""
    return as_json(Due(due=await http.app[SWEEP].is_due()))


@retention_routes.post("/retention/sweeps")
async def sweep(http: web.Request) -> web.Response:
    """Delete all that was kept long enough, but for chats, and count it."""
    asked = Sweeping.model_validate_json(await http.read())
    sweeping = http.app[SWEEP]
    counts = await (sweeping.count(asked.at) if asked.dry else sweeping.run(asked.at, asked.by, asked.chats))
    return as_json(Swept(counts=counts))
