"""Plain BM25 over the passages: what full-text search alone would do.

It says nothing but a passage or that there is none; run as a program, it prints the memory it takes.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer

from answers.corpus import Corpus, load_corpus
from answers.folding import fold
from answers.language import likeliest
from answers.topic import Outcome
from bench.cost import resident_megabytes
from bench.said import Said, Way
from bench.scores import fits
from bench.sets import Item
from privacy.language import Language
from settings import content_folder

K1, B = 1.5, 0.75  # within what Robertson and Zaragoza (2009) call reasonable
STEPS = 100  # thresholds tried

_WORD = r"(?u)\b\w+\b"


@dataclass(frozen=True)
class Index:
    """The passages in one language, with the weight of each word in each."""

    names: Sequence[str]
    vectorizer: CountVectorizer
    weights: npt.NDArray[np.float64]  # words x passages

    @classmethod
    def build(cls, corpus: Corpus, language: Language) -> Self:
        """Count the words of headings and passages."""
        passages = [corpus.passage(name, language) for name in corpus.names()]
        vectorizer = CountVectorizer(preprocessor=fold, token_pattern=_WORD)
        counts = vectorizer.fit_transform([f"{p.heading} {p.text}" for p in passages]).toarray()
        found_in, lengths = (counts > 0).sum(axis=0), counts.sum(axis=1, keepdims=True)
        rarity = np.log(1 + (len(passages) - found_in + 0.5) / (found_in + 0.5))
        saturated = counts * (K1 + 1) / (counts + K1 * (1 - B + B * lengths / lengths.mean()))
        return cls([p.id for p in passages], vectorizer, (rarity * saturated).T)

    def ranked(self, text: str) -> list[tuple[str, float]]:
        """Each passage with how well it fits *text*, best first."""
        scores = np.asarray(self.vectorizer.transform([text]) @ self.weights).ravel()
        return [(self.names[number], float(scores[number])) for number in np.argsort(-scores)]


@dataclass(frozen=True)
class Bm25:
    """Says the best passage, or that the policy is silent where none scores above the threshold."""

    indices: dict[Language, Index]
    threshold: float = 0.0

    @classmethod
    def fit(cls, corpus: Corpus, items: Iterable[Item]) -> Self:
        """The threshold is the one with most *items* right."""
        indices = {language: Index.build(corpus, language) for language in Language}
        asked = [(item, *indices[item.language].ranked(item.text)[0]) for item in items]
        tried = np.quantile([score for _, _, score in asked], np.linspace(0, 1, STEPS))

        def hits(threshold: float) -> int:
            return sum(fits(item, _way(name, score, threshold)) for item, name, score in asked)

        return cls(indices, float(max(tried, key=hits)))

    def say(self, texts: list[str]) -> list[Said]:
        """Answer each of *texts*."""
        return [self._say(text) for text in texts]

    def _say(self, text: str) -> Said:
        start = time.perf_counter()
        language = likeliest(text)
        ranked = self.indices[language].ranked(text)
        way = _way(*ranked[0], self.threshold)
        names = tuple(frozenset({name}) for name, _ in ranked)
        return Said(way, language, names, milliseconds=(time.perf_counter() - start) * 1000)


def _way(name: str, score: float, threshold: float) -> Way:
    """The passage, or silence where it does not fit well enough."""
    return Way(Outcome.ANSWERED, frozenset({name})) if score > threshold else Way(Outcome.NOT_IN_POLICY)


if __name__ == "__main__":
    the_corpus = load_corpus(content_folder() / "policy")
    before = resident_megabytes()
    held = [Index.build(the_corpus, language) for language in Language]
    print(resident_megabytes() - before)
