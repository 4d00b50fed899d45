"""When a request would be due, told before it is filed."""

from aiohttp import web

from casestore.handlers.conversations import CONTEXT, as_json
from casestore.wire.due import DueOn, ReceivedOn
from privacy.deadline import due_on

due_routes = web.RouteTableDef()


@due_routes.get("/due")
async def due(http: web.Request) -> web.Response:
    """The last day to answer a request that reached us on a day."""
    day = ReceivedOn.model_validate(dict(http.query)).received_on
    return as_json(DueOn(due_on=due_on(day, http.app[CONTEXT].is_working_day)))
