"""The test sets: messages, and what each should come to."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from answers.phrases import Phrases
from answers.topic import Outcome
from privacy.language import Language

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "nlu"
FROZEN = "frozen"  # never looked into, never tuned on
TUNED_ON = ("development", "second")
SEVERAL = "several"  # each message asks for several things, and all must be found


@dataclass(frozen=True)
class Item:
    """One message of a test set.

    Attributes:
        passages: Any of them is right, or all of them are wanted; see `every`.

    """

    id: str
    text: str
    language: Language
    outcome: Outcome
    passages: frozenset[str] = frozenset()
    rights: frozenset[str] = frozenset()
    every: bool = False

    @classmethod
    def of(cls, entry: dict[str, Any], language: Language, *, every: bool) -> Self:
        """Read one line of a set."""
        passages, rights = frozenset(entry.get("passages", [])), frozenset(entry["rights"])
        return cls(entry["id"], entry["text"], language, Outcome(entry["outcome"]), passages, rights, every)


def load_set(name: str, language: Language) -> list[Item]:
    """Read `tests/nlu/<name>.<language>.jsonl`."""
    lines = (FOLDER / f"{name}.{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Item.of(json.loads(line), language, every=name == SEVERAL) for line in lines if line.strip()]


def unseen(items: Iterable[Item], phrases: Phrases) -> list[Item]:
    """The items whose text does not stand word for word in the training phrases."""
    learnt = {_plain(text) for labels in phrases.values() for said in labels.values() for text in said}
    return [item for item in items if _plain(item.text) not in learnt]


def _plain(text: str) -> str:
    """Text without what is no difference: case and white space."""
    return " ".join(text.casefold().split())
