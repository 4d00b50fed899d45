"""What an editor should read again after the policy text has changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from answers.answer import Answers
from answers.corpus import BINDING, Corpus
from answers.reading import Candidate, Reading
from answers.standing import FOUND, NOT_FOUND
from answers.topic import Outcome, Topic


@dataclass(frozen=True)
class Review:
    """How the topics stand against the policy text of today.

    Attributes:
        speaking: Names of the topics that answer from it.
        silent: Names of the topics that say it is silent; only ever about a reviewed text.
        withheld: Topics whose words are gone or whose silence is unproved, and the nearest passage or `None`.

    """

    speaking: list[str]
    silent: list[str]
    withheld: dict[str, str | None]

    @classmethod
    def of(cls, answers: Answers) -> Self:
        """Go through every topic that speaks of the policy."""
        held = {name: answers.standing.holds(topic) for name, topic in _of_policy(answers).items()}
        by_outcome = {
            outcome: [n for n, holds in held.items() if holds and answers.topics[n].outcome is outcome]
            for outcome in (Outcome.ANSWERED, Outcome.NOT_IN_POLICY)
        }
        withheld = {
            name: _nearest(answers, answers.topics[name]) for name, holds in held.items() if not holds
        }
        return cls(by_outcome[Outcome.ANSWERED], by_outcome[Outcome.NOT_IN_POLICY], withheld)


@dataclass(frozen=True)
class Changes:
    """Names of the passages that differ from an earlier text."""

    added: list[str]
    removed: list[str]
    changed: list[str]

    @classmethod
    def between(cls, before: Mapping[str, str], now: Mapping[str, str]) -> Self:
        """Compare two texts, passage by passage."""
        both = [name for name in now if name in before]
        return cls(
            added=[name for name in now if name not in before],
            removed=[name for name in before if name not in now],
            changed=[name for name in both if before[name] != now[name]],
        )


def remember(corpus: Corpus, folder: Path) -> None:
    """Keep the binding text of today under its version, to compare later ones with."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{corpus.version}.json"
    if kept.exists():
        kept.touch()
    else:
        kept.write_text(json.dumps(binding_text(corpus), ensure_ascii=False, indent=1), encoding="utf-8")


def text_before(corpus: Corpus, folder: Path) -> tuple[str, dict[str, str]] | None:
    """Version and passages of the text kept last that is not today's; `None` when there is none."""
    others = [path for path in folder.glob("*.json") if path.stem != corpus.version]
    if not others:
        return None
    newest = max(others, key=lambda path: path.stat().st_mtime_ns)
    return newest.stem, json.loads(newest.read_text(encoding="utf-8"))


def binding_text(corpus: Corpus) -> dict[str, str]:
    """The passages of the binding text by name."""
    return {name: corpus.passage(name, BINDING).text for name in corpus.names()}


def _of_policy(answers: Answers) -> dict[str, Topic]:
    """The topics that answer questions about the policy; the words around found passages are none."""
    questions = {Outcome.ANSWERED, Outcome.NOT_IN_POLICY}
    return {
        name: topic
        for name, topic in answers.topics.items()
        if topic.outcome in questions and name not in {FOUND, NOT_FOUND}
    }


def _nearest(answers: Answers, topic: Topic) -> str | None:
    reading = Reading(BINDING, (Candidate(topic.name, 1.0),))
    said = answers.standing.instead_of(topic, topic.title[BINDING], reading)
    return said.evidence[0].passage if said.evidence else None
