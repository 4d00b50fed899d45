"""The learning curve: how many are right after learning from a part of the phrases."""

import random
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from answers.answer import Answers
from answers.phrases import Phrases
from bench.ours import Ours
from bench.scores import Share, share
from bench.sets import Item
from privacy.language import Language

PARTS = (0.125, 0.25, 0.5, 1.0)
FEWEST = 4  # phrases of a label that are always kept
SEED = 0


class Point(NamedTuple):
    """What was right after learning from so many phrases."""

    part: float
    phrases: dict[Language, int]
    right: dict[Language, Share]


def curve(phrases: Phrases, answers: Answers, items: Iterable[Item]) -> Iterator[Point]:
    """Learn from growing parts of *phrases*."""
    by_language = {language: [item for item in items if item.language is language] for language in Language}
    for part in PARTS:
        taken = sample(phrases, part)
        ours = Ours.fit(taken, answers)
        yield Point(part, counted(taken), {of: _right(ours, asked) for of, asked in by_language.items()})


def sample(phrases: Phrases, part: float) -> Phrases:
    """A random part of every label; a larger part holds the smaller ones."""
    shuffled = random.Random(SEED)  # noqa: S311  # no secret
    return {
        language: {
            label: shuffled.sample(texts, len(texts))[: max(FEWEST, round(len(texts) * part))]
            for label, texts in labels.items()
        }
        for language, labels in phrases.items()
    }


def counted(phrases: Phrases) -> dict[Language, int]:
    """The number of phrases of each language."""
    return {language: sum(map(len, labels.values())) for language, labels in phrases.items()}


def _right(ours: Ours, items: list[Item]) -> Share:
    return share(list(zip(items, ours.say([item.text for item in items]), strict=True)))
