"""What a message was understood to say."""

from dataclasses import dataclass, replace
from typing import Any, Self

from privacy.language import Language

EXERCISE = "exercise_right"
TOLD = "letter_part"  # what only tells something


@dataclass(frozen=True)
class Candidate:
    """One way to read a message.

    Attributes:
        label: The intent, with its topic behind a slash: `ask_policy/retention`.
        score: How likely this reading is, 0 to 1.

    """

    label: str
    score: float

    @property
    def intent(self) -> str:
        """The intent Rasa knows."""
        return self.label.partition("/")[0]

    @property
    def topic(self) -> str:
        """The topic, or the intent where it has none."""
        return self.label.rpartition("/")[2]


NOTHING = Candidate("nlu_fallback", 1.0)  # Rasa's name for what nobody understands


@dataclass(frozen=True)
class Reading:
    """The readings of one message, best first.

    Attributes:
        rights: The rights exercised in it, in the order of mention; empty for a question.
        also: What else is asked in the same message, in the order of mention.
        foreign: Whether it is written in neither German nor English.

    """

    language: Language
    candidates: tuple[Candidate, ...]
    rights: tuple[str, ...] = ()
    also: tuple[Candidate, ...] = ()
    foreign: bool = False

    @property
    def best(self) -> Candidate:
        """The most likely reading."""
        return self.candidates[0]

    def as_told(self) -> Self:
        """The same words as the answer to an open question: they tell something and ask for nothing."""
        return replace(self, candidates=(Candidate(TOLD, self.best.score), *self.candidates), also=())

    def as_dict(self) -> dict[str, Any]:
        """For Rasa's message and tracker."""
        return {
            "language": self.language.value,
            "candidates": _pairs(self.candidates),
            "rights": list(self.rights),
            "also": _pairs(self.also),
            "foreign": self.foreign,
        }

    @classmethod
    def from_dict(cls, entry: dict[str, Any]) -> Self:
        """Read back what `as_dict` wrote."""
        return cls(
            language=Language(entry["language"]),
            candidates=tuple(Candidate(label, score) for label, score in entry["candidates"]),
            rights=tuple(entry["rights"]),
            also=tuple(Candidate(label, score) for label, score in entry.get("also", [])),
            foreign=entry.get("foreign", False),
        )


def _pairs(candidates: tuple[Candidate, ...]) -> list[list[Any]]:
    return [[candidate.label, round(candidate.score, 4)] for candidate in candidates]
