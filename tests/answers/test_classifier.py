"""The classifier tells labels apart, survives storage, and reads umlauts as people type them."""

import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers.classifier import Classifier
from answers.folding import fold
from answers.letter import right_of, topic_of
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
def classifier(pairs) -> Classifier:
    texts, labels = zip(*pairs[Language.GERMAN], strict=True)
    return taught(texts, labels)


def taught(texts, labels) -> Classifier:
    rights = [right_of(label) for label in labels]
    return Classifier.fit(Language.GERMAN, list(texts), [topic_of(label) for label in labels], rights)


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
def test_new_words_get_the_label_of_similar_ones(classifier: Classifier, text: str, label: str) -> None:
    assert _best(classifier, text) == label


@pytest.mark.parametrize("text", [*MESSAGES, "", "?", "北京"])
def test_probabilities_add_up_to_one(classifier: Classifier, text: str) -> None:
    probabilities = _probabilities(classifier, text, "Danke")

    assert probabilities.shape == (2, len(classifier.topics.labels))
    assert probabilities.sum(axis=1) == pytest.approx([1, 1])
    assert probabilities.min() >= 0


@pytest.mark.parametrize("text", MESSAGES)
def test_what_is_saved_reads_as_before(classifier: Classifier, tmp_path: Path, text: str) -> None:
    classifier.save(tmp_path / "model")

    loaded = Classifier.load(tmp_path / "model")

    assert _best(loaded, text) == _best(classifier, text)
    assert _probabilities(loaded, text) == pytest.approx(_probabilities(classifier, text), abs=0.05)


def test_what_is_saved_is_words_and_numbers_and_no_code(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path)

    assert {path.name for path in tmp_path.iterdir()} == {"words.json", "weights.npz"}
    assert (
        json.loads((tmp_path / "words.json").read_text(encoding="utf-8"))["topics"]
        == classifier.topics.labels
    )
    with np.load(tmp_path / "weights.npz", allow_pickle=False) as arrays:
        assert {array.dtype.kind for array in arrays.values()} <= {"i", "f"}


def test_the_same_phrases_give_the_same_weights(pairs, classifier: Classifier) -> None:
    texts, labels = zip(*pairs[Language.GERMAN], strict=True)

    again = taught(texts, labels)

    for one, other in ((again.topics, classifier.topics), (again.letters, classifier.letters)):
        assert np.array_equal(one.weights, other.weights)
        assert np.array_equal(one.bias, other.bias)


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


def _best(classifier: Classifier, text: str) -> str:
    return classifier.topics.labels[int(_probabilities(classifier, text).argmax())]


def _probabilities(classifier: Classifier, *texts: str) -> npt.NDArray[np.float64]:
    return classifier.probabilities(classifier.features.rows(list(texts)))


def test_what_stands_in_letters_only_teaches_rights_and_no_topic(pairs) -> None:
    texts, labels = map(list, zip(*pairs[Language.GERMAN], strict=True))
    demands = ["Von Anrufen ist künftig abzusehen.", "Künftig ist von Zuschriften abzusehen."] * 5
    told = ["Im Mai bin ich umgezogen.", "Den Hinweis habe ich gelesen."] * 5
    letters = ["exercise_right/in_letters_objection"] * 10 + ["letter_part/in_letters_told"] * 10

    classifier = taught([*texts, *demands, *told], [*labels, *letters])

    rows = classifier.features.rows(["Von weiteren Anrufen ist abzusehen.", "Im Mai bin ich gelesen."])
    assert classifier.exercised(rows) == ["objection", None]
    assert not [label for label in classifier.topics.labels if "in_letters" in label]
