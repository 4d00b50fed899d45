"""A linear text classifier: words and character n-grams, one weight a label and feature."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import hstack
from sklearn.svm import LinearSVC

from answers.features import Features, new_vectorizer

# Softmax temperature of the margins; below about 8 the outcome with most topics wins nearly everything.
TEMPERATURE = 10.0
_SHAPES: tuple[dict[str, Any], ...] = (
    {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|\?"},
    {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2},
)


@dataclass(frozen=True)
class LinearClassifier:
    """Labels with their weights over the features, one byte a weight and one scale a label."""

    labels: list[str]
    features: Features
    weights: npt.NDArray[np.int8]  # features × labels
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, texts: list[str], labels: list[str]) -> Self:
        """Learn from *texts* and their *labels*, three or more; the same input gives the same weights."""
        vectorizers = [new_vectorizer(shape) for shape in _SHAPES]
        rows = hstack([made.fit_transform(texts) for made in vectorizers])
        model = LinearSVC(C=0.5, random_state=0).fit(rows, labels)
        scale = np.abs(model.coef_).max(axis=1) / 127
        weights = np.ascontiguousarray(np.rint(model.coef_.T / scale), dtype=np.int8)
        scale, bias = scale.astype(np.float32), model.intercept_.astype(np.float32)
        return cls(list(model.classes_), Features(vectorizers), weights, scale, bias)

    def probabilities(self, texts: list[str]) -> npt.NDArray[np.float64]:
        """How likely each label is for each of *texts*; every row adds up to 1."""
        margins = np.stack([self._margins(text) for text in texts]).astype(np.float64)
        odds = np.exp((margins - margins.max(axis=1, keepdims=True)) * TEMPERATURE)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def _margins(self, text: str) -> npt.NDArray[np.float32]:
        where, weight = self.features.row(text)
        return np.asarray(weight @ self.weights[where].astype(np.float32) * self.scale + self.bias)

    def save(self, folder: Path) -> None:
        """Write the classifier as plain arrays and word lists: loading them runs no code."""
        folder.mkdir(parents=True, exist_ok=True)
        vectorizers = self.features.vectorizers
        vocabularies = [sorted(v.vocabulary_, key=v.vocabulary_.get) for v in vectorizers]
        words = {"labels": self.labels, "vocabularies": vocabularies}
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        idf = {f"idf{n}": made.idf_ for n, made in enumerate(vectorizers)}
        np.savez(folder / "weights.npz", weights=self.weights, scale=self.scale, bias=self.bias, **idf)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `save` wrote."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        shapes = [
            {**shape, "vocabulary": vocabulary}
            for shape, vocabulary in zip(_SHAPES, words["vocabularies"], strict=True)
        ]
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            features = Features.of(shapes, [arrays[f"idf{n}"] for n in range(len(shapes))])
            return cls(words["labels"], features, arrays["weights"], arrays["scale"], arrays["bias"])
