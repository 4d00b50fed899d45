"""Turn text into features: words and pairs of words, character n-grams, and concepts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from answers.encoder import SentenceEncoder, Vectors
from answers.folding import fold
from answers.lexicon import lexicon, words
from privacy.language import Language

_REMEMBERED_WORDS = 50_000  # each costs about a kilobyte
_SHAPES: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|\?"},
    {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
)

Indices = npt.NDArray[np.int32]
Entries = tuple[Indices, Indices, npt.NDArray[np.float32]]  # number of a text, where it has weight, how much


class Features:
    """The vocabulary of one language, in blocks of features of one kind.

    The blocks are fitted by scikit-learn; messages are turned into numbers
    here, several times faster, since most of their words were seen before.
    """

    def __init__(self, vectorizers: list[TfidfVectorizer], encoder: SentenceEncoder | None = None) -> None:
        self.vectorizers = vectorizers
        self.encoder = encoder  # its vector of the whole text is the last block
        starts = np.cumsum([0, *(len(made.vocabulary_) for made in vectorizers)])
        self._blocks = [_Block.of(made, int(start)) for made, start in zip(vectorizers, starts, strict=False)]
        self._dense = int(starts[-1])
        self._width = self._dense + (encoder.dimensions if encoder else 0)

    @classmethod
    def of(
        cls,
        language: Language,
        vocabularies: Sequence[list[str]],
        idfs: Sequence[npt.NDArray[np.float64]],
        encoder: SentenceEncoder | None = None,
    ) -> Self:
        """Features with vocabularies and document frequencies that were learnt before."""
        vectorizers = blocks_of(language, vocabularies)
        for made, idf in zip(vectorizers, idfs, strict=True):
            made.idf_ = idf
        return cls(vectorizers, encoder)

    def rows(self, texts: list[str]) -> csr_matrix:
        """A row a text: every block has length 1, or 0 without a known feature."""
        folded = [fold(text) for text in texts]
        entries = [block.entries(folded) for block in self._blocks]
        if self.encoder:
            entries.append(_all_of(self.encoder.encode(texts), self._dense))
        numbers, columns, weights = map(np.concatenate, zip(*entries, strict=True))
        return coo_matrix((weights, (numbers, columns)), (len(texts), self._width)).tocsr()


@dataclass(frozen=True)
class _Block:
    analyse: Callable[[str], Indices]
    idf: npt.NDArray[np.float32]
    start: int

    @classmethod
    def of(cls, made: TfidfVectorizer, start: int) -> Self:
        analyse = _in_words(made) if made.analyzer == "char_wb" else _of_words(made)
        return cls(analyse, made.idf_.astype(np.float32), start)

    def entries(self, folded: list[str]) -> Entries:
        found, size = [self.analyse(text) for text in folded], len(self.idf)
        numbers = np.repeat(np.arange(len(found)), [len(of_text) for of_text in found])
        places, counts = np.unique(numbers * size + np.concatenate(found), return_counts=True)
        numbers, columns = np.divmod(places, size)
        weights = (1 + np.log(counts)).astype(np.float32) * self.idf[columns]
        lengths = np.sqrt(np.bincount(numbers, weights * weights, len(folded)))
        return numbers, columns + self.start, (weights / lengths[numbers]).astype(np.float32)


def _all_of(vectors: Vectors, start: int) -> Entries:
    """Every number of *vectors*, whose columns begin at *start*."""
    numbers, columns = np.indices(vectors.shape).reshape(2, -1)
    return numbers, columns + start, vectors.ravel()


def blocks_of(
    language: Language, vocabularies: Iterable[list[str] | None] = (None, None, None)
) -> list[TfidfVectorizer]:
    """A vectorizer for each block: words, characters, concepts."""
    shapes = (*_SHAPES, {"analyzer": _concepts_of(language), "preprocessor": None})
    return [
        new_vectorizer({**shape, "vocabulary": vocabulary})
        for shape, vocabulary in zip(shapes, vocabularies, strict=True)
    ]


def new_vectorizer(shape: dict[str, Any]) -> TfidfVectorizer:
    """A vectorizer over folded text."""
    return TfidfVectorizer(**{"preprocessor": fold, "sublinear_tf": True, "dtype": np.float32, **shape})


def _concepts_of(language: Language) -> Callable[[str], list[str]]:
    of_word = lru_cache(_REMEMBERED_WORDS)(lexicon(language).concepts)
    return lambda text: list(chain.from_iterable(map(of_word, words(fold(text)))))


def _of_words(made: TfidfVectorizer) -> Callable[[str], Indices]:
    """Words, n-grams of words or concepts, as the block's own analyser finds them."""
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
