"""The answer aid for who is on the phone, or has a letter before them; nothing typed here is kept."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from answers.identifiers import Identifier, identifiers_in
from answers.segments import sentences
from answers.topic import Outcome
from desk.access import CASES, READ, open_to
from desk.aid import Advice, Aid, ask, problem_with
from desk.cookies import SETTINGS
from desk.deadlines import today
from desk.forms import entries
from desk.library import LIBRARY
from desk.moments import Moments
from desk.openapi import AnswerObject
from desk.pages import WORDING, page_in
from privacy.language import Language
from privacy.right import Right

ADVICE = web.AppKey("advice", Advice)
_LANGUAGES = frozenset(Language)

routes = web.RouteTableDef()


@dataclass(frozen=True)
class Asked:
    """What was typed; *language* and *topic* are empty when the text tells them."""

    text: str = ""
    language: str = ""
    topic: str = ""


@routes.get("/answers")
@open_to(READ)
async def aid_page(http: web.Request) -> web.Response:
    """Show the empty field."""
    return page_in(
        http,
        "answers.html",
        asked=Asked(),
        aid=None,
        problem="empty",
        is_part=False,
        done=http.query.get("done"),
    )


@routes.post("/answers")
@open_to(READ)
async def aid_answer(http: web.Request) -> web.Response:
    """Read what was typed: the whole page, or the part that answers."""
    asked = await _asked(http)
    problem, aid = problem_with(asked.text), None
    if problem is None:
        aid = await ask(http, asked.text, asked.language, asked.topic)
        problem = None if aid else "down"
    values: dict[str, Any] = await _found(http, asked, aid) if aid else {}
    is_part = "HX-Request" in http.headers
    page = "answers_result.html" if is_part else "answers.html"
    status = 503 if problem == "down" and not is_part else 200
    return page_in(
        http, page, status=status, asked=asked, aid=aid, problem=problem, is_part=is_part, done=None, **values
    )


async def _asked(http: web.Request) -> Asked:
    sent = await entries(http)
    language, topic = sent.get("language", ""), sent.get("topic") or sent.get("other", "")
    return Asked(
        sent.get("text", ""),
        language if language in _LANGUAGES else "",
        topic if topic in http.app[LIBRARY].topics else "",
    )


async def _found(http: web.Request, asked: Asked, aid: Aid) -> dict[str, Any]:
    """What the page shows beside the answers."""
    library, answer = http.app[LIBRARY], aid.answers[aid.language]
    rights = list(dict.fromkeys([*answer.rights, *(r for part in aid.parts for r in part.rights)]))
    due_on = await http.app[CASES].due(today(http))
    return {
        "answer": answer,
        "spoken": {code: _spoken(http, aid.answers[code], due_on, code) for code in Language},
        "rights": [Right(right) for right in rights],
        "unread": max(len(sentences(asked.text)) - len(aid.parts), 0) if aid.parts else 0,
        "identifiers": _by_kind(identifiers_in(asked.text)),
        "due_on": due_on,
        "advice": http.app[ADVICE].on(answer.outcome, rights),
        "library": library,
    }


def _spoken(http: web.Request, answer: AnswerObject, due_on: date, language: Language) -> str:
    """What to say on the phone: not what the bot says about itself."""
    say, library = http.app[WORDING].say, http.app[LIBRARY]
    first, *others = answer.answer.split("\n\n")
    if answer.outcome == Outcome.REQUEST and answer.rights:
        rights = ", ".join(library.title(right, language) for right in answer.rights)
        day = Moments(language, http.app[SETTINGS].zone).long_date(due_on)
        first = say("answers.spoken.request", language, rights=rights, due_on=day)
    bots = library.topics["way_forward"].lead[language]
    return "\n\n".join([first, *others]).replace(bots, say("answers.spoken.way_forward", language))


def _by_kind(found: list[Identifier]) -> dict[str, list[str]]:
    kinds = dict.fromkeys(identifier.kind for identifier in found)
    return {kind: [i.value for i in found if i.kind == kind] for kind in kinds}
