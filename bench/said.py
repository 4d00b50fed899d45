"""What an approach says to a message, in a form that can be scored."""

from dataclasses import dataclass
from typing import Protocol

from answers.answer import Answer, Answers
from answers.reading import Reading
from answers.topic import Outcome, Topic
from privacy.language import Language


@dataclass(frozen=True)
class Way:
    """One way to take a message: what it comes to."""

    outcome: Outcome
    passages: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Said:
    """What was said to a message.

    Attributes:
        others: The readings offered beside the answer.
        asks: Whether the chat would show them as buttons.
        ranked: The passages that each reading would answer from, likeliest reading first.
        confidence: From 0 to 1; `None` where the approach has no such figure.

    """

    way: Way
    language: Language
    ranked: tuple[frozenset[str], ...] = ()
    others: tuple[Way, ...] = ()
    asks: bool = False
    confidence: float | None = None
    milliseconds: float = 0.0


class Approach(Protocol):
    """A way to understand messages."""

    def say(self, texts: list[str]) -> list[Said]:
        """Answer each of *texts* as the first message of a conversation."""


def said(answer: Answer, reading: Reading, answers: Answers, milliseconds: float) -> Said:
    """An *answer* composed from a *reading*, for scoring."""
    read = (reading.best, *reading.also, *reading.candidates[1:])
    others = (
        Way(other["outcome"], frozenset(filter(None, [other["passage"]])), frozenset(other["rights"]))
        for other in answer.alternatives
    )
    return Said(
        Way(answer.outcome, frozenset(c.passage for c in answer.citations), frozenset(answer.rights)),
        reading.language,
        tuple(filter(None, (_passages(answers.topic(candidate)) for candidate in read))),
        tuple(others),
        bool(answers.choices(reading)),
        answer.confidence,
        milliseconds,
    )


def _passages(topic: Topic) -> frozenset[str]:
    """What *topic* answers from; nothing where it says that the policy is silent."""
    return frozenset(e.passage for e in topic.evidence if topic.outcome is Outcome.ANSWERED)
