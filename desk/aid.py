"""The answer aid's calls: Rasa reads the caller's words, the content says what to do and what to leave."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

import yaml
from aiohttp import web
from pydantic import BaseModel

from desk.answers import read_by_rasa
from desk.openapi import AnswerObject
from doors.rasa import RasaUnavailableError
from privacy.hygiene import MAX_CHARACTERS, plain_text
from privacy.language import Language


class Part(BaseModel):
    """A sentence of the text, and what it comes to; *title* is the topic's, by language."""

    text: str
    outcome: str
    rights: list[str]
    topic: str
    title: dict[Language, str]


class Aid(BaseModel):
    """What a text was understood to say: *language* is its own, *answers* are in both."""

    language: Language
    answers: dict[Language, AnswerObject]
    parts: list[Part]


class Advice(NamedTuple):
    """Names of sentences in `content/desk/aid.yml`, by what they are advice for."""

    always: dict[str, list[str]]
    outcomes: dict[str, dict[str, list[str]]]
    rights: dict[str, dict[str, list[str]]]

    @classmethod
    def load(cls, content: Path) -> Self:
        """Read which sentences go with which outcome and right."""
        entry = yaml.safe_load((content / "desk" / "aid.yml").read_text(encoding="utf-8"))["when"]
        return cls(entry["always"], entry["outcomes"], entry["rights"])

    def on(self, outcome: str, rights: list[str]) -> dict[str, list[str]]:
        """What to `do` and what to leave (`dont`), the most particular first."""
        entries: list[Mapping[str, list[str]]] = [self.rights.get(right, {}) for right in rights]
        entries += [self.outcomes.get(outcome, {}), self.always]
        return {
            kind: list(dict.fromkeys(name for entry in entries for name in entry.get(kind, [])))
            for kind in ("do", "dont")
        }


def problem_with(text: str) -> str | None:
    """Why *text* cannot be read, in a word: `empty`, `too_long`; `None` when it can."""
    if not plain_text(text):
        return "empty"
    return "too_long" if len(text) > MAX_CHARACTERS else None


async def ask(http: web.Request, text: str, language: str, topic: str) -> Aid | None:
    """Have *text* read; *topic* is what staff chose instead. `None` while nobody answers."""
    asked: dict[str, Any] = {"text": text, "language": language or None, "topic": topic or None}
    try:
        return Aid.model_validate_json(await read_by_rasa(http, "aid", asked))
    except RasaUnavailableError:
        return None
