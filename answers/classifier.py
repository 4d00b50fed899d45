"""A linear text classifier: one weight a label and feature."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from answers.encoder import SentenceEncoder
from answers.features import Features, blocks_of
from privacy.language import Language

# Softmax temperature of the margins; below about 8 the outcome with most topics wins nearly everything.
TEMPERATURE = 10.0


@dataclass(frozen=True)
class LinearClassifier:
    """Labels with their weights over the features, one byte a weight and one scale a label."""

    language: Language
    labels: list[str]
    features: Features
    weights: npt.NDArray[np.int8]  # features × labels
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(
        cls,
        language: Language,
        texts: list[str],
        labels: list[str],
        *,
        encoder: SentenceEncoder | None = None,
    ) -> Self:
        """Learn from *texts* and their *labels*, three or more; the same input gives the same weights."""
        vectorizers = blocks_of(language)
        dense = [csr_matrix(encoder.encode(texts))] if encoder else []
        rows = hstack([*(made.fit_transform(texts) for made in vectorizers), *dense])
        model = LinearSVC(C=0.5, random_state=0).fit(rows, labels)
        scale = np.abs(model.coef_).max(axis=1) / 127
        weights = np.ascontiguousarray(np.rint(model.coef_.T / scale), dtype=np.int8)
        scale, bias = scale.astype(np.float32), model.intercept_.astype(np.float32)
        return cls(language, list(model.classes_), Features(vectorizers, encoder), weights, scale, bias)

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
        words = {"language": self.language, "labels": self.labels, "vocabularies": vocabularies}
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        idf = {f"idf{n}": made.idf_ for n, made in enumerate(vectorizers)}
        np.savez(folder / "weights.npz", weights=self.weights, scale=self.scale, bias=self.bias, **idf)

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder | None = None) -> Self:
        """Read what `save` wrote; *encoder* is the one it learnt with."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        language, vocabularies = Language(words["language"]), words["vocabularies"]
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            idfs = [arrays[f"idf{n}"] for n in range(len(vocabularies))]
            features = Features.of(language, vocabularies, idfs, encoder)
            learnt = (arrays["weights"], arrays["scale"], arrays["bias"])
            return cls(language, words["labels"], features, *learnt)
