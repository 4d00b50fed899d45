"""How a page is made of its template and its words."""

from collections.abc import Mapping
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from gateway.page_words import PageWords
from privacy.language import Language

PAGE_WORDS = web.AppKey("page_words", PageWords)

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=StrictUndefined
)


def page_in(name: str, **values: object) -> web.Response:
    """Fill in a page of `gateway/pages/`."""
    return web.Response(text=_templates.get_template(name).render(**values), content_type="text/html")


def page(
    http: web.Request,
    name: str,
    language: Language,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> web.Response:
    """Fill in a page that has the navigation."""
    common = http.app[PAGE_WORDS].of("common", language)
    response = page_in(name, language=language, other=other_than(language), common=common, **values)
    response.set_status(status)
    response.headers.update(headers or {})
    return response


def other_than(language: Language) -> Language:
    """The language that a page offers to switch to."""
    return Language.ENGLISH if language is Language.GERMAN else Language.GERMAN
