"""The policy text and the topics, as staff look them up."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from aiohttp import web

from answers.corpus import Corpus, load_corpus
from answers.passage import Passage
from answers.topic import Topic, load_topics
from desk.access import READ, open_to
from desk.pages import page_in
from privacy.language import Language


@dataclass(frozen=True)
class Library:
    """Read once; the texts are the same until the desk starts anew."""

    corpus: Corpus
    topics: dict[str, Topic]

    @classmethod
    def load(cls, content: Path) -> Self:
        """Read the folder of texts; raises `PolicyError` or `ContentError`."""
        return cls(load_corpus(content / "policy"), load_topics(content / "answers"))

    def passages(self, language: Language) -> list[Passage]:
        """The policy text in order."""
        return [self.corpus.passage(name, language) for name in self.corpus.names()]

    def title(self, topic: str, language: Language) -> str:
        """The title of a topic; its name when it has gone since."""
        return self.topics[topic].title[language] if topic in self.topics else topic

    def titles(self, language: Language) -> list[tuple[str, str]]:
        """Every topic with its title, by title."""
        named = [(name, topic.title[language]) for name, topic in self.topics.items()]
        return sorted(named, key=lambda entry: entry[1].casefold())


LIBRARY = web.AppKey("library", Library)

routes = web.RouteTableDef()


@routes.get("/policy/{language:de|en}")
@open_to(READ)
async def policy_page(http: web.Request) -> web.Response:
    """Show the policy text, an anchor a passage."""
    text = Language(http.match_info["language"])
    library = http.app[LIBRARY]
    return page_in(
        http, "policy.html", text=text, passages=library.passages(text), version=library.corpus.version
    )
