"""Turn text into features: words, pairs of words, and the character n-grams inside words."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_REMEMBERED_WORDS = 50_000  # each costs about a kilobyte

Indices = npt.NDArray[np.int32]
Row = tuple[Indices, npt.NDArray[np.float32]]  # where a message has weight, and how much


def fold(text: str) -> str:
    """Write *text* so that Löschung, Loeschung and Loschung come out alike."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        folded = folded.replace(pair, letter)
    return folded


class Features:
    """The vocabulary of one language, in blocks of features of one kind.

    The blocks are fitted by scikit-learn; a single message is turned into
    numbers here, several times faster, since most of its words were seen before.
    """

    def __init__(self, vectorizers: list[TfidfVectorizer]) -> None:
        self.vectorizers = vectorizers
        starts = np.cumsum([0, *(len(made.vocabulary_) for made in vectorizers)])
        self._blocks = [_Block.of(made, int(start)) for made, start in zip(vectorizers, starts, strict=False)]

    @classmethod
    def of(cls, shapes: Sequence[dict[str, Any]], idfs: Sequence[npt.NDArray[np.float64]]) -> Self:
        """Features with vocabularies and document frequencies that were learnt before."""
        vectorizers = [new_vectorizer(shape) for shape in shapes]
        for made, idf in zip(vectorizers, idfs, strict=True):
            made.idf_ = idf
        return cls(vectorizers)

    def row(self, text: str) -> Row:
        """Where *text* has weight, and how much: every block has length 1, or 0 without a known feature."""
        folded = fold(text)
        indices, weights = zip(*(block.row(folded) for block in self._blocks), strict=True)
        return np.concatenate(indices), np.concatenate(weights)


@dataclass(frozen=True)
class _Block:
    analyse: Callable[[str], Indices]
    idf: npt.NDArray[np.float32]
    start: int

    @classmethod
    def of(cls, made: TfidfVectorizer, start: int) -> Self:
        analyse = _in_words(made) if made.analyzer == "char_wb" else _of_words(made)
        return cls(analyse, made.idf_.astype(np.float32), start)

    def row(self, folded: str) -> Row:
        indices, counts = np.unique(self.analyse(folded), return_counts=True)
        weights = (1 + np.log(counts)).astype(np.float32) * self.idf[indices]
        length = float(np.sqrt(weights @ weights))
        return indices + self.start, weights / length if length else weights


def new_vectorizer(shape: dict[str, Any]) -> TfidfVectorizer:
    """A vectorizer for one block of features."""
    return TfidfVectorizer(preprocessor=fold, sublinear_tf=True, dtype=np.float32, **shape)


def _of_words(made: TfidfVectorizer) -> Callable[[str], Indices]:
    """Words and n-grams of words, as scikit-learn's "word" analyser finds them."""
    analyse, known = made.build_analyzer(), made.vocabulary_
    return lambda folded: np.array([known[gram] for gram in analyse(folded) if gram in known], dtype=np.int32)


def _in_words(made: TfidfVectorizer) -> Callable[[str], Indices]:
    """Character n-grams inside words, as scikit-learn's "char_wb" analyser finds them, word by word."""
    analyse, known = made.build_analyzer(), made.vocabulary_

    @lru_cache(_REMEMBERED_WORDS)
    def of_word(word: str) -> Indices:
        return np.array([known[gram] for gram in analyse(word) if gram in known], dtype=np.int32)

    nothing = np.array([], dtype=np.int32)
    return lambda folded: np.concatenate([nothing, *map(of_word, folded.split())])
