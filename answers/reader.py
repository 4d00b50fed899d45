"""Read a message: what it asks, and the rights exercised in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import spacy

from answers.classifier import LinearClassifier
from answers.reading import EXERCISE, NOTHING, Candidate, Reading
from privacy.language import Language

KEPT = 5  # readings kept, best first
SURE = 0.5  # a sentence counts as exercising a right above this
UNCLEAR = 0.1  # below, the best reading is no better than a guess
# What only makes sense as the answer to a question of ours.
FORM_ONLY = frozenset(
    {"correct_entry", "decline_details", "explain_need", "no_code_received", "resend_code", "submit_code"}
)

_LETTER = re.compile(r"[^\W\d_]")
_sentences = spacy.blank("xx")
_sentences.add_pipe("sentencizer")


@dataclass(frozen=True)
class Reader:
    """Understands German and English messages, each with the phrases of its language."""

    classifiers: Mapping[Language, LinearClassifier]

    @classmethod
    def fit(cls, phrases: Mapping[Language, list[tuple[str, str]]]) -> Self:
        """Learn from (text, label) pairs."""
        return cls(
            {
                language: LinearClassifier.fit(*map(list, zip(*pairs, strict=True)))
                for language, pairs in phrases.items()
            }
        )

    def read(self, text: str, language: Language, *, asked: bool = False) -> Reading:
        """Read *text*, which is written in *language*; *asked*: we wait for an answer."""
        if not _LETTER.search(text):
            return Reading(language, (NOTHING,))
        candidates = self._candidates(text, language, asked=asked)
        if candidates[0].score < UNCLEAR:
            return Reading(language, (NOTHING, *candidates))
        rights = self._rights(text, language, candidates[0])
        return Reading(language, candidates, rights)

    def _candidates(self, text: str, language: Language, *, asked: bool) -> tuple[Candidate, ...]:
        scores = self.classifiers[language].probabilities(text)
        possible = {label: score for label, score in scores.items() if asked or label not in FORM_ONLY}
        total = sum(possible.values())
        best = sorted(possible.items(), key=lambda item: -item[1])[:KEPT]
        return tuple(Candidate(label, score / total) for label, score in best)

    def _rights(self, text: str, language: Language, best: Candidate) -> tuple[str, ...]:
        """The right of the whole message, and those of sentences that surely exercise one."""
        if best.intent != EXERCISE:
            return ()
        sentences = [sentence.text for sentence in _sentences(text).sents]
        readings = [
            self._candidates(sentence, language, asked=False)[0]
            for sentence in sentences
            if len(sentences) > 1
        ]
        found = [c.topic for c in readings if c.intent == EXERCISE and c.score > SURE]
        return tuple(dict.fromkeys(found or [best.topic]))

    def save(self, folder: Path) -> None:
        """Write one folder a language."""
        for language, classifier in self.classifiers.items():
            classifier.save(folder / language)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        return cls({language: LinearClassifier.load(folder / language) for language in Language})
