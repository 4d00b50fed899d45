"""Free retrieval: the words of the policy nearest to a question, where no topic can answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from answers.corpus import Corpus
from answers.features import new_vectorizer
from answers.phrases import Phrases
from answers.sentences import cut as cut_sentences
from answers.topic import Evidence
from privacy.language import Language

PHRASES = 80  # of a topic, enough to know what it sounds like
# How much a sentence, its passage and its heading count; for the question the sentence counts double. Chosen
# with NEAR in `answers/standing.py` on the second sample policy: 85 % right, by the question alone 65 %.
_SENTENCE, _PASSAGE, _HEADING = 1.0, 1.0, 0.5


@dataclass(frozen=True)
class Found:
    """Words of the policy that may answer a question, with a score from 0 to about 3."""

    evidence: Evidence
    score: float


@dataclass(frozen=True)
class PassageIndex:
    """The sentences of the policy text in one language, and what people say about each topic.

    A row of the matrices is what is looked for, a column a sentence: only the rows asked for are looked at.
    """

    evidence: list[Evidence]
    vectorizer: TfidfVectorizer
    for_question: csr_matrix
    for_topic: csr_matrix
    topics: dict[str, csr_matrix]

    @classmethod
    def build(cls, corpus: Corpus, phrases: Phrases, language: Language) -> Self:
        """Index sentences, passages and headings; rare words are known from the *phrases*."""
        evidence = [found for name in corpus.names() for found in _evidence(corpus, name)]
        passages = [corpus.passage(item.passage, language) for item in evidence]
        spoken = {label.rpartition("/")[2]: said[:PHRASES] for label, said in phrases[language].items()}
        sentences = [item.words[language] for item in evidence]
        vectorizer = new_vectorizer({"analyzer": "char_wb", "ngram_range": (5, 5)})
        vectorizer.fit([*(text for said in spoken.values() for text in said), *sentences * 3])
        around = _PASSAGE * vectorizer.transform([f"{p.heading} {p.text}" for p in passages])
        around += _HEADING * vectorizer.transform([passage.heading for passage in passages])
        alone = _SENTENCE * vectorizer.transform(sentences)
        topics = _topics(vectorizer, spoken)
        for_question, for_topic = (csr_matrix((around + times * alone).T) for times in (2, 1))
        return cls(evidence, vectorizer, for_question, for_topic, topics)

    def search(self, text: str, topics: Mapping[str, float]) -> Found:
        """The sentence nearest to *text* and to its likely *topics*."""
        scores = self.vectorizer.transform([text]) @ self.for_question
        likely = [weight * self.topics[name] for name, weight in topics.items() if name in self.topics]
        if likely:
            scores += sum(likely[1:], likely[0]) @ self.for_topic
        scores = scores.toarray().ravel()
        best = int(scores.argmax())
        return Found(self.evidence[best], float(scores[best]))


def _topics(vectorizer: TfidfVectorizer, spoken: Mapping[str, list[str]]) -> dict[str, csr_matrix]:
    """What is said about each topic and not about all of them, as vectors of length 1."""
    rows = {name: csr_matrix(vectorizer.transform(said).mean(axis=0)) for name, said in spoken.items()}
    usual: Any = sum(rows.values()) / max(len(rows), 1)
    return {name: normalize((row - usual).maximum(0)) for name, row in rows.items()}


def _evidence(corpus: Corpus, name: str) -> list[Evidence]:
    """The sentences of a passage in pairs, or the whole where the languages differ in number."""
    cut = {language: cut_sentences(corpus.passage(name, language).text) for language in Language}
    if len({len(found) for found in cut.values()}) != 1:
        cut = {language: [corpus.passage(name, language).text] for language in Language}
    pairs = zip(*cut.values(), strict=True)
    return [Evidence(name, dict(zip(cut, pair, strict=True))) for pair in pairs]
