"""The pages: the chat, and the policy text with an anchor for every passage."""

from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from answers.corpus import Corpus
from gateway.problems import WORDS, asked_language
from privacy.language import Language

CORPUS = web.AppKey("corpus", Corpus)
ASSETS = Path(__file__).resolve().parent.parent / "widget"

routes = web.RouteTableDef()
_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"), autoescape=True, undefined=StrictUndefined
)


@routes.get("/")
async def chat(http: web.Request) -> web.Response:
    """The chat as a full page; `?language=` chooses, otherwise the browser does."""
    wish = http.query.get("language")
    language = Language(wish) if wish in set(Language) else asked_language(http)
    words = http.app[WORDS].page(language)
    return _page("chat.html", language=language, other=_other(language), words=words)


@routes.get("/policy/{language:de|en}")
async def policy(http: web.Request) -> web.Response:
    """The policy text, readable and with anchors."""
    language = Language(http.match_info["language"])
    words = http.app[WORDS].page(language)
    passages = [p for (_, spoken), p in http.app[CORPUS].passages.items() if spoken == language]
    return _page("policy.html", language=language, other=_other(language), words=words, passages=passages)


def _page(name: str, **values: object) -> web.Response:
    return web.Response(text=_pages.get_template(name).render(**values), content_type="text/html")


def _other(language: Language) -> Language:
    return Language.ENGLISH if language is Language.GERMAN else Language.GERMAN
