"""Canned replies: what staff say often, in both languages, and the passages it rests on."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import yaml

from answers.corpus import BINDING, Corpus, PolicyError
from answers.topic import ContentError, Words
from privacy.language import Language

FILE = "replies.yml"
_VARIABLE = re.compile(r"\{(\w*)\}")
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")


@dataclass(frozen=True)
class Reply:
    """What stands behind a `/code`.

    Attributes:
        rests_on: Passages with the digest of their binding words at the time the reply was reviewed.

    """

    code: str
    title: Words
    text: Words
    rests_on: dict[str, str]


@dataclass(frozen=True)
class Replies:
    """Every canned reply, and what stands in for a value that is not known: `[Name]`."""

    replies: tuple[Reply, ...]
    gaps: dict[str, Words]
    corpus: Corpus

    @classmethod
    def load(cls, content: Path, corpus: Corpus) -> Self:
        """Read `replies.yml`; raises `ContentError` with the reply that is wrong."""
        path = content / FILE
        try:
            entry = yaml.safe_load(path.read_text(encoding="utf-8"))
            gaps = {name: _words(words) for name, words in entry["variables"].items()}
            replies = tuple(_reply(code, one, gaps) for code, one in entry["replies"].items())
        except (OSError, KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
            raise ContentError(f"{path}: {error!r}") from error
        return cls(replies, gaps, corpus)

    def found(self, wish: str, language: Language) -> list[Reply]:
        """The replies whose code begins with *wish* first, then those that have it in their title."""
        wish = wish.casefold().lstrip("/")
        by_code = [reply for reply in self.replies if reply.code.startswith(wish)]
        by_title = [reply for reply in self.replies if wish in reply.title[language].casefold()]
        return [*by_code, *(reply for reply in by_title if reply not in by_code)]

    def filled(self, reply: Reply, language: Language, known: Mapping[str, str]) -> str:
        """The text with what is *known*, and gaps to fill in by hand where it is not."""
        return _VARIABLE.sub(
            lambda hit: known.get(hit[1]) or self.gaps[hit[1]][language], reply.text[language]
        )

    def outdated(self, reply: Reply) -> list[str]:
        """The passages it rests on whose binding words have changed, or that are gone."""
        return [name for name, known in reply.rests_on.items() if self.digest(name) != known]

    def digest(self, passage: str) -> str | None:
        """First 12 hexadecimal digits of the SHA-256 of a passage's binding words; `None` without it."""
        try:
            words = self.corpus.passage(passage, BINDING).text
        except PolicyError:
            return None
        return hashlib.sha256(words.encode()).hexdigest()[:12]


def _reply(code: str, entry: Mapping[str, Any], gaps: Mapping[str, Words]) -> Reply:
    text = _words(entry["text"])
    unknown = {name for words in text.values() for name in _VARIABLE.findall(words)} - set(gaps)
    if unknown or not _CODE.fullmatch(code):
        raise ValueError(f"{code}: {', '.join(unknown) or 'not a code'}")
    return Reply(code, _words(entry["title"]), text, dict(entry.get("rests_on", {})))


def _words(entry: Mapping[str, Any]) -> Words:
    words = {language: str(entry[language]).strip() for language in Language}
    if not all(words.values()):
        raise ValueError(f"a sentence is missing: {entry}")
    return words
