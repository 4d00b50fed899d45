"""Which topics may speak for this policy text, and what is said instead of those that may not."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import yaml

from answers.corpus import Corpus
from answers.retrieval import PassageIndex
from answers.topic import ContentError, Evidence, Outcome, Topic
from privacy.language import Language

# Nearness of question, topic and sentence, chosen on the second sample policy in `tests/policies`.
NEAR = 0.12
NEAR_ALONE = 0.30  # for a question that no topic covers

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
    index: PassageIndex
    reviewed: str

    @classmethod
    def of(cls, corpus: Corpus, topics: dict[str, Topic], review: Path) -> Self:
        """Read the version under review; raises `ContentError`."""
        try:
            reviewed = str(yaml.safe_load(review.read_text(encoding="utf-8"))["policy_version"])
        except (OSError, KeyError, TypeError, yaml.YAMLError) as error:
            raise ContentError(f"cannot read {review}: {error!r}") from error
        return cls(
            corpus,
            {name: _placed(topic, corpus) for name, topic in topics.items()},
            PassageIndex.build(corpus),
            reviewed,
        )

    @property
    def is_reviewed(self) -> bool:
        """Whether the topics were reviewed with this very policy text."""
        return self.corpus.version == self.reviewed

    def holds(self, topic: Topic) -> bool:
        """Whether *topic* may speak for this policy text."""
        speaks_of_policy = topic.outcome in {Outcome.ANSWERED, Outcome.NOT_IN_POLICY}
        if self.is_reviewed or not speaks_of_policy:
            return True
        return topic.outcome is Outcome.ANSWERED and all(
            self.corpus.place_of(evidence.words) for evidence in topic.evidence
        )

    def instead_of(self, topic: Topic, text: str, language: Language) -> Topic:
        """What is said where *topic* is withheld: words found in the policy, or that none were found."""
        about = f"{topic.title[language]} {topic.lead[language]}"
        queries = [text or topic.title[language], about, *(e.words[language] for e in topic.evidence[:1])]
        found = self.index.search(queries, language)
        if found.score < NEAR:
            return replace(self.topics[NOT_FOUND], name=topic.name, title=topic.title)
        return replace(self.topics[FOUND], name=topic.name, title=topic.title, evidence=(found.evidence,))

    def free(self, text: str, language: Language) -> Topic | None:
        """What the policy says to a question that no topic covers; `None` when nothing is near enough."""
        found = self.index.search([text], language)
        return None if found.score < NEAR_ALONE else replace(self.topics[FOUND], evidence=(found.evidence,))


def _placed(topic: Topic, corpus: Corpus) -> Topic:
    """*topic* with each quotation in the passage where it stands now."""
    evidence = tuple(Evidence(corpus.place_of(e.words) or e.passage, e.words) for e in topic.evidence)
    return replace(topic, evidence=evidence)
