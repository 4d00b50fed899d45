"""A linear text classifier: words and character n-grams, one weight a label and feature."""

import json
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

# Softmax temperature of the margins; below about 8 the outcome with most topics wins nearly everything.
TEMPERATURE = 10.0
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SHAPES: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|\?"},
    {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
)


def fold(text: str) -> str:
    """Write *text* so that Löschung, Loeschung and Loschung come out alike."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_FOLDED)
    for pair, letter in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        folded = folded.replace(pair, letter)
    return folded


@dataclass(frozen=True)
class LinearClassifier:
    """Labels with their weights over the features of both vectorizers."""

    labels: list[str]
    vectorizers: list[TfidfVectorizer]
    weights: npt.NDArray[np.float32]  # features × labels
    bias: npt.NDArray[np.float64]

    @classmethod
    def fit(cls, texts: list[str], labels: list[str]) -> Self:
        """Learn from *texts* and their *labels*, three or more; the same input gives the same weights."""
        vectorizers = [_vectorizer(shape) for shape in _SHAPES]
        features = hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers])
        model = LinearSVC(C=0.5, random_state=0).fit(features, labels)
        weights = np.ascontiguousarray(model.coef_.T, dtype=np.float32)
        return cls(list(model.classes_), vectorizers, weights, model.intercept_)

    def probabilities(self, text: str) -> dict[str, float]:
        """How likely each label is for *text*; the values add up to 1."""
        row = csr_matrix(hstack([vectorizer.transform([text]) for vectorizer in self.vectorizers]))
        margins = row.data @ self.weights[row.indices] + self.bias
        odds = np.exp((margins - margins.max()) * TEMPERATURE)
        return dict(zip(self.labels, (odds / odds.sum()).tolist(), strict=True))

    def save(self, folder: Path) -> None:
        """Write the classifier as plain arrays and word lists: loading them runs no code."""
        folder.mkdir(parents=True, exist_ok=True)
        vocabularies = [sorted(v.vocabulary_, key=v.vocabulary_.get) for v in self.vectorizers]
        words = {"labels": self.labels, "vocabularies": vocabularies}
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        idf = {f"idf{n}": vectorizer.idf_ for n, vectorizer in enumerate(self.vectorizers)}
        scale = np.abs(self.weights).max(axis=0) / 127  # one byte a weight, one scale a label
        weights = np.rint(self.weights / scale).astype(np.int8)
        np.savez(folder / "weights.npz", weights=weights, scale=scale, bias=self.bias, **idf)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            vectorizers = []
            for n, (shape, vocabulary) in enumerate(zip(_SHAPES, words["vocabularies"], strict=True)):
                vectorizer = _vectorizer({**shape, "vocabulary": vocabulary})
                vectorizer.idf_ = arrays[f"idf{n}"]
                vectorizers.append(vectorizer)
            weights = arrays["weights"] * arrays["scale"]
            return cls(words["labels"], vectorizers, weights, arrays["bias"])


def _vectorizer(shape: dict[str, Any]) -> TfidfVectorizer:
    return TfidfVectorizer(preprocessor=fold, sublinear_tf=True, dtype=np.float32, **shape)
