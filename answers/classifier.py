"""Linear text classifiers of one language over the same features: of topics, and of rights in letters."""

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
from answers.letter import NO_RIGHT
from privacy.language import Language

# Softmax temperature of the margins; below about 8 the outcome with most topics wins nearly everything.
TEMPERATURE = 10.0

Margins = npt.NDArray[np.float32]
Arrays = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True)
class Head:
    """Labels with their weights over the features, one byte a weight and one scale a label."""

    labels: list[str]
    weights: npt.NDArray[np.int8]  # features × labels
    scale: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]

    @classmethod
    def fit(cls, rows: csr_matrix, labels: list[str]) -> Self:
        """Learn the *labels*, three or more, of *rows*; the same input gives the same weights."""
        model = LinearSVC(C=0.5, random_state=0).fit(rows, labels)
        scale = np.abs(model.coef_).max(axis=1) / 127
        weights = np.ascontiguousarray(np.rint(model.coef_.T / scale), dtype=np.int8)
        bias = model.intercept_.astype(np.float32)
        return cls(list(model.classes_), weights, scale.astype(np.float32), bias)

    def margins(self, rows: csr_matrix) -> Margins:
        """How far each of *rows* lies on the side of each label; below 0 on the other side."""
        known, where = np.unique(
            rows.indices, return_inverse=True
        )  # few of all features: only these are unpacked
        narrow = csr_matrix((rows.data, where, rows.indptr), (rows.shape[0], len(known)))
        return np.asarray(narrow @ self.weights[known].astype(np.float32) * self.scale + self.bias)

    def arrays(self, name: str) -> Arrays:
        """What `of_arrays` reads back."""
        return {f"{name}_weights": self.weights, f"{name}_scale": self.scale, f"{name}_bias": self.bias}

    @classmethod
    def of_arrays(cls, name: str, labels: list[str], arrays: Arrays) -> Self:
        """Read back what `arrays` gave."""
        return cls(labels, *(arrays[f"{name}_{part}"] for part in ("weights", "scale", "bias")))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Classifier:
    """Features learnt from all phrases, a head for the topics, and one for the rights in letters."""

    language: Language
    features: Features
    topics: Head
    letters: Head

    @classmethod
    def fit(
        cls,
        language: Language,
        texts: list[str],
        topics: list[str | None],
        rights: list[str],
        *,
        encoder: SentenceEncoder | None = None,
    ) -> Self:
        """Learn from *texts*: their *topics*, `None` where they teach none, and the *rights* exercised."""
        vectorizers = blocks_of(language)
        dense = [csr_matrix(encoder.encode(texts))] if encoder else []
        rows = hstack([*(made.fit_transform(texts) for made in vectorizers), *dense]).tocsr()
        known = [number for number, topic in enumerate(topics) if topic is not None]
        of_topics = Head.fit(rows[known], [topic for topic in topics if topic is not None])
        return cls(language, Features(vectorizers, encoder), of_topics, Head.fit(rows, rights))

    def probabilities(self, rows: csr_matrix) -> npt.NDArray[np.float64]:
        """How likely each topic is for each of the features' *rows*; every row adds up to 1."""
        margins = self.topics.margins(rows).astype(np.float64)
        odds = np.exp((margins - margins.max(axis=1, keepdims=True)) * TEMPERATURE)
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def exercised(self, rows: csr_matrix) -> list[str | None]:
        """The right that each sentence of a letter exercises; `None` when none is on the right side."""
        margins = self.letters.margins(rows)
        rights = [self.letters.labels[best] for best in margins.argmax(axis=1)]
        sure = margins.max(axis=1) > 0
        return [
            right if is_sure and right != NO_RIGHT else None
            for right, is_sure in zip(rights, sure, strict=True)
        ]

    def save(self, folder: Path) -> None:
        """Write the classifier as plain arrays and word lists: loading them runs no code."""
        folder.mkdir(parents=True, exist_ok=True)
        vectorizers = self.features.vectorizers
        vocabularies = [sorted(v.vocabulary_, key=v.vocabulary_.get) for v in vectorizers]
        labels = {"topics": self.topics.labels, "letters": self.letters.labels}
        words = {"language": self.language, **labels, "vocabularies": vocabularies}
        (folder / "words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
        idf = {f"idf{n}": made.idf_ for n, made in enumerate(vectorizers)}
        arrays = self.topics.arrays("topics") | self.letters.arrays("letters") | idf
        np.savez(folder / "weights.npz", **arrays)

    @classmethod
    def load(cls, folder: Path, encoder: SentenceEncoder | None = None) -> Self:
        """Read what `save` wrote; *encoder* is the one it learnt with."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        language, vocabularies = Language(words["language"]), words["vocabularies"]
        with np.load(folder / "weights.npz", allow_pickle=False) as stored:
            arrays = dict(stored)
        idfs = [arrays[f"idf{n}"] for n in range(len(vocabularies))]
        features = Features.of(language, vocabularies, idfs, encoder)
        heads = [Head.of_arrays(name, words[name], arrays) for name in ("topics", "letters")]
        return cls(language, features, *heads)
