"""Which topics may speak for this policy text, and what is said instead of those that may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

import yaml

from answers.corpus import Corpus
from answers.phrases import FOLDER, load_phrases
from answers.reading import Reading
from answers.retrieval import PassageIndex
from answers.topic import ContentError, Evidence, Outcome, Topic
from privacy.language import Language

NEAR = 0.54  # a sentence this near to a question and its topics is offered; see `answers/retrieval.py`
NEARBY_TOPICS = 3  # readings that take part in the search

FOUND, NOT_FOUND = "found_in_policy", "not_found_in_policy"  # topics that hold the words said


@dataclass(frozen=True)
class Standing:
    """The topics, against a policy text that they may have been written for or not.

    A lead sentence was reviewed with one version of the policy. Under another,
    a topic still speaks when all its quotations stand in the new text; what was
    said about silence is withheld until somebody has read the new text.

    Attributes:
        reviewed: The version of the policy text that the topics were reviewed with.

    """

    corpus: Corpus
    topics: dict[str, Topic]
    reviewed: str
    _indices: dict[Language, PassageIndex] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, corpus: Corpus, topics: Mapping[str, Topic], review: Path) -> Self:
        """Read the version under review; raises `ContentError`."""
        try:
            reviewed = str(yaml.safe_load(review.read_text(encoding="utf-8"))["policy_version"])
        except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
            raise ContentError(f"cannot read {review}: {error!r}") from error
        return cls(corpus, {name: _placed(topic, corpus) for name, topic in topics.items()}, reviewed)

    @property
    def is_reviewed(self) -> bool:
        """Whether the topics were reviewed with this very policy text."""
        return self.corpus.version == self.reviewed

    def prepare(self) -> None:
        """Make, for a text the topics were not reviewed with, what the first question would wait for."""
        if not self.is_reviewed:
            for language in Language:
                self._index(language)

    def holds(self, topic: Topic) -> bool:
        """Whether *topic* may speak for this policy text."""
        if self.is_reviewed or topic.outcome not in {Outcome.ANSWERED, Outcome.NOT_IN_POLICY}:
            return True
        return topic.outcome is Outcome.ANSWERED and all(map(self._stands, topic.evidence))

    def instead_of(self, topic: Topic, text: str, reading: Reading) -> Topic:
        """What is said where *topic* is withheld: words found in the policy, or that none were found."""
        found = self._near(text or topic.title[reading.language], {topic.name: 1.0}, reading.language)
        said = found or self.topics[NOT_FOUND]
        return replace(said, name=topic.name, title=topic.title)

    def found(self, text: str, reading: Reading) -> Topic | None:
        """What the policy itself says to a question; `None` when nothing is near enough."""
        likely = {c.topic: c.score for c in reading.candidates[:NEARBY_TOPICS]}
        return self._near(text, likely, reading.language)

    def _near(self, text: str, topics: Mapping[str, float], language: Language) -> Topic | None:
        found = self._index(language).search(text, topics)
        return None if found.score < NEAR else replace(self.topics[FOUND], evidence=(found.evidence,))

    def _stands(self, evidence: Evidence) -> bool:
        return self.corpus.place_of(evidence.words) is not None

    def _index(self, language: Language) -> PassageIndex:
        """Built once: it reads the training phrases."""
        if language not in self._indices:
            self._indices[language] = PassageIndex.build(self.corpus, load_phrases(FOLDER), language)
        return self._indices[language]


def _placed(topic: Topic, corpus: Corpus) -> Topic:
    """*topic* with each quotation in the passage where it stands now."""
    evidence = tuple(Evidence(corpus.place_of(e.words) or e.passage, e.words) for e in topic.evidence)
    return replace(topic, evidence=evidence)
