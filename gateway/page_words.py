"""What the pages beside the chat say, from `content/pages.yml`, `form.yml` and `redaction.yml`."""

from pathlib import Path
from typing import Any, Self

import yaml

from privacy.language import Language
from privacy.right import Right


class PageWords:
    """Words by page and language; a right is called what the chat calls it."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self._pages = {language: _spoken(entries, language) for language in Language}

    @classmethod
    def load(cls, content: Path) -> Self:
        """Read the files, and the titles of the rights; what is missing raises `KeyError`."""
        requests = _read(content / "answers" / "requests.yml")
        titles = {right.value: requests[right]["title"] for right in Right}
        beside = {"form": _read(content / "form.yml"), "removed": _read(content / "redaction.yml")}
        return cls({**_read(content / "pages.yml"), **beside, "titles": titles})

    def of(self, page: str, language: Language) -> dict[str, Any]:
        """The words of a page, nested as in its file."""
        return dict(self._pages[language][page])

    def problem(self, name: str, language: Language) -> dict[str, str]:
        """Title and text of an error page; what a page does not tell apart could not be read."""
        known = self.of("problems", language)
        return dict(known.get(name, known["bad_request"]))


def _spoken(node: dict[str, Any], language: Language) -> Any:
    if set(node) == set(Language):
        return node[language]
    return {name: _spoken(words, language) for name, words in node.items()}


def _read(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
