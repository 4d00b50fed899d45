"""Feedback on answers: given where the answer stands, reviewed in a list, handed out as training data."""

from typing import Literal, cast

from aiohttp import web
from pydantic import ValidationError

from answers.identifiers import without_identifiers
from answers.phrases import FOLDER
from answers.teaching import training_data
from casestore.wire.feedback import FeedbackQuery, NewFeedback
from desk.access import CASES, DECIDE, TOKEN, WORK, open_to
from desk.bodies import read
from desk.forms import entries, see
from desk.library import LIBRARY
from desk.pages import page_in

_FIELDS = ("text", "language", "verdict", "topic", "right_topic")

routes = web.RouteTableDef()


@routes.post("/answers/feedback")
@open_to(WORK)
async def give_feedback(http: web.Request) -> web.Response:
    """Keep what staff think of an answer, without what identifies a person."""
    sent = await entries(http)
    given = {name: sent[name] for name in _FIELDS if sent.get(name)}
    topics = http.app[LIBRARY].topics
    if not {given.get("topic"), given.get("right_topic", given.get("topic"))} <= set(topics):
        raise web.HTTPUnprocessableEntity
    new = _read({**given, "text": without_identifiers(given.get("text", ""))})
    await http.app[CASES].give_feedback(new, http[TOKEN])
    if "HX-Request" in http.headers:
        return page_in(http, "answers_thanks.html")
    return see("/answers?done=feedback")


@routes.get("/answers/review")
@open_to(DECIDE)
async def review_page(http: web.Request) -> web.Response:
    """List feedback of a state."""
    query = read(
        FeedbackQuery, {name: v for name in FeedbackQuery.model_fields if (v := http.query.get(name))}
    )
    page = await http.app[CASES].feedback(query, http[TOKEN])
    done = http.query.get("done")
    return page_in(
        http,
        "review.html",
        page=page,
        state=query.state,
        library=http.app[LIBRARY],
        done=done if done in {"accepted", "rejected"} else None,
    )


@routes.post(r"/answers/review/{id:[0-9]{1,32}}")
@open_to(DECIDE)
async def review(http: web.Request) -> web.Response:
    """Accept or reject feedback."""
    state = (await entries(http)).get("state", "")
    if state not in {"accepted", "rejected"}:
        raise web.HTTPUnprocessableEntity
    decided = cast(Literal["accepted", "rejected"], state)
    await http.app[CASES].review_feedback(int(http.match_info["id"]), decided, http[TOKEN])
    return see(f"/answers/review?done={state}")


@routes.get("/answers/review/training.yml")
@open_to(DECIDE)
async def training(http: web.Request) -> web.Response:
    """Download what was accepted, as `data/nlu` has it."""
    said = [(p.topic, p.language, p.text) for p in await http.app[CASES].feedback_phrases(http[TOKEN])]
    return web.Response(
        text=training_data(said, FOLDER),
        content_type="application/yaml",
        headers={"Content-Disposition": 'attachment; filename="feedback.yml"'},
    )


def _read(given: dict[str, str]) -> NewFeedback:
    """Raises 422 for what is no feedback."""
    try:
        return NewFeedback.model_validate(given)
    except ValidationError as error:
        raise web.HTTPUnprocessableEntity from error
