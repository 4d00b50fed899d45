"""A reader that learnt with an encoder reads with it, and notices when it changes."""

from pathlib import Path

import pytest

from answers.encoder import EncoderError, SentenceEncoder
from answers.reader import Reader
from privacy.language import Language
from tests.answers.test_encoder import save_network, save_tokenizer

PHRASES = [
    ("delete my data", "erasure"),
    ("löschen daten", "erasure"),
    ("my data", "access"),
    ("ok", "affirm"),
    ("erase my account", "exercise_right/erasure"),
    ("a copy please", "exercise_right/access"),
]


@pytest.fixture
def encoder(tmp_path: Path) -> SentenceEncoder:
    folder = tmp_path / "encoder"
    folder.mkdir()
    save_tokenizer(folder)
    save_network(folder)
    return SentenceEncoder.load(folder)


@pytest.fixture
def reader(encoder: SentenceEncoder) -> Reader:
    return Reader.fit(dict.fromkeys(Language, PHRASES * 2), encoder=encoder)


def test_the_vectors_weigh_beside_the_words(reader: Reader, encoder: SentenceEncoder) -> None:
    features = reader.classifiers[Language.ENGLISH].features
    row = features.rows(["Delete my data"]).toarray().ravel()

    assert row[-4:] == pytest.approx(encoder.encode(["Delete my data"])[0])
    assert len(row) == len(reader.classifiers[Language.ENGLISH].topics.weights)


def test_what_is_saved_reads_as_before(reader: Reader, tmp_path: Path) -> None:
    reader.save(tmp_path / "model")

    loaded = Reader.load(tmp_path / "model")

    for text in ("delete", "daten", "xyzzy"):
        assert loaded.read(text, Language.ENGLISH) == reader.read(text, Language.ENGLISH)


def test_another_encoder_is_noticed(reader: Reader, encoder: SentenceEncoder, tmp_path: Path) -> None:
    reader.save(tmp_path / "model")
    save_tokenizer(encoder.folder, first="[CLS]")

    with pytest.raises(EncoderError, match="train again"):
        Reader.load(tmp_path / "model")
