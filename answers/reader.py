"""Read a message: what it asks, and the rights exercised in it."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from answers.classifier import Classifier
from answers.encoder import SentenceEncoder
from answers.foreign import FOREIGN, foreign_rights
from answers.letter import is_letter, right_of, topic_of
from answers.parts import QUESTIONS, SURE_REQUEST, Read, questions_in, rights_in, rights_in_letter
from answers.pieces import Pieces, Scores
from answers.precedence import like_anybody, person_first, rights_kept
from answers.ranking import Kind, Ranking
from answers.reading import EXERCISE, NOTHING, Candidate, Reading
from answers.segments import Segment, segments
from privacy.language import Language

KEPT = 6  # readings kept, best first
UNCLEAR = 0.1  # below, the best reading is no better than a guess
STORY = 3  # sentences from which on they count beside the whole
FIRST_SENTENCE = 0.4  # weight of the first sentence of a story; the last has 1: people come to the point late

_ENCODER = "encoder.json"
_LETTER = re.compile(r"[^\W\d_]")


class Heard(NamedTuple):
    """A *text* to read, which is written in *language*; *asked*: we wait for an answer."""

    text: str
    language: Language
    asked: bool = False


@dataclass(frozen=True)
class Reader:
    """Understands German and English messages, each with the phrases of its language.

    Attributes:
        kinds: What each topic comes to; a topic that is not in it is a kind of its own.
        encoder: What the classifiers learnt with, beside words.

    """

    classifiers: Mapping[Language, Classifier]
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    encoder: SentenceEncoder | None = None

    @classmethod
    def fit(
        cls,
        phrases: Mapping[Language, list[tuple[str, str]]],
        kinds: Mapping[str, Kind] | None = None,
        encoder: SentenceEncoder | None = None,
    ) -> Self:
        """Learn from (text, label) pairs."""
        with ThreadPoolExecutor() as threads:  # liblinear works outside the interpreter's lock
            fits = {
                language: threads.submit(Classifier.fit, language, *_taught(pairs), encoder=encoder)
                for language, pairs in phrases.items()
            }
        classifiers = {language: fit.result() for language, fit in fits.items()}
        return cls(classifiers, kinds or {}, encoder)

    def read(self, text: str, language: Language, *, asked: bool = False) -> Reading:
        """Read *text*, which is written in *language*; *asked*: we wait for an answer."""
        return self.read_all([Heard(text, language, asked)])[0]

    def read_all(self, messages: Sequence[Heard]) -> list[Reading]:
        """Read all as `read` reads each, but quicker: what they have in common is scored once."""
        alike = defaultdict(list)
        for message in messages:
            alike[message.language, message.asked].append(message.text)
        read = {
            Heard(text, language, asked): reading
            for (language, asked), texts in alike.items()
            for text, reading in self._read_alike(texts, language, asked=asked).items()
        }
        return [read[message] for message in messages]

    def _read_alike(self, texts: list[str], language: Language, *, asked: bool) -> dict[str, Reading]:
        cut = {text: segments(text, language) for text in texts if _LETTER.search(text)}
        readings = {text: Reading(language, (NOTHING,)) for text in texts}
        if not cut:
            return readings
        wanted = [piece for text, parts in cut.items() for piece in (text, *(part.text for part in parts))]
        pieces = Pieces(self.classifiers[language], self._rankings[language], wanted, asked=asked)
        return readings | {text: self._read(text, language, parts, pieces) for text, parts in cut.items()}

    def _read(self, text: str, language: Language, parts: list[Segment], pieces: Pieces) -> Reading:
        of_sentences = [pieces.scores(part.text) for part in parts if not part.is_clause]
        candidates = self._rankings[language].rank(_pooled(pieces.scores(text), of_sentences), KEPT)
        if candidates[0].score < UNCLEAR:
            return Reading(language, (NOTHING, *candidates))
        read = [(part, pieces.best(part.text)) for part in parts]
        return self._with_parts(text, language, candidates, read, pieces)

    def _with_parts(
        self, text: str, language: Language, candidates: tuple[Candidate, ...], read: Read, pieces: Pieces
    ) -> Reading:
        best = candidates[0]
        if best.topic == FOREIGN:
            rights = foreign_rights(text)
            exercised = (Candidate(f"{EXERCISE}/{rights[0]}", best.score),) if rights else ()
            return Reading(language, (*exercised, *candidates), rights, foreign=True)
        candidates = like_anybody(candidates, read)
        best, rights = candidates[0], _rights_in(text, read, candidates[0], pieces)
        if handoff := person_first(best, rights, read, letter=is_letter(text)):
            others = tuple(c for c in candidates if c.label != handoff.label)
            return Reading(language, (handoff, *others), rights_kept(handoff, rights, read))
        questions = questions_in(read, self.kinds) if len(read) > 1 else ()
        if rights:
            if best.intent != EXERCISE:
                request = Candidate(f"{EXERCISE}/{rights[0]}", SURE_REQUEST)
                candidates = (request, *(c for c in candidates if c.label != request.label))
            return Reading(language, candidates, rights, questions)
        if best.intent in QUESTIONS and len(questions) > 1:
            first, *also = questions
            others = tuple(c for c in candidates if c.label != first.label)
            return Reading(language, (first, *others), (), tuple(also))
        return Reading(language, candidates)

    @cached_property
    def _rankings(self) -> Mapping[Language, Ranking]:
        return {
            language: Ranking(classifier.topics.labels, self.kinds)
            for language, classifier in self.classifiers.items()
        }

    def save(self, folder: Path) -> None:
        """Write one folder a language, and the name and hash of the encoder, which is not copied."""
        for language, classifier in self.classifiers.items():
            classifier.save(folder / language)
        if self.encoder:
            learnt_with = {"folder": str(self.encoder.folder), "sha256": self.encoder.sha256}
            (folder / _ENCODER).write_text(json.dumps(learnt_with), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, kinds: Mapping[str, Kind] | None = None) -> Self:
        """Read what `save` wrote; raises `EncoderError` when the encoder is gone or has changed."""
        encoder = None
        if (folder / _ENCODER).exists():
            learnt_with = json.loads((folder / _ENCODER).read_text(encoding="utf-8"))
            encoder = SentenceEncoder.load(Path(learnt_with["folder"]), learnt_with["sha256"])
        classifiers = {language: Classifier.load(folder / language, encoder) for language in Language}
        return cls(classifiers, kinds or {}, encoder)


def _taught(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str | None], list[str]]:
    """Texts, their topics and the rights exercised in them."""
    texts, labels = map(list, zip(*pairs, strict=True))
    return texts, list(map(topic_of, labels)), list(map(right_of, labels))


def _rights_in(text: str, read: Read, best: Candidate, pieces: Pieces) -> tuple[str, ...]:
    return rights_in_letter(read, best, pieces.exercised) if is_letter(text) else rights_in(read, best)


def _pooled(whole: Scores, of_sentences: list[Scores]) -> Scores:
    """The whole message and, in a story, its sentences, later ones weighted higher."""
    if len(of_sentences) < STORY:
        return whole
    weights = np.linspace(FIRST_SENTENCE, 1.0, len(of_sentences))
    told = np.average(np.stack(of_sentences), axis=0, weights=weights)
    return np.asarray((whole + told) / 2)
