"""The answer object: one shape on the terminal, in the chat and at the desk."""

import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from answers.corpus import Corpus, load_corpus
from answers.passage import Citation
from answers.reading import NOTHING, Candidate, Reading
from answers.topic import ContentError, Outcome, Topic, load_topics
from privacy.language import Language

ALTERNATIVES = 2
CHOICE = "unclear_choice"  # the topic that asks back
_LEADS_ON = {
    Outcome.NOT_IN_POLICY,
    Outcome.REQUEST_STATUS,
    Outcome.REQUEST_CANCEL,
    Outcome.REQUEST_AMEND,
}


@dataclass(frozen=True)
class Answer:
    """What a message came to, with the words of the policy it rests on."""

    id: str
    text: str
    language: Language
    outcome: Outcome
    rights: list[str]
    topic: str
    confidence: float
    answer: str
    citations: list[Citation]
    alternatives: list[dict[str, Any]]
    law: list[dict[str, str]]

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON has it."""
        return asdict(self)


@dataclass(frozen=True)
class Answers:
    """Composes answers from the policy text and the topics; generates nothing."""

    corpus: Corpus
    topics: dict[str, Topic]

    @classmethod
    def load(cls, content: Path) -> Self:
        """Read `content/`; raises `PolicyError`, `ContentError` or `MisquoteError`."""
        loaded = cls(load_corpus(content / "policy"), load_topics(content / "answers"))
        for topic in loaded.topics.values():
            for language in Language:
                loaded.citations(topic, language, 1.0)
        return loaded

    def compose(self, text: str, reading: Reading, number: str | None = None) -> Answer:
        """Answer *text* as it was read."""
        best, language = reading.best, reading.language
        topic = self.topics[CHOICE] if self.choices(reading) else self.topic(best)
        return Answer(
            id=number or str(uuid.uuid4()),
            text=text,
            language=language,
            outcome=topic.outcome,
            rights=list(reading.rights) if topic.outcome is Outcome.REQUEST else [],
            topic=topic.name,
            confidence=round(best.score, 3),
            answer=self._said(topic, language),
            citations=self.citations(topic, language, best.score),
            alternatives=[self._alternative(c, language) for c in reading.candidates[1 : 1 + ALTERNATIVES]],
            law=[{"article": n.article[language], "note": n.note[language]} for n in topic.law],
        )

    def choices(self, reading: Reading) -> list[tuple[str, Candidate]]:
        """The readings to choose from, with their titles, when none of them is clear."""
        if reading.best != NOTHING:
            return []
        offered = reading.candidates[1 : 1 + ALTERNATIVES]
        return [(self.topic(candidate).title[reading.language], candidate) for candidate in offered]

    def topic(self, candidate: Candidate) -> Topic:
        """The topic of a reading, or its intent's where the topic has no entry of its own."""
        for name in (candidate.topic, candidate.intent):
            if name in self.topics:
                return self.topics[name]
        message = f"no answer is written for {candidate.label!r}"
        raise ContentError(message)

    def citations(self, topic: Topic, language: Language, score: float) -> list[Citation]:
        """Cite the topic's evidence; raises `MisquoteError` when a word differs."""
        return [
            self.corpus.cite(evidence.passage, evidence.words, language, score) for evidence in topic.evidence
        ]

    def _said(self, topic: Topic, language: Language) -> str:
        lead = topic.lead[language]
        if topic.outcome not in _LEADS_ON:
            return lead
        return f"{lead} {self.topics['way_forward'].lead[language]}"

    def _alternative(self, candidate: Candidate, language: Language) -> dict[str, Any]:
        topic = self.topic(candidate)
        first = topic.evidence[0].passage if topic.evidence else None
        return {
            "outcome": topic.outcome,
            "topic": topic.name,
            "title": topic.title[language],
            "passage": first,
            "heading": self.corpus.passage(first, language).heading if first else None,
            "rights": [topic.name] if topic.outcome is Outcome.REQUEST else [],
            "score": round(candidate.score, 3),
        }
