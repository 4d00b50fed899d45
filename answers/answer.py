"""The answer object: one shape on the terminal, in the chat and at the desk."""

import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from answers.corpus import Corpus, load_corpus
from answers.follow_up import FollowUps
from answers.passage import Citation
from answers.reading import NOTHING, Candidate, Reading
from answers.standing import Standing
from answers.topic import ContentError, Outcome, Topic, load_topics
from privacy.language import Language

ALTERNATIVES = 2
DOUBT = 0.95  # below, for one message in six, the next readings are offered beside the answer
CHOICE = "unclear_choice"  # the topic that asks back
FOREIGN = "foreign_request"
_LEADS_ON = {
    Outcome.NOT_IN_POLICY,
    Outcome.REQUEST_STATUS,
    Outcome.REQUEST_CANCEL,
    Outcome.REQUEST_AMEND,
}
_NOT_POLICY = {Outcome.UNCLEAR, Outcome.SMALLTALK}


@dataclass(frozen=True)
class Answer:
    """What a message came to, with the words of the policy it rests on.

    Attributes:
        staff_note: What our own staff should know about odd wording, or `None`; never shown to visitors.

    """

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
    staff_note: str | None

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON has it."""
        return asdict(self)


@dataclass(frozen=True)
class Answers:
    """Composes answers from the policy text and the topics; generates nothing."""

    standing: Standing
    follow_ups: FollowUps

    @property
    def corpus(self) -> Corpus:
        """The policy text."""
        return self.standing.corpus

    @property
    def topics(self) -> dict[str, Topic]:
        """Every topic by its name."""
        return self.standing.topics

    @classmethod
    def load(cls, content: Path) -> Self:
        """Read `content/`; raises `PolicyError`, `ContentError` or `MisquoteError`."""
        folder = content / "answers"
        standing = Standing.of(load_corpus(content / "policy"), load_topics(folder), folder / "review.yml")
        loaded = cls(standing, FollowUps.load(folder / "follow_ups.yml"))
        if standing.is_reviewed:
            for topic in standing.topics.values():
                for language in Language:
                    loaded.citations(topic, language, 1.0)
        return loaded

    def compose(
        self,
        text: str,
        reading: Reading,
        number: str | None = None,
        before: str | None = None,
        into: Language | None = None,
    ) -> Answer:
        """Answer *text* as read, in its language or *into* another; *before* is the topic before."""
        language, score = into or reading.language, reading.best.score
        topics = self._topics(text, reading, before)
        first = topics[0]
        return Answer(
            id=number or str(uuid.uuid4()),
            text=text,
            language=language,
            outcome=_outcome(topics),
            rights=list(reading.rights) if first.outcome is Outcome.REQUEST else [],
            topic=first.name,
            confidence=round(score, 3),
            answer=self._said(topics, language),
            citations=list(dict.fromkeys(c for t in topics for c in self.citations(t, language, score))),
            alternatives=[self._alternative(c, language) for c in self._others(reading)],
            law=_law(topics, language),
            staff_note=next((t.staff_note[language] for t in topics if t.staff_note), None),
        )

    def choices(self, reading: Reading) -> list[tuple[str, Candidate]]:
        """The readings to choose from, with their titles, when the best is not clear."""
        if reading.best.score >= DOUBT and reading.best != NOTHING:
            return []
        offered = [(self.topic(candidate), candidate) for candidate in self._others(reading)]
        return [(t.title[reading.language], c) for t, c in offered if t.outcome not in _NOT_POLICY]

    def topic(self, candidate: Candidate) -> Topic:
        """The topic of a reading, or its intent's where the topic has no entry of its own."""
        for name in (candidate.topic, candidate.intent):
            if name in self.topics:
                return self.topics[name]
        message = f"no answer is written for {candidate.label!r}"
        raise ContentError(message)

    def citations(self, topic: Topic, language: Language, score: float) -> list[Citation]:
        """Cite the topic's evidence; raises `MisquoteError` when a word differs."""
        return [self.corpus.cite(e.passage, e.words, language, score) for e in topic.evidence]

    def _topics(self, text: str, reading: Reading, before: str | None) -> list[Topic]:
        """What is spoken of, in order: at least one topic, at most one for each thing asked."""
        if reading.foreign and reading.rights:
            return [self.topics[FOREIGN]]
        if reading.best == NOTHING:
            found = None if self.standing.is_reviewed else self.standing.found(text, reading)
            return [found or self.topics[CHOICE if len(reading.candidates) > 1 else NOTHING.label]]
        topics: dict[str, Topic] = {}
        for candidate in (reading.best, *reading.also):
            topic = self._followed(candidate, before)
            if not self.standing.holds(topic):
                topic = self.standing.instead_of(topic, text, reading)
            topics.setdefault(topic.name, topic)
            before = topic.name
        return list(topics.values())

    def _followed(self, candidate: Candidate, before: str | None) -> Topic:
        """The topic of *candidate*, or the one it asks about after *before*."""
        name = self.follow_ups.topic(candidate.intent, before)
        return self.topics[name] if name else self.topic(candidate)

    def _said(self, topics: list[Topic], language: Language) -> str:
        leads = list(dict.fromkeys(topic.lead[language] for topic in topics))
        if any(topic.outcome in _LEADS_ON for topic in topics):
            leads[-1] += f" {self.topics['way_forward'].lead[language]}"
        return "\n\n".join(leads)

    def _others(self, reading: Reading) -> tuple[Candidate, ...]:
        return reading.candidates[1 : 1 + ALTERNATIVES]

    def _alternative(self, candidate: Candidate, language: Language) -> dict[str, Any]:
        topic = self.topic(candidate)
        first = topic.evidence[0].passage if topic.evidence and self.standing.holds(topic) else None
        return {
            "outcome": topic.outcome,
            "topic": topic.name,
            "title": topic.title[language],
            "passage": first,
            "heading": self.corpus.passage(first, language).heading if first else None,
            "rights": [topic.name] if topic.outcome is Outcome.REQUEST else [],
            "score": round(candidate.score, 3),
        }


def _outcome(topics: list[Topic]) -> Outcome:
    """A request before all; of several questions, an answered one before silence."""
    outcomes = [topic.outcome for topic in topics]
    questions = {Outcome.ANSWERED, Outcome.NOT_IN_POLICY}
    if outcomes[0] in questions and Outcome.ANSWERED in outcomes:
        return Outcome.ANSWERED
    return outcomes[0]


def _law(topics: list[Topic], language: Language) -> list[dict[str, str]]:
    notes = dict.fromkeys((note.article[language], note.note[language]) for t in topics for note in t.law)
    return [{"article": article, "note": note} for article, note in notes]
