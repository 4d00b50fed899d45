"""Topics: what people ask about, and what we say first to each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from answers.ranking import Kind
from privacy.handoff import Priority
from privacy.language import Language


class Outcome(StrEnum):
    """What became of a message."""

    ANSWERED = "answered"
    NOT_IN_POLICY = "not_in_policy"
    REQUEST = "request"
    REQUEST_STATUS = "request_status"
    REQUEST_CANCEL = "request_cancel"
    REQUEST_AMEND = "request_amend"
    HANDOFF = "handoff"
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"


LOST = frozenset({Outcome.UNCLEAR, Outcome.OUT_OF_SCOPE})  # several in a row: the two talk past one another

Words = dict[Language, str]
NO_TOPICS = {"follow_ups.yml", "law.yml", "review.yml"}  # files of the folder that hold something else


class ContentError(Exception):
    """A content file cannot be read or lacks what it must have."""


@dataclass(frozen=True)
class Evidence:
    """The words of a passage that a topic rests on."""

    passage: str
    words: Words


@dataclass(frozen=True)
class LawNote:
    """What the GDPR says in general; never part of the policy's words."""

    article: Words
    note: Words


@dataclass(frozen=True)
class Topic:
    """A thing people ask about.

    Attributes:
        lead: The plain sentence said first.
        evidence: What the answer rests on, or, where the policy is silent, the nearest words.
        staff_note: What our own staff should know about odd wording, or `None`.
        priority: How urgent a handoff for it is.

    """

    name: str
    outcome: Outcome
    title: Words
    lead: Words
    evidence: tuple[Evidence, ...] = ()
    law: tuple[LawNote, ...] = ()
    staff_note: Words | None = field(default=None)
    priority: Priority = Priority.NORMAL


def load_topics(folder: Path) -> dict[str, Topic]:
    """Read every topic of `content/answers/`.

    Raises `ContentError` with the file and the topic that is wrong.
    """
    files = sorted(path for path in folder.glob("*.yml") if path.name not in NO_TOPICS)
    law = {name: _law_note(name, entry, folder) for name, entry in _read(folder / "law.yml").items()}
    topics: dict[str, Topic] = {}
    for path in files:
        for name, entry in _read(path).items():
            if name in topics:
                message = f"{path}: {name!r} stands in two files"
                raise ContentError(message)
            topics[name] = _topic(name, entry, law, path)
    return topics


def kinds_of(topics: Mapping[str, Topic]) -> dict[str, Kind]:
    """What each topic comes to, by name: its outcome, and the passages or the right it leads to."""
    return {name: _kind(topic) for name, topic in topics.items()}


def _kind(topic: Topic) -> Kind:
    match topic.outcome:
        case Outcome.ANSWERED:
            return Kind(topic.outcome, " ".join(dict.fromkeys(e.passage for e in topic.evidence)))
        case Outcome.REQUEST:
            return Kind(topic.outcome, topic.name)
        case Outcome.UNCLEAR:
            return Kind(topic.name)
        case _:
            return Kind(topic.outcome)


def _topic(name: str, entry: dict[str, Any], law: dict[str, LawNote], path: Path) -> Topic:
    try:
        return Topic(
            name=name,
            outcome=Outcome(entry["outcome"]),
            title=_words(entry["title"]),
            lead=_words(entry["lead"]),
            evidence=tuple(
                Evidence(item["passage"], _words(item))
                for item in entry.get("evidence", entry.get("related", []))
            ),
            law=tuple(law[key] for key in entry.get("law", [])),
            staff_note=_words(entry["staff_note"]) if "staff_note" in entry else None,
            priority=Priority(entry.get("priority", Priority.NORMAL)),
        )
    except (KeyError, ValueError, TypeError) as error:
        message = f"{path}: {name!r}: {error!r}"
        raise ContentError(message) from error


def _law_note(name: str, entry: dict[str, Any], folder: Path) -> LawNote:
    try:
        article = {Language.GERMAN: entry["article_de"], Language.ENGLISH: entry["article"]}
        return LawNote(_words(article), _words(entry["note"]))
    except (KeyError, ValueError, TypeError) as error:
        raise ContentError(f"{folder / 'law.yml'}: {name}: {error!r}") from error


def _words(entry: Mapping[Any, Any]) -> Words:
    words = {language: entry[language] for language in Language}
    if not all(isinstance(text, str) and text.strip() for text in words.values()):
        raise ValueError(f"a sentence is missing: {entry}")
    return {language: text.strip() for language, text in words.items()}


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (OSError, ValueError, TypeError, yaml.YAMLError) as error:
        message = f"cannot read {path}: {error}"
        raise ContentError(message) from error
