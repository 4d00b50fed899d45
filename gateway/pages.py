"""The pages: the chat, and the policy text with an anchor for every passage."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from answers.corpus import Corpus
from answers.passage import Passage
from gateway.problems import asked_language
from gateway.rendering import PAGE_WORDS, page
from privacy.language import Language

CORPUS = web.AppKey("corpus", Corpus)
ASSETS = Path(__file__).parent / "assets"

routes = web.RouteTableDef()


@dataclass(frozen=True)
class Part:
    """A passage as the page shows it; *title* is empty where the heading stands already."""

    anchor: str
    title: str
    level: int
    lines: list[str]


@routes.get("/")
async def chat(http: web.Request) -> web.Response:
    """The chat as a full page; `?language=` chooses, otherwise the browser does."""
    language = asked_language(http)
    return page(http, "chat.html", language, words=http.app[PAGE_WORDS].of("chat", language))


@routes.get("/policy/{language:de|en}")
async def policy(http: web.Request) -> web.Response:
    """The policy text, readable and with anchors."""
    language = Language(http.match_info["language"])
    words = http.app[PAGE_WORDS].of("policy", language)
    passages = [p for (_, spoken), p in http.app[CORPUS].passages.items() if spoken == language]
    return page(http, "policy.html", language, words=words, parts=list(_parts(passages)))


def _parts(passages: list[Passage]) -> Iterator[Part]:
    """A heading within the section before it is one level lower."""
    section = heading = ""
    for passage in passages:
        within = bool(passage.section) and passage.section == section
        number = f"{passage.section}. " if passage.section and not within else ""
        title = "" if passage.heading == heading else f"{number}{passage.heading}"
        section, heading = passage.section, passage.heading
        anchor = passage.id.replace("/", "-")
        yield Part(anchor, title, 3 if within else 2, passage.text.splitlines())
