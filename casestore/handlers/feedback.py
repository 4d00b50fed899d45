"""HTTP handlers for feedback on answers, and for the numbers."""

from aiohttp import web

from casestore.context import NotPermittedError
from casestore.handlers.conversations import as_json
from casestore.handlers.staff import DECIDE, WORK, caller, read
from casestore.reports.feedback import FeedbackList
from casestore.reports.numbers import Numbers
from casestore.wire.feedback import FeedbackQuery, NewFeedback, Review
from casestore.wire.staff import StaffMember

FEEDBACK = web.AppKey("feedback", FeedbackList)
NUMBERS = web.AppKey("numbers", Numbers)
OVERSEE = DECIDE | {"auditor"}

feedback_routes = web.RouteTableDef()


@feedback_routes.post("/feedback")
async def give_feedback(http: web.Request) -> web.Response:
    """Keep what a member of staff thinks of an answer."""
    by = await _of(http, WORK)
    return as_json(await http.app[FEEDBACK].add(await read(http, NewFeedback), by), status=201)


@feedback_routes.get("/feedback")
async def list_feedback(http: web.Request) -> web.Response:
    """List feedback of a state."""
    await _of(http, DECIDE)
    return as_json(await http.app[FEEDBACK].page(FeedbackQuery.model_validate(dict(http.query))))


@feedback_routes.get("/feedback/phrases")
async def feedback_phrases(http: web.Request) -> web.Response:
    """What was accepted, to learn from."""
    return as_json(list(await http.app[FEEDBACK].phrases(await _of(http, DECIDE))))


@feedback_routes.post(r"/feedback/{id:\d{1,9}}/review")
async def review_feedback(http: web.Request) -> web.Response:
    """Accept or reject feedback."""
    by, review = await _of(http, DECIDE), await read(http, Review)
    return as_json(await http.app[FEEDBACK].review(int(http.match_info["id"]), review, by))


@feedback_routes.get("/numbers")
async def numbers(http: web.Request) -> web.Response:
    """Tell how well it all works."""
    await _of(http, OVERSEE)
    return as_json(await http.app[NUMBERS].view())


@feedback_routes.get("/silences")
async def silences(http: web.Request) -> web.Response:
    """Tell what people ask that the policy does not say."""
    await _of(http, OVERSEE)
    return as_json(await http.app[NUMBERS].silences())


async def _of(http: web.Request, roles: frozenset[str]) -> StaffMember:
    """Who calls, if they have one of *roles*; raises `NotPermittedError`."""
    by = await caller(http)
    if by.role not in roles:
        raise NotPermittedError(by.role)
    return by
