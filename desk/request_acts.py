"""The steps of a request's work, sent from the forms of its page."""

from collections.abc import Mapping

from aiohttp import web
from pydantic import BaseModel, ValidationError

from casestore.client import ConflictingError, UnfitError
from casestore.wire.requests import Assignment, Extension, Remark, Transition
from desk.access import CASES, DECIDE, STAFF, TOKEN, WORK, open_to
from desk.forms import entries, see
from desk.request_page import REQUEST, reference_of, show
from privacy.request import State

_CHOSEN = {State.VERIFIED.value: "method", State.CANCELLED.value: "cause"}  # what a form must not leave out

routes = web.RouteTableDef()


@routes.post(f"{REQUEST}/transitions")
@open_to(DECIDE)
async def move(http: web.Request) -> web.Response:
    """Move the request on."""
    sent = await entries(http)
    return await _act(http, sent.get("to", ""), Transition, sent)


@routes.post(f"{REQUEST}/extension")
@open_to(DECIDE)
async def extend(http: web.Request) -> web.Response:
    """Take two further months."""
    return await _act(http, "extension", Extension, await entries(http))


@routes.post(f"{REQUEST}/pause")
@open_to(DECIDE)
async def pause(http: web.Request) -> web.Response:
    """Stop the period."""
    return await _act(http, "pause", Remark, await entries(http))


@routes.post(f"{REQUEST}/resumption")
@open_to(DECIDE)
async def resume(http: web.Request) -> web.Response:
    """Let the period go on."""
    return await _act(http, "resumption", Remark, await entries(http))


@routes.post(f"{REQUEST}/assignment")
@open_to(WORK)
async def assign(http: web.Request) -> web.Response:
    """Give the request to somebody, or to nobody."""
    sent = await entries(http)
    if sent.get("whom") == "me":
        sent["assignee"] = http[STAFF].name
    return await _act(http, "assignment", Assignment, sent)


@routes.post(f"{REQUEST}/notes")
@open_to(WORK)
async def note(http: web.Request) -> web.Response:
    """Add a note that only staff read."""
    return await _act(http, "note", Remark, await entries(http))


async def _act(
    http: web.Request,
    step: str,
    model: type[Transition | Extension | Assignment | Remark],
    sent: Mapping[str, str],
) -> web.Response:
    """Do it, or show the request again with what was typed and why it did not go through."""
    typed = {**sent, "step": step}
    try:
        what = model.model_validate(_given(model, sent))
    except ValidationError:
        return await show(http, problem="unfit", typed=typed, status=422)
    if (wanted := _CHOSEN.get(step)) and not sent.get(wanted):
        return await show(http, problem="unfit", typed=typed, status=422)
    kind = {"note": "notes"}.get(step, step)
    try:
        await http.app[CASES].act(reference_of(http), what, http[TOKEN], sent.get("key"), kind)
    except ConflictingError:
        return await show(http, problem="changed", typed=typed, status=409)
    except UnfitError:
        return await show(http, problem="unfit", typed=typed, status=422)
    return see(f"/requests/{reference_of(http)}?done={step}")


def _given(model: type[BaseModel], sent: Mapping[str, str]) -> dict[str, str | None]:
    """What was filled in; an assignee left out is nobody."""
    given: dict[str, str | None] = {name: sent[name] for name in model.model_fields if sent.get(name)}
    return {"assignee": None, **given} if model is Assignment else given
