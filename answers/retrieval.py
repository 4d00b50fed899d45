"""Free retrieval: the words of the policy nearest to a question, where no topic can answer it."""

import re
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from answers.corpus import Corpus
from answers.features import fold
from answers.topic import Evidence
from privacy.language import Language

_BREAK = re.compile(r"(?<=[.!?:])\s+(?=[A-ZÄÖÜ„“\"(\d])|\n")
_ABBREVIATION = re.compile(r"(?:\b(?:Art|Abs|Nr|No|bzw|ca|vgl|lit|Tel|Dr|Inc|Ltd|z|B|d|h|e|g|i)\.)$")
_HEADING_WEIGHT = 2  # how often the heading counts beside the words below it


@dataclass(frozen=True)
class Found:
    """Words of the policy that may answer a question, with a score from 0 to 1."""

    evidence: Evidence
    score: float


@dataclass(frozen=True)
class PassageIndex:
    """Sentences of the policy text by their words and character n-grams, one index a language."""

    evidence: list[Evidence]
    vectorizers: dict[Language, TfidfVectorizer]
    rows: dict[Language, csr_matrix]

    @classmethod
    def build(cls, corpus: Corpus) -> Self:
        """Cut every passage into sentences and index them with their headings."""
        evidence = [found for name in corpus.names() for found in _evidence(corpus, name)]
        vectorizers, rows = {}, {}
        for language in Language:
            texts = [
                f"{item.words[language]} "
                + f"{corpus.passage(item.passage, language).heading} " * _HEADING_WEIGHT
                for item in evidence
            ]
            vectorizers[language] = TfidfVectorizer(
                preprocessor=fold, sublinear_tf=True, analyzer="char_wb", ngram_range=(3, 6)
            )
            rows[language] = vectorizers[language].fit_transform(texts)
        return cls(evidence, vectorizers, rows)

    def search(self, queries: list[str], language: Language) -> Found:
        """The sentence nearest to all *queries* together: the question, and what its topic is about."""
        vectorizer, rows = self.vectorizers[language], self.rows[language]
        scores = np.asarray((rows @ vectorizer.transform(queries).T).mean(axis=1)).ravel()
        best = int(scores.argmax())
        return Found(self.evidence[best], float(scores[best]))


def _evidence(corpus: Corpus, name: str) -> list[Evidence]:
    """The sentences of a passage in pairs, or the whole where the languages differ in number."""
    cut = {language: _sentences(corpus.passage(name, language).text) for language in Language}
    if len({len(found) for found in cut.values()}) != 1:
        cut = {language: [corpus.passage(name, language).text] for language in Language}
    pairs = zip(*cut.values(), strict=True)
    return [Evidence(name, dict(zip(cut, pair, strict=True))) for pair in pairs]


def _sentences(text: str) -> list[str]:
    """Cut *text* at sentence ends, not behind abbreviations; every piece stands in it word for word."""
    pieces, start = [], 0
    for found in _BREAK.finditer(text):
        piece = text[start : found.start()]
        if not _ABBREVIATION.search(piece):
            pieces.append(piece)
            start = found.end()
    return [piece for piece in [*pieces, text[start:]] if piece.strip()]
