"""The desk's API, described: what each handler takes and gives, by its name."""

from typing import Any

from aiohttp import web
from pydantic import BaseModel

from answers.passage import Citation
from answers.topic import Outcome
from casestore.wire.chats import ChatPage, ChatQuery, ChatView, Transfer
from casestore.wire.conversations import Alive
from casestore.wire.requests import (
    Assignment,
    CallKey,
    Extension,
    RecordedRequest,
    Remark,
    RequestPage,
    RequestQuery,
    RequestView,
    Transition,
)
from desk.access import READ, open_to
from desk.answers import Question
from desk.events import Shown
from desk.problems import PROBLEM, Problem
from privacy.language import Language
from settings.openapi import Api, Operation

_STAFF = ("staff",)
_BODY = (400, 401, 413, 415, 422, 503)


class Alternative(BaseModel):
    """Another reading of the question."""

    outcome: Outcome
    topic: str
    title: str
    passage: str | None
    heading: str | None
    rights: list[str]
    score: float


class AnswerObject(BaseModel):
    """What a question came to, with the words of the policy the answer rests on."""

    id: str
    text: str
    language: Language
    outcome: Outcome
    rights: list[str]
    topic: str
    confidence: float
    answer: str
    citations: list[Citation]
    alternatives: list[Alternative]
    law: list[dict[str, str]]
    staff_note: str | None


def _act(takes: Any, gives: Any = RequestView) -> Operation:
    """A change of one request, or of one conversation."""
    return Operation(gives, takes, headers=CallKey, errors=(403, 404, 409, *_BODY), proofs=_STAFF)


_OPERATIONS = {
    "describe": Operation(dict[str, Any], errors=(401, 503), proofs=_STAFF),
    "alive": Operation(Alive),
    "answer": Operation(AnswerObject, Question, errors=_BODY, proofs=_STAFF),
    "list_chats": Operation(ChatPage, query=ChatQuery, errors=(401, 422, 503), proofs=_STAFF),
    "open_chat": Operation(ChatView, errors=(401, 404, 422, 503), proofs=_STAFF),
    "claim_chat": _act(None, ChatView),
    "say_in_chat": _act(Remark, ChatView),
    "note_chat": _act(Remark, ChatView),
    "release_chat": _act(None, ChatView),
    "close_chat": _act(None, ChatView),
    "transfer_chat": _act(Transfer, ChatView),
    "events": Operation(
        str, query=Shown, errors=(401, 422, 503), proofs=_STAFF, media_type="text/event-stream"
    ),
    "list_requests": Operation(RequestPage, query=RequestQuery, errors=(401, 422, 503), proofs=_STAFF),
    "open_request": Operation(RequestView, errors=(401, 404, 422, 503), proofs=_STAFF),
    "record_request": Operation(
        RequestView, RecordedRequest, 201, headers=CallKey, errors=(403, 409, *_BODY), proofs=_STAFF
    ),
    "move_request": _act(Transition),
    "extend_request": _act(Extension),
    "assign_request": _act(Assignment),
    "note_request": _act(Remark),
    "pause_request": _act(Remark),
    "resume_request": _act(Remark),
}

API = Api(
    title="Auskunft: the desk",
    description=(
        "Staff read and work requests, take over conversations, and ask for answers. "
        "Errors are problem documents (RFC 9457)."
    ),
    operations=_OPERATIONS,
    error=Problem,
    error_type=PROBLEM,
    proofs={"staff": {"type": "http", "scheme": "bearer"}},
)

PATHS = ("/api/", "/healthz")  # the pages are for people

routes = web.RouteTableDef()


@routes.get("/api/v1/desk/openapi.json")
@open_to(READ)
async def describe(http: web.Request) -> web.Response:
    """Describe this API."""
    return web.json_response(API.document(http.app.router, within=PATHS))
