"""The list of requests: a URL for each filter."""

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from aiohttp import web
from yarl import URL

from casestore.client import ConflictingError
from casestore.wire.requests import MANY, Assignment, RequestQuery
from desk.access import CASES, DECIDE, READ, STAFF, TOKEN, WORK, open_to
from desk.bodies import read
from desk.deadlines import deadline_of, today
from desk.forms import form_of, new_key, own_path, see
from desk.pages import page_in
from privacy.reference import reference_in
from privacy.request import State
from privacy.right import Right

_FILTERS = ("state", "right", "assignee", "q")
ME, NOBODY = ":me", ":nobody"  # in place of an assignee; no account has such a name
_COUNTED = ("overdue", "soon", "unverified", "mine")
VIEWS = (*_COUNTED, "all")

routes = web.RouteTableDef()


@routes.get("/requests")
@open_to(READ)
async def requests_page(http: web.Request) -> web.Response:
    """List requests, the requester masked."""
    view, chosen = _view(http), _chosen(http)
    cursor = {"cursor": http.query["cursor"]} if http.query.get("cursor") else {}
    query = {**_asked(http, view), **cursor}
    read(RequestQuery, query)
    cases = http.app[CASES]
    page, colleagues, counts = await asyncio.gather(
        cases.requests(query),
        cases.colleagues(http[TOKEN]),
        asyncio.gather(*(cases.count_requests(_meant(http, name)) for name in _COUNTED)),
    )
    day = today(http)
    return page_in(
        http,
        "requests.html",
        rows=[(item, deadline_of(item, day)) for item in page.items],
        view=view,
        tabs=[(name, _path(name, chosen)) for name in VIEWS],
        counts=dict(zip(_COUNTED, counts, strict=True)),
        many=MANY,
        chosen={name: chosen.get(name, "") for name in _FILTERS},
        states=[state.value for state in State],
        all_rights=[right.value for right in Right],
        here=_path(view, chosen | cursor),
        next_page=_path(view, chosen | {"cursor": page.next}) if page.next else "",
        first_page=_path(view, chosen) if cursor else "",
        export=f"/requests/export.csv?{urlencode({'view': view, **chosen})}",
        may_export=http[STAFF].role in DECIDE,
        may_assign=http[STAFF].role in WORK,
        colleagues=colleagues.names,
        called=colleagues.display_names,
        whose=_whose(chosen.get("assignee", ""), colleagues.names),
        me=ME,
        nobody=NOBODY,
        key=new_key(),
        assigned=_number(http.query.get("assigned", "")),
        missed=_references(http.query.get("missed", "")),
    )


@routes.get("/requests/export.csv", allow_head=False)
@open_to(DECIDE)
async def export_table(http: web.Request) -> web.StreamResponse:
    """Hand out the requests that fit as a table; the export is recorded."""
    query = _asked(http, _view(http))
    read(RequestQuery, query)
    pieces = http.app[CASES].export_requests(query, http[TOKEN])
    first = await anext(pieces)  # what goes wrong is told before anything is
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="requests-{today(http)}.csv"',
        }
    )
    await response.prepare(http)
    await response.write(first)
    async for piece in pieces:
        await response.write(piece)
    return response


@routes.post("/requests/assignment")
@open_to(WORK)
async def assign_several(http: web.Request) -> web.Response:
    """Give several requests to somebody; those that have changed since stay as they are, and are named."""
    sent = await form_of(http)
    wished = http[STAFF].name if sent.get("to") == "me" else str(sent.get("assignee", ""))
    key, done, missed = str(sent.get("key", "")), 0, []
    for chosen in sent.getall("request", []):
        reference, _, version = str(chosen).partition("/")
        what = read(Assignment, {"assignee": wished or None, "version": version})
        try:
            await http.app[CASES].act(reference, what, http[TOKEN], f"{key}/{reference}")
            done += 1
        except ConflictingError:
            missed.append(reference)
    told = {"assigned": str(done)} | ({"missed": ",".join(missed)} if missed else {})
    return see(str(URL(own_path(str(sent.get("back", "/requests")))).update_query(told)))


def _view(http: web.Request) -> str:
    view = http.query.get("view", "all")
    return view if view in VIEWS else "all"


def _chosen(http: web.Request) -> dict[str, str]:
    found = {name: http.query.get(name, "").strip() for name in _FILTERS}
    return {name: value for name, value in found.items() if value}


def _asked(http: web.Request, view: str) -> dict[str, str]:
    """What the case store is asked for, by the filters and by a view, whose own come before theirs."""
    asked = _chosen(http)
    whose = asked.pop("assignee", "") if view != "mine" else ""
    if whose == NOBODY:
        asked["unassigned"] = "true"
    elif whose:
        asked["assignee"] = http[STAFF].name if whose == ME else whose
    return {**asked, **_meant(http, view)}


def _whose(wish: str, working: Sequence[str]) -> list[str]:
    """Whose requests can be looked at: of those who work here, and of the one who is asked for."""
    others = [wish] if wish and wish not in {ME, NOBODY, *working} else []
    return [*working, *others]


def _meant(http: web.Request, view: str) -> dict[str, str]:
    """What the case store is asked for by a view."""
    queries: Mapping[str, dict[str, str]] = {
        "overdue": {"due": "overdue"},
        "soon": {"due": "soon"},
        "unverified": {"due": "open", "state": State.RECEIVED},
        "mine": {"due": "open", "assignee": http[STAFF].name},
        "all": {},
    }
    return queries[view]


def _path(view: str, chosen: Mapping[str, str | None]) -> str:
    return f"/requests?{urlencode({'view': view, **chosen})}"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(MANY)) else None


def _references(text: str) -> list[str]:
    return [found for part in text.split(",") if (found := reference_in(part))]
