"""A message is turned into the very numbers that the classifier learnt with."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.sparse import hstack

from answers.features import Features, blocks_of
from privacy.language import Language

GERMAN, ENGLISH = Language
MESSAGES = [
    "Wie lange speichern Sie Daten?",
    "LÖSCHEN Sie bitte mein Konto, löschen Sie alles!!!",
    "Loeschung   meines\tKontos\n\nbitte",
    "Please send me a copy of my data — don’t delete it.",
    "Kundendatenauskunft nach Art. 15 DSGVO",
    "völlig unbekannte Wörter: xyzzy plugh",
    "Lo\u0308schung",
    "a",
    "?",
    "北京 👍",
    "",
]


@pytest.fixture(scope="module", params=Language)
def features(request, pairs) -> Features:
    vectorizers = blocks_of(request.param)
    for made in vectorizers:
        made.fit([text for text, _ in pairs[request.param]])
    return Features(vectorizers)


@pytest.mark.parametrize("text", MESSAGES)
def test_a_row_is_what_scikit_learn_would_make_of_it(features: Features, text: str) -> None:
    expected = hstack([made.transform([text]) for made in features.vectorizers]).toarray().ravel()

    assert _dense(features, text) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("text", MESSAGES)
def test_reading_a_message_twice_changes_nothing(features: Features, text: str) -> None:
    first, second = _dense(features, text), _dense(features, text)

    assert np.array_equal(first, second)


def test_a_row_does_not_depend_on_the_others(features: Features) -> None:
    together = features.rows(MESSAGES).toarray()

    assert np.array_equal(together, [_dense(features, text) for text in MESSAGES])


def test_every_block_weighs_the_same_however_long_the_message(features: Features) -> None:
    texts = [text for text in MESSAGES if _dense(features, text).any()]
    sizes = [len(made.vocabulary_) for made in features.vectorizers]

    blocks = [np.split(_dense(features, text), np.cumsum(sizes)[:-1]) for text in texts]

    lengths = {round(float(np.linalg.norm(block)), 5) for of_text in blocks for block in of_text}
    assert len(texts) >= 4
    assert lengths <= {0.0, 1.0}
    assert all(any(block.any() for block in of_text) for of_text in blocks)


@pytest.mark.parametrize("text", ["", "北京 👍", "…"])
def test_what_holds_nothing_known_has_no_weight(features: Features, text: str) -> None:
    assert features.rows([text]).nnz == 0


def test_features_made_from_what_was_saved_are_the_same(pairs) -> None:
    vectorizers = blocks_of(GERMAN)
    for made in vectorizers:
        made.fit([text for text, _ in pairs[GERMAN]])
    vocabularies = [sorted(made.vocabulary_, key=made.vocabulary_.get) for made in vectorizers]

    loaded = Features.of(GERMAN, vocabularies, [made.idf_ for made in vectorizers])

    for text in MESSAGES:
        assert _dense(loaded, text) == pytest.approx(_dense(Features(vectorizers), text), abs=1e-6)


def test_a_word_never_learnt_is_known_by_its_concept(pairs) -> None:
    *_, concepts = blocks_of(GERMAN)
    concepts.fit([text for text, _ in pairs[GERMAN]])

    known, rare = concepts.transform(["löschen"]), concepts.transform(["Vernichtung"])

    assert (known @ rare.T).toarray()[0, 0] > 0.5


def _dense(features: Features, text: str) -> npt.NDArray[np.float32]:
    return np.asarray(features.rows([text]).toarray().ravel())
