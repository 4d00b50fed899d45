"""How a page of the desk is made of its template and its words."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from desk.access import STAFF, TOKEN, roles_of
from desk.cookies import SETTINGS
from desk.csrf import csrf_token
from desk.keyboard import has_shortcuts
from desk.languages import language_of, other_than, remember_language
from desk.moments import Moments
from desk.notices import notices_of
from desk.wording import Wording
from privacy.language import Language

WORDING = web.AppKey("wording", Wording)
_AREAS = ("chats", "requests", "answers", "numbers")

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Place(NamedTuple):
    """A link of the navigation, named by `frame.areas`."""

    area: str
    path: str
    is_here: bool


def page_in(
    http: web.Request,
    name: str,
    /,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> web.Response:
    """Fill in a template of `desk/pages/`, a page or a part of one.

    Beside *values* it knows `t(name, **values)`, a sentence; `who(account, called)`, a colleague as
    colleagues know them; `moments`, how days, times and numbers are written; `language` and `other`, with
    `in_other`, this page in it; `staff`, who reads, or none; `csrf`, for forms; `places`, the navigation;
    `path`, where we are; `shortcuts` and `notices`, as this browser has them.
    """
    language = language_of(http)
    text = _templates.get_template(name).render(
        t=partial(_say, http.app[WORDING], language),
        who=who,
        moments=Moments(language, http.app[SETTINGS].zone),
        language=language,
        other=other_than(language),
        in_other=str(http.rel_url.update_query(language=other_than(language).value)),
        staff=http.get(STAFF),
        csrf=csrf_token(http[TOKEN]) if TOKEN in http else "",
        places=places(http) if STAFF in http else [],
        path=http.path,
        shortcuts=has_shortcuts(http),
        notices=notices_of(http),
        **values,
    )
    response = web.Response(text=text, status=status, headers=headers, content_type="text/html")
    remember_language(http, response)
    return response


def say(http: web.Request, name: str, /, **values: object) -> str:
    """A sentence in the language of who calls."""
    return http.app[WORDING].say(name, language_of(http), **values)


def who(account: str, called: Mapping[str, str]) -> str:
    """A colleague's account, with what visitors call them."""
    return f"{account} ({called[account]})" if account in called else account


def places(http: web.Request) -> list[Place]:
    """The areas that the desk has and that the caller may open."""
    open_here = {
        route.resource.canonical
        for route in http.app.router.routes()
        if route.resource and route.method == "GET" and http[STAFF].role in roles_of(route.handler)
    }
    return [
        Place(area, f"/{area}", is_here=http.path.split("/")[1] == area)
        for area in _AREAS
        if f"/{area}" in open_here
    ]


def _say(wording: Wording, language: Language, name: str, /, **values: object) -> str:
    return wording.say(name, language, **values)
