"""The classifier tells labels apart, survives storage, and reads umlauts as people type them."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.classifier import LinearClassifier
from answers.folding import fold
from privacy.language import Language

MESSAGES = [
    "Bitte eine Kopie meiner Daten",
    "loeschen sie mein konto",
    "LÖSCHEN!!!",
    "wie lange wird das aufbewahrt",
    "Danke",
    "völlig unbekannte Wörter: xyzzy plugh",
]


@pytest.fixture(scope="module")
def classifier(pairs) -> LinearClassifier:
    texts, labels = zip(*pairs[Language.GERMAN], strict=True)
    return LinearClassifier.fit(Language.GERMAN, list(texts), list(labels))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Bitte eine Kopie meiner Daten", "exercise_right/access"),
        ("loeschen sie mein konto", "exercise_right/erasure"),
        ("LÖSCHEN!!!", "exercise_right/erasure"),
        ("wie lange wird das aufbewahrt?", "ask_policy/retention"),
        ("Dankeschön!", "smalltalk/thanks"),
    ],
)
def test_new_words_get_the_label_of_similar_ones(classifier: LinearClassifier, text: str, label: str) -> None:
    assert _best(classifier, text) == label


@pytest.mark.parametrize("text", [*MESSAGES, "", "?", "北京"])
def test_probabilities_add_up_to_one(classifier: LinearClassifier, text: str) -> None:
    probabilities = classifier.probabilities([text, "Danke"])

    assert probabilities.shape == (2, len(classifier.labels))
    assert probabilities.sum(axis=1) == pytest.approx([1, 1])
    assert probabilities.min() >= 0


@pytest.mark.parametrize("text", MESSAGES)
def test_what_is_saved_reads_as_before(classifier: LinearClassifier, tmp_path: Path, text: str) -> None:
    classifier.save(tmp_path / "model")

    loaded = LinearClassifier.load(tmp_path / "model")

    assert _best(loaded, text) == _best(classifier, text)
    assert loaded.probabilities([text]) == pytest.approx(classifier.probabilities([text]), abs=0.05)


def test_what_is_saved_is_words_and_numbers_and_no_code(classifier: LinearClassifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"words.json", "weights.npz"}
    assert json.loads((tmp_path / "words.json").read_text(encoding="utf-8"))["labels"] == classifier.labels
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert {array.dtype.kind for array in arrays.values()} <= {"i", "f"}


def test_the_same_phrases_give_the_same_weights(pairs, classifier: LinearClassifier) -> None:
    texts, labels = zip(*pairs[Language.GERMAN], strict=True)

    again = LinearClassifier.fit(Language.GERMAN, list(texts), list(labels))

    assert np.array_equal(again.weights, classifier.weights)
    assert np.array_equal(again.bias, classifier.bias)


@pytest.mark.parametrize(
    "writings",
    [
        ["Löschung", "löschung", "LÖSCHUNG", "Loeschung", "Loschung", "Lo\u0308schung"],
        ["Übertragung", "Uebertragung", "UEBERTRAGUNG", "ubertragung"],
        ["Schäden", "schaeden", "Schaden"],
        ["Straße", "Strasse", "STRASSE"],
    ],
)
def test_the_writings_of_a_word_are_folded_into_one(writings: list[str]) -> None:
    assert len({fold(writing) for writing in writings}) == 1


@pytest.mark.parametrize(("one", "other"), [("Auskunft", "Auskünfte"), ("Frist", "frisst"), ("ja", "nein")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(text=st.text(max_size=40))
def test_folding_never_depends_on_how_letters_are_encoded_or_cased(text: str) -> None:
    assert fold(text) == fold(text.lower())


def _best(classifier: LinearClassifier, text: str) -> str:
    return classifier.labels[int(classifier.probabilities([text]).argmax())]
